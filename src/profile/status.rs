//! How far a spec is, by the word of its `status` (decision 10).
//! What is asked of a spec at each status is judged by the rules.

/// How far a spec is; the order is that of its life. A retired spec is in no order with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// May be a stub.
    Draft,
    /// Complete, and read by others.
    Review,
    /// Settled: what depends on it can rely on it.
    Approved,
    /// Built.
    Implemented,
    /// Listed, and covering nothing.
    Retired,
}

/// The words of each status.
#[derive(Debug, Clone)]
pub struct Statuses {
    /// The status, its canonical words, and other words that are understood as the first of these.
    words: &'static [(Status, &'static [&'static str], &'static [&'static str])],
}

impl Statuses {
    /// The status that a word means in any case, and the canonical word for it.
    pub fn of_word(&self, word: &str) -> Option<(Status, &'static str)> {
        let folded = word.trim().to_lowercase().replace(['_', '-'], " ");
        self.words.iter().find_map(|(status, canonical, others)| {
            let own = canonical.iter().find(|known| **known == folded);
            let own = own.or_else(|| canonical.first().filter(|_| others.contains(&folded.as_str())));
            own.map(|word| (*status, *word))
        })
    }

    /// Every word that is understood as a status, canonical or not.
    pub fn words_of(&self, status: Status) -> impl Iterator<Item = &'static str> {
        let rows = self.words.iter().filter(move |(own, ..)| *own == status);
        rows.flat_map(|(_, canonical, others)| canonical.iter().chain(*others).copied())
    }

    /// The word of a new stub.
    pub fn draft(&self) -> &'static str {
        self.words.iter().find(|(status, ..)| *status == Status::Draft).map_or("", |(_, words, _)| words[0])
    }

    /// Every canonical word, in order.
    pub fn canonical(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().flat_map(|(_, canonical, _)| canonical.iter().copied())
    }
}

impl Default for Statuses {
    fn default() -> Self {
        Self {
            words: &[
                (Status::Draft, &["draft"], &["open", "stub", "proposed", "planned", "new", "todo", "wip"]),
                (Status::Review, &["review"], &["in review", "partial", "ready for review"]),
                (Status::Approved, &["approved"], &["active", "accepted", "final", "ready"]),
                (Status::Implemented, &["implemented"], &["done", "complete", "completed", "shipped", "released"]),
                (Status::Retired, &["deprecated", "superseded", "archived"], &["retired", "rejected", "obsolete"]),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_in_any_case_and_have_a_canonical_form() {
        let statuses = Statuses::default();
        for (word, status, canonical) in [
            ("Draft", Status::Draft, "draft"),
            ("open", Status::Draft, "draft"),
            ("in-review", Status::Review, "review"),
            ("ACTIVE", Status::Approved, "approved"),
            ("done", Status::Implemented, "implemented"),
            ("superseded", Status::Retired, "superseded"),
            ("obsolete", Status::Retired, "deprecated"),
        ] {
            assert_eq!(statuses.of_word(word), Some((status, canonical)), "{word}");
        }
        assert_eq!(statuses.of_word("whatever"), None);
        assert_eq!(statuses.draft(), "draft");
        assert!(Status::Draft < Status::Review && Status::Approved < Status::Implemented);
    }

    #[test]
    fn no_word_means_two_things() {
        let statuses = Statuses::default();
        let mut all: Vec<_> = statuses.words.iter().flat_map(|(_, own, others)| own.iter().chain(*others)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
