//! Which component a name means: token by token, the best class of likeness decides, a tie is never broken by luck
//! (domain "Names", decision 6). Pure functions over words.

use crate::profile::{Words, words};

/// What a name was found to mean among some candidates, by their indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// None of them.
    Nothing,
    /// This one.
    One(usize),
    /// These, equally well.
    Several(Vec<usize>),
}

/// The names of some things, ready to be compared with many others.
#[derive(Debug)]
pub struct Names<'w> {
    all: Vec<Name>,
    vocabulary: &'w Words,
}

impl<'w> Names<'w> {
    /// The names, known by their places.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>, vocabulary: &'w Words) -> Self {
        Self { all: names.map(|name| Name::new(name, vocabulary)).collect(), vocabulary }
    }

    /// What `name` means: exact beats noise-stripped beats a prefix of whole tokens.
    pub fn resolve(&self, name: &str) -> Match {
        let wanted = Name::new(name, self.vocabulary);
        let mut best: (Option<Likeness>, Vec<usize>) = (None, Vec::new());
        for (at, candidate) in self.all.iter().enumerate() {
            let Some(likeness) = wanted.likeness(candidate) else { continue };
            if best.0.is_none_or(|before| likeness < before) {
                best = (Some(likeness), vec![at]);
            } else if best.0 == Some(likeness) {
                best.1.push(at);
            }
        }
        match best.1.as_slice() {
            [] => Match::Nothing,
            [one] => Match::One(*one),
            _ => Match::Several(best.1),
        }
    }

    /// The one thing that `name` means, if it is one.
    pub fn one(&self, name: &str) -> Option<usize> {
        match self.resolve(name) {
            Match::One(at) => Some(at),
            Match::Nothing | Match::Several(_) => None,
        }
    }
}

/// How alike two names are; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Exact,
    NoiseStripped,
    Prefix,
}

#[derive(Debug)]
struct Name {
    full: String,
    stripped: String,
}

impl Name {
    fn new(name: &str, vocabulary: &Words) -> Self {
        let full = words(name);
        let tokens: Vec<&str> = full.split(' ').collect();
        let noise = |token: &&str| vocabulary.noise.iter().any(|word| word == token);
        let from = tokens.iter().position(|token| !noise(token)).unwrap_or(0);
        let to = tokens.iter().rposition(|token| !noise(token)).map_or(tokens.len(), |last| last + 1);
        let stripped = tokens[from..to].join(" ");
        Self { full, stripped }
    }

    fn likeness(&self, candidate: &Self) -> Option<Likeness> {
        if self.full.is_empty() {
            None
        } else if self.full == candidate.full {
            Some(Likeness::Exact)
        } else if self.stripped == candidate.stripped {
            Some(Likeness::NoiseStripped)
        } else {
            let rest = candidate.stripped.strip_prefix(&self.stripped)?;
            rest.starts_with(' ').then_some(Likeness::Prefix)
        }
    }
}

/// A name without the noise words at its end, as it is written: what a stub without a component is called.
pub fn strip_noise<'n>(name: &'n str, vocabulary: &Words) -> &'n str {
    let mut rest = name.trim();
    while let Some((before, last)) = rest.rsplit_once(char::is_whitespace) {
        if !vocabulary.noise.contains(&words(last)) {
            break;
        }
        rest = before.trim_end();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str, candidates: &[&str]) -> Match {
        Names::new(candidates.iter().copied(), &Words::default()).resolve(name)
    }

    #[test]
    fn the_best_class_of_likeness_decides() {
        let all = ["Search Service", "Edge Router", "Map Layer Service", "Searching Portal", "Search"];
        for (name, found) in [
            ("Search Service", Match::One(0)),
            ("search", Match::One(4)),
            ("Edge Router Setup", Match::One(1)),
            ("Map", Match::One(2)),
            ("Map Layer Service Feature Spec", Match::One(2)),
            ("Search Feature Spec", Match::Several(vec![0, 4])),
            ("Weather", Match::Nothing),
            ("", Match::Nothing),
            ("Searchi", Match::Nothing),
        ] {
            assert_eq!(find(name, &all), found, "{name}");
        }
    }

    #[test]
    fn a_prefix_is_whole_tokens_and_ties_stay_ties() {
        assert_eq!(find("Search", &["Searching Portal"]), Match::Nothing);
        assert_eq!(find("Map", &["Map Layer", "Map Admin"]), Match::Several(vec![0, 1]));
        assert_eq!(find("Service", &["Service", "Search Service"]), Match::One(0));
    }

    #[test]
    fn noise_goes_from_the_end_only() {
        let words = Words::default();
        assert_eq!(strip_noise("Search Service Feature Spec", &words), "Search");
        assert_eq!(strip_noise("Service Mesh", &words), "Service Mesh");
        assert_eq!(strip_noise("Service", &words), "Service");
    }
}
