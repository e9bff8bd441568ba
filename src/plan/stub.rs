//! What a stub says: the variables of its template, from the model, the coverage and the relations of its entry.
//! How it reads is the template's business; nothing stands here that the system spec does not say.

use std::collections::BTreeMap;

use serde::Serialize;

use super::region::Region;
use super::template::plain;
use crate::corpus::{Corpus, Document, System};
use crate::markdown::{self, Transplant};
use crate::path::RepoPath;
use crate::profile::{Complexity, Concern, Level, Part, Profile};
use crate::system::{Component, Contract, DependencyKind, Entry};
use crate::text::{Located, normalise};

/// The variables of the template.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stub {
    pub(super) feature_id: String,
    pub(super) feature_name: String,
    entry_name: String,
    pub(super) complexity: Complexity,
    #[serde(rename = "maturity")]
    pub(super) level: Level,
    date: String,
    status: &'static str,
    tags: Vec<String>,
    pub(super) system_id: String,
    system_name: String,
    system_link: String,
    system_component: Option<String>,
    component_link: String,
    description: Option<String>,
    technology: Option<String>,
    fields: Vec<Note>,
    key_features: Vec<KeyFeature>,
    scopes: Vec<String>,
    phase: usize,
    phase_name: Option<String>,
    estimate: Option<String>,
    related_specs: Vec<Related>,
    depends_on: Vec<String>,
    required_by: Vec<String>,
    neighbours: Vec<Link>,
    apis: Vec<Endpoint>,
    interfaces: Vec<String>,
    tests: Vec<usize>,
    /// The number of each part that this stub has.
    parts: BTreeMap<Part, usize>,
    regions: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
struct Note {
    label: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct KeyFeature {
    /// Its first line, without a full stop.
    title: String,
    /// All of it.
    text: String,
}

#[derive(Debug, Serialize)]
struct Related {
    id: String,
    relationship: &'static str,
    component: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Serialize)]
struct Link {
    name: String,
    link: String,
}

#[derive(Debug, Serialize)]
struct Endpoint {
    method: String,
    path: String,
    description: Option<String>,
}

impl Stub {
    /// The front matter that the template has to render, whatever else it adds.
    pub(super) fn front_matter(&self, profile: &Profile) -> serde_json::Value {
        let keys = &profile.keys;
        let related = self.related_specs.iter().map(|related| {
            let pairs = [
                (keys.id, Some(related.id.clone())),
                (keys.relationship, Some(related.relationship.to_owned())),
                (keys.component, related.component.clone()),
                (keys.description, related.description.clone()),
            ];
            pairs
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?.into())))
                .collect::<serde_json::Map<_, _>>()
        });
        let mut planned = serde_json::json!({
            keys.id: self.feature_id,
            keys.name: self.feature_name,
            keys.complexity: self.complexity.word(),
            keys.maturity: self.level.number(),
            keys.status: self.status,
            keys.created: self.date,
            keys.updated: self.date,
            keys.tags: self.tags,
            keys.system_spec: self.system_id,
            keys.depends_on: self.depends_on,
            keys.required_by: self.required_by,
            keys.related_specs: related.collect::<Vec<_>>(),
        });
        if let (Some(component), Some(planned)) = (&self.system_component, planned.as_object_mut()) {
            planned.insert(keys.system_component.to_owned(), component.clone().into());
        }
        planned
    }
}

/// One system, as its stubs see it.
pub(super) struct View<'c> {
    pub(super) corpus: &'c Corpus,
    system: &'c System,
    document: &'c Document,
    entries: Vec<(usize, Option<&'c str>, &'c Entry)>,
}

impl<'c> View<'c> {
    pub(super) fn new(corpus: &'c Corpus, system: &'c System) -> Self {
        let entries = system
            .spec
            .entries()
            .map(|(phase, entry)| (phase.phase, phase.phase_name.as_ref().map(|name| name.value.as_str()), entry));
        Self { corpus, system, document: &corpus.documents[system.document], entries: entries.collect() }
    }

    /// The stub of the entry at this place of the roadmap, to be written at `path`.
    pub(super) fn stub(&self, at: usize, path: &RepoPath, today: &str) -> Stub {
        let (phase, phase_name, entry) = self.entries[at];
        let page = Page { view: self, folder: path.parent(), at, entry };
        let coverage = &self.system.coverage.entries[at];
        let relations = &self.system.relations[at];
        let component = page.component();
        let ids = |places: &mut dyn Iterator<Item = usize>| places.filter_map(|other| self.id(other)).collect();
        let metadata = &self.system.spec.system_metadata;
        Stub {
            feature_id: coverage.planned().unwrap_or_default().to_owned(),
            feature_name: coverage.name.clone(),
            entry_name: entry.name.value.clone(),
            complexity: entry.complexity.value,
            level: entry.maturity.value,
            date: today.to_owned(),
            status: self.corpus.profile.statuses.draft,
            tags: self.document.header.tags.clone(),
            system_id: self.system.id.clone(),
            system_name: metadata.name.as_ref().map_or_else(|| self.system.id.clone(), |name| name.value.clone()),
            system_link: page.system_link(None),
            system_component: component.map(|component| component.name.value.clone()),
            component_link: page.system_link(component.map(|component| component.section.anchor.as_str())),
            description: component.and_then(|component| page.carry_all(component.responsibility.as_ref())),
            technology: component.and_then(|component| page.carry_all(component.technology.as_ref())),
            fields: page.fields(),
            key_features: page.key_features(),
            scopes: entry.scope.iter().map(|scope| page.carry(scope)).collect(),
            phase,
            phase_name: phase_name.map(str::to_owned),
            estimate: page.carry_all(entry.estimated_days.as_ref()),
            related_specs: page.related(),
            depends_on: ids(&mut relations.depends_on.iter().copied()),
            required_by: ids(&mut relations.required_by.iter().copied()),
            neighbours: relations.neighbours().into_iter().filter_map(|other| page.neighbour(other)).collect(),
            apis: page.endpoints(),
            interfaces: component.into_iter().flat_map(|one| &one.interfaces).map(|text| page.carry(text)).collect(),
            tests: (1..=if entry.maturity.value.number() >= 5 { 5 } else { 3 }).collect(),
            parts: page.parts(),
            regions: page.regions(),
        }
    }

    /// The spec that covers an entry.
    fn spec_of(&self, entry: usize) -> Option<&'c Document> {
        let coverage = self.system.coverage.entries.get(entry)?;
        coverage.covered_by.first().map(|claim| &self.corpus.documents[*claim])
    }

    /// The id an entry is referred to by: its spec's, else the one it would be given.
    fn id(&self, entry: usize) -> Option<String> {
        let covering = self.spec_of(entry).and_then(|spec| spec.header.id.as_ref()).map(|id| id.value.clone());
        covering.or_else(|| self.system.coverage.entries.get(entry)?.planned().map(str::to_owned))
    }
}

/// One stub on its way: the place it will have decides all its links.
struct Page<'v> {
    view: &'v View<'v>,
    folder: &'v str,
    at: usize,
    entry: &'v Entry,
}

impl<'v> Page<'v> {
    fn component(&self) -> Option<&'v Component> {
        self.entry.component_ref.and_then(|at| self.view.system.spec.components.get(at))
    }

    fn system_link(&self, anchor: Option<&str>) -> String {
        let link = destination(&self.view.document.path.link_from(self.folder));
        anchor.map_or_else(|| link.clone(), |anchor| format!("{link}#{anchor}"))
    }

    /// A text of the system spec as it reads here: its links lead to where they led there.
    fn carry(&self, text: &Located<String>) -> String {
        match text.span {
            Some(span) if text.value.contains(['[', '<', '#', '`', '~']) => normalise(&self.transplant(span, 6)),
            _ => text.value.clone(),
        }
    }

    fn carry_all(&self, text: Option<&Located<String>>) -> Option<String> {
        text.map(|text| self.carry(text))
    }

    fn transplant(&self, span: crate::text::Span, level: u8) -> String {
        let link = |to: &str| self.rebase(to);
        let how = Transplant { level, link: &link };
        markdown::transplant(&self.view.document.text, self.view.document.body, span, &how)
    }

    /// A link of the system spec, as it must be written in the stub's folder.
    fn rebase(&self, to: &str) -> String {
        let (file, anchor) = to.split_once('#').map_or((to, None), |(file, anchor)| (file, Some(anchor)));
        let absolute = file.starts_with('/') || file.contains(':') || file.starts_with("\\\\");
        if file.is_empty() {
            return self.system_link(anchor);
        }
        if absolute {
            return to.to_owned();
        }
        let mut parts: Vec<&str> =
            self.view.document.path.parent().split('/').filter(|part| !part.is_empty()).collect();
        for part in file.split('/') {
            match part {
                "." | "" => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
                other => parts.push(other),
            }
        }
        let up: Vec<&str> = self.folder.split('/').filter(|part| !part.is_empty()).collect();
        let shared = up.iter().zip(&parts).take_while(|(a, b)| a == b).count();
        let mut link = vec![".."; up.len() - shared];
        link.extend(&parts[shared..]);
        let file = link.join("/") + if file.ends_with('/') { "/" } else { "" };
        anchor.map_or_else(|| file.clone(), |anchor| format!("{file}#{anchor}"))
    }

    fn fields(&self) -> Vec<Note> {
        let fields = self.component().into_iter().flat_map(|component| &component.fields);
        fields.map(|field| Note { label: field.label.value.clone(), text: self.carry(&field.text) }).collect()
    }

    fn key_features(&self) -> Vec<KeyFeature> {
        let features = self.component().into_iter().flat_map(|component| &component.features);
        features
            .map(|feature| {
                let text = self.carry(feature);
                let title = text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
                KeyFeature { title, text }
            })
            .collect()
    }

    fn endpoints(&self) -> Vec<Endpoint> {
        let apis = self.component().into_iter().flat_map(|component| &component.apis_exposed);
        apis.map(|api| Endpoint {
            method: api.method.value.clone(),
            path: api.path.value.clone(),
            description: self.carry_all(api.description.as_ref()),
        })
        .collect()
    }

    /// The numbers of the parts of this level; the API part only where there is an API or an interface.
    fn parts(&self) -> BTreeMap<Part, usize> {
        let apis = self.component().is_some_and(|one| !one.apis_exposed.is_empty() || !one.interfaces.is_empty());
        let parts = self.entry.maturity.value.parts().filter(|part| apis || *part != Part::Api);
        parts.enumerate().map(|(at, part)| (part, at + 1)).collect()
    }

    /// `related_specs`: the system first, then the neighbours in roadmap order (decision 13).
    fn related(&self) -> Vec<Related> {
        let words = &self.view.corpus.profile.relations;
        let relations = &self.view.system.relations[self.at];
        let mut related = vec![Related {
            id: self.view.system.id.clone(),
            relationship: words.implements_component,
            component: self.component().map(|component| component.name.value.clone()),
            description: None,
        }];
        for other in relations.neighbours() {
            let Some(id) = self.view.id(other) else { continue };
            let contract = relations.contracts.iter().find(|(_, partner, _)| *partner == other);
            let (relationship, description) = match contract {
                Some((contract, _, calls)) => {
                    let contract = &self.view.system.spec.api_contracts[*contract];
                    let title = format!("{} → {}", contract.from.value, contract.to.value);
                    (if *calls { words.consumes } else { words.consumed_by }, Some(title))
                }
                None if relations.depends_on.contains(&other) => (words.depends_on, self.one_line(other)),
                None => (words.enables, self.one_line(other)),
            };
            related.push(Related { id, relationship, component: None, description });
        }
        related
    }

    /// What another entry is for, if that is one line.
    fn one_line(&self, other: usize) -> Option<String> {
        let (_, _, entry) = self.view.entries.get(other)?;
        let component = self.view.system.spec.components.get(entry.component_ref?)?;
        let text = &component.responsibility.as_ref()?.value;
        (!text.contains('\n')).then(|| text.clone())
    }

    /// A link to another entry's spec, written or planned.
    fn neighbour(&self, other: usize) -> Option<Link> {
        let id = self.view.id(other)?;
        let planned = || RepoPath::new(self.view.corpus.path_of(&id).as_bytes()).ok();
        let path = self.view.spec_of(other).map(|spec| spec.path.clone()).or_else(planned)?;
        let name = self.view.system.coverage.entries.get(other)?.name.clone();
        Some(Link { name, link: destination(&path.link_from(self.folder)) })
    }

    fn regions(&self) -> BTreeMap<&'static str, String> {
        let mut regions = BTreeMap::new();
        for concern in Concern::ALL {
            regions.insert(key_of(concern), self.concern(concern));
        }
        regions.insert("endpoints", self.endpoint_table());
        regions.insert("ownership", self.ownership());
        regions.insert("dependencies", self.dependencies());
        regions
    }

    /// A concern's whole section, its headings below the stub's own.
    fn concern(&self, concern: Concern) -> String {
        let Some(found) = self.view.system.spec.cross_cutting_concerns.get(&concern) else {
            let word = concern.word().replace('-', " ");
            return format!("[To be written: {word}; the system spec has no section about it]");
        };
        let text = found.text.span.map(|span| self.transplant(span, 4)).unwrap_or_default();
        let link = self.system_link(Some(&found.section.anchor));
        let from = format!("*From [{}]({link}):*", plain(&found.section.title.value));
        self.region(concern.word(), Some(&found.section.anchor), &found.text.value, &format!("{from}\n\n{text}"))
    }

    fn region(&self, role: &str, anchor: Option<&str>, source: &str, text: &str) -> String {
        Region { role, system: &self.view.system.id, anchor, source, text }.render()
    }

    /// A region made of facts of the component: they are its source.
    fn derived(&self, role: &str, facts: &str) -> String {
        let component = self.component();
        let anchor = component.map(|component| component.section.anchor.as_str());
        let title = component.map_or(&self.entry.name.value, |component| &component.name.value);
        let from = format!("*From [{}]({}):*", plain(title), self.system_link(anchor));
        self.region(role, anchor, facts, &format!("{from}\n\n{facts}"))
    }

    fn endpoint_table(&self) -> String {
        let mut facts = String::new();
        let endpoints = self.endpoints();
        if !endpoints.is_empty() {
            facts.push_str("| Method | Endpoint | Description |\n|---|---|---|\n");
        }
        for api in endpoints {
            let description = api.description.unwrap_or_default();
            facts.push_str(&row(&[&api.method, &format!("`{}`", api.path), &description]));
        }
        for interface in self.component().into_iter().flat_map(|component| &component.interfaces) {
            let text = self.carry(interface);
            facts.push_str(&if text.contains('\n') { format!("\n{text}\n") } else { format!("\n- {text}\n") });
        }
        self.derived("endpoints", &facts)
    }

    /// The data domains that the component owns, and the strategy they are kept by.
    fn ownership(&self) -> String {
        let data = &self.view.system.spec.data_architecture;
        let own = |owner: &Option<usize>| owner.is_some() && *owner == self.entry.component_ref;
        let rows: String = data
            .ownership
            .iter()
            .filter(|row| own(&row.owner_ref))
            .map(|domain| {
                let access = domain.access.as_ref().map(|access| self.carry(access)).unwrap_or_default();
                row(&[&plain(&domain.domain.value), &access])
            })
            .collect();
        let mut facts = Vec::new();
        facts.extend(data.strategy.as_ref().map(|strategy| self.strategy(strategy)));
        if rows.is_empty() {
            facts.push("The system spec assigns no data to it.".to_owned());
        } else {
            facts.push(format!("| Domain | Access |\n|---|---|\n{rows}"));
        }
        self.derived("data-ownership", &facts.join("\n\n"))
    }

    fn strategy(&self, strategy: &Located<String>) -> String {
        strategy.span.map_or_else(|| strategy.value.clone(), |span| self.transplant(span, 4))
    }

    /// Upstream, downstream and contracts, with links.
    fn dependencies(&self) -> String {
        let relations = &self.view.system.relations[self.at];
        let line = |other: usize| {
            let link = self.neighbour(other)?;
            let purpose = self.one_line(other).map(|text| format!(": {text}")).unwrap_or_default();
            Some(format!("- [{}]({}){purpose}", plain(&link.name), link.link))
        };
        let mut upstream: Vec<String> = relations.depends_on.iter().filter_map(|other| line(*other)).collect();
        upstream.extend(self.unresolved());
        let downstream: Vec<String> = relations.required_by.iter().filter_map(|other| line(*other)).collect();
        let list = |lines: Vec<String>| if lines.is_empty() { "- None".to_owned() } else { lines.join("\n") };
        let mut facts = format!("**Upstream:**\n\n{}\n\n**Downstream:**\n\n{}", list(upstream), list(downstream));
        for contract in self.contracts() {
            let title = format!("{} → {}", plain(&contract.from.value), plain(&contract.to.value));
            let text = contract.contract.as_ref().map(|text| format!("\n\n{}", text.value)).unwrap_or_default();
            facts.push_str(&format!("\n\n**Contract {title}**{text}"));
        }
        self.derived("dependencies", &facts)
    }

    /// Dependencies that are no feature of this system.
    fn unresolved(&self) -> Vec<String> {
        let of_component = self.component().into_iter().flat_map(|component| &component.dependencies);
        let all = of_component.chain(&self.entry.dependencies).filter(|dependency| dependency.entry_refs.is_empty());
        let mut lines: Vec<String> = Vec::new();
        for dependency in all {
            let remark = match dependency.kind {
                DependencyKind::External => " (external)",
                DependencyKind::Ambiguous => " (can mean several components)",
                DependencyKind::One | DependencyKind::Group => " (not on the roadmap)",
            };
            let line = format!("- {}{remark}", plain(&dependency.text.value));
            if dependency.kind != DependencyKind::Group && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    fn contracts(&self) -> impl Iterator<Item = &'v Contract> {
        let own = self.entry.component_ref;
        let takes_part =
            move |contract: &&Contract| own.is_some() && (contract.from_ref == own || contract.to_ref == own);
        self.view.system.spec.api_contracts.iter().filter(takes_part)
    }
}

/// The template's name for a concern's region.
const fn key_of(concern: Concern) -> &'static str {
    match concern {
        Concern::ErrorHandling => "errorHandling",
        other => other.word(),
    }
}

/// A row of a Markdown table.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', " ").replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A path as the destination of a link.
fn destination(path: &str) -> String {
    if path.contains([' ', '(', ')', '<', '>']) { format!("<{path}>") } else { path.to_owned() }
}
