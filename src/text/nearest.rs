//! The name that was probably meant, for "did you mean". Keys and values of front matter have a stricter measure of their
//! own in `schema`, since most keys that are not known are meant.
//! What names there are to choose from is said by the caller.

/// Longer names are compared with none: comparing takes time that grows with the square.
const MAX_LENGTH: usize = 100;

/// The candidate most like `name`: at most a third of its letters differ, or it is the only one that begins with
/// the name or holds it as whole words. None if nothing is near, or if it is the name itself.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let fold = |name: &str| name.to_lowercase().replace('_', "-");
    let folded = fold(name);
    let length = folded.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    let mut holding: Vec<&str> = Vec::new();
    let candidates = candidates.into_iter().filter(|candidate| *candidate != name && candidate.len() <= 4 * MAX_LENGTH);
    for candidate in candidates {
        let other = fold(candidate);
        let allowed = length.max(other.chars().count()) / 3;
        if length.abs_diff(other.chars().count()) <= allowed {
            let distance = strsim::damerau_levenshtein(&folded, &other);
            let better = best.is_none_or(|(least, known)| (distance, candidate) < (least, known));
            if distance <= allowed && better {
                best = Some((distance, candidate));
            }
        }
        if holding.len() < 2 && length > 2 && (other.starts_with(&folded) || holds_words(&other, &folded)) {
            holding.push(candidate);
        }
    }
    best.map(|(_, candidate)| candidate).or_else(|| holding.first().copied().filter(|_| holding.len() == 1))
}

/// Whether `text` holds `part` between ends of words.
fn holds_words(text: &str, part: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(part)
        .any(|(at, _)| ends(text[..at].chars().next_back()) && ends(text[at + part.len()..].chars().next()))
}

/// The sentence that offers the nearest candidate, if one is near.
pub fn did_you_mean<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_offered_and_nothing_else() {
        let all = ["feat-search", "feat-map-tiles", "feat-weather", "error", "warning"];
        for (name, near) in [
            ("feat-serach", Some("feat-search")),
            ("Feat-Search", Some("feat-search")),
            ("map", Some("feat-map-tiles")),
            ("feat-maps-tiles", Some("feat-map-tiles")),
            ("warn", Some("warning")),
            ("feat_search2", Some("feat-search")),
            ("eror", Some("error")),
            ("feat", None),
            ("x", None),
            ("feat-search", None),
        ] {
            assert_eq!(nearest(name, all), near, "{name}");
        }
    }
}
