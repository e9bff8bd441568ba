//! Every phrase, as one would read it: the files in `phrases/` hold a schema, a front matter, and all that is said.

use super::*;
use crate::text::Lines;

/// The cases of a file, separated by blank lines: a line `> ` with the schema (its text, or the name of an embedded
/// one), lines `| ` with the front matter, then what is said about it.
fn said(cases: &str) -> String {
    let rendered = cases.trim_end().split("\n\n").map(|case| {
        let (schema, lines) = case.split_once('\n').expect("a schema and a front matter");
        let front: Vec<&str> = lines.lines().filter_map(|line| line.strip_prefix("| ")).collect();
        let schema = schema.strip_prefix("> ").expect("a case begins with a schema");
        format!("> {schema}\n| {}{}", front.join("\n| "), render(schema, &front.join("\n")))
    });
    rendered.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn render(schema: &str, front: &str) -> String {
    let embedded = |kind| (Schemas::new().expect("sound"), Schema::Embedded(kind));
    let (schemas, schema) = match schema {
        "spec" => embedded(Kind::Other),
        "system" => embedded(Kind::System),
        "feature" => embedded(Kind::Feature),
        text => (compiled(&[("a.json", text)]), Schema::File(path("a.json"))),
    };
    let lines = Lines::new(front);
    let found = check(&schemas, &schema, front).expect("a schema that can be used");
    let render = |wrong: &Violation| {
        let at = lines.position(wrong.span.start);
        let kind = if wrong.kind == Defect::MisspeltKey { "misspelt " } else { "" };
        let place = wrong.span.of(front).replace('\n', "\\n");
        format!(
            "\n{kind}{}:{} {}\n  ^ {place} <- {}\n  = {}",
            at.line, at.column, wrong.message, wrong.label, wrong.help
        )
    };
    found.iter().map(render).collect()
}

/// Compares a file with what is said; with `UPDATE_PHRASES` set it is written anew, to be read and judged.
fn holds(name: &str, cases: &str, said: &str) {
    if std::env::var_os("UPDATE_PHRASES").is_some() {
        let file = format!("{}/src/schema/tests/phrases/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(file, said).expect("the file can be written");
    }
    let lines = said.lines().map(Some).chain([None]);
    for (number, (said, line)) in lines.zip(cases.lines().map(Some).chain([None])).enumerate() {
        assert_eq!(said, line, "line {} of {name}.txt", number + 1);
    }
}

const KEYS: &str = include_str!("phrases/keys.txt");
const LISTS: &str = include_str!("phrases/lists.txt");
const VALUES: &str = include_str!("phrases/values.txt");
const TYPES: &str = include_str!("phrases/types.txt");
const CONDITIONS: &str = include_str!("phrases/conditions.txt");
const UNIONS: &str = include_str!("phrases/unions.txt");

/// Every keyword of draft 2020-12 by which a value can be wrong.
const KEYWORDS: &str = "additionalProperties allOf anyOf const contains dependentRequired dependentSchemas else enum \
    exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength maxProperties maximum minContains \
    minItems minLength minProperties minimum multipleOf not oneOf pattern patternProperties prefixItems properties \
    propertyNames required then type unevaluatedItems unevaluatedProperties uniqueItems";

#[test]
fn about_keys() {
    holds("keys", KEYS, &said(KEYS));
}

#[test]
fn about_lists() {
    holds("lists", LISTS, &said(LISTS));
}

#[test]
fn about_values() {
    holds("values", VALUES, &said(VALUES));
}

#[test]
fn about_types() {
    holds("types", TYPES, &said(TYPES));
}

#[test]
fn about_conditions() {
    holds("conditions", CONDITIONS, &said(CONDITIONS));
}

#[test]
fn about_choices_between_forms() {
    holds("unions", UNIONS, &said(UNIONS));
}

#[test]
fn of_the_embedded_schemas() {
    let cases = include_str!("phrases/embedded.txt");
    holds("embedded", cases, &said(cases));
}

#[test]
fn of_schemas_that_cannot_be_used() {
    let cases = include_str!("phrases/faults.txt");
    let rendered = cases.trim_end().split("\n\n").map(|case| {
        let schema: Vec<&str> = case.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        let (place, message, help) = fault(&schema.join("\n")).expect(case);
        format!("> {}\n{message}\n  ^ {place}\n  = {help}", schema.join("\n> "))
    });
    holds("faults", cases, &(rendered.collect::<Vec<_>>().join("\n\n") + "\n"));
}

#[test]
fn every_keyword_has_its_phrase() {
    let all = [KEYS, LISTS, VALUES, TYPES, CONDITIONS, UNIONS].concat();
    let schemas: String = all.lines().filter(|line| line.starts_with("> ")).collect();
    for keyword in KEYWORDS.split_whitespace() {
        assert!(schemas.contains(&format!("\"{keyword}\":")), "{keyword} has a phrase");
    }
    assert!(!all.contains("could not be checked"), "nothing is left over");
}
