//! The system spec: from a document's outline to the model of its components, contracts, data, concerns and roadmap.
//! The words it is recognised by live in `profile`; whether the model is complete or true is judged by the rules.

mod apis;
mod components;
mod contracts;
mod data;
mod dependencies;
mod entry;
mod fields;
mod model;
mod names;
mod roadmap;

pub use entry::{is_default, is_given};
pub use model::{
    Api, Component, ConcernText, Contract, DataArchitecture, Dependency, DependencyKind, Entry, Field, Headings,
    Metadata, Ownership, Phase, SectionRef, SystemSpec,
};
pub use names::{Match, Names, strip_noise};

use crate::markdown::{Outline, Section};
use crate::profile::{Concern, Profile, Role};
use crate::text::{Located, Span, normalise};
use crate::yaml;

/// What a system spec is read from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Its front matter.
    pub front: &'a yaml::Document,
    /// Its body.
    pub outline: &'a Outline,
    /// The words it is written in.
    pub profile: &'a Profile,
}

/// Reads the model. Whatever is not there stays empty; nothing here fails.
pub fn read(input: Input<'_>) -> SystemSpec {
    let reader = Reader::new(input);
    let mut components = components::read(&reader);
    let titles: Vec<String> = components.iter().map(|component| component.name.value.clone()).collect();
    let names = Names::new(titles.iter().map(String::as_str), &input.profile.words);
    let mut roadmap = roadmap::read(&reader, &components, &names);
    dependencies::resolve(&reader, &names, &mut components, &mut roadmap);
    SystemSpec {
        system_metadata: model::metadata(input),
        api_contracts: contracts::read(&reader, &names),
        data_architecture: data::read(&reader, &names),
        cross_cutting_concerns: Concern::ALL.into_iter().filter_map(|concern| reader.concern(concern)).collect(),
        components,
        roadmap,
        headings: Headings { components: reader.heading(Role::Components), roadmap: reader.heading(Role::Roadmap) },
    }
}

/// The document with the role of each of its sections: what every part of the reading starts from.
struct Reader<'a> {
    text: &'a str,
    outline: &'a Outline,
    profile: &'a Profile,
    roles: Vec<Option<Role>>,
    /// The system's id.
    system: Option<&'a str>,
}

impl<'a> Reader<'a> {
    fn new(input: Input<'a>) -> Self {
        let Input { text, outline, profile, front } = input;
        let system = front.value.get(profile.keys.id).and_then(|id| id.as_str());
        let role = |section: &Section| profile.words.role(&section.title).filter(|_| section.level > 0);
        Self { text, outline, profile, roles: outline.sections.iter().map(role).collect(), system }
    }

    /// The sections of a role, outermost ones only, in document order.
    fn sections(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        let has = move |at: usize| self.roles[at] == Some(role);
        (0..self.outline.sections.len()).filter(move |at| has(*at) && !self.ancestors(*at).any(has))
    }

    fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.outline.sections[at].parent, |above| self.outline.sections[*above].parent)
    }

    /// The first heading of a role.
    fn heading(&self, role: Role) -> Option<Span> {
        self.sections(role).next().map(|at| self.outline.sections[at].title_span)
    }

    /// A section and everything under it, in document order; sections under it that have another role are left out.
    fn family(&self, at: usize) -> Vec<usize> {
        let mut family = vec![at];
        let mut next = 0;
        while next < family.len() {
            let children = &self.outline.sections[family[next]].children;
            let own = |child: &&usize| self.roles[**child].is_none_or(|role| Some(role) == self.roles[at]);
            family.extend(children.iter().filter(own));
            next += 1;
        }
        family.sort_unstable();
        family
    }

    fn section_ref(&self, at: usize) -> SectionRef {
        let section = &self.outline.sections[at];
        SectionRef {
            title: self.plain(&section.title, section.title_span),
            anchor: section.anchor.clone(),
            level: section.level,
            span: section.span,
        }
    }

    /// A concern's section and its text without the heading.
    fn concern(&self, concern: Concern) -> Option<(Concern, ConcernText)> {
        let at = self.sections(concern.role()).next()?;
        let section = &self.outline.sections[at];
        let content = Span::new(section.heading.end, section.span.end).trimmed(self.text);
        Some((concern, ConcernText { section: self.section_ref(at), text: self.prose(content) }))
    }

    /// Text as it is written, markup included, in canonical form.
    fn prose(&self, span: Span) -> Located<String> {
        let span = span.trimmed(self.text);
        Located::at(normalise(span.of(self.text)), span)
    }

    /// Text without its markup: derived wherever that makes a difference.
    fn plain(&self, text: &str, span: Span) -> Located<String> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if normalise(span.of(self.text)) == text {
            Located::at(text, span)
        } else {
            Located::derived(text, "its markup is left out")
        }
    }
}

#[cfg(test)]
mod tests;
