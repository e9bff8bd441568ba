//! What the context regions of a stub hold: whole sections of the system spec, and tables made of its facts.
//! Markers and digests are put around them in `region`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::filter::plain;
use super::page::Page;
use super::region::Region;
use crate::profile::Concern;
use crate::system::{Contract, DependencyKind, Ownership};

impl<'v> Page<'v> {
    /// Every region, by the template's name for it.
    pub(super) fn regions(&self) -> BTreeMap<&'static str, String> {
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
        let text = self.text_of(concern).unwrap_or_default();
        let link = self.system_link(Some(&found.section.anchor));
        let from = format!("*From [{}]({link}):*", plain(&found.section.title.value));
        self.region(concern.word(), Some(&found.section.anchor), &found.text.value, &format!("{from}\n\n{text}"))
    }

    /// The text of a concern's section as it reads here.
    pub(super) fn text_of(&self, concern: Concern) -> Option<String> {
        let found = self.view.system.spec.cross_cutting_concerns.get(&concern)?;
        found.text.span.map(|span| self.transplant(span, 4).trim().to_owned())
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
        let endpoints = self.endpoints(self.component());
        if !endpoints.is_empty() {
            facts.push_str("| Method | Endpoint | Description |\n|---|---|---|\n");
        }
        for api in endpoints {
            let description = api.description.unwrap_or_default();
            facts.push_str(&row(&[&api.method, &format!("`{}`", api.path), &description]));
        }
        for interface in self.component().into_iter().flat_map(|component| &component.interfaces) {
            let text = self.carry(interface);
            let mark = if text.contains('\n') { "" } else { "- " };
            let _ = write!(facts, "\n{mark}{text}\n");
        }
        self.derived("endpoints", &facts)
    }

    /// The data domains that the component owns, and the strategy they are kept by.
    fn ownership(&self) -> String {
        let rows: String = self
            .owned()
            .map(|domain| {
                let access = domain.access.as_ref().map(|access| self.carry(access)).unwrap_or_default();
                row(&[&plain(&domain.domain.value), &access])
            })
            .collect();
        let mut facts = Vec::new();
        facts.extend(self.strategy());
        if rows.is_empty() {
            facts.push("The system spec assigns no data to it.".to_owned());
        } else {
            facts.push(format!("| Domain | Access |\n|---|---|\n{rows}"));
        }
        self.derived("data-ownership", &facts.join("\n\n"))
    }

    /// The rows of the ownership table that name the component.
    pub(super) fn owned(&self) -> impl Iterator<Item = &'v Ownership> {
        let own = self.entry.component_ref;
        let rows = self.view.system.spec.data_architecture.ownership.iter();
        rows.filter(move |row| own.is_some() && row.owner_ref == own)
    }

    /// How the system keeps its data, as it reads here.
    pub(super) fn strategy(&self) -> Option<String> {
        let strategy = self.view.system.spec.data_architecture.strategy.as_ref()?;
        Some(strategy.span.map_or_else(|| strategy.value.clone(), |span| self.transplant(span, 4)))
    }

    /// Upstream, downstream and contracts, with links.
    fn dependencies(&self) -> String {
        let relations = &self.view.system.relations[self.at];
        let line = |other: usize| {
            let link = self.neighbour(other)?;
            let purpose = self.view.system.purpose(other).map(|text| format!(": {text}")).unwrap_or_default();
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
            let _ = write!(facts, "\n\n**Contract {title}**{text}");
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
