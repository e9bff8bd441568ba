//! The public JSON-Schema-Test-Suite, draft 2020-12, through the same path as a schema of a repository: its text is
//! read, bundled, counted and compiled, and each instance is read as front matter is and checked. What the suite
//! fetches from its server is given as files. What is refused by design is listed here, exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use roadspec::path::RepoPath;
use roadspec::schema::{Defect, Library, Matter, Schema, Schemas};
use roadspec::text::Span;
use roadspec::yaml;
use serde_json::Value;

/// Where the suite's server would keep its files; each names the others by relative paths here.
const SERVER: &str = "http://localhost:1234/draft2020-12/";

/// The folder of its files, and the file there that holds the schema of a case.
const FOLDER: &str = "draft2020-12";
const CASE: &str = "draft2020-12/case.json";

/// Schemas that are refused: their `$schema` is a file, which says that keywords mean something else than usual.
const REFUSED: [(&str, &str); 2] = [
    (
        "vocabulary: schema that uses custom metaschema with with no validation vocabulary",
        "`metaschema-no-validation.json` names no draft of JSON Schema that is known here",
    ),
    (
        "vocabulary: ignore unrecognized optional vocabulary",
        "`metaschema-optional-vocabulary.json` names no draft of JSON Schema that is known here",
    ),
];

/// Formats that the draft lets a program take for mere remarks, and whose violations are reported here.
const ASSERTED: &str = "date date-time duration email hostname ipv4 ipv6 iri iri-reference json-pointer regex \
    relative-json-pointer time uri uri-reference uri-template uuid";

/// One schema of the suite with its instances.
struct Case {
    id: String,
    schema: String,
    tests: Vec<(String, Value, bool)>,
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the suite is text").replace(SERVER, "")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().expect("the suite can be listed").map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    entries
}

/// Every case that the draft requires, in the order of files and of what stands in them.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in sorted(&crate::data("json-schema-test-suite/tests/draft2020-12")).iter().filter(|file| file.is_file()) {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let Value::Array(groups) = serde_json::from_str(&read(file)).expect("JSON") else {
            panic!("{name} is no list")
        };
        for group in groups {
            let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
            let tests = group["tests"].as_array().expect("tests").iter();
            cases.push(Case {
                id: format!("{name}: {}", text(&group, "description")),
                schema: serde_json::to_string_pretty(&group["schema"]).expect("JSON"),
                tests: tests
                    .map(|test| (text(test, "description"), test["data"].clone(), test["valid"] == Value::Bool(true)))
                    .collect(),
            });
        }
    }
    cases
}

/// Compiles the schema of a case, with the suite's remote schemas as files beside it.
fn compile(schema: &str) -> Schemas {
    let remotes = crate::data("json-schema-test-suite/remotes");
    let mut library = Library::default();
    library.require(&RepoPath::new(CASE.as_bytes()).expect("a path"));
    loop {
        let wanted = library.wanted();
        if wanted.is_empty() {
            return library.compile().expect("the embedded schemas are sound");
        }
        for path in wanted {
            let remote = remotes.join(path.as_str());
            let text =
                if path.as_str() == CASE { Some(schema.to_owned()) } else { remote.is_file().then(|| read(&remote)) };
            library.provide(path, text);
        }
    }
}

#[test]
fn every_required_case_is_judged_as_it_says() {
    let cases = cases();
    let path = RepoPath::new(CASE.as_bytes()).expect("a path");
    let (mut wrong, mut refused, mut judged) = (BTreeSet::new(), BTreeMap::new(), 0);
    for case in &cases {
        let schemas = compile(&case.schema);
        if let Some(fault) = schemas.fault(&path) {
            refused.insert(case.id.clone(), fault.message.clone());
            continue;
        }
        for (description, data, valid) in &case.tests {
            let text = data.to_string();
            let front = yaml::read(&text, Span::new(0, text.len()));
            assert_eq!(front.value, *data, "{}: {description} is read as it is", case.id);
            let matter = Matter { path: "case.md", text: &text, front: &front };
            let found = schemas.check(&[Schema::File(path.clone())], matter).expect("within the budget");
            let holds = !found.iter().any(|violation| violation.kind == Defect::Violation);
            judged += 1;
            if holds != *valid {
                wrong.insert(format!("{}: {description}", case.id));
            }
        }
    }
    let formats = ASSERTED.split_whitespace();
    let asserted: BTreeSet<String> = formats
        .map(|name| format!("format: {name} format: invalid {name} string is only an annotation by default"))
        .collect();
    assert_eq!(wrong, asserted, "instances that are judged otherwise");
    let listed = REFUSED.map(|(id, message)| (id.to_owned(), message.to_owned()));
    assert_eq!(refused, BTreeMap::from(listed), "schemas that are refused");
    assert_eq!((cases.len(), judged), (383, 1294), "cases and instances of the suite");
}
