//! What YAML allows and a spec may not use, in words: each with its place and what to write instead.
//! Broken YAML is worded in `syntax`.

use super::{FRONT_MATTER, Genre, MAX_DEPTH, Problem};
use crate::text::{Span, neutral_line};

/// The message for an unquoted `{{ x }}`; what follows it on its line is not worth a second one.
pub(super) const PLACEHOLDER: &str = "a placeholder is not quoted";

pub(super) fn too_large(at: Span, genre: Genre) -> Problem {
    let help = if genre == FRONT_MATTER {
        "Front matter holds short facts about the document; move long text below the closing `---`"
    } else {
        "Move parts of it to other files"
    };
    let message = format!("{} is larger than {} KiB", genre.name, genre.max_bytes / 1024);
    Problem::new(at, message, "the limit is reached here", help)
}

pub(super) fn too_deep(place: Span, genre: Genre) -> Problem {
    Problem::new(
        place,
        format!("{} is nested deeper than {MAX_DEPTH} levels", genre.name),
        "one level too many",
        "Write it with fewer levels",
    )
}

pub(super) fn empty(at: Span, genre: Genre) -> Problem {
    let help = if genre == FRONT_MATTER {
        "Write the keys of the spec between the two `---` lines"
    } else {
        "Write one `key: value` per line"
    };
    Problem::new(at, format!("{} is empty", genre.name), "no `key: value` line here", help)
}

pub(super) fn not_a_mapping(place: Span, genre: Genre, found: &str) -> Problem {
    Problem::new(
        place,
        format!("{} is {found}, not a set of keys", genre.name),
        format!("{found}, where `key: value` lines belong"),
        "Write one `key: value` per line",
    )
}

pub(super) fn anchor(place: Span) -> Problem {
    Problem::new(
        place,
        "anchors are not supported",
        "read as an anchor",
        "Remove it and repeat the value where it is needed; text that starts with `&` needs quotes",
    )
}

pub(super) fn alias(place: Span) -> Problem {
    Problem::new(
        place,
        "aliases are not supported",
        "read as an alias",
        "Write the value out; text that starts with `*` needs quotes",
    )
}

pub(super) fn merge_key(place: Span) -> Problem {
    Problem::new(place, "merge keys are not supported", "read as a merge key", "Write the merged keys out")
}

pub(super) fn tag(place: Span) -> Problem {
    Problem::new(
        place,
        "tags are not supported",
        "read as a tag",
        "Remove it: write a string in quotes, a number without; text that starts with `!` needs quotes",
    )
}

pub(super) fn directive(place: Span) -> Problem {
    Problem::new(
        place,
        "directives are not supported",
        "read as a directive",
        "Remove the line; text that starts with `%` needs quotes",
    )
}

pub(super) fn second_document(place: Span) -> Problem {
    Problem::new(
        place,
        "a second YAML document starts here",
        "nothing from here on is read",
        "Keep all keys in one document",
    )
}

pub(super) fn duplicate_key(name: &str, place: Span, first: Span) -> Problem {
    Problem::new(
        place,
        format!("the key `{}` is given twice", neutral_line(name)),
        "this one is not used",
        "Keep one of the two",
    )
    .with(first, "first given here")
}

pub(super) fn no_key(at: Span) -> Problem {
    Problem::new(
        at,
        "a value has no key",
        "the key is missing before this",
        "Write `key: value`; text that starts with `:` needs quotes",
    )
}

/// A collection as a key: nearly always a template's placeholder that YAML reads as two mappings.
pub(super) fn complex_key(text: &str, place: Span) -> Problem {
    let outer = place.start.checked_sub(1).map(|start| Span::new(start, place.end + 1));
    let doubled = outer.filter(|outer| {
        let written = text.get(outer.start..outer.end);
        written.is_some_and(|written| written.starts_with("{{") && written.ends_with("}}"))
    });
    match doubled {
        Some(span) => Problem::new(
            span,
            PLACEHOLDER,
            "YAML reads this as a mapping inside a mapping",
            format!("Put the whole value in quotes: \"{}\"", neutral_line(span.of(text))),
        ),
        None => Problem::new(
            place,
            "a key is a list or mapping",
            "read as a key",
            "Write a key as text; text that starts with `[` or `{` needs quotes",
        ),
    }
}

pub(super) fn conflict(place: Span, others: Option<Span>, genre: Genre) -> Problem {
    Problem {
        related: others.map(|span| (span, "the conflict ends here".to_owned())),
        ..Problem::new(
            place,
            format!("{} holds a merge conflict", genre.name),
            "written by git where two changes met",
            "Settle the conflict and remove the marker lines",
        )
    }
}

pub(super) fn control_character(place: Span, character: char, genre: Genre) -> Problem {
    Problem::new(
        place,
        format!("{} holds the control character U+{:04X}", genre.name, u32::from(character)),
        "an invisible character",
        "Remove it; where it is meant, write it as an escape in double quotes",
    )
}
