//! The published schema of the configuration, held to the table of settings and to what the program accepts.

use std::collections::{BTreeMap, BTreeSet};

use roadspec::config::{Config, SCHEMA, SETTINGS, Value};
use serde_json::{Value as Json, json};

use super::force::SOUND;
use super::mistakes::cases;

fn schema() -> Json {
    serde_json::from_str(SCHEMA).expect("JSON")
}

/// Whether the schema accepts a file; none if that is no TOML.
fn accepts(text: &str) -> Option<bool> {
    let value: Json = toml::from_str(text).ok()?;
    let schema = jsonschema::draft202012::options().offline().build(&schema()).expect("a sound schema");
    Some(schema.is_valid(&value))
}

#[test]
fn it_accepts_what_the_program_accepts() {
    for text in SOUND {
        assert_eq!(accepts(text), Some(true), "{text}");
    }
}

#[test]
fn it_refuses_what_the_program_refuses_as_far_as_a_schema_can() {
    for case in cases() {
        assert_eq!(accepts(&case.text) == Some(false), case.in_schema, "{}", case.text);
    }
}

/// The keys of a schema of a table and what is said of each: whether it is required, and its default.
fn keys(table: &Json, definitions: &Json, before: &str, found: &mut BTreeMap<String, (bool, Option<Json>)>) {
    let table = followed(table, definitions);
    let required = |name: &str| table["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
    let named = table["properties"].as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value));
    let open = table.get("additionalProperties").filter(|more| more.is_object()).map(|value| ("*", value));
    for (name, value) in named.chain(open) {
        assert!(value["description"].is_string(), "`{before}{name}` is described");
        let sort = followed(value, definitions);
        let item = followed(&sort["items"], definitions);
        if sort["type"] == "object" {
            keys(value, definitions, &format!("{before}{name}."), found);
        } else if item["type"] == "object" {
            keys(item, definitions, &format!("{before}{name}[]."), found);
        } else {
            found.insert(format!("{before}{name}"), (required(name), value.get("default").cloned()));
        }
    }
    let closed = table.get("additionalProperties").is_some();
    assert!(closed, "`{before}` takes no other keys");
}

fn followed<'j>(schema: &'j Json, definitions: &'j Json) -> &'j Json {
    let name = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/"));
    name.map_or(schema, |name| &definitions[name])
}

#[test]
fn it_has_the_settings_of_the_table_with_their_defaults() {
    let schema = schema();
    let mut published = BTreeMap::new();
    keys(&schema, &schema["$defs"], "", &mut published);
    let config = Config::default();
    let default = |key: &str| {
        let value = config.values().iter().find(|value| value.key.to_string() == key)?;
        Some(match &value.value {
            Value::Text(text) => json!(text),
            Value::List(texts) => json!(texts),
            Value::Switch(on) => json!(on),
        })
    };
    let settings: BTreeMap<String, (bool, Option<Json>)> = SETTINGS
        .iter()
        .map(|setting| {
            let key = setting.key.replace("<rule>", "*").replace("<system>", "*");
            (key, (setting.required, default(setting.key)))
        })
        .collect();
    assert_eq!(published, settings);
    let patterns: BTreeSet<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
    assert_eq!(patterns.len(), SETTINGS.len(), "no setting stands there twice");
}
