//! One stub on its way: what the model, the coverage and the relations of its entry say, as the template's variables.
//! Nothing stands here that the system spec does not say; regions are composed in `context`.

use std::collections::BTreeSet;

use super::stub::{self, Consumed, Endpoint, KeyFeature, Link, Note, Related, Stub};
use crate::corpus::{Corpus, Document, System};
use crate::markdown::{Original, Transplant};
use crate::path::RepoPath;
use crate::profile::Concern;
use crate::system::{Component, Entry};
use crate::text::{Located, Span, normalise};

/// One system, as its stubs see it.
pub(super) struct View<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) system: &'c System,
    document: &'c Document,
    original: Original<'c>,
    entries: Vec<(usize, Option<&'c str>, &'c Entry)>,
}

impl<'c> View<'c> {
    pub(super) fn new(corpus: &'c Corpus, system: &'c System) -> Self {
        let entries = system
            .spec
            .entries()
            .map(|(phase, entry)| (phase.phase, phase.phase_name.as_ref().map(|name| name.value.as_str()), entry));
        let document = &corpus.documents[system.document];
        let original = Original::new(&document.text, document.body);
        Self { corpus, system, document, original, entries: entries.collect() }
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
            context_version: stub::VERSION,
            feature_id: coverage.planned().unwrap_or_default().to_owned(),
            feature_name: coverage.name.clone(),
            entry_name: entry.name.value.clone(),
            complexity: entry.complexity.value,
            level: entry.maturity.value,
            date: today.to_owned(),
            status: self.corpus.profile.statuses.draft(),
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
            related_specs: self.corpus.neighbours(self.system, at).into_iter().map(Related::from).collect(),
            depends_on: ids(&mut relations.depends_on.iter().copied()),
            required_by: ids(&mut relations.required_by.iter().copied()),
            neighbours: relations.neighbours().into_iter().filter_map(|other| page.neighbour(other)).collect(),
            apis_exposed: page.endpoints(component),
            apis_consumed: page.consumed(),
            interfaces: component.into_iter().flat_map(|one| &one.interfaces).map(|text| page.carry(text)).collect(),
            data_ownership: page.owned().map(|row| row.domain.value.clone()).collect(),
            database_strategy: page.strategy(),
            authentication_model: page.text_of(Concern::Authentication),
            security_requirements: page.text_of(Concern::Security),
            performance_targets: page.text_of(Concern::Performance),
            logging_strategy: page.text_of(Concern::Logging),
            regions: page.regions(),
        }
    }

    /// The spec that covers an entry.
    fn spec_of(&self, entry: usize) -> Option<&'c Document> {
        let coverage = self.system.coverage.entries.get(entry)?;
        coverage.covered_by.first().map(|claim| &self.corpus.documents[*claim])
    }

    /// The component that an entry builds.
    fn component(&self, entry: usize) -> Option<&'c Component> {
        let (_, _, entry) = self.entries.get(entry)?;
        self.system.spec.components.get(entry.component_ref?)
    }

    /// `A → B`.
    fn contract_title(&self, contract: usize) -> String {
        let contract = &self.system.spec.api_contracts[contract];
        format!("{} → {}", contract.from.value, contract.to.value)
    }

    /// The id an entry is referred to by.
    fn id(&self, entry: usize) -> Option<String> {
        self.corpus.id_of(self.system.coverage.entries.get(entry)?).map(str::to_owned)
    }
}

/// One stub on its way: the place it will have decides all its links.
pub(super) struct Page<'v> {
    pub(super) view: &'v View<'v>,
    folder: &'v str,
    pub(super) at: usize,
    pub(super) entry: &'v Entry,
}

impl<'v> Page<'v> {
    pub(super) fn component(&self) -> Option<&'v Component> {
        self.entry.component_ref.and_then(|at| self.view.system.spec.components.get(at))
    }

    pub(super) fn system_link(&self, anchor: Option<&str>) -> String {
        let link = destination(&self.view.document.path.link_from(self.folder));
        anchor.map_or_else(|| link.clone(), |anchor| format!("{link}#{anchor}"))
    }

    /// A text of the system spec as it reads here: its links lead to where they led there.
    pub(super) fn carry(&self, text: &Located<String>) -> String {
        match text.span {
            Some(span) if text.value.contains(['[', '<', '#', '`', '~']) => normalise(&self.transplant(span, 6)),
            _ => text.value.clone(),
        }
    }

    fn carry_all(&self, text: Option<&Located<String>>) -> Option<String> {
        text.map(|text| self.carry(text))
    }

    pub(super) fn transplant(&self, span: Span, level: u8) -> String {
        let link = |to: &str| self.rebase(to);
        self.view.original.transplant(span, &Transplant { level, link: &link })
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

    /// The endpoints of a component.
    pub(super) fn endpoints(&self, component: Option<&Component>) -> Vec<Endpoint> {
        let apis = component.into_iter().flat_map(|component| &component.apis_exposed);
        apis.map(|api| Endpoint {
            method: api.method.value.clone(),
            path: api.path.value.clone(),
            description: self.carry_all(api.description.as_ref()),
        })
        .collect()
    }

    /// What the features offer that this one depends on, or calls by a contract.
    fn consumed(&self) -> Vec<Consumed> {
        let relations = &self.view.system.relations[self.at];
        let called = || relations.contracts.iter().filter(|(_, _, calls)| *calls);
        let others: BTreeSet<usize> =
            relations.depends_on.iter().copied().chain(called().map(|(_, other, _)| *other)).collect();
        let one = |other: usize| {
            let (link, id) = (self.neighbour(other)?, self.view.id(other)?);
            let contracts = called().filter(|(_, partner, _)| *partner == other);
            Some(Consumed {
                id,
                name: link.name,
                link: link.link,
                contracts: contracts.map(|(contract, ..)| self.view.contract_title(*contract)).collect(),
                endpoints: self.endpoints(self.view.component(other)),
            })
        };
        others.into_iter().filter_map(one).collect()
    }

    /// A link to another entry's spec, written or planned.
    pub(super) fn neighbour(&self, other: usize) -> Option<Link> {
        let id = self.view.id(other)?;
        let planned = || RepoPath::new(self.view.corpus.path_of(&id).as_bytes()).ok();
        let path = self.view.spec_of(other).map(|spec| spec.path.clone()).or_else(planned)?;
        let name = self.view.system.coverage.entries.get(other)?.name.clone();
        Some(Link { name, link: destination(&path.link_from(self.folder)) })
    }
}

/// A path as the destination of a link.
fn destination(path: &str) -> String {
    if path.contains([' ', '(', ')', '<', '>']) { format!("<{path}>") } else { path.to_owned() }
}
