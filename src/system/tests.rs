//! Reading small system specs: each concept in the forms people write it, and the law of spans over all of them.

use serde_json::Value;

use super::*;
use crate::text::normalise;

/// Reads a body under a minimal front matter and holds every text with a span to its law.
fn spec(body: &str) -> SystemSpec {
    let text = format!("---\nspecmas: \"3.0\"\nkind: system\nid: sys-a\nname: A\n---\n\n{body}");
    let split = yaml::split(&text);
    let yaml::Front::Found(matter) = &split.front else { panic!("there is front matter") };
    let front = yaml::read(&text, matter.yaml);
    let outline = crate::markdown::outline(&text, split.body);
    let profile = Profile::default();
    let spec = read(Input { text: &text, front: &front, outline: &outline, profile: &profile });
    check_spans(&serde_json::to_value(&spec).expect("the model is JSON"), &text);
    spec
}

/// `normalise(source[span]) == value`, or a reason (decision 27).
fn check_spans(value: &Value, text: &str) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::String(value)), Some(span)) = (map.get("value"), map.get("span")) {
                if span.is_null() {
                    assert!(map.contains_key("reason"), "{value:?} has neither span nor reason");
                } else {
                    let at = |key: &str| usize::try_from(span[key].as_u64().expect("a number")).expect("small");
                    assert_eq!(&normalise(&text[at("start")..at("end")]), value);
                }
            }
            map.values().for_each(|value| check_spans(value, text));
        }
        Value::Array(values) => values.iter().for_each(|value| check_spans(value, text)),
        _ => {}
    }
}

fn texts<'l>(located: impl IntoIterator<Item = &'l Located<String>>) -> Vec<&'l str> {
    located.into_iter().map(|text| text.value.as_str()).collect()
}

fn names(spec: &SystemSpec) -> Vec<&str> {
    texts(spec.components.iter().map(|component| &component.name))
}

/// The one component that a text below `## Components` and `### Search` describes.
fn component(fields: &str) -> Component {
    let mut components = spec(&format!("## Components\n\n### Search\n\n{fields}")).components;
    assert_eq!(components.len(), 1, "{fields}");
    components.remove(0)
}

#[test]
fn components_are_headings_with_a_responsibility_or_a_number_and_rows_of_a_table() {
    let spec = spec(
        "## 2. System Components\n\n### 2.1 Component Diagram\n\n```text\n### Ghost\n**Responsibility:** none\n```\n\n\
         ### 2.2 Component Details\n\n#### Component 1: Search\n\nText.\n\n#### 2.2.2 Map Tiles (`src/tiles`)\n\n\
         **Responsibility:** Draws.\n\n#### Flow 1: Drawing\n\n**Purpose:** none\n\n#### Remarks\n\nNone.\n\n\
         | Service | Purpose | Tech |\n|---|---|---|\n| Weather | Forecasts | Go |\n",
    );
    assert_eq!(names(&spec), ["Search", "Map Tiles", "Weather"]);
    assert_eq!(spec.components[1].section.anchor, "222-map-tiles-srctiles");
    let id = spec.components[1].feature_spec_id.as_ref().expect("a name gives an id");
    assert_eq!((id.value.as_str(), id.span), ("feat-map-tiles", None));
    assert_eq!(spec.components[2].technology.as_ref().map(|text| text.value.as_str()), Some("Go"));
}

#[test]
fn a_label_is_understood_in_every_form() {
    for label in [
        "**Technology:** Rust and C",
        "**Technology**: Rust and C",
        "**technology** Rust and C",
        "Technology: Rust and C",
        "**Tech Stack** — Rust and C",
        "Technology - Rust and C",
        "- **Technology:** Rust and C",
        "**Technology:**\nRust and C",
        "**Technology:**\n\nRust and C",
        "**Responsibility:** Finds.\n**Technology:** Rust\nand C",
        "**Key Features:**\n- One\n- Two\n**Technology:** Rust and C",
        "#### Technology\n\nRust and C",
    ] {
        let found = component(&format!("**Responsibility:** Finds.\n\n{label}\n"));
        assert_eq!(found.technology.as_ref().map(|text| text.value.as_str()), Some("Rust and C"), "{label}");
    }
}

#[test]
fn a_label_in_prose_is_none_and_an_unknown_one_is_kept_apart() {
    let found = component(
        "**Responsibility:** Finds.\n\nSee the **Technology:** of this document.\n\n**Owner team:** Blue\n\n\
         **Key Features:**\n- **Speed:** fast\n- Cache\n\n**Rationale**: because\n",
    );
    assert_eq!(found.technology.as_ref().map(|text| &text.value), None);
    assert_eq!(texts(&found.features), ["**Speed:** fast", "Cache"]);
    let kept: Vec<_> =
        found.fields.iter().map(|field| (field.label.value.as_str(), field.text.value.as_str())).collect();
    assert_eq!(kept, [("Owner team", "Blue"), ("Rationale", "because")]);
}

#[test]
fn what_is_listed_is_read_inline_and_in_lists() {
    assert_eq!(
        texts(&component("**Responsibility:** x\n**Features:** one, two (a, b), three\n").features),
        ["one", "two (a, b)", "three"]
    );
    let nested = component("**Responsibility:** x\n\n**Features:**\n- one\n  - one a\n- two\n  goes on\n");
    assert_eq!(texts(&nested.features), ["one", "one a", "two goes on"]);
}

#[test]
fn endpoints_are_read_in_every_form() {
    let found = component(
        "**Responsibility:** x\n\n**APIs Exposed:**\n\n- `GET /a` - d - e\n- POST `/b/:id` — does: this\n- **PUT /c/{id}**: f\n\
         - DELETE /d?x=1 → gone, `ANY /e/*` all\n- PATCH /f\n- find(query): Result\n",
    );
    let apis: Vec<_> = found
        .apis_exposed
        .iter()
        .map(|api| {
            (
                api.method.value.as_str(),
                api.path.value.as_str(),
                api.description.as_ref().map(|text| text.value.as_str()),
            )
        })
        .collect();
    assert_eq!(
        apis,
        [
            ("GET", "/a", Some("d - e")),
            ("POST", "/b/:id", Some("does: this")),
            ("PUT", "/c/{id}", Some("f")),
            ("DELETE", "/d?x=1", Some("gone")),
            ("ANY", "/e/*", Some("all")),
            ("PATCH", "/f", None),
        ]
    );
    assert_eq!(texts(&found.interfaces), ["find(query): Result"]);
    let none = component("**Responsibility:** x\n\n**APIs Exposed:** None (client only)\n");
    assert!(none.apis_exposed.is_empty() && none.interfaces.is_empty());
    let table = component(
        "**Responsibility:** x\n\n**APIs:**\n\n| Method | Path | Description |\n|---|---|---|\n| GET | `/t` | reads |\n",
    );
    assert_eq!((table.apis_exposed[0].path.value.as_str(), table.interfaces.len()), ("/t", 0));
}

#[test]
fn dependencies_are_split_resolved_and_never_followed() {
    let spec = spec(
        "## Components\n\n### Search Service\n\n**Responsibility:** x\n**Dependencies:** Map (for tiles), Stripe via HTTP; \
         **Weather**\n\n### Map Tiles\n\n**Responsibility:** x\n**Dependencies:** None.\n\n### Weather\n\n\
         **Responsibility:** x\n**Dependencies:**\n- Search\n- All other services\n",
    );
    let of = |at: usize| -> Vec<_> {
        let dependencies = spec.components[at].dependencies.iter();
        dependencies.map(|one| (one.text.value.as_str(), one.kind, one.component_refs.clone())).collect()
    };
    assert_eq!(of(0), [("Map", DependencyKind::One, vec![1]), ("Weather", DependencyKind::One, vec![2]),]);
    assert_eq!(of(1), []);
    assert_eq!(
        of(2),
        [("Search", DependencyKind::One, vec![0]), ("All other services", DependencyKind::Group, vec![0, 1])]
    );
}

#[test]
fn the_feature_spec_field_names_an_id_or_says_there_is_none() {
    for (field, id) in [
        ("To be created", None),
        ("[To be created]", None),
        ("TBD", None),
        ("feat-x", Some("feat-x")),
        ("`feat-x`", Some("feat-x")),
        ("[the spec](../features/feat-x.md)", Some("feat-x")),
        ("feat-x.md", Some("feat-x")),
        ("specs/features/feat-x.md", Some("feat-x")),
    ] {
        let found = component(&format!("**Responsibility:** x\n\n**Feature Spec:** {field}\n"));
        let explicit = found.feature_spec_id.filter(|id| id.span.is_some()).map(|id| id.value);
        assert_eq!(explicit.as_deref(), id, "{field}");
    }
}

#[test]
fn contracts_are_titles_with_an_arrow_and_the_code_after_them() {
    let spec = spec(
        "## Components\n\n### Search\n\n**Responsibility:** x\n\n### Map\n\n**Responsibility:** x\n\n## API Contracts\n\n\
         **Search → Map**\n\n```ts\ninterface A {\n  b: string;\n}\n```\n\n### 3.2 Map -> Weather\n\nText.\n\n\
         From Search to Map:\n\n```json\n{}\n```\n",
    );
    let found: Vec<_> = spec
        .api_contracts
        .iter()
        .map(|one| (one.from.value.as_str(), one.to.value.as_str(), one.from_ref, one.to_ref, one.language.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("Search", "Map", Some(0), Some(1), Some("ts")),
            ("Map", "Weather", Some(1), None, None),
            ("Search", "Map", Some(0), Some(1), Some("json")),
        ]
    );
    let code = spec.api_contracts[0].contract.as_ref().map(|code| code.value.as_str());
    assert_eq!(code, Some("```ts\ninterface A {\n  b: string;\n}\n```"));
}

#[test]
fn data_has_a_strategy_and_owners() {
    let spec = spec(
        "## Components\n\n### Search\n\n**Responsibility:** x\n\n## Data Architecture\n\nOne database.\n\n### Ownership\n\n\
         | Entity | Owning Service | Access |\n|---|---|---|\n| Words, Hits | search | SQL |\n| Tiles | Nobody | |\n",
    );
    let data = &spec.data_architecture;
    assert_eq!(data.strategy.as_ref().map(|text| text.value.as_str()), Some("One database."));
    let rows: Vec<_> = data.ownership.iter().map(|row| (row.domain.value.as_str(), row.owner_ref)).collect();
    assert_eq!(rows, [("Words, Hits", Some(0)), ("Tiles", None)]);
    assert!(data.ownership[1].access.is_none());
}

#[test]
fn concerns_keep_their_whole_section() {
    let spec = spec("## 5. Security Model\n\n- TLS\n\n### Keys\n\nRotated.\n\n## Error Handling\n\nRetry.\n");
    let text = |concern| spec.cross_cutting_concerns.get(&concern).map(|found| found.text.value.as_str());
    assert_eq!(text(Concern::Security), Some("- TLS\n\n### Keys\n\nRotated."));
    assert_eq!(text(Concern::ErrorHandling), Some("Retry."));
    assert_eq!(text(Concern::Deployment), None);
}

#[test]
fn the_roadmap_is_read_with_its_phases_and_annotations() {
    let spec = spec(
        "## Components\n\n### Search Service\n\n**Responsibility:** x\n\n## Implementation Roadmap\n\n### Feature Spec Breakdown\n\n\
         #### Phase 1: Foundation (Weeks 1-2)\n\n1. Search Service Feature Spec (Level 4)\n   - Dependencies: None\n   \
         - Estimated: 3-5 days\n   - Indexing\n2. **Map Tiles** (MODERATE, Level 4) [24h]\n\n**Phase 2: Growth**\n\n\
         3. Weather — forecasts (HIGH)\n- [ ] set up the repository\n- [x] **Alerts** (L5)\n\n## Risks\n\n1. None\n",
    );
    let entries: Vec<_> = spec
        .entries()
        .map(|(phase, entry)| {
            (
                phase.phase,
                entry.name.value.as_str(),
                entry.complexity.value.word(),
                entry.maturity.value.number(),
                entry.component_ref,
            )
        })
        .collect();
    assert_eq!(
        entries,
        [
            (1, "Search Service Feature Spec", "MODERATE", 4, Some(0)),
            (1, "Map Tiles", "MODERATE", 4, None),
            (2, "Weather", "HIGH", 5, None),
            (2, "Alerts", "HIGH", 5, None),
        ]
    );
    let phases: Vec<_> =
        spec.roadmap.iter().map(|phase| phase.phase_name.as_ref().map(|name| name.value.as_str())).collect();
    assert_eq!(phases, [Some("Foundation"), Some("Growth")]);
    let first = &spec.roadmap[0].features[0];
    assert_eq!(first.estimated_days.as_ref().map(|text| text.value.as_str()), Some("3-5 days"));
    assert_eq!(texts(&first.scope), ["Indexing"]);
    assert!(first.dependencies.is_empty());
    assert_eq!(spec.roadmap[0].features[1].estimated_days.as_ref().map(|text| text.value.as_str()), Some("24h"));
    assert_eq!(texts(&spec.roadmap[1].features[0].scope), ["forecasts"]);
}

#[test]
fn a_table_of_entries_is_a_roadmap_with_links_and_defaults() {
    let spec = spec(
        "## Roadmap\n\n| Phase | Feature | Level | Depends on | Effort |\n|---|---|---|---|---|\n\
         | One | [Search](features/feat-find.md) | 5 | None | 2 weeks |\n| Two | Map | | Search | |\n",
    );
    let entries: Vec<_> = spec.entries().collect();
    let (phase, search) = entries[0];
    assert_eq!(phase.phase_name.as_ref().map(|name| name.value.as_str()), Some("One"));
    assert_eq!(search.feature_spec_id.as_ref().map(|id| id.value.as_str()), Some("feat-find"));
    assert_eq!((search.maturity.value.number(), search.complexity.value.word()), (5, "HIGH"));
    let (phase, map) = entries[1];
    assert_eq!((phase.phase, map.complexity.reason), (2, Some("the default")));
    assert_eq!(map.dependencies[0].entry_refs, [0]);
}
