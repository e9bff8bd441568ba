//! Random systems: a model of facts, each with a text of its own, and how it is written as a system spec.
//! What must hold for them is said in `main`.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A system as an author has it in mind. Every text in it is unlike every other.
#[derive(Debug, Clone)]
pub struct Model {
    pub id: String,
    pub components: Vec<Component>,
    /// Sections by title, and their text.
    pub concerns: Vec<(&'static str, String)>,
    pub strategy: Option<String>,
    /// Sizes of the phases; what is left of the components goes into the last.
    pub phases: Vec<usize>,
    /// Places of components that have a spec already.
    pub written: Vec<usize>,
}

/// A component with its roadmap entry.
#[derive(Debug, Clone)]
pub struct Component {
    pub name: String,
    pub responsibility: Option<String>,
    pub technology: Option<String>,
    pub features: Vec<String>,
    /// Path and description.
    pub apis: Vec<(String, Option<String>)>,
    pub interfaces: Vec<String>,
    /// Places of other components.
    pub depends_on: Vec<usize>,
    /// The place of the component it has a contract with, and the code.
    pub contract: Option<(usize, String)>,
    /// Domain and access.
    pub domain: Option<(String, String)>,
    /// A field of no known meaning.
    pub field: Option<String>,
    pub level: u8,
    pub estimate: Option<u8>,
    pub scope: Vec<String>,
}

/// An optional fact of a component: what it is called, whether it is there, how it is taken away.
type Optional = (&'static str, bool, fn(&mut Component));

/// Words that are no label, role, noise or method.
const WORDS: [&str; 12] =
    ["Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath", "Inlet", "Jasper", "Kelp", "Lagoon"];

prop_compose! {
    fn component(place: usize, count: usize)(
        responsibility in prop::option::weighted(0.9, prose()),
        technology in prop::option::of(prose()),
        features in prop::collection::vec(prose(), 0..4),
        apis in prop::collection::vec((any::<u16>(), prop::option::of(prose())), 0..4),
        interfaces in prop::collection::vec(prose(), 0..3),
        depends_on in prop::collection::btree_set(0..count, 0..3),
        contract in prop::option::of((0..count, any::<u16>())),
        domain in prop::option::of((any::<u16>(), prose())),
        field in prop::option::of(prose()),
        level in 0u8..=5,
        estimate in prop::option::of(1u8..90),
        scope in prop::collection::vec(prose(), 0..3),
    ) -> Component {
        let own = |text: String, what: &str, at: usize| format!("{text} {what}{place}x{at}");
        let numbered = |texts: Vec<String>, what: &str| texts.into_iter().enumerate().map(|(at, text)| own(text, what, at)).collect();
        Component {
            name: format!("{}{place} Unit", WORDS[place % WORDS.len()]),
            responsibility: responsibility.map(|text| own(text, "resp", 0)),
            technology: technology.map(|text| own(text, "tech", 0)),
            features: numbered(features, "feat"),
            apis: apis.into_iter().enumerate()
                .map(|(at, (path, text))| (format!("/p{place}/{at}/{path}"), text.map(|text| own(text, "api", at))))
                .collect(),
            interfaces: numbered(interfaces, "iface"),
            depends_on: depends_on.into_iter().filter(|other| *other != place).collect(),
            contract: contract.filter(|(other, _)| *other != place).map(|(other, code)| (other, format!("type C{place}x{code};"))),
            domain: domain.map(|(name, access)| (format!("Domain{place}x{name}"), own(access, "access", 0))),
            field: field.map(|text| own(text, "field", 0)),
            level,
            estimate,
            scope: numbered(scope, "scope"),
        }
    }
}

/// A few words with what trips careless writers: quotes, colons, hashes, markup, letters of many scripts.
fn prose() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "keeps",
        "reads",
        "zählt",
        "日本語",
        "\"quoted\"",
        "it's",
        "a: b",
        "# no heading",
        "`code`",
        "*soft*",
        "50 %",
        "{{ x }}",
        "{% raw %}",
        "<b>",
        "&amp;",
        "| bar",
        "--- dash",
        "[link](../other.md#part)",
        "!",
        "null",
        "ok\\",
    ]);
    prop::collection::vec(word, 1..5).prop_map(|words| format!("Text {}", words.join(" ")))
}

/// A random system of one to eight components.
pub fn model() -> impl Strategy<Value = Model> {
    (1usize..=8)
        .prop_flat_map(|count| {
            let components: Vec<_> = (0..count).map(|place| component(place, count)).collect();
            let titles = [
                "Security Model",
                "Performance Targets",
                "Authentication & Authorization",
                "Error Handling",
                "Deployment",
                "Logging & Monitoring",
            ];
            let concerns =
                titles.map(|title| prop::option::of(prose()).prop_map(move |text| text.map(|text| (title, text))));
            let written = prop::collection::btree_set(0..count, 0..=count / 2);
            (components, concerns, prop::option::of(prose()), prop::collection::vec(1usize..4, 0..4), written)
        })
        .prop_map(|(components, concerns, strategy, phases, written)| Model {
            id: "sys-random".to_owned(),
            components,
            concerns: concerns
                .into_iter()
                .flatten()
                .map(|(title, text)| (title, format!("{text} in {}", title.to_lowercase())))
                .collect(),
            strategy: strategy.map(|text| format!("{text} strategy")),
            phases,
            written: written.into_iter().collect(),
        })
}

impl Model {
    /// The system spec.
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "---\nspecmas: \"3.0\"\nkind: system\nid: {}\nname: \"Random: system\"\ntags: [one, \"two: three\"]\n---\n\n# Random\n\n## 2. System Components\n\n",
            self.id
        );
        for (place, component) in self.components.iter().enumerate() {
            self.component(&mut out, place, component);
        }
        out.push_str("## 3. API Contracts\n\n");
        for component in &self.components {
            if let Some((other, code)) = &component.contract {
                let to = &self.components[*other].name;
                let _ = write!(out, "**{} → {to}**\n\n```ts\n{code}\n```\n\n", component.name);
            }
        }
        out.push_str("## 4. Data Architecture\n\n");
        if let Some(strategy) = &self.strategy {
            let _ = write!(out, "### 4.1 Data Strategy\n\n{strategy}\n\n");
        }
        out.push_str("### 4.2 Data Ownership\n\n| Domain | Owner | Access |\n|---|---|---|\n");
        for component in &self.components {
            if let Some((domain, access)) = &component.domain {
                let _ = writeln!(out, "| {domain} | {} | {} |", component.name, access.replace('|', "\\|"));
            }
        }
        for (title, text) in &self.concerns {
            let _ = write!(out, "\n## {title}\n\n{text}\n");
        }
        self.roadmap(&mut out);
        out
    }

    fn component(&self, out: &mut String, place: usize, component: &Component) {
        let _ = write!(out, "### Component {}: {}\n\n", place + 1, component.name);
        let mut line = |label: &str, value: &Option<String>| {
            if let Some(value) = value {
                let _ = write!(out, "**{label}:** {value}\n\n");
            }
        };
        line("Responsibility", &component.responsibility);
        line("Technology", &component.technology);
        line("Field of its own", &component.field);
        let mut list = |label: &str, items: &[String]| {
            if !items.is_empty() {
                let _ = write!(out, "**{label}:**\n\n- {}\n\n", items.join("\n- "));
            }
        };
        list("Key Features", &component.features);
        let apis: Vec<String> = component
            .apis
            .iter()
            .map(|(path, text)| {
                format!("`GET {path}`{}", text.as_ref().map(|text| format!(" - {text}")).unwrap_or_default())
            })
            .collect();
        list("APIs Exposed", &apis);
        list("Interfaces", &component.interfaces);
        let names: Vec<&str> = component.depends_on.iter().map(|other| self.components[*other].name.as_str()).collect();
        let names = if names.is_empty() { "None".to_owned() } else { names.join(", ") };
        let _ = write!(out, "**Dependencies:** {names}\n\n");
    }

    fn roadmap(&self, out: &mut String) {
        out.push_str("\n## 8. Implementation Roadmap\n\n");
        let mut places = self.components.iter().enumerate().peekable();
        let sizes = self.phases.iter().copied().chain([usize::MAX]);
        for (phase, size) in sizes.enumerate() {
            if places.peek().is_none() {
                break;
            }
            let _ = write!(out, "### Phase {}: Stage{phase}\n\n", phase + 1);
            for (place, component) in places.by_ref().take(size) {
                let _ = writeln!(out, "{}. {} Feature Spec (Level {})", place + 1, component.name, component.level);
                if let Some(days) = component.estimate {
                    let _ = writeln!(out, "   - Estimated: {days} days");
                }
                for scope in &component.scope {
                    let _ = writeln!(out, "   - {scope}");
                }
            }
            out.push('\n');
        }
    }

    /// Every way to take one fact of the component at `place` away.
    pub fn without_each_fact(&self, place: usize) -> Vec<(String, Self)> {
        let mut all = Vec::new();
        let mut without = |what: String, take: &dyn Fn(&mut Self)| {
            let mut model = self.clone();
            take(&mut model);
            all.push((what, model));
        };
        let own = &self.components[place];
        let options: [Optional; 6] = [
            ("responsibility", own.responsibility.is_some(), |one| one.responsibility = None),
            ("technology", own.technology.is_some(), |one| one.technology = None),
            ("field", own.field.is_some(), |one| one.field = None),
            ("contract", own.contract.is_some(), |one| one.contract = None),
            ("domain", own.domain.is_some(), |one| one.domain = None),
            ("estimate", own.estimate.is_some(), |one| one.estimate = None),
        ];
        for (what, present, take) in options.into_iter().filter(|(_, present, _)| *present) {
            assert!(present);
            without(what.to_owned(), &|model| take(&mut model.components[place]));
        }
        for at in 0..own.features.len() {
            without(format!("feature {at}"), &|model| drop(model.components[place].features.remove(at)));
        }
        for at in 0..own.apis.len() {
            without(format!("endpoint {at}"), &|model| drop(model.components[place].apis.remove(at)));
            if own.apis[at].1.is_some() {
                without(format!("description of endpoint {at}"), &|model| model.components[place].apis[at].1 = None);
            }
        }
        for at in 0..own.interfaces.len() {
            without(format!("interface {at}"), &|model| drop(model.components[place].interfaces.remove(at)));
        }
        for at in 0..own.depends_on.len() {
            without(format!("dependency {at}"), &|model| {
                model.components[place].depends_on.retain(|other| *other != own.depends_on[at]);
            });
        }
        for at in 0..own.scope.len() {
            without(format!("scope {at}"), &|model| drop(model.components[place].scope.remove(at)));
        }
        for (at, (title, _)) in self.concerns.iter().enumerate() {
            // Stubs below level 4 have no part for these (decisions, "Sections of a feature spec").
            if own.level < 4 && matches!(*title, "Deployment" | "Logging & Monitoring") {
                continue;
            }
            without(format!("concern {at}"), &|model| drop(model.concerns.remove(at)));
        }
        if self.strategy.is_some() {
            without("strategy".to_owned(), &|model| model.strategy = None);
        }
        all
    }
}
