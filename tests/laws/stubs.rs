//! What holds for every stub, of random systems and of the example: its variables are those of the published schema, it
//! says nothing that the system spec does not say, its parts are numbered, its placeholders can be found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use roadspec::markdown::outline;
use roadspec::plan::{self, CONTEXT_SCHEMA, EMBEDDED};
use roadspec::profile::{Complexity, Level};

use crate::model::model;
use crate::{Files, SYSTEM, corpus, fix, repository};

/// What the program itself writes into a stub, beside texts of the system spec and of templates: the introductions and
/// tables of regions, words of the front matter, the day.
const OWN_WORDS: &str = "
    From Method Endpoint Description Domain Access
    The system spec assigns no data to it
    Upstream Downstream None Contract external can mean several components not on the roadmap
    To be written the system spec has no section about it
    authentication security performance data error handling deployment logging
    feat draft EASY MODERATE HIGH
    implements component depends on consumes consumed by enables
    2026 01 02
";

/// The numbers of parts, stories and requirements.
const NUMBERS: std::ops::RangeInclusive<u32> = 0..=20;

/// Every word that stands in a template outside of tags.
static FIXED_WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut words = BTreeSet::new();
    for (_, text) in EMBEDDED {
        let outside = without(&without(text, "{%", "%}"), "{{", "}}");
        words.extend(words_of(&outside));
    }
    words
});

static CONTEXT: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(CONTEXT_SCHEMA).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::options().offline().build(&schema).expect("a sound schema")
});

/// A text without what stands between these marks.
fn without(text: &str, begin: &str, end: &str) -> String {
    let mut parts = text.split(begin);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once(end).map_or("", |(_, rest)| rest);
        out.extend([" ", rest]);
    }
    out
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The words of a stub that nobody gave it: destinations of links, which other laws follow, and the marks of regions,
/// which carry digests, are left out.
fn invented(stub: &str, sources: &str) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = FIXED_WORDS.clone();
    known.extend(words_of(sources).chain(words_of(OWN_WORDS)).chain(NUMBERS.map(|number| number.to_string())));
    let text = without(&without(stub, "<!-- roadspec:", " -->"), "](", ")");
    words_of(&text).filter(|word| !known.contains(word)).collect()
}

fn example() -> Files {
    fn add(folder: &Path, root: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                add(&path, root, files);
            } else {
                let name = path.strip_prefix(root).expect("a file of the example").display().to_string();
                files.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ecommerce");
    let mut files = Files::new();
    add(&root, &root, &mut files);
    files
}

/// The stubs that `fix` writes for these files.
fn stubs(files: &Files) -> Vec<String> {
    fix(files).into_iter().filter(|(path, _)| !files.contains_key(path)).map(|(_, text)| text).collect()
}

/// What must hold for a stub of a system that `sources` describe.
fn assert_sound(stub: &str, sources: &str) {
    assert_eq!(invented(stub, sources), BTreeSet::new(), "words that nobody gave it, in\n{stub}");
    let outline = outline(stub, roadspec::yaml::split(stub).body);
    let parts = outline.sections.iter().filter(|section| section.level == 2).map(|section| section.title.as_str());
    for (place, title) in parts.enumerate() {
        assert!(title.starts_with(&format!("{}. ", place + 1)), "{title} in\n{stub}");
    }
    let outside = without(stub, "<!-- roadspec:begin", "<!-- roadspec:end");
    assert!(!outside.contains("\n\n\n"), "two blank lines in\n{stub}");
    let footers = stub.matches("**Document status:** STUB - [To be written: ").count();
    assert_eq!(footers, 1, "{stub}");
}

/// The variables of every entry of these files.
fn variables(files: &Files) -> Vec<serde_json::Value> {
    plan::variables(&corpus(files), "2026-01-02")
}

fn assert_valid(variables: &[serde_json::Value]) {
    for one in variables {
        let errors: Vec<String> =
            CONTEXT.iter_errors(one).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?} in {one:#}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_stub_says_only_what_the_system_spec_says(model in model()) {
        let files = repository(&model);
        let sources: String = files.values().map(String::as_str).collect::<Vec<_>>().join("\n");
        for stub in stubs(&files) {
            assert_sound(&stub, &sources);
        }
    }

    #[test]
    fn variables_are_as_the_schema_says(model in model()) {
        let files = repository(&model);
        let variables = variables(&files);
        prop_assert_eq!(variables.len(), model.components.len());
        assert_valid(&variables);
    }
}

#[test]
fn the_stubs_of_the_example_say_only_what_its_system_spec_says() {
    let files = example();
    let system = &files["specs/architecture/sys-ecommerce.md"];
    let stubs = stubs(&files);
    assert_eq!(stubs.len(), 5);
    assert_valid(&variables(&files));
    for stub in stubs {
        assert_sound(&stub, system);
        for sentence in ["Passwords have at least 8 characters.", "The service is up for 99.95 percent."] {
            assert!(!invented(&format!("{stub}\n{sentence}\n"), system).is_empty(), "{sentence} is not seen");
        }
    }
}

#[test]
fn every_part_of_a_level_has_a_partial() {
    for complexity in Complexity::ALL {
        let level = complexity.level();
        let name = format!("{}-L{}.md.tera", complexity.word(), level.number());
        let (_, text) = EMBEDDED.iter().find(|(own, _)| *own == name).expect("a template of this level");
        let after = text.split("{% set part = ").skip(1);
        let partials = after.map(|rest| rest.split("partials/").nth(1).and_then(|rest| rest.split('.').next()));
        let partials: Vec<&str> = partials.map(|name| name.expect("an include")).collect();
        let parts: Vec<String> = level
            .parts()
            .map(|part| serde_json::to_value(part).expect("a word").as_str().expect("a word").to_owned())
            .map(|part| part.replace(char::is_uppercase, "-"))
            .collect();
        assert_eq!(partials.len(), parts.len(), "{name}");
        for (partial, part) in partials.iter().zip(&parts) {
            let words = part.split('-').next().expect("a word");
            assert!(partial.contains(words), "{name}: {partial} is not {part}");
        }
    }
    assert_eq!(Level::new(0).map(Level::complexity), Some(Complexity::Easy));
}

#[test]
fn every_placeholder_can_be_found() {
    let count = EMBEDDED.iter().map(|(name, text)| {
        let mut count = 0;
        for (at, _) in text.match_indices("[To be ") {
            let (inside, _) = text[at + 1..].split_once(']').expect("a placeholder ends");
            let phrase = inside.strip_prefix("To be written: ").unwrap_or_default();
            let is_owner = inside == "To be assigned" && text[..at].ends_with('"');
            assert!(is_owner || !phrase.is_empty(), "{name}: {inside}");
            assert!(!inside.contains(['[', '{', '\n']), "{name}: {inside}");
            count += 1;
        }
        count
    });
    assert!(count.sum::<usize>() > 50);
}

#[test]
fn every_variable_is_used_or_said_to_be_for_user_templates() {
    let schema: serde_json::Value = serde_json::from_str(CONTEXT_SCHEMA).expect("JSON");
    let text: String = EMBEDDED.iter().map(|(_, text)| *text).collect();
    let used: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    for (name, described) in schema["properties"].as_object().expect("variables") {
        let description = described["description"].as_str().expect("a description");
        assert_eq!(used.contains(name.as_str()), !description.ends_with("For user templates."), "{name}");
    }
    for name in [
        "featureId featureName description complexity maturity technology systemId systemName authenticationModel",
        "securityRequirements performanceTargets loggingStrategy dependsOn requiredBy apisExposed apisConsumed",
        "dataOwnership databaseStrategy",
    ]
    .iter()
    .flat_map(|names| names.split(' '))
    {
        assert!(schema["properties"][name].is_object(), "{name} is a variable");
    }
    let set = variables(&Files::from([(
        SYSTEM.to_owned(),
        "---\nspecmas: \"3.0\"\nkind: system\nid: sys-a\n---\n\n## Roadmap\n\n1. Search (Level 3)\n".to_owned(),
    )]));
    let keys: BTreeSet<&String> = set[0].as_object().expect("variables").keys().collect();
    assert_eq!(keys, schema["properties"].as_object().expect("variables").keys().collect(), "every variable is set");
}
