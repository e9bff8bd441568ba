//! The laws of the house: levels, owners of third-party crates, where words may stand, how files begin and how long
//! they are. The tables are those of `ARCHITECTURE.md`.
#![expect(clippy::expect_used, reason = "a test that cannot read the project has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path from the project's root, its top-level module and its text.
struct Source {
    path: String,
    module: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files(&root().join("src"), &mut paths);
    let sources: Vec<Source> = paths
        .iter()
        .map(|path| {
            let local = path.strip_prefix(root().join("src")).expect("a file of src");
            let first = local.components().next().expect("a name").as_os_str().to_string_lossy();
            Source {
                path: path.strip_prefix(root()).expect("a file of the project").display().to_string(),
                module: first.trim_end_matches(".rs").to_owned(),
                text: fs::read_to_string(path).expect("UTF-8"),
            }
        })
        .collect();
    assert!(sources.len() > 50, "the sources were found");
    sources
}

/// The rows of the table in `ARCHITECTURE.md` whose first header cell is `first`.
fn table(first: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let rows = text.lines().skip_while(|line| !line.starts_with(&format!("| {first} |"))).skip(2);
    let rows: Vec<Vec<String>> = rows
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect();
    assert!(!rows.is_empty(), "the table `{first}` is in ARCHITECTURE.md");
    rows
}

fn names(cell: &str) -> BTreeSet<String> {
    cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()).collect()
}

/// The identifiers that follow `prefix` in code.
fn after<'t>(text: &'t str, prefix: &str) -> BTreeSet<&'t str> {
    let code = text.match_indices(prefix).map(|(at, _)| &text[at + prefix.len()..]);
    code.map(|rest| &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]).collect()
}

#[test]
fn a_module_uses_only_modules_of_a_lower_level() {
    let mut levels: BTreeMap<String, u32> = BTreeMap::new();
    for row in table("level") {
        let level = row[0].parse().expect("a number");
        levels.extend(names(&row[1]).into_iter().map(|name| (name, level)));
    }
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let modules: BTreeSet<String> = after(&lib, "pub mod ").into_iter().map(str::to_owned).collect();
    assert_eq!(modules, levels.keys().cloned().collect(), "ARCHITECTURE.md lists every module");
    for source in sources().iter().filter(|source| !matches!(source.module.as_str(), "lib" | "main")) {
        for used in after(&code(&source.text), "crate::").into_iter().filter(|used| levels.contains_key(*used)) {
            let ground = levels[&source.module] == 0 && used == "text";
            let lower = levels[used] < levels[&source.module] || used == source.module || ground;
            assert!(lower, "{} (level {}) uses {used} (level {})", source.path, levels[&source.module], levels[used]);
        }
    }
}

#[test]
fn every_third_party_crate_has_one_owner() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let section =
        manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("dependencies");
    let everywhere = ["serde", "serde_json", "rayon"];
    let dependencies: BTreeSet<String> = section
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"))
        .filter(|name| !everywhere.contains(&name.as_str()))
        .collect();
    let owners: BTreeMap<String, BTreeSet<String>> =
        table("crate").iter().map(|row| (row[0].trim_matches('`').to_owned(), names(&row[1]))).collect();
    assert_eq!(dependencies, owners.keys().cloned().collect(), "ARCHITECTURE.md lists every dependency");
    for source in sources() {
        for (name, owners) in &owners {
            let used = [format!("{name}::"), format!("use {name};")].iter().any(|usage| {
                source
                    .text
                    .match_indices(usage.as_str())
                    .any(|(at, _)| !source.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            });
            assert!(!used || owners.contains(&source.module), "{} uses {name}, which {owners:?} own", source.path);
        }
    }
}

#[test]
fn a_file_says_what_lives_there_and_is_short() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", source.path);
        let documented = source.text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ");
        assert!(
            documented.matches(['.', ':']).count() >= 2 || source.path.contains("tests"),
            "{} says what lives there",
            source.path
        );
    }
}

/// A text without its comments and without the reasons of its exceptions.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("reason = "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The string literals of a program without its tests.
fn literals(text: &str) -> BTreeSet<String> {
    let program = code(text.split("#[cfg(test)]").next().unwrap_or_default());
    program.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_words_of_the_profile_stand_in_the_profile_only() {
    let sources = sources();
    let of_profile: BTreeSet<String> = sources
        .iter()
        .filter(|source| source.module == "profile")
        .flat_map(|source| literals(&source.text))
        .filter(|word| word.len() > 4 && word.contains([' ', '_', '/', '*']) && !word.contains(['{', '`']))
        .collect();
    assert!(of_profile.len() > 100, "the words were found");
    for source in sources.iter().filter(|source| source.module != "profile" && !source.path.contains("tests")) {
        for literal in literals(&source.text) {
            assert!(!of_profile.contains(&literal), "{} holds the profile's word {literal:?}", source.path);
        }
    }
}

#[test]
fn no_word_of_the_example_stands_in_the_program() {
    let system =
        fs::read_to_string(root().join("examples/ecommerce/specs/architecture/sys-ecommerce.md")).expect("the example");
    let mut words: BTreeSet<String> = ["ecommerce", "e-commerce"].map(str::to_owned).into();
    for line in system.lines() {
        if let Some((_, name)) = line.strip_prefix("#### Component ").and_then(|rest| rest.split_once(": ")) {
            words.insert(name.to_lowercase());
            words.insert(name.to_lowercase().replace(' ', "-"));
        }
    }
    assert_eq!(words.len(), 18, "two words for the example and two for each of its eight components");
    let mut texts: Vec<(String, String)> = sources().into_iter().map(|source| (source.path, source.text)).collect();
    let mut templates = Vec::new();
    files(&root().join("templates"), &mut templates);
    texts.extend(templates.iter().map(|path| (path.display().to_string(), fs::read_to_string(path).expect("UTF-8"))));
    for (path, text) in texts {
        let text = text.to_lowercase();
        for word in &words {
            assert!(!text.contains(word.as_str()), "{path} holds the example's {word:?}");
        }
    }
}
