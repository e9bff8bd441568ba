//! Complexity, maturity level and the parts of a feature spec that each level asks for (decisions, "Sections of a
//! feature spec"). What stands in a part is planned elsewhere.

use serde::Serialize;

/// How hard a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Complexity {
    /// Level 3 by default.
    Easy,
    /// Level 4 by default.
    Moderate,
    /// Level 5 by default.
    High,
}

impl Complexity {
    /// From easy to hard.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Moderate, Self::High];

    /// The canonical word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Easy => "EASY",
            Self::Moderate => "MODERATE",
            Self::High => "HIGH",
        }
    }

    /// The complexity that a word means, in any case and with the aliases found in the wild.
    pub fn of_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "easy" | "low" | "simple" | "small" => Some(Self::Easy),
            "moderate" | "medium" => Some(Self::Moderate),
            "high" => Some(Self::High),
            _ => None,
        }
    }

    /// The level that follows where only a complexity is given (domain, "Level and complexity").
    pub const fn level(self) -> Level {
        match self {
            Self::Easy => Level(3),
            Self::Moderate => Level(4),
            Self::High => Level(5),
        }
    }
}

/// A maturity level, 0 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Level(u8);

impl Level {
    /// The level `number`, if there is one.
    pub const fn new(number: u64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "at most 5")]
        if number <= 5 { Some(Self(number as u8)) } else { None }
    }

    /// The number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The complexity that follows where only a level is given.
    pub const fn complexity(self) -> Complexity {
        match self.0 {
            4 => Complexity::Moderate,
            5 => Complexity::High,
            _ => Complexity::Easy,
        }
    }

    /// The parts of a feature spec of this level, in order; levels below 3 ask for those of level 3.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        PARTS.iter().filter(move |(_, from)| self.0.max(3) >= *from).map(|(part, _)| *part)
    }
}

/// A part of a feature spec, known by its role and not by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the part of the same name")]
pub enum Part {
    Overview,
    Context,
    UserStories,
    Requirements,
    Api,
    DataModel,
    Security,
    NonFunctional,
    Testing,
    Compliance,
    Deployment,
    Monitoring,
    Examples,
    Migration,
    Dependencies,
    Acceptance,
    Future,
    Appendix,
}

/// Every part in order, with the lowest level that asks for it.
const PARTS: [(Part, u8); 18] = [
    (Part::Overview, 3),
    (Part::Context, 3),
    (Part::UserStories, 3),
    (Part::Requirements, 3),
    (Part::Api, 3),
    (Part::DataModel, 3),
    (Part::Security, 3),
    (Part::NonFunctional, 3),
    (Part::Testing, 3),
    (Part::Compliance, 4),
    (Part::Deployment, 4),
    (Part::Monitoring, 4),
    (Part::Examples, 5),
    (Part::Migration, 5),
    (Part::Dependencies, 3),
    (Part::Acceptance, 3),
    (Part::Future, 3),
    (Part::Appendix, 3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_and_complexity_follow_each_other() {
        for complexity in Complexity::ALL {
            assert_eq!(complexity.level().complexity(), complexity);
            assert_eq!(Complexity::of_word(&complexity.word().to_lowercase()), Some(complexity));
        }
        assert_eq!(Level::new(1).map(Level::complexity), Some(Complexity::Easy));
        assert_eq!(Level::new(6), None);
    }

    #[test]
    fn higher_levels_ask_for_more() {
        let count = |level| Level::new(level).map(|level| level.parts().count());
        assert_eq!((count(0), count(3), count(4), count(5)), (Some(13), Some(13), Some(16), Some(18)));
    }
}
