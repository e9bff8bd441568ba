//! Prose for people, made harmless for whoever else reads it: the terminal and the log of a CI job.
//! What is said is composed in the files beside this one.

use crate::text::neutral;

/// Breaks whatever a log of GitHub Actions would take for a command: `::…` at the start of a line and `##[` anywhere.
/// All prose goes through this last, once its lines are laid out.
pub(super) fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        match rest.strip_prefix("::") {
            Some(command) => {
                out.push_str(&line[..line.len() - rest.len()]);
                out.push_str(":\\:");
                out.push_str(&command.replace("##[", "##\\["));
            }
            None => out.push_str(&line.replace("##[", "##\\[")),
        }
    }
    out
}

/// Prose that was composed elsewhere, with nothing left that could steer a terminal or a log.
pub fn harmless(text: &str) -> String {
    without_commands(&neutral(text).text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_broken_and_stay_readable() {
        for (text, shown) in [
            ("::error::a\n", ":\\:error::a\n"),
            (" \u{3000}::a ##[b]", " \u{3000}:\\:a ##\\[b]"),
            ("a ###[b]\nc::d", "a ###\\[b]\nc::d"),
            ("a::b", "a::b"),
        ] {
            assert_eq!(without_commands(text), shown);
        }
        assert_eq!(harmless("\r::a\u{1b}[2J"), "\\r::a\\u{1b}[2J");
    }
}
