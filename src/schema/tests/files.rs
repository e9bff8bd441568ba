//! Schema files: what is wanted, what a reference may lead to, and what keeps a schema from being used.

use super::*;

/// What is said about `a: 1` by a schema of several files.
fn messages(files: &[(&str, &str)], front: &str) -> Vec<String> {
    let schemas = compiled(files);
    let root = path(files[0].0);
    assert_eq!(schemas.fault(&root), None, "{files:?}");
    let found = check(&schemas, &Schema::File(root), front).expect("within the budget");
    found.into_iter().map(|violation| violation.message).collect()
}

#[test]
fn files_are_wanted_one_step_at_a_time() {
    let mut library = Library::default();
    assert_eq!(library.wanted(), []);
    library.require(&path("schemas/a.json"));
    library.require(&path("schemas/a.json"));
    assert_eq!(library.wanted(), [path("schemas/a.json")]);
    let a = r#"{"allOf": [{"$ref": "parts/b.yaml#/$defs/x"}, {"$ref": "../c.json"}, {"$ref": "missing.json"}]}"#;
    library.provide(path("schemas/a.json"), Some(a.to_owned()));
    let wanted = [path("c.json"), path("schemas/missing.json"), path("schemas/parts/b.yaml")];
    assert_eq!(library.wanted(), wanted);
    library.provide(path("schemas/missing.json"), None);
    library.provide(path("schemas/parts/b.yaml"), Some("$defs:\n  x: {$ref: ../../c.json}\n".to_owned()));
    assert_eq!(library.wanted(), [path("c.json")]);
    library.provide(path("c.json"), Some("true".to_owned()));
    assert_eq!(library.wanted(), []);
    let schemas = library.compile().expect("the embedded schemas are sound");
    let fault = schemas.fault(&path("schemas/a.json")).expect("a file is missing");
    assert_eq!(fault.message, "there is no file schemas/missing.json");
    assert_eq!(fault.span.of(&fault.text), r#""missing.json""#);
    assert_eq!(schemas.fault(&path("c.json")), None, "only what was required is compiled");
}

#[test]
fn references_lead_through_files_ids_anchors_and_unusual_places() {
    let text = r#"{"type": "string"}"#;
    for (files, about) in [
        (vec![("s/a.json", r#"{"properties": {"a": {"$ref": "b.json"}}}"#), ("s/b.json", text)], "beside"),
        (
            vec![
                ("s/a.json", r#"{"properties": {"a": {"$ref": "../b.json#/x/y"}}}"#),
                ("b.json", r#"{"x": {"y": {"type": "string"}}}"#),
            ],
            "a place that no keyword has",
        ),
        (
            vec![("a.yaml", "properties:\n  a: {$ref: '#text'}\n$defs:\n  x: {$anchor: text, type: string}\n")],
            "an anchor",
        ),
        (
            vec![
                ("s/a.json", r#"{"$id": "https://example.com/s/a.json", "properties": {"a": {"$ref": "b.json"}}}"#),
                ("s/b.json", text),
            ],
            "beside a file with an id of the web",
        ),
        (
            vec![(
                "s/a.json",
                r#"{"$id": "https://example.com/x/a.json", "properties": {"a": {"$ref": "b.json"}}, "$defs": {"b": {"$id": "b.json", "type": "string"}}}"#,
            )],
            "an id in the same file",
        ),
        (vec![("a.json", r#"{"properties": {"a": {"$ref": "b%20c.json"}}}"#), ("b c.json", text)], "an escaped name"),
        (
            vec![
                (
                    "a.json",
                    r#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "b.json#x", "type": "null"}}}"#,
                ),
                ("b.json", r##"{"definitions": {"x": {"$id": "#x", "type": "string"}}}"##),
            ],
            "an old anchor, its siblings ignored",
        ),
        (
            vec![
                (
                    "a.json",
                    r#"{"$schema": "http://json-schema.org/draft-04/schema#", "id": "x/", "properties": {"a": {"$ref": "b.json"}}}"#,
                ),
                ("x/b.json", text),
            ],
            "an id of draft-04",
        ),
        (
            vec![(
                "a.json",
                r#"{"properties": {"a": {"$ref": "roadspec:/schemas/spec.schema.json#/properties/kind"}}}"#,
            )],
            "an embedded schema",
        ),
    ] {
        assert_eq!(messages(&files, "a: 1"), ["`a` must be text, but is a number"], "{about}");
    }
}

#[test]
fn files_may_refer_to_each_other_in_every_direction() {
    let names: Vec<String> = (0..12).map(|number| format!("f{number}.json")).collect();
    let texts: Vec<String> = names
        .iter()
        .map(|_| {
            let all: Vec<String> = names.iter().map(|name| format!(r#""{name}": {{"$ref": "{name}"}}"#)).collect();
            format!(r#"{{"type": "object", "properties": {{{}}}}}"#, all.join(", "))
        })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let front = "f3.json:\n  f7.json:\n    f0.json: {f11.json: 1}\n";
    assert_eq!(messages(&files, front), ["`f3.json.f7.json.f0.json.f11.json` must be a mapping, but is a number"]);
}

#[test]
fn what_is_recursive_is_checked_at_every_depth() {
    let tree = r##"{"$defs": {"node": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}, "$ref": "#/$defs/node"}"##;
    let front = "name: a\nchildren:\n  - name: b\n    children:\n      - {name: 5}\n      - {}\n";
    assert_eq!(
        messages(&[("a.json", tree)], front),
        [
            "`children[0].children[0].name` must be text, but is a number",
            "`children[0].children[1]` lacks the key `name`",
        ]
    );
    let dynamic = r##"{"$dynamicAnchor": "node", "properties": {"a": {"$dynamicRef": "#node"}}, "required": ["b"]}"##;
    assert_eq!(messages(&[("a.json", dynamic)], "b: 1\na: {a: {b: 1}}"), ["`a` lacks the key `b`"]);
}

#[test]
fn what_leads_out_of_the_repository_is_refused_before_anything_is_wanted() {
    for reference in [
        "http://169.254.169.254/latest/meta-data",
        "https://example.com/a.json",
        "file:///etc/passwd",
        "//host/a.json",
        "urn:example:a",
        "/etc/passwd",
        "../../x.json",
        ".git/config",
        "roadspec:/schemas/other.json",
        "https://json-schema.org/draft/2020-12/other",
    ] {
        let mut library = Library::default();
        library.require(&path("s/a.json"));
        library.wanted();
        let text = format!(r#"{{"properties": {{"a": {{"$ref": "{reference}"}}}}}}"#);
        library.provide(path("s/a.json"), Some(text.clone()));
        assert_eq!(library.wanted(), [], "{reference}");
        let (place, message, _) = fault(&text).expect(reference);
        assert_eq!(place, format!("\"{reference}\""));
        assert!(message.contains(reference), "{message}");
    }
}
