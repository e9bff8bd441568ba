//! The variables of a stub's template, and the front matter that must come out of it.
//! Where their values come from stands in `page` and `context`; `templates/context.schema.json` describes each.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::corpus::Neighbour;
use crate::profile::{Complexity, Level, Profile};
use crate::yaml::{self, Front};

/// The version of the variables: another one for every change that a template could notice.
pub(super) const VERSION: u8 = 1;

/// The variables of the template.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stub {
    pub(super) context_version: u8,
    pub(super) feature_id: String,
    pub(super) feature_name: String,
    pub(super) entry_name: String,
    pub(super) complexity: Complexity,
    #[serde(rename = "maturity")]
    pub(super) level: Level,
    pub(super) date: String,
    pub(super) status: &'static str,
    pub(super) tags: Vec<String>,
    pub(super) system_id: String,
    pub(super) system_name: String,
    pub(super) system_link: String,
    pub(super) system_component: Option<String>,
    pub(super) component_link: String,
    pub(super) description: Option<String>,
    pub(super) technology: Option<String>,
    pub(super) fields: Vec<Note>,
    pub(super) key_features: Vec<KeyFeature>,
    pub(super) scopes: Vec<String>,
    pub(super) phase: usize,
    pub(super) phase_name: Option<String>,
    pub(super) estimate: Option<String>,
    pub(super) related_specs: Vec<Related>,
    pub(super) depends_on: Vec<String>,
    pub(super) required_by: Vec<String>,
    pub(super) neighbours: Vec<Link>,
    pub(super) apis_exposed: Vec<Endpoint>,
    pub(super) apis_consumed: Vec<Consumed>,
    pub(super) interfaces: Vec<String>,
    pub(super) data_ownership: Vec<String>,
    pub(super) database_strategy: Option<String>,
    pub(super) authentication_model: Option<String>,
    pub(super) security_requirements: Option<String>,
    pub(super) performance_targets: Option<String>,
    pub(super) logging_strategy: Option<String>,
    pub(super) regions: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Note {
    pub(super) label: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct KeyFeature {
    /// Its first line, without a full stop.
    pub(super) title: String,
    /// All of it.
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Related {
    pub(super) id: String,
    pub(super) relationship: &'static str,
    pub(super) component: Option<String>,
    pub(super) description: Option<String>,
}

impl From<Neighbour> for Related {
    fn from(neighbour: Neighbour) -> Self {
        let Neighbour { id, relationship, component, description, .. } = neighbour;
        Self { id, relationship, component, description }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) link: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Endpoint {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) description: Option<String>,
}

/// What another feature offers that this one may call.
#[derive(Debug, Serialize)]
pub(super) struct Consumed {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) link: String,
    /// The titles of the contracts in which this feature calls the other.
    pub(super) contracts: Vec<String>,
    pub(super) endpoints: Vec<Endpoint>,
}

impl Stub {
    /// The front matter that the template has to render, whatever else it adds.
    pub(super) fn front_matter(&self, profile: &Profile) -> Value {
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

/// The first key whose value was not read back from a rendered text as it was meant; `""` if there is no sound front
/// matter. A template may add keys of its own.
pub(super) fn misread(planned: &Value, text: &str) -> Option<String> {
    let Front::Found(matter) = yaml::split(text).front else { return Some(String::new()) };
    let read = yaml::read(text, matter.yaml);
    if !read.problems.is_empty() || matter.misplaced.is_some() {
        return Some(String::new());
    }
    let mut planned = planned.as_object().into_iter().flatten();
    planned.find(|(key, value)| read.value.get(key) != Some(value)).map(|(key, _)| key.clone())
}
