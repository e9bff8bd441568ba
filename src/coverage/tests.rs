//! Coverage: every step of decision 7 with the ones before and after it, and laws over random small systems.

mod laws;

use std::fmt::Write as _;

use super::*;
use crate::{markdown, system, yaml};

/// The system `sys-a` with these components and roadmap entries, each with the id its text names, if it does.
fn spec(components: &[(&str, &str)], entries: &[(&str, &str)]) -> SystemSpec {
    let mut text = "---\nspecmas: \"3.0\"\nkind: system\nid: sys-a\nname: A\n---\n\n## Components\n".to_owned();
    for (at, (name, id)) in components.iter().enumerate() {
        let field = if id.is_empty() { String::new() } else { format!("\n**Feature Spec:** `{id}`\n") };
        let _ = write!(text, "\n### Component {}: {name}\n{field}", at + 1);
    }
    text += "\n## Roadmap\n\n| Feature | Level | Spec ID |\n|---|---|---|\n";
    for (name, id) in entries {
        let _ = writeln!(text, "| {name} | 3 | {id} |");
    }
    let split = yaml::split(&text);
    let yaml::Front::Found(matter) = &split.front else { panic!("there is front matter") };
    let front = yaml::read(&text, matter.yaml);
    let outline = markdown::outline(&text, split.body);
    let profile = Profile::default();
    let spec = system::read(system::Input { text: &text, front: &front, outline: &outline, profile: &profile });
    assert_eq!((spec.components.len(), spec.entries().count()), (components.len(), entries.len()), "{text}");
    spec
}

/// A spec of `sys-a` with this id that names this component, if any.
const fn own<'a>(id: &'a str, component: &'a str) -> Claim<'a> {
    let component = if component.is_empty() { None } else { Some(component) };
    Claim { id: Some(id), system: Some("sys-a"), component, retired: false }
}

const fn standalone(id: &str) -> Claim<'_> {
    Claim { id: Some(id), system: None, component: None, retired: false }
}

fn covered(spec: &SystemSpec, claims: &[Claim<'_>]) -> Coverage {
    cover(spec, &Claims::new(claims.to_vec()), &Profile::default())
}

/// What covers each entry, then what is orphaned: claims by their places.
fn covering(coverage: &Coverage) -> String {
    let places = |claims: &[usize]| claims.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let entries: Vec<String> =
        coverage.entries.iter().map(|entry| format!("[{}]", places(&entry.covered_by))).collect();
    format!("{} orphans [{}]", entries.join(" "), places(&coverage.orphans))
}

fn ids(coverage: &Coverage) -> Vec<Option<&str>> {
    coverage.entries.iter().map(EntryCoverage::planned).collect()
}

const PLAIN: &[(&str, &str)] = &[("Search", ""), ("Map Layer", "")];

#[test]
fn an_entry_is_called_by_its_component_and_gets_its_id() {
    let components = [("Search Service", ""), ("Map", "feat-tiles"), ("Billing", "feat-money")];
    let entries =
        [("Search", ""), ("Map", ""), ("Reports Feature Spec", ""), ("Billing", "feat-cash"), ("Letters", "feat-l")];
    let coverage = covered(&spec(&components, &entries), &[]);
    let names: Vec<&str> = coverage.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["Search Service", "Map", "Reports", "Billing", "Letters"]);
    let given =
        [Some("feat-search-service"), Some("feat-tiles"), Some("feat-reports"), Some("feat-cash"), Some("feat-l")];
    assert_eq!(ids(&coverage), given);
    let written: Vec<bool> = coverage.entries.iter().map(|entry| entry.id_span.is_some()).collect();
    assert_eq!(written, [false, true, false, true, true]);
    assert!(coverage.entries.iter().all(EntryCoverage::is_missing));
}

#[test]
fn a_written_id_comes_first() {
    let spec = spec(&[("Search", "feat-own"), ("Map Layer", "")], &[("Search", ""), ("Map Layer", "feat-tiles")]);
    // Each id covers its entry, whatever the spec says of system and component.
    assert_eq!(covering(&covered(&spec, &[own("feat-tiles", "Search"), standalone("feat-own")])), "[1] [0] orphans []");
    // The id that would have been derived is nobody's. What stands alone is never an orphan.
    let coverage = covered(&spec, &[own("feat-search", ""), standalone("feat-map-layer")]);
    assert_eq!(covering(&coverage), "[] [] orphans [0]");
}

#[test]
fn then_the_component_and_last_the_id_that_would_be_given() {
    let plain = spec(PLAIN, &[("Search", ""), ("Map Layer", "")]);
    let only_search = spec(PLAIN, &[("Search", "")]);
    for (spec, claims, expected) in [
        (&plain, vec![own("x", "Search Service"), own("y", "map")], "[0] [1] orphans []"),
        (&plain, vec![own("feat-search", ""), standalone("feat-map-layer")], "[0] [1] orphans []"),
        // The component beats the derived id: what then has that id is left over.
        (&plain, vec![own("feat-search", ""), own("x", "Search")], "[1] [] orphans [0]"),
        (&plain, vec![standalone("feat-search"), own("x", "Search")], "[1] [] orphans []"),
        // An unknown component, one without an entry, and a name alone cover nothing.
        (&plain, vec![own("x", "Weather"), own("search", ""), own("Search", "")], "[] [] orphans [0,1,2]"),
        (&only_search, vec![own("x", "Map Layer")], "[] orphans [0]"),
        // A spec that names another component can still have the id.
        (&only_search, vec![own("feat-search", "Map Layer")], "[0] orphans []"),
    ] {
        assert_eq!(covering(&covered(spec, &claims)), expected, "{claims:?}");
    }
}

#[test]
fn a_spec_without_an_id_covers_by_its_component_only() {
    let spec = spec(PLAIN, &[("Search", ""), ("Map Layer", "")]);
    let without = |component| Claim { id: None, ..own("", component) };
    let coverage = covered(&spec, &[without("Search"), without(""), Claim { id: None, ..standalone("") }]);
    assert_eq!(covering(&coverage), "[0] [] orphans [1]");
}

#[test]
fn two_claims_of_one_step_both_cover() {
    let spec = spec(&[("Search", "feat-own"), ("Map Layer", "")], &[("Search", ""), ("Map Layer", "")]);
    for (claims, expected) in [
        ([own("feat-own", ""), own("feat-own", "")], "[0,1] [] orphans []"),
        ([own("x", "Map"), own("y", "Map Layer")], "[] [0,1] orphans []"),
        ([standalone("feat-map-layer"), own("feat-map-layer", "")], "[] [0,1] orphans []"),
        // A second spec that names the component competes with the one whose id is written.
        ([own("x", "Search"), own("feat-own", "")], "[1,0] [] orphans []"),
    ] {
        assert_eq!(covering(&covered(&spec, &claims)), expected, "{claims:?}");
    }
}

#[test]
fn the_first_of_several_entries_of_a_component_keeps_its_id() {
    let entries = [("Search", ""), ("Search Feature Spec", ""), ("Search", "feat-rank")];
    let spec = spec(&[("Search Service", "")], &entries);
    assert!(spec.entries().all(|(_, entry)| entry.component_ref == Some(0)));
    assert_eq!(ids(&covered(&spec, &[])), [Some("feat-search-service"), Some("feat-search"), Some("feat-rank")]);
    let first = || own("feat-search-service", "Search");
    let other = || own("x", "Search");
    for (claims, expected) in [
        // An id decides, in whatever order the specs come; the component alone means the first entry,
        (vec![own("feat-rank", "Search"), other()], "[1] [] [0] orphans []"),
        (vec![other(), own("feat-rank", "Search")], "[0] [] [1] orphans []"),
        (vec![other(), own("feat-search", "Search")], "[0] [1] [] orphans []"),
        (vec![other(), own("y", "Search")], "[0,1] [] [] orphans []"),
        // unless that is covered, for then it can mean any of the others.
        (vec![first(), other()], "[0] [] [] orphans [1]"),
        (vec![other(), first()], "[1] [] [] orphans [0]"),
    ] {
        assert_eq!(covering(&covered(&spec, &claims)), expected, "{claims:?}");
    }
}

#[test]
fn a_retired_spec_covers_nothing_and_is_no_orphan() {
    let spec = spec(&[("Search", "feat-own"), ("Map Layer", "")], &[("Search", ""), ("Map Layer", "")]);
    let retired = |claim| Claim { retired: true, ..claim };
    let claims = [own("feat-own", ""), own("x", "Search"), standalone("feat-map-layer"), own("y", "")].map(retired);
    assert_eq!(covering(&covered(&spec, &claims)), "[] [] orphans []");
}

#[test]
fn a_name_that_means_several_components_covers_nothing_unless_an_id_settles_it() {
    let spec = spec(&[("Map Layer", ""), ("Map Admin", "")], &[("Map Layer", ""), ("Map", ""), ("Map Admin", "")]);
    let coverage = covered(&spec, &[own("x", "Map"), own("feat-map-admin", "Map")]);
    assert_eq!(ids(&coverage), [Some("feat-map-layer"), None, Some("feat-map-admin")]);
    assert!(!coverage.entries[1].is_missing(), "nothing can be written for an entry that means several components");
    assert_eq!(covering(&coverage), "[] [] [1] orphans []");
    assert_eq!(coverage.ambiguous, [(0, vec![0, 1])]);
}

#[test]
fn specs_of_other_systems_are_not_looked_at() {
    let spec = spec(&[("Search", "feat-own")], &[("Search", "")]);
    let other = Claim { system: Some("sys-b"), ..own("feat-own", "Search") };
    assert_eq!(covering(&covered(&spec, &[other])), "[] orphans []");
    let mut nameless = spec;
    nameless.system_metadata.id = None;
    assert_eq!(covering(&covered(&nameless, &[own("feat-own", "Search"), standalone("feat-own")])), "[1] orphans []");
}

#[test]
fn a_system_can_have_a_prefix_of_its_own() {
    let mut profile = Profile::default();
    profile.ids.prefix_of_system.insert("sys-a".to_owned(), "a-".to_owned());
    let spec = spec(&[], &[("Search", "")]);
    let claims = Claims::new(vec![own("feat-search", ""), own("a-search", "")]);
    let coverage = cover(&spec, &claims, &profile);
    assert_eq!((ids(&coverage), covering(&coverage)), (vec![Some("a-search")], "[1] orphans [0]".to_owned()));
}

#[test]
fn a_name_that_gives_no_id_is_kept_with_the_reason() {
    let spec = spec(&[], &[("«!»", ""), (&"long ".repeat(20), "")]);
    let coverage = covered(&spec, &[]);
    assert_eq!(coverage.entries[0].id, Some(Err(Unnameable::Empty)));
    assert!(matches!(coverage.entries[1].id, Some(Err(Unnameable::TooLong(_)))));
    assert!(!coverage.entries.iter().any(EntryCoverage::is_missing));
}

#[test]
fn claims_can_be_renamed() {
    let spec = spec(&[("Map Layer", ""), ("Map Admin", "")], &[("Map Layer", "")]);
    let mut coverage = covered(&spec, &[own("x", "Map Layer"), own("y", ""), own("z", "Map")]);
    coverage.translate(|claim| claim + 10);
    assert_eq!(covering(&coverage), "[10] orphans [11]");
    assert_eq!(coverage.ambiguous, [(12, vec![0, 1])]);
}
