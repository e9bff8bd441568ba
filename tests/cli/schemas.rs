//! The published JSON Schemas: how the program prints them, what holds for those of machine-readable output, and holding
//! documents to them. The documents come from real runs: every test that asks for JSON holds it to its schema.

use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value};

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json};

/// The schemas in the order in which they refer to each other.
const PUBLISHED: [(&str, &str); 6] = [
    ("report", include_str!("../../schemas/report.schema.json")),
    ("show", include_str!("../../schemas/show.schema.json")),
    ("generate", include_str!("../../schemas/generate.schema.json")),
    ("rules", include_str!("../../schemas/rules.schema.json")),
    ("settings", include_str!("../../schemas/settings.schema.json")),
    ("context", roadspec::plan::CONTEXT_SCHEMA),
];

static SCHEMAS: LazyLock<Vec<Value>> =
    LazyLock::new(|| PUBLISHED.map(|(name, text)| serde_json::from_str(text).expect(name)).into());

static VALIDATORS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
    let registry = SCHEMAS.iter().fold(Registry::new(), |registry, schema| {
        registry.add(schema["$id"].as_str().expect("an id"), schema.clone()).expect("a schema")
    });
    let registry = registry.prepare().expect("schemas that find each other");
    let compile = |schema| jsonschema::options().offline().with_registry(&registry).build(schema).expect("a schema");
    SCHEMAS.iter().map(compile).collect()
});

/// Holds a document to the schema of the command that printed it.
pub fn assert_valid(document: &Value) {
    let schema = match document["command"].as_str() {
        Some("show") => 1,
        Some("generate") => 2,
        Some("rules" | "explain" | "schema" | "template") => 3,
        Some("config") => 4,
        _ => 0,
    };
    let errors: Vec<String> =
        VALIDATORS[schema].iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}\nin {document:#}", errors.join("\n"));
}

/// Calls `look` with every object in a value, and the pointer to it.
fn objects<'v>(value: &'v Value, at: &str, look: &mut dyn FnMut(&str, &'v Map<String, Value>)) {
    if let Value::Object(object) = value {
        look(at, object);
    }
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| objects(value, &format!("{at}/{key}"), look)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| objects(value, &format!("{at}/{index}"), look));
        }
        _ => {}
    }
}

/// The schema that a reference names.
fn resolve<'s>(from: &'s Value, reference: &str) -> &'s Value {
    let (file, pointer) = reference.split_once('#').expect("a pointer");
    let named = |schema: &&Value| !file.is_empty() && schema["$id"].as_str().is_some_and(|id| id.ends_with(file));
    let schema = SCHEMAS.iter().find(named).unwrap_or(from);
    schema.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

#[test]
fn they_are_schemas_of_the_newest_draft() {
    for (schema, (name, _)) in SCHEMAS.iter().zip(PUBLISHED) {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
}

#[test]
fn every_key_is_described() {
    for (schema, (name, _)) in SCHEMAS.iter().zip(PUBLISHED) {
        objects(schema, "", &mut |at, object| {
            let conditional = ["/if", "/then", "/else"].iter().any(|part| at.contains(part));
            let Some(Value::Object(properties)) = object.get("properties").filter(|_| !conditional) else { return };
            for (key, property) in properties {
                let referred = property["$ref"].as_str().map(|reference| resolve(schema, reference));
                let described = |one: &Value| one["description"].is_string() || one.as_bool() == Some(false);
                assert!(described(property) || referred.is_some_and(described), "{name}{at}: {key}");
            }
        });
    }
}

#[test]
fn every_object_is_closed() {
    for (schema, (name, _)) in SCHEMAS.iter().zip(PUBLISHED) {
        objects(schema, "", &mut |at, object| {
            let conditional = ["/if", "/then", "/else"].iter().any(|part| at.contains(part));
            // What other objects build upon is closed by them.
            let base = ["/$defs/place", "/$defs/located"].contains(&at);
            if object.contains_key("properties") && !conditional && !base {
                let closed =
                    ["additionalProperties", "unevaluatedProperties"].map(|key| object.get(key) == Some(&false.into()));
                assert!(closed.contains(&true), "{name}{at} is open");
            }
        });
    }
}

#[test]
fn a_document_with_a_key_too_many_is_not_valid() {
    let error = serde_json::json!({
        "kind": "usage", "message": "no", "help": null, "path": null, "span": null, "start": null
    });
    let plain = serde_json::json!({ "version": 1, "command": "show", "error": error });
    assert!(VALIDATORS[1].is_valid(&plain));
    for (pointer, key) in [("", "more"), ("/error", "more")] {
        let mut changed = plain.clone();
        let object = changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
        object.insert(key.to_owned(), Value::Null);
        assert!(!VALIDATORS[1].is_valid(&changed), "{pointer}/{key}");
    }
}

/// The published files by the name of each.
fn published() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas");
    let entries = std::fs::read_dir(folder).expect("the schemas").map(|entry| entry.expect("an entry"));
    let mut files: Vec<(String, String)> = entries
        .map(|entry| {
            let file = entry.file_name().into_string().expect("UTF-8");
            let name = file.strip_suffix(".schema.json").expect("only schemas lie there");
            (name.to_owned(), std::fs::read_to_string(entry.path()).expect("UTF-8"))
        })
        .collect();
    files.push(("context".to_owned(), roadspec::plan::CONTEXT_SCHEMA.to_owned()));
    files.sort();
    files
}

#[test]
fn the_program_prints_every_file_as_it_is_published() {
    let nowhere = Repo::init();
    let list = roadspec(&nowhere, &["schema"]).exits(0).out;
    let document = roadspec_json(&nowhere, &["schema"]).exits(0).json();
    let listed = document["schemas"].as_array().expect("schemas").iter();
    let lines: Vec<String> = listed
        .map(|schema| {
            let text = |key: &str| schema[key].as_str().expect("a text");
            format!("{:8}  {}", text("name"), text("describes"))
        })
        .collect();
    assert_eq!(list.lines().collect::<Vec<_>>(), lines);
    assert_eq!(published().len(), lines.len(), "{list}");
    for (name, text) in published() {
        let line = lines.iter().find(|line| line.split(' ').next() == Some(&name));
        let line = line.unwrap_or_else(|| panic!("{name} is not listed"));
        for format in ["human", "json"] {
            let ran = roadspec(&nowhere, &["schema", &name, "--output-format", format]).exits(0);
            assert_eq!(ran.out, text, "{name}");
            // Only files that people write are written in an editor.
            let hint = format!("hint: to use it in an editor, save it as {name}.schema.json");
            assert_eq!(ran.err.starts_with(&hint), !line.contains("as JSON"), "{name}: {}", ran.err);
            let needs_another = text.contains("\"$ref\": \"spec.schema.json");
            assert_eq!(ran.err.contains("beside `spec`"), needs_another, "{name}: {}", ran.err);
        }
    }
}

#[test]
fn a_schema_that_there_is_not_is_told_with_the_nearest() {
    let nowhere = Repo::init();
    for (name, help) in [
        ("confg", "did you mean `config`?"),
        ("Feature", "did you mean `feature`?"),
        ("feature.schema.json", "`roadspec schema` lists every schema"),
        ("\u{1b}[2J", "`roadspec schema` lists every schema"),
    ] {
        let ran = roadspec(&nowhere, &["schema", name]).exits(2).complains(&["there is no schema", help]);
        assert_eq!(ran.out, "");
        assert_eq!(roadspec_json(&nowhere, &["schema", name]).exits(2).json()["error"]["kind"], "usage");
    }
}
