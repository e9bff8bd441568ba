//! Values that are not what they may be: choices, patterns, formats, lengths and ranges.
//! Values of a wrong type are explained in `types`, dates in `dates`.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::dates;
use super::site::Site;
use super::words::{any_of, choices, counted, quoted, remark, ticked};
use super::{Problem, Words};

/// Explains an error about a single value; none if the error is about something else.
pub(super) fn explain(problem: &Problem<'_, '_>) -> Option<Words> {
    let (name, value) = (&problem.name, problem.value);
    let site = &problem.site;
    let words = match problem.error.kind() {
        Kind::Enum { options } => choice(problem, options.as_array().map_or(&[][..], Vec::as_slice)),
        Kind::Constant { expected_value } => choice(problem, std::slice::from_ref(expected_value)),
        Kind::Pattern { pattern } => pattern_words(problem, pattern),
        Kind::Format { format } => format_words(problem, format),
        Kind::MinLength { .. } if value.as_str() == Some("") => {
            Words::new(format!("{name} is empty"), "nothing in it", site.write("some text"))
        }
        Kind::MinLength { limit } => length(problem, "at least", *limit),
        Kind::MaxLength { limit } => length(problem, "at most", *limit),
        Kind::Minimum { limit } => range(problem, "at least", limit),
        Kind::Maximum { limit } => range(problem, "at most", limit),
        Kind::ExclusiveMinimum { limit } => range(problem, "more than", limit),
        Kind::ExclusiveMaximum { limit } => range(problem, "less than", limit),
        Kind::MultipleOf { multiple_of } => {
            let message = format!("{name} must be a multiple of {multiple_of}, but is {value}");
            Words::new(message, "not a multiple", site.write(&format!("a multiple of {multiple_of}")))
        }
        Kind::Not { schema } => negated(problem, schema),
        Kind::ContentEncoding { content_encoding: what } | Kind::ContentMediaType { content_media_type: what } => {
            let message = format!("{name} is not encoded as {}", ticked(what));
            Words::new(message, "cannot be decoded", site.write(&format!("text encoded as {}", ticked(what))))
        }
        _ => return None,
    };
    Some(words)
}

/// A value that is not one of those allowed.
fn choice(problem: &Problem<'_, '_>, options: &[Value]) -> Words {
    let Problem { name, value, site, .. } = problem;
    let near =
        value.as_str().and_then(|word| problem.scene.speller.nearest(word, options.iter().filter_map(Value::as_str)));
    let allowed = choices(options);
    if let [only] = options {
        let message = format!("{name} must be {}, but is {}", quoted(only), said(value));
        return Words::new(message, "another value", site.write(&allowed));
    }
    let message = format!("{name} cannot be {}", said(value));
    if options.is_empty() {
        return Words::new(message, "not allowed", "change the schema: its `enum` is empty, which allows nothing");
    }
    let help = match near {
        Some(near) => format!("did you mean {}? Allowed are {allowed}", ticked(near)),
        None if differs_in_quotes(value, options) => {
            let quotes = if value.is_string() { "remove the quotes" } else { "put it in quotes" };
            format!("{quotes}: allowed are {allowed}")
        }
        None => match site.remarks() {
            Some(remarks) => format!("write {allowed}; the schema says: {remarks}"),
            None => format!("write {allowed}"),
        },
    };
    Words::new(message, "not one of the values allowed", help)
}

/// Whether a value would be allowed if it were written with or without quotes.
fn differs_in_quotes(value: &Value, options: &[Value]) -> bool {
    let bare = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    options.iter().any(|option| option != value && bare(option) == bare(value))
}

fn pattern_words(problem: &Problem<'_, '_>, pattern: &str) -> Words {
    let Problem { name, value, site, .. } = problem;
    let examples = site.remark("examples").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let words: Vec<&str> = examples.iter().filter_map(Value::as_str).collect();
    let near = value.as_str().and_then(|word| problem.scene.speller.nearest(word, words.iter().copied()));
    let plain = || format!("text that matches the pattern {}", ticked(pattern));
    let write = match (site.phrase(), words.first()) {
        (None, Some(example)) => site.write(&format!("{}, such as {}", plain(), ticked(example))),
        _ => site.write(&plain()),
    };
    let help = near.map_or_else(|| write.clone(), |near| format!("did you mean {}? Otherwise {write}", ticked(near)));
    Words::new(format!("{name} cannot be {}", said(value)), "not of the allowed form", help)
}

/// What the common formats are; of others their name is said.
pub(super) fn format_name(format: &str) -> String {
    let known = match format {
        "date" => "a date as YYYY-MM-DD",
        "time" => "a time such as 12:30:00Z",
        "date-time" => "a date and time such as 2025-11-01T12:30:00Z",
        "duration" => "a duration such as P3D",
        "email" | "idn-email" => "an e-mail address",
        "hostname" | "idn-hostname" => "the name of a host",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        "uri" | "iri" => "an absolute URI such as https://example.com/",
        "uri-reference" | "iri-reference" => "a URI or a relative reference",
        "uri-template" => "a URI template",
        "uuid" => "a UUID",
        "json-pointer" => "a JSON pointer such as /a/b",
        "relative-json-pointer" => "a relative JSON pointer such as 1/a",
        "regex" => "a regular expression",
        other => return format!("text in the format {}", ticked(other)),
    };
    known.to_owned()
}

fn format_words(problem: &Problem<'_, '_>, format: &str) -> Words {
    let Problem { name, value, site, .. } = problem;
    let what = format_name(format);
    let short = what.split(" such as ").next().and_then(|what| what.split(" as ").next()).unwrap_or(&what).to_owned();
    let dated = (format == "date").then(|| value.as_str().and_then(dates::help)).flatten();
    let help = dated.unwrap_or_else(|| site.write(&what));
    Words::new(format!("{name} is not {short}"), format!("not {short}"), help)
}

fn length(problem: &Problem<'_, '_>, bound: &str, limit: u64) -> Words {
    let length = problem.value.as_str().map_or(0, |text| text.chars().count() as u64);
    let wanted = format!("{bound} {}", counted(limit, "character"));
    let message = format!("{} must have {wanted}, but has {length}", problem.name);
    let label = if length < limit { "too short" } else { "too long" };
    Words::new(message, label, problem.site.write(&format!("text of {wanted}")))
}

fn range(problem: &Problem<'_, '_>, bound: &str, limit: &Value) -> Words {
    let message = format!("{} must be {bound} {limit}, but is {}", problem.name, problem.value);
    let label = if bound.ends_with("least") || bound.starts_with("more") { "too small" } else { "too large" };
    Words::new(message, label, problem.site.write(&format!("a number that is {bound} {limit}")))
}

/// What must not be.
fn negated(problem: &Problem<'_, '_>, schema: &Value) -> Words {
    let Problem { name, value, site, .. } = problem;
    let said_of_it = schema.get("description").and_then(Value::as_str).map(remark);
    let keys = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let keys: Vec<String> = keys.iter().map(quoted).collect();
    if !keys.is_empty() && value.is_object() {
        let message = format!(
            "{name} must not have the {} {}",
            if keys.len() == 1 { "key" } else { "keys" },
            super::words::all_of(&keys)
        );
        return Words::new(message, "not together", format!("remove {}", any_of(&keys)));
    }
    let message = if value.is_object() || value.is_array() {
        format!("{name} is what it must not be")
    } else {
        format!("{name} cannot be {}", said(value))
    };
    let help = match (said_of_it, site.phrase()) {
        (Some(what), _) => format!("it must not be this: {what}"),
        (None, Some(what)) => format!("write {what}"),
        (None, None) => match schema.get("enum").and_then(Value::as_array) {
            Some(options) => format!("write anything but {}", choices(options)),
            None => site.write("another value"),
        },
    };
    Words::new(message, "not allowed", help)
}

/// A value in a message.
fn said(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
        other => quoted(other),
    }
}

/// What would be right in place of a value, where one error says all of it: for choices between several forms.
pub(super) fn expected(site: &Site<'_>, kind: &Kind) -> Option<Vec<String>> {
    let one = match kind {
        Kind::Type { kind } => return Some(super::types::wanted(kind, site.schema())),
        Kind::Enum { options } => return Some(options.as_array()?.iter().map(quoted).collect()),
        Kind::Constant { expected_value } => quoted(expected_value),
        Kind::Format { format } => site.phrase().unwrap_or_else(|| format_name(format)),
        Kind::Pattern { pattern } => site.phrase().unwrap_or_else(|| format!("text that matches {}", ticked(pattern))),
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        Kind::MinLength { limit } => format!("text of at least {}", counted(*limit, "character")),
        Kind::MaxLength { limit } => format!("text of at most {}", counted(*limit, "character")),
        _ => return None,
    };
    Some(vec![one])
}
