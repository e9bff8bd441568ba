//! The filters of templates beside those of Tera: values as YAML, texts as Markdown. Pure functions of texts.
//! Where a template applies them is its own business.

use tera::{Kwargs, State, Tera};

use crate::yaml;

/// A filter that this program adds to those of Tera.
#[derive(Debug)]
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// What it makes of a text, a phrase.
    pub describes: &'static str,
    apply: fn(&str) -> String,
}

/// Every filter of the program's own.
pub const FILTERS: [Filter; 4] = [
    Filter { name: "yaml", describes: "the text as one value of front matter, quoted where it must be", apply: scalar },
    Filter { name: "text", describes: "plain text as Markdown that shows just that text", apply: plain },
    Filter { name: "item", describes: "Markdown of several lines as the content of a list item", apply: item },
    Filter {
        name: "after_label",
        describes: "Markdown after a label: on its line, or below it if it has several lines",
        apply: after_label,
    },
];

/// The filters that Tera brings along.
pub(super) const OF_TERA: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Makes the filters known.
pub(super) fn register(tera: &mut Tera) {
    for filter in &FILTERS {
        let apply = filter.apply;
        tera.register_filter(filter.name, move |text: &str, _: Kwargs, _: &State| apply(text));
    }
}

fn scalar(text: &str) -> String {
    yaml::scalar(text)
}

/// Plain text as Markdown that shows just that text.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after.is_alphanumeric() || after == '#',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        before = if character.is_control() { ' ' } else { character };
        out.push(before);
    }
    out
}

/// Markdown after a label: on the same line if it is one, else as blocks of its own.
fn after_label(text: &str) -> String {
    if text.contains('\n') { format!("\n\n{text}") } else { format!(" {text}") }
}

/// Markdown as the content of a list item.
fn item(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| if line.is_empty() { all + "\n" } else { all + "\n  " + line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_of_tera_are_those() {
        let mut tera = Tera::default();
        for name in OF_TERA {
            tera.add_raw_template(name, &format!("{{{{ x | {name} }}}}")).expect("a known filter");
        }
        register(&mut tera);
        for filter in &FILTERS {
            assert!(!OF_TERA.contains(&filter.name), "{} hides one of Tera's", filter.name);
        }
    }

    #[test]
    fn texts_become_markdown() {
        assert_eq!(plain("a_b _c_ *d* [e] <f> &g; & h|i"), r"a_b \_c\_ \*d\* \[e\] \<f> \&g; & h\|i");
        assert_eq!((after_label("a"), after_label("a\nb")), (" a".to_owned(), "\n\na\nb".to_owned()));
        assert_eq!(item("a\n\n- b"), "a\n\n  - b");
    }
}
