//! Which word was meant: keys and values that are nearly what they should be.
//! Only spelling is compared; which words there are is known to the schemas.

use strsim::osa_distance;

/// Longer words are not compared with any.
const MAX_LENGTH: usize = 100;

/// The word that was most likely meant by `word`, if one of `known` is near enough.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    closest(word, known, |length| (length / 3).min(3))
}

/// The key that was most likely meant by a key that is not known. Stricter than [`nearest`], since most keys that
/// are not known are meant: short ones only if they differ in case, `-` and `_`.
pub(super) fn misspelt<'k>(key: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let known = known.into_iter().filter(|known| *known != key);
    closest(key, known, |length| match length {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    })
}

/// The nearest of `known` that differs by no more than is allowed for the length of the shorter word.
fn closest<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    allowed: impl Fn(usize) -> usize,
) -> Option<&'k str> {
    let folded = folded(word);
    let length = folded.chars().count();
    if word.len() > MAX_LENGTH || length == 0 {
        return None;
    }
    let near = known.into_iter().filter(|known| known.len() <= MAX_LENGTH).filter_map(|known| {
        let other = self::folded(known);
        let allowed = allowed(length.min(other.chars().count()));
        let distance = if allowed == 0 { usize::from(folded != other) } else { osa_distance(&folded, &other) };
        (distance <= allowed).then_some((distance, known))
    });
    near.min().map(|(_, known)| known)
}

/// A word without case, blanks, `-`, `_` and `$`.
fn folded(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | '$') && !c.is_whitespace());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 12] = [
        "id",
        "kind",
        "name",
        "owner",
        "owners",
        "tags",
        "status",
        "version",
        "updated",
        "depends_on",
        "required_by",
        "related_specs",
    ];

    #[test]
    fn keys_that_are_nearly_known_are_misspelt() {
        for (key, meant) in [
            ("dependson", "depends_on"),
            ("dependsOn", "depends_on"),
            ("depends-on", "depends_on"),
            ("depnds_on", "depends_on"),
            ("Status", "status"),
            ("ID", "id"),
            ("stauts", "status"),
            ("requird_by", "required_by"),
            ("relatedspec", "related_specs"),
        ] {
            assert_eq!(misspelt(key, KEYS), Some(meant), "{key}");
        }
    }

    #[test]
    fn other_keys_are_not() {
        for key in
            ["ids", "tag", "names", "kinds", "sage", "team", "priority", "epic", "ticket", "depends", "dated", "state"]
        {
            assert_eq!(misspelt(key, KEYS), None, "{key}");
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let words = ["draft", "review", "approved", "implemented"];
        assert_eq!(nearest("aproved", words), Some("approved"));
        assert_eq!(nearest("DRAFT", words), Some("draft"));
        assert_eq!(nearest("implmented", words), Some("implemented"));
        assert_eq!(nearest("done", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest(&"d".repeat(101), [&*"d".repeat(101)]), None);
    }
}
