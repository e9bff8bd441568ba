//! Laws over generated schemas and front matters: the same verdict as the validator alone, at places of the document,
//! in words that fit in a line.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::text::is_dangerous;

/// A value of few words, so that schemas often have something to say about it.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        (-2..6).prop_map(|number| json!(number)),
        Just(json!(1.5)),
        prop::sample::select(vec!["", "a", "b", "ab", "2025-1-5", "\u{1b}[2J"]).prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["colour", "color", "size", "a", "x/y~"]).prop_map(str::to_owned)
}

fn schema() -> impl Strategy<Value = Value> {
    let keys = prop::collection::btree_set(key(), 1..3).prop_map(|keys| json!({ "required": keys }));
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        prop::sample::select(vec!["string", "integer", "array", "object", "null", "boolean"])
            .prop_map(|of| json!({"type": of})),
        prop::collection::vec(value(), 1..3).prop_map(|options| json!({ "enum": options })),
        value().prop_map(|only| json!({ "const": only })),
        (0..3)
            .prop_map(|limit| json!({"minimum": limit, "minLength": limit, "minItems": limit, "minProperties": limit})),
        (0..3)
            .prop_map(|limit| json!({"maximum": limit, "maxLength": limit, "maxItems": limit, "maxProperties": limit})),
        Just(json!({"format": "date", "pattern": "^a", "uniqueItems": true, "multipleOf": 2})),
        keys,
        prop::sample::select(vec!["#/$defs/one", "#/$defs/two"]).prop_map(|to| json!({ "$ref": to })),
        Just(json!({"dependentRequired": {"a": ["size"]}})),
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4);
        let named = prop::collection::btree_map(key(), inner.clone(), 1..3);
        prop_oneof![
            (prop::sample::select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]), list)
                .prop_map(|(keyword, parts)| json!({ keyword: parts })),
            (prop::sample::select(vec!["properties", "dependentSchemas"]), named)
                .prop_map(|(keyword, parts)| json!({ keyword: parts })),
            (
                prop::sample::select(vec![
                    "not",
                    "items",
                    "contains",
                    "additionalProperties",
                    "propertyNames",
                    "unevaluatedProperties",
                    "unevaluatedItems",
                ]),
                inner.clone()
            )
                .prop_map(|(keyword, part)| json!({ keyword: part })),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(asked, yes, no)| json!({"if": asked, "then": yes, "else": no})),
            (inner.clone(), inner).prop_map(|(one, other)| match (one, other) {
                (Value::Object(mut one), Value::Object(other)) => {
                    one.extend(other);
                    Value::Object(one)
                }
                (one, _) => one,
            }),
        ]
    })
}

fn whole() -> impl Strategy<Value = Value> {
    (schema(), schema(), schema()).prop_map(|(root, one, two)| {
        let definitions = json!({"one": one, "two": two});
        match root {
            Value::Object(mut root) => {
                root.insert("$defs".to_owned(), definitions);
                Value::Object(root)
            }
            other => json!({"allOf": [other], "$defs": definitions}),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn verdicts_are_those_of_the_validator_and_words_fit_their_places(schema in whole(), front in prop::collection::btree_map(key(), value(), 1..4)) {
        let text = serde_json::to_string_pretty(&front).expect("JSON");
        let schemas = compiled(&[("a.json", &schema.to_string())]);
        // Some refer to themselves in place, which is refused.
        prop_assume!(schemas.fault(&path("a.json")).is_none());
        let found = check(&schemas, &Schema::File(path("a.json")), &text).expect("within the budget");
        let alone = jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema");
        let value = serde_json::from_str(&text).expect("JSON");
        let violated = found.iter().any(|wrong| wrong.kind == Defect::Violation);
        // In a closed mapping a misspelt key is all that is wrong.
        prop_assert!(if alone.is_valid(&value) { !violated } else { !found.is_empty() }, "{found:?}");
        for wrong in &found {
            prop_assert!(text.get(wrong.span.start..wrong.span.end).is_some_and(|place| !place.is_empty()), "{wrong:?}");
            for words in [&wrong.message, &wrong.label, &wrong.help] {
                prop_assert!(!words.is_empty() && !words.contains('\n') && !words.contains(is_dangerous), "{words}");
            }
            prop_assert!(!wrong.message.ends_with('.') && wrong.message != "could not be checked", "{}", wrong.message);
        }
        let order: Vec<_> = found.iter().map(|wrong| (wrong.span, wrong.kind)).collect();
        prop_assert!(order.is_sorted(), "{order:?}");
    }
}
