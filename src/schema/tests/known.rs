//! Keys that are nearly known, keys that are not, and what careful people write.

use super::*;
use crate::profile::Status;

/// The misspelt keys of a front matter, and what they are taken for.
fn misspelt(schemas: &Schemas, schema: &Schema, front: &str) -> Vec<String> {
    let found = check(schemas, schema, front).expect("within the budget").into_iter();
    let misspelt = found.filter(|violation| violation.kind == Defect::MisspeltKey);
    misspelt.map(|violation| format!("{} {}", violation.span.of(front), violation.help)).collect()
}

fn misspelt_by(schema: &str, front: &str) -> Vec<String> {
    misspelt(&compiled(&[("a.json", schema)]), &Schema::File(path("a.json")), front)
}

#[test]
fn every_word_for_a_draft_allows_a_placeholder_for_the_owner_and_no_other_does() {
    let schemas = Schemas::new().expect("sound");
    let statuses = crate::profile::Statuses::default();
    for status in [Status::Draft, Status::Review, Status::Approved, Status::Implemented, Status::Retired] {
        for word in statuses.words_of(status) {
            let front = format!("specmas: '3.0'\nkind: feature\nid: a\nstatus: {word}\nowner: '[To be assigned]'\n");
            let found = check(&schemas, &Schema::Embedded(Kind::Feature), &front).expect("within the budget");
            assert_eq!(found.is_empty(), status == Status::Draft, "{word}: {found:?}");
        }
    }
}

#[test]
fn what_careful_people_write_is_accepted() {
    let schemas = Schemas::new().expect("sound");
    for kind in [Kind::Other, Kind::System, Kind::Feature] {
        for line in [
            "version: 1.0",
            "version: 1.0.0",
            "version: '2'",
            "complexity: EASY",
            "complexity: High",
            "complexity: medium",
            "complexity: small",
            "maturity: 0",
            "maturity: 5",
            "maturity: 3.0",
            "owner: Ada",
            "owner: ''",
            "owner: \"[To be assigned]\"",
            "owners: [Ada, {name: Grace, role: lead}]",
            "owners: []",
            "created: 2025-11-01",
            "created: '2025-11-01'",
            "tags: []",
            "tags:",
            "tags: [a, b c]",
            "related_specs:",
            "related_specs: [a, b]",
            "related_specs:\n  - id: a\n    relationship: anything\n    component: C\n    description: one line\n    more: 1",
            "status: draft",
            "status: Implemented",
            "status: superseded",
            "priority: 1",
            "anything: {goes: [here]}",
        ] {
            for specmas in ["3.0", "v3", "\"3.0\"", "v4", "3"] {
                let front = format!("specmas: {specmas}\nkind: bug\nid: a-1.b_c\n{line}\n");
                assert_eq!(check(&schemas, &Schema::Embedded(kind), &front).expect("no budget"), [], "{front}");
            }
        }
    }
    let relations = "specmas: v3\nkind: feature\nid: a\nsystem_spec: sys-a\nsystem_component: A Service\n\
        depends_on: [b, c]\nrequired_by:\n";
    assert_eq!(check(&schemas, &Schema::Embedded(Kind::Feature), relations).expect("no budget"), []);
    let features = "specmas: v3\nkind: system\nid: a\nfeature_specs: [b]\n";
    assert_eq!(check(&schemas, &Schema::Embedded(Kind::System), features).expect("no budget"), []);
}

#[test]
fn keys_of_other_tools_are_no_misspelt_keys() {
    let schemas = Schemas::new().expect("sound");
    for key in [
        "tag",
        "team",
        "title",
        "type",
        "names",
        "kinds",
        "ids",
        "stage",
        "state",
        "date",
        "depends",
        "requires",
        "related",
        "spec",
        "specs",
        "feature",
        "features",
        "system",
        "component",
        "components",
        "priority",
        "level",
        "epic",
        "author",
        "authors",
        "layout",
        "slug",
        "draft",
        "weight",
        "x-owners",
        "$schema",
        "sidebar_position",
        "mature",
    ] {
        let front = format!("specmas: v3\nkind: feature\nid: a\n{key}: x\n");
        assert_eq!(misspelt(&schemas, &Schema::Embedded(Kind::Feature), &front), Vec::<String>::new(), "{key}");
    }
}

#[test]
fn a_key_is_not_taken_for_one_that_is_there_as_well() {
    let schemas = Schemas::new().expect("sound");
    let feature = Schema::Embedded(Kind::Feature);
    let front = "specmas: v3\nkind: feature\nid: a\nStatus: draft\n";
    assert_eq!(misspelt(&schemas, &feature, front), ["Status write `status`"]);
    assert_eq!(misspelt(&schemas, &feature, &format!("{front}status: draft\n")), Vec::<String>::new());
    let both = "specmas: v3\nkind: feature\nid: a\nowner: Ada\nowners: [Ada]\n";
    assert_eq!(misspelt(&schemas, &feature, both), Vec::<String>::new(), "both are known");
}

#[test]
fn keys_are_known_wherever_a_schema_names_them() {
    let nested = r##"{"allOf": [{"properties": {"colour": {"type": "string"}}}], "anyOf": [{"$ref": "#/$defs/size"}, true],
        "properties": {"parts": {"items": {"if": {"required": ["weight"]}, "then": {"properties": {"weight": true}}}},
        "depths": {"additionalProperties": {"properties": {"height": true}}}},
        "$defs": {"size": {"properties": {"breadth": true}}}}"##;
    let front = "color: red\nbreath: 1\nparts:\n  - wieght: 2\ndepths: {any: {hight: 3}}\n";
    let found = misspelt_by(nested, front);
    assert_eq!(
        found,
        ["color write `colour`", "breath write `breadth`", "wieght write `weight`", "hight write `height`"]
    );
}

#[test]
fn where_keys_may_have_any_name_none_is_misspelt() {
    for any in [
        r#""additionalProperties": {"type": "integer"}"#,
        r#""patternProperties": {"^c": true}"#,
        r#""propertyNames": {"minLength": 1}"#,
        r#""unevaluatedProperties": {"type": "integer"}"#,
    ] {
        let schema = format!(r#"{{"properties": {{"colour": true}}, {any}}}"#);
        assert_eq!(misspelt_by(&schema, "color: 1\n"), Vec::<String>::new(), "{any}");
    }
    assert_eq!(misspelt_by(r#"{"not": {"properties": {"colour": false}}}"#, "color: 1\n"), Vec::<String>::new());
}

#[test]
fn every_spec_of_the_example_is_accepted() {
    let schemas = Schemas::new().expect("sound");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the example") {
            let file = entry.expect("an entry").path();
            if file.is_dir() {
                folders.push(file);
            } else if file.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&file).expect("UTF-8");
                let yaml::Front::Found(found) = yaml::split(&text).front else { continue };
                let front = yaml::read(&text, found.yaml);
                let matter = Matter { path: "a.md", text: &text, front: &front };
                assert_eq!(schemas.violations(Kind::System, matter), [], "{}", file.display());
                count += 1;
            }
        }
    }
    assert!(count > 0, "the example has a spec");
}
