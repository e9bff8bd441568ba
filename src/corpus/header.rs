//! What a spec says of itself in its front matter: who it is, how far it is, and which other specs it names.
//! Whether that is allowed or true is judged by the schema and the rules.

use serde_json::Value;

use crate::profile::{Keys, Profile};
use crate::text::{Located, Span, nearest};
use crate::yaml;

/// What a spec says of itself. Values of another type than they should have are left out; the schema says so.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each is the front matter key of the same name")]
pub struct Header {
    pub kind: Option<Located<String>>,
    pub id: Option<Located<String>>,
    pub name: Option<Located<String>>,
    pub version: Option<Located<String>>,
    pub complexity: Option<Located<String>>,
    pub maturity: Option<Located<u64>>,
    pub created: Option<Located<String>>,
    pub updated: Option<Located<String>>,
    pub status: Option<Located<String>>,
    pub tags: Vec<String>,
    pub system_spec: Option<Located<String>>,
    pub system_component: Option<Located<String>>,
    /// Every spec it names, in document order of their keys.
    pub references: Vec<Reference>,
    /// The keys of the lists it has, whatever they hold.
    pub lists: Vec<(List, Span)>,
    /// Those of them that hold something else than a list.
    pub no_lists: Vec<List>,
}

/// A list of specs in front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// The specs a feature needs.
    DependsOn,
    /// The specs that need it.
    RequiredBy,
    /// Related specs, each with a word for the relation.
    Related,
    /// The feature specs of a system, in roadmap order.
    Features,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::DependsOn, Self::RequiredBy, Self::Related, Self::Features];

    /// Its key.
    pub const fn key(self, keys: &Keys) -> &'static str {
        match self {
            Self::DependsOn => keys.depends_on,
            Self::RequiredBy => keys.required_by,
            Self::Related => keys.related_specs,
            Self::Features => keys.feature_specs,
        }
    }
}

/// Another spec as this one names it: its id, its file name without extension, or its path.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The list it stands in; none for the system that a feature belongs to.
    pub list: Option<List>,
    /// The name, and where it stands.
    pub target: Located<String>,
    /// Its place in the list, and whether it is the id of a mapping there.
    item: Option<(usize, bool)>,
}

impl Reference {
    /// Where the name stands in the front matter, as a JSON pointer.
    pub fn pointer(&self, keys: &Keys) -> String {
        match (self.list, self.item) {
            (Some(list), Some((at, true))) => format!("/{}/{at}/{}", list.key(keys), keys.id),
            (Some(list), Some((at, false))) => format!("/{}/{at}", list.key(keys)),
            _ => format!("/{}", keys.system_spec),
        }
    }

    /// Whether it is no more than a name, without anything said about it.
    pub const fn is_bare(&self) -> bool {
        !matches!(self.item, Some((_, true)))
    }
}

impl Header {
    pub(super) fn read(front: &yaml::Document, profile: &Profile) -> Self {
        let keys = &profile.keys;
        let place = |key: &str| front.index.get(&format!("/{key}")).map(|entry| entry.value);
        let text = |key: &str| {
            let value = front.value.get(key)?.as_str()?.to_owned();
            Some(Located::at(value, place(key)?))
        };
        let tags = front.value.get(keys.tags).and_then(Value::as_array).into_iter().flatten();
        let system_spec = text(keys.system_spec).filter(|system| !system.value.is_empty());
        let is_other =
            |list: &List| front.value.get(list.key(keys)).is_some_and(|value| !value.is_array() && !value.is_null());
        let key_of = |list: List| Some((list, front.index.get(&format!("/{}", list.key(keys)))?.key?));
        Self {
            kind: text(keys.kind),
            id: text(keys.id).filter(|id| !id.value.is_empty()),
            name: text(keys.name),
            version: text(keys.version),
            complexity: text(keys.complexity),
            maturity: front.value.get(keys.maturity).and_then(Value::as_u64).zip(place(keys.maturity)).map(located),
            created: text(keys.created),
            updated: text(keys.updated),
            status: text(keys.status),
            tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
            references: references(front, keys, system_spec.as_ref()),
            system_spec,
            system_component: text(keys.system_component),
            lists: List::ALL.into_iter().filter_map(key_of).collect(),
            no_lists: List::ALL.into_iter().filter(|list| is_other(list)).collect(),
        }
    }

    /// The specs named in a list, in its order.
    pub fn list(&self, list: List) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.list == Some(list))
    }

    /// Whether a name can be put into a list: it is missing or a list, and holds nothing that was probably meant to be
    /// that name.
    pub fn takes(&self, list: List, name: &str, is_known: impl Fn(&str) -> bool) -> bool {
        let is_meant = |reference: &Reference| {
            let own = reference.target.value.as_str();
            !is_known(own) && nearest(own, [name]).is_some()
        };
        !self.no_lists.contains(&list) && !self.list(list).any(is_meant)
    }

    /// The key of a list, if it is there.
    pub fn list_key(&self, list: List) -> Option<Span> {
        self.lists.iter().find(|(own, _)| *own == list).map(|(_, key)| *key)
    }
}

fn located<T>((value, span): (T, Span)) -> Located<T> {
    Located::at(value, span)
}

/// The specs that a front matter names, each a text, or a mapping with an id.
fn references(front: &yaml::Document, keys: &Keys, system: Option<&Located<String>>) -> Vec<Reference> {
    let mut found: Vec<Reference> =
        system.map(|target| Reference { list: None, target: target.clone(), item: None }).into_iter().collect();
    for list in List::ALL {
        let key = list.key(keys);
        let items = front.value.get(key).and_then(Value::as_array).into_iter().flatten();
        for (at, item) in items.enumerate() {
            let (name, pointer) = match item {
                Value::String(name) => (Some(name.as_str()), format!("/{key}/{at}")),
                item => (item.get(keys.id).and_then(Value::as_str), format!("/{key}/{at}/{}", keys.id)),
            };
            let place = front.index.get(&pointer).map(|entry| entry.value);
            let target = name.filter(|name| !name.is_empty()).zip(place);
            found.extend(target.map(|(name, span)| Reference {
                list: Some(list),
                target: Located::at(name.to_owned(), span),
                item: Some((at, !item.is_string())),
            }));
        }
    }
    found
}
