//! Which word was meant: keys and values that are nearly what they should be.
//! Only spelling is compared; which words there are is known to the schemas.

use std::borrow::Cow;
use std::cell::Cell;

use strsim::osa_distance;

/// Longer words are not compared with any.
const MAX_LENGTH: usize = 64;

/// How many pairs of characters are compared at most for one document.
const EFFORT: usize = 20_000_000;

/// How much it takes to look at a word before any characters are compared.
const LOOK: usize = 50;

/// Compares words for one document, until it has been too much.
#[derive(Debug)]
pub(super) struct Speller {
    left: Cell<usize>,
}

impl Default for Speller {
    fn default() -> Self {
        Self { left: Cell::new(EFFORT) }
    }
}

impl Speller {
    /// The word that was most likely meant by `word`, if one of `known` is near enough.
    pub(super) fn nearest<'k>(&self, word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        let known = known.into_iter().filter(|known| known.len() <= MAX_LENGTH);
        self.closest(word, known.map(|known| (Cow::Owned(folded(known)), known)), |length| (length / 3).min(3))
    }

    /// The key that was most likely meant by a key that is not known, of known keys and their [`folded`] forms.
    /// Stricter than [`Self::nearest`], since most keys that are not known are meant: short ones only if they differ
    /// in case, `-` and `_`.
    pub(super) fn misspelt<'f, 'k>(
        &self,
        key: &str,
        known: impl Iterator<Item = (&'f str, &'k str)>,
    ) -> Option<&'k str> {
        let known = known.filter(|(_, known)| *known != key).map(|(folded, known)| (Cow::Borrowed(folded), known));
        self.closest(key, known, |length| match length {
            0..=4 => 0,
            5..=8 => 1,
            _ => 2,
        })
    }

    /// The nearest of `known` that differs by no more than is allowed for the length of the shorter word.
    fn closest<'f, 'k>(
        &self,
        word: &str,
        known: impl Iterator<Item = (Cow<'f, str>, &'k str)>,
        allowed: impl Fn(usize) -> usize,
    ) -> Option<&'k str> {
        let folded = folded(word);
        if folded.is_empty() || word.len() > MAX_LENGTH {
            return None;
        }
        let near = known.take_while(|_| self.spend(LOOK)).filter_map(|(other, known)| {
            let allowed = allowed(folded.len().min(other.len()));
            let possible = folded == other || (allowed > 0 && folded.len().abs_diff(other.len()) <= 4 * allowed);
            if !possible || other.len() > MAX_LENGTH || !self.spend(folded.len() * other.len()) {
                return None;
            }
            let distance = osa_distance(&folded, &other);
            (distance <= allowed).then_some((distance, known))
        });
        near.min().map(|(_, known)| known)
    }

    /// Whether there is that much effort left, which is then spent.
    fn spend(&self, effort: usize) -> bool {
        let left = self.left.get().checked_sub(effort);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// A word without case, blanks, `-`, `_` and `$`.
pub(super) fn folded(word: &str) -> String {
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

    fn misspelt(key: &str) -> Option<&'static str> {
        let folded: Vec<String> = KEYS.iter().map(|key| folded(key)).collect();
        Speller::default().misspelt(key, folded.iter().map(String::as_str).zip(KEYS))
    }

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
            assert_eq!(misspelt(key), Some(meant), "{key}");
        }
    }

    #[test]
    fn other_keys_are_not() {
        for key in
            ["ids", "tag", "names", "kinds", "sage", "team", "priority", "epic", "ticket", "depends", "dated", "state"]
        {
            assert_eq!(misspelt(key), None, "{key}");
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let speller = Speller::default();
        let words = ["draft", "review", "approved", "implemented"];
        assert_eq!(speller.nearest("aproved", words), Some("approved"));
        assert_eq!(speller.nearest("DRAFT", words), Some("draft"));
        assert_eq!(speller.nearest("implmented", words), Some("implemented"));
        assert_eq!(speller.nearest("done", words), None);
        assert_eq!(speller.nearest("", words), None);
        assert_eq!(speller.nearest("x", ["y"]), None);
        assert_eq!(speller.nearest(&"d".repeat(65), [&*"d".repeat(65)]), None);
    }

    #[test]
    fn comparing_ends_when_it_has_been_too_much() {
        let speller = Speller::default();
        let word = "w".repeat(60);
        let other = format!("{}x", "w".repeat(59));
        let compared = (0..10_000).take_while(|_| speller.nearest(&word, [&*other]).is_some()).count();
        assert!((1_000..10_000).contains(&compared), "{compared}");
        assert_eq!(speller.nearest("dependson", KEYS), None);
    }
}
