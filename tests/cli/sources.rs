//! Small specs to test with: a system that plans two features, and their specs.

use crate::git::Repo;

/// Where the system spec lies.
pub const SYSTEM: &str = "specs/architecture/sys-shop.md";
/// Where the specs of its features lie.
pub const SEARCH: &str = "specs/features/feat-search.md";
pub const BASKET: &str = "specs/features/feat-basket.md";

/// A system spec with these lines in its roadmap.
pub fn system(roadmap: &[&str]) -> String {
    let entries: Vec<String> = roadmap.iter().zip(1..).map(|(entry, number)| format!("{number}. {entry}\n")).collect();
    let entries = entries.concat();
    let id = |entry: &&str| format!("feat-{}", entry.split(' ').next().unwrap_or_default().to_lowercase());
    let ids: Vec<String> = roadmap.iter().filter(|entry| entry.starts_with(char::is_alphabetic)).map(id).collect();
    let ids = ids.join(", ");
    format!(
        "---\nspecmas: \"3.0\"\nkind: system\nid: sys-shop\nname: Shop\nfeature_specs: [{ids}]\n---\n# Shop\n\n## System Components\n\n\
         ### Search\n\n**Responsibility:** Finds things.\n\n### Basket\n\n**Responsibility:** Keeps things.\n\n\
         ## Implementation Roadmap\n\n{entries}"
    )
}

/// The spec of a feature of that system.
pub fn feature(id: &str, component: &str) -> String {
    format!(
        "---\nspecmas: \"3.0\"\nkind: feature\nid: {id}\nname: {component}\nsystem_spec: sys-shop\n\
         system_component: {component}\nstatus: draft\n---\n# {component}\n\nWhat it does.\n"
    )
}

/// The spec of a feature of no system.
pub fn standalone(id: &str) -> String {
    format!("---\nspecmas: \"3.0\"\nkind: feature\nid: {id}\n---\n# {id}\n")
}

/// A repository in which nothing is missing, committed.
pub fn shop() -> Repo {
    let repo = Repo::init();
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)"]));
    repo.write(SEARCH, feature("feat-search", "Search")).write(BASKET, feature("feat-basket", "Basket"));
    repo.write("README.md", "# Shop\n").commit("Specs");
    repo
}
