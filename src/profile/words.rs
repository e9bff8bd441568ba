//! The words that system specs are read by: section roles, labels, table columns, phrases that mean nothing or all.
//! Tables of data and how two wordings are compared; what is done with a match is the reader's business.

use std::collections::HashMap;

use serde::Serialize;

use super::vocabulary::{COLUMNS, LABELS, ROLES};

/// What a section of a system spec is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the section of the same name")]
pub enum Role {
    Components,
    Interactions,
    Contracts,
    Data,
    DataStrategy,
    DataModels,
    DataOwnership,
    Integrations,
    Authentication,
    Deployment,
    Monitoring,
    ErrorHandling,
    Security,
    Performance,
    Roadmap,
    Risks,
    Metrics,
}

/// A cross-cutting section that every feature gets as context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the concern of the same name")]
pub enum Concern {
    Authentication,
    Security,
    Performance,
    Data,
    ErrorHandling,
    Deployment,
    Logging,
}

impl Concern {
    /// Every concern, in the order in which a feature spec shows them.
    pub const ALL: [Self; 7] = [
        Self::Authentication,
        Self::Security,
        Self::Performance,
        Self::Data,
        Self::ErrorHandling,
        Self::Deployment,
        Self::Logging,
    ];

    /// The role of the section that holds it.
    pub const fn role(self) -> Role {
        match self {
            Self::Authentication => Role::Authentication,
            Self::Security => Role::Security,
            Self::Performance => Role::Performance,
            Self::Data => Role::Data,
            Self::ErrorHandling => Role::ErrorHandling,
            Self::Deployment => Role::Deployment,
            Self::Logging => Role::Monitoring,
        }
    }

    /// The word that names its region in a feature spec.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Security => "security",
            Self::Performance => "performance",
            Self::Data => "data",
            Self::ErrorHandling => "error-handling",
            Self::Deployment => "deployment",
            Self::Logging => "logging",
        }
    }
}

/// A labelled field of a component or a roadmap entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the field of the same name")]
pub enum Label {
    Responsibility,
    /// Stands in for a responsibility where there is none.
    Purpose,
    Technology,
    Features,
    Apis,
    Interfaces,
    Dependencies,
    FeatureSpec,
    Strategy,
    Estimate,
    Level,
    Complexity,
    Name,
    Phase,
    Domain,
    Owner,
    Access,
    Method,
    Path,
}

/// What is meant, by how it is written (in the form of [`words`]). Never iterated.
type Table<T> = HashMap<String, T>;

/// The words of a profile.
#[derive(Debug, Clone)]
pub struct Words {
    roles: Table<Role>,
    labels: Table<Label>,
    columns: Table<Label>,
    /// Words that a name may end with without meaning another thing.
    pub noise: Vec<String>,
    /// Words before a number and a colon that make a heading a component: `Component 1: …`.
    pub component: Vec<String>,
    /// Headings that look like a component and are none.
    pub no_component: Vec<String>,
    /// The first words of headings that look like a component and are none: `Flow 1: …`.
    pub no_component_before: Vec<String>,
    /// Words before a number that make a heading or a bold line a phase.
    pub phase: Vec<String>,
    /// Whole values that mean there is nothing.
    pub none: Vec<String>,
    /// What a feature-spec field says while there is no such spec.
    pub absent: Vec<String>,
    /// Dependencies that mean every roadmap entry before this one.
    pub all_before: Vec<String>,
    /// Dependencies that mean every other component.
    pub all_others: Vec<String>,
    /// Words after which a dependency gives its reason.
    pub reasons: Vec<String>,
    /// The words of HTTP and its relatives that start an endpoint.
    pub methods: Vec<String>,
    /// Words that may stand around a level or a complexity.
    pub level: Vec<String>,
    /// Units of an estimate, as its last letters.
    pub units: Vec<String>,
}

impl Words {
    /// The role of a section with this title.
    pub fn role(&self, title: &str) -> Option<Role> {
        self.roles.get(&heading_words(title)).copied()
    }

    /// The field that a label names.
    pub fn label(&self, label: &str) -> Option<Label> {
        self.labels.get(&words(label)).copied()
    }

    /// The field that a table's column holds.
    pub fn column(&self, header: &str) -> Option<Label> {
        self.columns.get(&words(header)).copied()
    }

    /// Whether a whole value says that there is nothing, with or without a remark in parentheses.
    pub fn is_none(&self, value: &str) -> bool {
        let bare = without_remark(value).trim_end_matches('.').trim();
        let dash = !bare.is_empty() && bare.chars().all(|c| matches!(c, '-' | '–' | '—'));
        dash || self.none.contains(&words(bare))
    }
}

/// A value without one remark in parentheses at its end.
fn without_remark(value: &str) -> &str {
    let value = value.trim().trim_end_matches('.');
    match (value.ends_with(')'), value.find('(')) {
        (true, Some(open)) if open > 0 => value[..open].trim_end(),
        _ => value,
    }
}

/// The words of a text, compared without case, punctuation, emphasis and emoji; `and` is a joint, not a word.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
        if word.eq_ignore_ascii_case("and") {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        out.push_str(word);
        if word.is_ascii() {
            out[start..].make_ascii_lowercase();
        } else {
            out.truncate(start);
            out.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    out
}

/// Whether a character is part of a word; most are ASCII, for which no table is looked up.
fn is_word(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_alphanumeric() } else { character.is_alphanumeric() }
}

/// The words of a heading without its number: `2.1 API Contracts`, `IV. API Contracts` and `3) API contracts` agree.
pub fn heading_words(title: &str) -> String {
    words(without_number(title))
}

/// A heading's text without the number before it.
pub fn without_number(title: &str) -> &str {
    let text = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let roman = text.len() - text.trim_start_matches(|c: char| "IVXLC".contains(c)).len();
    let after = if number > 0 { &text[number..] } else { &text[roman..] };
    let mark = after.starts_with([')', ':', '.']) || text[..number].ends_with('.');
    let rest = after.trim_start_matches([')', ':', '.']);
    let separate = rest.starts_with(char::is_whitespace);
    match (number, roman) {
        (1.., _) if separate => rest.trim_start(),
        (0, 1..) if separate && mark => rest.trim_start(),
        _ => title,
    }
}

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn table<T: Copy>(rows: &[(T, &[&str])]) -> Table<T> {
    rows.iter().flat_map(|(what, spellings)| spellings.iter().map(|spelling| ((*spelling).to_owned(), *what))).collect()
}

impl Default for Words {
    fn default() -> Self {
        Self {
            roles: table(ROLES),
            labels: table(LABELS),
            columns: table(COLUMNS),
            noise: list(&["feature", "spec", "specification", "setup", "implementation", "service"]),
            component: list(&["component", "service", "module"]),
            no_component: list(&[
                "component diagram",
                "component overview",
                "component interactions",
                "overview",
                "diagram",
                "service diagram",
                "architecture diagram",
            ]),
            no_component_before: list(&["flow", "integration", "step", "phase", "scenario"]),
            phase: list(&["phase", "milestone", "stage", "epic"]),
            none: list(&["none", "n a", "na", "nothing", "no dependencies", "no apis", "not applicable"]),
            absent: list(&["to be created", "to be written", "tbd", "pending", "not yet", "planned", "todo"]),
            all_before: list(&["all above", "all of the above", "all previous", "everything above"]),
            all_others: list(&[
                "all other services",
                "all other components",
                "all others",
                "all services",
                "all components",
                "all other modules",
            ]),
            reasons: list(&["for", "via"]),
            methods: list(&[
                "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "WS", "WSS", "ANY",
            ]),
            level: list(&["level", "maturity", "complexity", "l"]),
            units: list(&[
                "h", "hour", "hours", "d", "day", "days", "w", "week", "weeks", "sprint", "sprints", "point", "points",
                "month", "months",
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_their_numbers_and_decoration() {
        for title in [
            "Security Model",
            "7.3 Security Model",
            "7.3. security model",
            "IV. Security  Model",
            "3) Security Model",
            "🔒 Security Model",
            "**Security** Model",
            "2: Security-Model",
            "🔒 7. Security Model",
        ] {
            assert_eq!(heading_words(title), "security model", "{title}");
        }
        assert_eq!(heading_words("Authentication & Authorization"), heading_words("Authentication and authorization"));
        for title in ["3D Models", "IV Drips", "2FA", "I am a title"] {
            assert_eq!(heading_words(title), words(title), "{title}");
        }
    }

    #[test]
    fn only_a_whole_value_means_nothing() {
        let words = Words::default();
        for none in ["None", "none.", "N/A", "-", "—", "None (client only)", "None (foundation).", "n/a"] {
            assert!(words.is_none(none), "{none}");
        }
        for some in ["", "Auth", "None of the above services, Auth", "Auth (none)"] {
            assert!(!words.is_none(some), "{some}");
        }
    }

    #[test]
    fn every_spelling_is_in_the_form_it_is_compared_in_and_means_one_thing() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(rows: &[(T, &[&str])]) {
            let all: Vec<_> = rows.iter().flat_map(|(what, list)| list.iter().map(|word| (*word, *what))).collect();
            for (at, (word, what)) in all.iter().enumerate() {
                assert_eq!(&words(word), word);
                assert!(all[..at].iter().all(|(other, _)| other != word), "{word} means {what:?} and something else");
            }
        }
        check(ROLES);
        check(LABELS);
        check(COLUMNS);
    }
}
