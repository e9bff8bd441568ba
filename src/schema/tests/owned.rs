//! The schema that a document names itself.

use super::*;

/// What a document in `specs/features` names: the text, and the schema or why it is none.
fn named(front: &str) -> Option<(String, std::result::Result<Schema, String>)> {
    let text = format!("---\n{front}---\n# Body\n# yaml-language-server: $schema=body.json\n");
    let yaml = Span::new(4, 4 + front.len());
    let document = yaml::read(&text, yaml);
    let own = own(Matter { path: "specs/features/a.md", text: &text, front: &document }, yaml)?;
    Some((own.span.of(&text).to_owned(), own.schema.map_err(|refusal| refusal.message)))
}

fn file(name: &str) -> Schema {
    Schema::File(path(name))
}

#[test]
fn a_key_or_a_comment_names_a_schema() {
    for (front, place, schema) in [
        ("a: 1\n$schema: x.json\n", "x.json", file("specs/features/x.json")),
        ("$schema: '../../schemas/x.yaml'\n", "'../../schemas/x.yaml'", file("schemas/x.yaml")),
        ("# yaml-language-server: $schema=../x.json\na: 1\n", "../x.json", file("specs/x.json")),
        ("a: 1\n  #   yaml-language-server:   $schema=x.json  more\n", "x.json", file("specs/features/x.json")),
        ("# yaml-language-server: $schema=x.json\n$schema: y.json\n", "y.json", file("specs/features/y.json")),
        ("$schema: x.json#\n", "x.json#", file("specs/features/x.json")),
        (
            "$schema: roadspec:/schemas/feature.schema.json\n",
            "roadspec:/schemas/feature.schema.json",
            Schema::Embedded(Kind::Feature),
        ),
        (
            "$schema: roadspec:/schemas/spec.schema.json\n",
            "roadspec:/schemas/spec.schema.json",
            Schema::Embedded(Kind::Other),
        ),
    ] {
        assert_eq!(named(front), Some((place.to_owned(), Ok(schema))), "{front}");
    }
}

#[test]
fn other_keys_comments_and_texts_do_not() {
    for front in [
        "a: 1\n",
        "a: {$schema: x.json}\n",
        "# $schema=x.json\na: 1\n",
        "# see yaml-language-server: $schema=x.json\na: 1\n",
        "# yaml-language-server: $schema=\na: 1\n",
        "a: |\n  # yaml-language-server: $schema=x.json\n",
        "a: \"\n  # yaml-language-server: $schema=x.json\"\n",
    ] {
        assert_eq!(named(front), None, "{front}");
    }
}

#[test]
fn what_cannot_be_a_schema_is_refused_at_its_place() {
    for (value, place, reason) in [
        (
            "https://example.com/x.json",
            "https://example.com/x.json",
            "`https://example.com/x.json` is not a file of this repository",
        ),
        ("/x.json", "/x.json", "`/x.json` is an absolute path"),
        ("../../../x.json", "../../../x.json", "`../../../x.json` leads out of the repository"),
        ("5", "5", "`$schema` names no schema"),
        ("", "$schema", "`$schema` names no schema"),
        ("\"\"", "\"\"", "`$schema` names no schema"),
        ("x.json#/$defs/a", "x.json#/$defs/a", "`$schema` names no schema"),
        ("[x.json]", "[x.json]", "`$schema` names no schema"),
    ] {
        let refused = Err(reason.to_owned());
        assert_eq!(named(&format!("$schema: {value}\n")), Some((place.to_owned(), refused)), "{value}");
    }
}

#[test]
fn a_schema_of_a_document_is_checked_in_addition() {
    let schemas = compiled(&[("x.json", r#"{"required": ["team"], "properties": {"id": {"maxLength": 1}}}"#)]);
    let text = "specmas: v3\nkind: feature\nid: a b\n";
    let front = yaml::read(text, Span::new(0, text.len()));
    let matter = Matter { path: "a.md", text, front: &front };
    let both = [Schema::Embedded(Kind::Feature), Schema::File(path("x.json"))];
    let found = schemas.check(&both, matter).expect("within the budget");
    let messages: Vec<&str> = found.iter().map(|violation| violation.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the front matter lacks the key `team`",
            "`id` cannot be `a b`",
            "`id` must have at most 1 character, but has 3",
        ]
    );
    let twice = [Schema::Embedded(Kind::Feature), Schema::Embedded(Kind::Feature)];
    assert_eq!(schemas.check(&twice, matter).map(|found| found.len()).ok(), Some(1), "each thing once");
    let error = schemas.check(&[Schema::File(path("y.json"))], matter).expect_err("it was never required");
    assert_eq!(error.kind, ErrorKind::Bug);
}

#[test]
fn a_broken_schema_that_the_configuration_names_is_an_error_with_its_place() {
    let schemas = compiled(&[("schemas/a.json", r#"{"requierd": []}"#)]);
    let text = "a: 1\n";
    let front = yaml::read(text, Span::new(0, text.len()));
    let matter = Matter { path: "a.md", text, front: &front };
    let error = schemas.check(&[Schema::File(path("schemas/a.json"))], matter).expect_err("it is broken");
    assert_eq!(error.kind, ErrorKind::Configuration);
    let message = "the schema schemas/a.json cannot be used: `requierd` is no known key, but nearly `required`";
    assert_eq!(error.message, message);
    assert_eq!(error.help.as_deref(), Some("write `required`"));
    let excerpt = error.excerpt.expect("a place");
    assert_eq!((excerpt.name.as_str(), excerpt.span.of(&excerpt.text)), ("schemas/a.json", "\"requierd\""));
    let absent = compiled(&[("schemas/b.json", "true")]).fault(&path("schemas/b.json")).cloned();
    assert_eq!(absent, None);
}

#[test]
fn one_value_serves_all_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    is_shared(&Schemas::new().expect("sound"));
}
