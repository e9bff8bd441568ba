//! The laws of `ARCHITECTURE.md` over random systems and what people do to them, through the pure core: what `fix` writes
//! silences what `check` says, twice is once, nobody's words are lost, every stub is sound, every fact of the model
//! reaches its stub, every link leads somewhere.
#![expect(clippy::expect_used, clippy::panic, reason = "a law that cannot be tried has failed")]

mod mending;
mod model;
mod people;
mod stubs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use model::{Model, model};
use proptest::prelude::*;
use roadspec::config::{Globs, Policy};
use roadspec::corpus::{Content, Corpus, Input};
use roadspec::finding::{Finding, Remedy, Safety};
use roadspec::markdown::{Block, BlockKind, Line, outline};
use roadspec::path::RepoPath;
use roadspec::plan::{self, Means, Plan, Planned, Scope, Surroundings, Templates};
use roadspec::profile::Profile;
use roadspec::rules;
use roadspec::schema::Schemas;
use roadspec::text::sha256_hex16;

const SYSTEM: &str = "specs/architecture/sys-random.md";

/// A repository as values: text by path.
type Files = BTreeMap<String, String>;

/// Compiled once: the laws are about everything else.
static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas::new().expect("sound schemas"));
static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| Templates::embedded().expect("sound templates"));
static GLOBS: LazyLock<Globs> = LazyLock::new(|| Globs::new(&Profile::default(), ""));

fn corpus(files: &Files) -> Corpus {
    let profile = Profile::default();
    let contents = files.iter().filter(|(path, _)| GLOBS.matches(path)).map(|(path, text)| {
        (RepoPath::new(path.as_bytes()).expect("a safe path"), Content::Bytes(text.clone().into_bytes()))
    });
    let input =
        Input { files: contents.collect(), profile, root: String::new(), oddities: Vec::new(), configured: Vec::new() };
    Corpus::build(input, &GLOBS, &SCHEMAS).expect("no bug")
}

/// A repository with the system spec, the specs that are said to exist, and the file that texts link to.
fn repository(model: &Model) -> Files {
    let mut files =
        Files::from([(SYSTEM.to_owned(), model.markdown()), ("specs/other.md".to_owned(), "# Part\n".to_owned())]);
    for place in &model.written {
        let name = &model.components[*place].name;
        let id = format!("feat-own-{place}");
        let text = format!(
            "---\nspecmas: \"3.0\"\nkind: feature\nid: {id}\nsystem_spec: {}\nsystem_component: {name}\n---\n\n# Mine\n",
            model.id
        );
        files.insert(format!("specs/mine/{id}.md"), text);
    }
    files
}

/// The repository of values, as a plan sees it.
struct Around<'f>(&'f Files);

impl Surroundings for Around<'_> {
    fn existing(&self, paths: BTreeSet<String>) -> roadspec::error::Result<BTreeSet<String>> {
        Ok(paths.into_iter().filter(|path| self.0.contains_key(path)).collect())
    }

    fn refusals(&self, _: &BTreeSet<RepoPath>) -> roadspec::error::Result<BTreeMap<RepoPath, String>> {
        Ok(BTreeMap::new())
    }

    fn templates(&self) -> roadspec::error::Result<&Templates> {
        Ok(&TEMPLATES)
    }

    fn dirty(&self, _: &BTreeSet<RepoPath>) -> roadspec::error::Result<BTreeMap<RepoPath, String>> {
        Ok(BTreeMap::new())
    }
}

/// What `fix` does, on values.
fn plan(files: &Files) -> (Plan, Corpus) {
    let policy = Policy::default();
    let around = Around(files);
    let means = Means { policy: &policy, globs: &GLOBS, schemas: &SCHEMAS, today: "2026-01-02", around: &around };
    let scope = Scope { takes: &|_| true, touches: &|_| true, safety: Safety::Safe };
    let Planned { plan, corpus: planned, .. } = plan::fix(corpus(files), scope, means).expect("plans");
    assert!(plan.blocked.is_empty(), "{:?}", plan.blocked);
    (plan, planned)
}

/// A repository once a plan is carried out.
fn apply(files: &Files, plan: &Plan) -> Files {
    let mut fixed = files.clone();
    for edited in &plan.edited {
        let before = fixed.insert(edited.path.to_string(), edited.text.clone());
        assert_eq!(before.as_ref(), Some(&edited.before), "what is changed is what was read");
    }
    for spec in &plan.new_specs {
        assert_eq!(fixed.insert(spec.path.to_string(), spec.text.clone()), None, "nothing is replaced");
    }
    fixed
}

fn fix(files: &Files) -> Files {
    apply(files, &plan(files).0)
}

fn is_fixable(finding: &Finding) -> bool {
    match &finding.remedy {
        Remedy::Create { .. } => true,
        Remedy::Edit(fix) => fix.safety == Safety::Safe,
        Remedy::Author(_) => false,
    }
}

/// The stub of the component at `place`.
fn stub<'f>(fixed: &'f Files, model: &Model, place: usize) -> &'f str {
    let id = model.components[place].name.to_lowercase().replace(' ', "-");
    fixed.get(&format!("specs/features/feat-{id}.md")).unwrap_or_else(|| panic!("no stub of {id}: {:?}", fixed.keys()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_stub_is_sound(model in model()) {
        let fixed = fix(&repository(&model));
        let corpus = corpus(&fixed);
        let mut edges = BTreeSet::new();
        for document in corpus.documents.iter().filter(|document| document.path.as_str().starts_with("specs/features/")) {
            prop_assert_eq!((&document.malformed, &document.violations), (&vec![], &vec![]));
            let matter = front_matter(&document.text);
            for (key, reverse) in [("depends_on", false), ("required_by", true)] {
                for other in matter[key].as_array().expect("a list") {
                    let pair = (matter["id"].to_string(), other.to_string());
                    edges.insert((reverse, if reverse { (pair.1, pair.0) } else { pair }));
                }
            }
            prop_assert!(!document.text.ends_with("\n\n") && document.text.ends_with('\n'));
            regions(&document.text);
        }
        if model.written.is_empty() {
            let of = |wanted: bool| edges.iter().filter(|(reverse, _)| *reverse == wanted).map(|(_, pair)| pair).collect::<Vec<_>>();
            prop_assert_eq!(of(false), of(true), "depends_on and required_by mirror each other");
        }
    }

    #[test]
    fn every_link_of_a_stub_leads_somewhere(model in model()) {
        let fixed = fix(&repository(&model));
        let anchors = |text: &str| -> BTreeSet<String> {
            outline(text, 0).sections.iter().map(|section| section.anchor.clone()).collect()
        };
        let system = anchors(&fixed[SYSTEM]);
        for (path, text) in fixed.iter().filter(|(path, _)| path.starts_with("specs/features/")) {
            let links = links(text);
            prop_assert!(links.len() >= 3, "{links:?}");
            for link in links {
                let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
                let target = resolve(path, file);
                prop_assert!(fixed.contains_key(&target), "{link} of {path} leads to {target}");
                prop_assert!(target != SYSTEM || anchor.is_empty() || system.contains(anchor), "{link}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_fact_of_a_component_reaches_its_stub(model in model(), at in any::<prop::sample::Index>()) {
        let model = Model { written: Vec::new(), ..model };
        let place = at.index(model.components.len());
        let whole = fix(&repository(&model));
        for (fact, less) in model.without_each_fact(place) {
            let fixed = fix(&repository(&less));
            prop_assert!(stub(&whole, &model, place) != stub(&fixed, &less, place), "nothing changes without {fact}");
        }
    }
}

fn front_matter(text: &str) -> serde_json::Value {
    let roadspec::yaml::Front::Found(matter) = roadspec::yaml::split(text).front else {
        panic!("there is front matter")
    };
    roadspec::yaml::read(text, matter.yaml).value
}

/// Regions are balanced and carry the digest of their own text.
fn regions(text: &str) {
    let mut rest = text;
    let mut count = 0;
    while let Some((_, begun)) = rest.split_once("<!-- roadspec:begin ") {
        let (marker, inside) = begun.split_once(" -->").expect("the marker ends");
        let role = marker.split(' ').next().expect("a role");
        let (body, after) = inside.split_once(&format!("<!-- roadspec:end {role} -->")).expect("the region ends");
        let digest = marker.split(' ').find_map(|word| word.strip_prefix("text=sha256:")).expect("a digest");
        assert_eq!(digest, sha256_hex16(body), "{role}");
        rest = after;
        count += 1;
    }
    assert!(count >= 2 && !rest.contains("roadspec:end"), "{count} regions");
}

/// The destinations of all links of a text.
fn links(text: &str) -> Vec<String> {
    let outline = outline(text, roadspec::yaml::split(text).body);
    let mut found = Vec::new();
    let mut open: Vec<&Block> = outline.sections.iter().flat_map(|section| &section.blocks).collect();
    let mut take = |line: &Line| found.extend(line.links.iter().map(|link| link.destination.clone()));
    while let Some(block) = open.pop() {
        match &block.kind {
            BlockKind::Paragraph(lines) => lines.iter().for_each(&mut take),
            BlockKind::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(&mut take),
            BlockKind::List(list) => open.extend(list.items.iter().flat_map(|item| &item.blocks)),
            BlockKind::Quote(blocks) => open.extend(blocks),
            BlockKind::Fence(_) | BlockKind::Html | BlockKind::Rule => {}
        }
    }
    found
}

/// The path that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}
