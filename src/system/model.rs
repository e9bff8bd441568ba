//! The model of a system spec, and its public JSON form (`schemas/show.schema.json`).
//! Plain data: how it is recognised stands in the files beside this one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Input;
use crate::profile::{Complexity, Concern, Level};
use crate::text::{Located, Span};
use crate::yaml;

/// A whole system spec.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemSpec {
    /// From the front matter.
    pub system_metadata: Metadata,
    /// In document order.
    pub components: Vec<Component>,
    /// In document order.
    pub api_contracts: Vec<Contract>,
    /// Strategy and ownership.
    pub data_architecture: DataArchitecture,
    /// The concerns that have a section.
    pub cross_cutting_concerns: BTreeMap<Concern, ConcernText>,
    /// In document order; the features of all phases together are the roadmap's order.
    pub roadmap: Vec<Phase>,
    /// Where components and roadmap entries are looked for. No part of the JSON form.
    #[serde(skip)]
    pub headings: Headings,
}

/// The headings under which something is looked for, the first of each role.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "each is the heading of what is named")]
pub struct Headings {
    pub components: Option<Span>,
    pub roadmap: Option<Span>,
}

impl SystemSpec {
    /// Every roadmap entry in order, with its phase.
    pub fn entries(&self) -> impl Iterator<Item = (&Phase, &Entry)> {
        self.roadmap.iter().flat_map(|phase| phase.features.iter().map(move |entry| (phase, entry)))
    }

    /// The roadmap entry at this place of the whole roadmap.
    pub fn entry(&self, at: usize) -> Option<&Entry> {
        let mut before = 0;
        self.roadmap.iter().find_map(|phase| {
            let found = at.checked_sub(before).and_then(|at| phase.features.get(at));
            before += phase.features.len();
            found
        })
    }
}

/// Who the system is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the front matter key of the same name")]
pub struct Metadata {
    pub id: Option<Located<String>>,
    pub name: Option<Located<String>>,
    pub complexity: Option<Located<Complexity>>,
    pub maturity: Option<Located<Level>>,
}

/// A section of the document.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SectionRef {
    /// Its heading's text.
    pub title: Located<String>,
    /// Its anchor on GitHub, without the `#`.
    pub anchor: String,
    /// 1 to 6.
    pub level: u8,
    /// From the heading to the next one of its level or higher.
    pub span: Span,
}

/// A part of the system.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// Without number and markup.
    pub name: Located<String>,
    /// Where it is described.
    pub section: SectionRef,
    /// What it is for.
    pub responsibility: Option<Located<String>>,
    /// What it is built with.
    pub technology: Option<Located<String>>,
    /// Key features, one text each.
    pub features: Vec<Located<String>>,
    /// Endpoints.
    pub apis_exposed: Vec<Api>,
    /// Interfaces that are not HTTP, verbatim.
    pub interfaces: Vec<Located<String>>,
    /// What it depends on.
    pub dependencies: Vec<Dependency>,
    /// The id of its feature spec: what its feature-spec field says, else derived from its name; none if the name
    /// gives no id.
    pub feature_spec_id: Option<Located<String>>,
    /// Fields with labels that mean nothing here, kept as they are.
    pub fields: Vec<Field>,
    /// What a finding about it points at: its heading or its cell in a table. No part of the JSON form.
    #[serde(skip)]
    pub place: Span,
}

/// A labelled field that is kept and not understood.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "a label and its text")]
pub struct Field {
    pub label: Located<String>,
    pub text: Located<String>,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// `GET`, `POST`, …, `WS`, `ANY`.
    pub method: Located<String>,
    /// As written, parameters included.
    pub path: Located<String>,
    /// What it does, if that is said.
    pub description: Option<Located<String>>,
    /// All of it.
    pub span: Span,
}

/// What a named dependency turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DependencyKind {
    /// One component or roadmap entry.
    One,
    /// A phrase such as `All above`: every component or entry listed.
    Group,
    /// Several are equally near: listed, none is picked.
    Ambiguous,
    /// Nothing of this system.
    External,
}

/// A dependency of a component or a roadmap entry.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    /// As named, without its reason.
    pub text: Located<String>,
    /// What was found.
    pub kind: DependencyKind,
    /// Indices into the components.
    pub component_refs: Vec<usize>,
    /// Indices into the roadmap's entries, counted through all phases.
    pub entry_refs: Vec<usize>,
}

/// A contract between two components.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// The name before the arrow.
    pub from: Located<String>,
    /// The name after the arrow.
    pub to: Located<String>,
    /// The component before the arrow.
    pub from_ref: Option<usize>,
    /// The component after the arrow.
    pub to_ref: Option<usize>,
    /// The language of the code, lower case.
    pub language: Option<String>,
    /// The code fence, fence marks included.
    pub contract: Option<Located<String>>,
    /// Title and code.
    pub span: Span,
}

/// How data is kept and who owns it.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DataArchitecture {
    /// The strategy's text.
    pub strategy: Option<Located<String>>,
    /// One for each row of the ownership table.
    pub ownership: Vec<Ownership>,
}

/// Who owns a data domain.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ownership {
    /// The domain or domains.
    pub domain: Located<String>,
    /// The owner as named.
    pub owner: Located<String>,
    /// The component that is.
    pub owner_ref: Option<usize>,
    /// How others get at it.
    pub access: Option<Located<String>>,
    /// The row.
    pub span: Span,
}

/// The section of a concern.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConcernText {
    /// Where it stands.
    pub section: SectionRef,
    /// Its text without the heading, canonical.
    pub text: Located<String>,
}

/// A phase of the roadmap.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Phase {
    /// Its place in the roadmap, from 1.
    pub phase: usize,
    /// Its name, without the number and remarks; none if the roadmap has no phases.
    pub phase_name: Option<Located<String>>,
    /// Its entries.
    pub features: Vec<Entry>,
}

/// An entry of the roadmap.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// As written, without markup.
    pub name: Located<String>,
    /// Given, or following from the level, or defaulted.
    pub complexity: Located<Complexity>,
    /// Given, or following from the complexity, or defaulted.
    pub maturity: Located<Level>,
    /// What the entry itself says it depends on.
    pub dependencies: Vec<Dependency>,
    /// As written.
    pub estimated_days: Option<Located<String>>,
    /// The component it builds.
    pub component_ref: Option<usize>,
    /// Components that its name matches equally well, if there are several.
    pub ambiguous_refs: Vec<usize>,
    /// The id that a link or an id in the entry names.
    pub feature_spec_id: Option<Located<String>>,
    /// What else is listed under it.
    pub scope: Vec<Located<String>>,
    /// Its first line: what a finding about it points at.
    pub span: Span,
    /// The word that gives the complexity where it is not the canonical one. No part of the JSON form.
    #[serde(skip)]
    pub alias: Option<Span>,
}

/// Reads the metadata from the front matter.
pub(super) fn metadata(input: Input<'_>) -> Metadata {
    let keys = &input.profile.keys;
    let level = scalar(input.front, keys.maturity, |value| value.as_u64().and_then(Level::new));
    Metadata {
        id: scalar(input.front, keys.id, text),
        name: scalar(input.front, keys.name, text),
        complexity: scalar(input.front, keys.complexity, |value| value.as_str().and_then(Complexity::of_word)),
        maturity: level,
    }
}

fn text(value: &serde_json::Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn scalar<T>(front: &yaml::Document, key: &str, read: impl Fn(&serde_json::Value) -> Option<T>) -> Option<Located<T>> {
    let value = read(front.value.get(key)?)?;
    let span = front.index.get(&format!("/{key}"))?.value;
    Some(Located::at(value, span))
}
