//! Comments in a spec that silence a rule in one place, with a reason: in its Markdown and in its front matter.
//! What they silence, and which of them silence nothing, is decided where findings are judged.

use crate::markdown::MARK;
use crate::text::{Located, Span};

/// A comment that asks for silence, or tries to.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The comment.
    pub span: Span,
    /// The rules it names.
    pub rules: Vec<Located<String>>,
    /// The line it speaks of, all of its bytes; nothing at the end of the text.
    pub line: Span,
    /// Why it cannot be understood, a sentence without a full stop.
    pub mistake: Option<String>,
}

/// The line a comment speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The next line that is not blank.
    NextLine,
    /// Its own.
    Line,
}

/// What a comment begins with, after [`MARK`], and which line it means.
const VERBS: [(&str, Scope); 2] = [("-disable-next-line", Scope::NextLine), ("-disable-line", Scope::Line)];

/// What stands before the reason.
const REASON: &str = " -- ";

/// The suppressions among a document's HTML comments (those that hold [`MARK`]) and in the comments of its front
/// matter, in document order.
pub(super) fn read(text: &str, yaml: Option<Span>, comments: &[Span]) -> Vec<Suppression> {
    let in_front = yaml.into_iter().flat_map(|yaml| front_comments(text, yaml));
    let in_body = comments.iter().filter_map(|comment| {
        let inner = comment.of(text).strip_prefix("<!--")?;
        let closed = inner.strip_suffix("-->");
        let content = closed.unwrap_or(inner);
        let start = comment.start + "<!--".len();
        Some((*comment, Span::new(start, start + content.len()).trimmed(text), closed.is_some()))
    });
    in_front.chain(in_body).filter_map(|(span, content, closed)| suppression(text, span, content, closed)).collect()
}

/// The comments of a front matter that begin with [`MARK`]: whole, and without the `#`.
fn front_comments(text: &str, yaml: Span) -> Vec<(Span, Span, bool)> {
    let lead = format!("# {MARK}-");
    let found = yaml.of(text).match_indices(&lead).map(|(at, _)| {
        let start = yaml.start + at;
        let end = text[start..yaml.end].find(['\r', '\n']).map_or(yaml.end, |end| start + end);
        let span = Span::new(start, end).trimmed(text);
        (span, Span::new(start + 1, span.end).trimmed(text), true)
    });
    found.collect()
}

/// Reads one comment; none if it is for another part of this program.
fn suppression(text: &str, span: Span, content: Span, closed: bool) -> Option<Suppression> {
    let source = content.of(text);
    let said = source.strip_prefix(MARK)?;
    if !said.starts_with('-') {
        return None;
    }
    let verb = said.split_whitespace().next().unwrap_or_default();
    let scope = VERBS.iter().find(|(known, _)| *known == verb).map(|(_, scope)| *scope);
    let rest = Span::new(content.start + MARK.len() + verb.len(), content.end);
    let (names, reason) = match rest.of(text).find(REASON) {
        Some(at) => (Span::new(rest.start, rest.start + at), rest.of(text)[at + REASON.len()..].trim()),
        None => (rest, ""),
    };
    let rules = rules(text, names);
    let known = || VERBS.map(|(verb, _)| format!("`{MARK}{verb}`")).join(" and ");
    let mistake = if scope.is_none() {
        Some(format!("`{MARK}{verb}` means nothing here; there are {}", known()))
    } else if !closed {
        Some("the comment goes on over several lines".to_owned())
    } else if rules.is_empty() {
        Some("the comment names no rule".to_owned())
    } else if reason.is_empty() {
        Some("the comment gives no reason".to_owned())
    } else {
        None
    };
    Some(Suppression { span, rules, line: line(text, span, scope.unwrap_or(Scope::NextLine)), mistake })
}

/// The names in a list, separated by commas or blanks.
fn rules(text: &str, names: Span) -> Vec<Located<String>> {
    let separates = |c: char| c == ',' || c.is_whitespace();
    let mut at = names.start;
    let mut rules = Vec::new();
    for part in names.of(text).split_inclusive(separates) {
        let name = part.trim_end_matches(separates);
        if !name.is_empty() {
            rules.push(Located::at(name.to_owned(), Span::new(at, at + name.len())));
        }
        at += part.len();
    }
    rules
}

/// All bytes of the line that a comment speaks of.
fn line(text: &str, comment: Span, scope: Scope) -> Span {
    let end_of = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
    match scope {
        Scope::Line => {
            let start = text[..comment.start].rfind('\n').map_or(0, |end| end + 1);
            Span::new(start, end_of(comment.end))
        }
        Scope::NextLine => {
            let after = end_of(comment.end);
            let blank = text[after..].len() - text[after..].trim_start().len();
            let start = text[..after + blank].rfind('\n').map_or(after + blank, |end| end + 1).max(after);
            Span::new(start, end_of(after + blank))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Suppression> {
        let split = crate::yaml::split(text);
        let yaml = match &split.front {
            crate::yaml::Front::Found(matter) => Some(matter.yaml),
            _ => None,
        };
        read(text, yaml, &crate::markdown::skim(text, split.body).comments)
    }

    #[test]
    fn comments_speak_of_the_next_line_or_their_own() {
        let text = "---\nid: x # roadspec-disable-line id-not-file-name -- old\n# roadspec-disable-next-line a, b -- why\n\
                    name: y\n---\n\n<!-- roadspec-disable-next-line c -- so -->\n\n1. Entry\r\n2. Other\n";
        let all = all(text);
        let lines: Vec<&str> = all.iter().map(|one| one.line.of(text).trim_end()).collect();
        assert_eq!(lines, ["id: x # roadspec-disable-line id-not-file-name -- old", "name: y", "1. Entry"]);
        let rules: Vec<Vec<&str>> =
            all.iter().map(|one| one.rules.iter().map(|rule| rule.value.as_str()).collect()).collect();
        assert_eq!(rules, [vec!["id-not-file-name"], vec!["a", "b"], vec!["c"]]);
        for rule in all.iter().flat_map(|one| &one.rules) {
            assert_eq!(rule.span.map(|span| span.of(text)), Some(rule.value.as_str()));
        }
        assert!(all.iter().all(|one| one.mistake.is_none()));
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (comment, mistake) in [
            ("<!-- roadspec-ignore x -- why -->", "means nothing here"),
            ("<!-- roadspec-disable-next-line -- why -->", "names no rule"),
            ("<!-- roadspec-disable-next-line x -->", "gives no reason"),
            ("<!-- roadspec-disable-next-line x -- -->", "gives no reason"),
            ("<!-- roadspec-disable-next-line x\n-- why -->", "several lines"),
        ] {
            let found = all(comment);
            assert_eq!(found.len(), 1, "{comment}");
            assert!(found[0].mistake.as_ref().is_some_and(|said| said.contains(mistake)), "{comment}: {found:?}");
        }
        assert!(all("<!-- roadspec:begin security -->\n`<!-- roadspec-disable-next-line -->`").is_empty());
    }

    #[test]
    fn at_the_end_of_the_text_there_is_no_next_line() {
        assert_eq!(all("<!-- roadspec-disable-next-line x -- y -->")[0].line.len(), 0);
    }
}
