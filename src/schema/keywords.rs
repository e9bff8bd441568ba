//! Which keywords of a JSON Schema hold schemas, in every draft, and a walk over them.
//! What a keyword means is known to the validator, and which keywords there are to the meta-schemas.

use serde_json::{Map, Value};

/// What the schemas of a keyword apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applies {
    /// The value itself.
    InPlace,
    /// The value itself, if it has a key of that name.
    IfPresent,
    /// The value of the key of that name.
    Property,
    /// The values of keys that match a pattern.
    MatchingProperties,
    /// The values of other keys.
    OtherProperties,
    /// The keys.
    Names,
    /// The item at the same position of a list; all other items for a schema without position.
    Items,
    /// Any item.
    AnyItem,
    /// Nothing: it waits to be referred to.
    Nothing,
}

/// How a keyword holds schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// One schema.
    One,
    /// A list of schemas.
    List,
    /// One schema, or a list of them up to draft 2019-09.
    OneOrList,
    /// A schema for each name; in `dependencies` a list of names may stand in its place.
    Named,
}

/// Every keyword that holds schemas.
const KEYWORDS: [(&str, Holds, Applies); 22] = [
    ("$defs", Holds::Named, Applies::Nothing),
    ("additionalItems", Holds::One, Applies::Items),
    ("additionalProperties", Holds::One, Applies::OtherProperties),
    ("allOf", Holds::List, Applies::InPlace),
    ("anyOf", Holds::List, Applies::InPlace),
    ("contains", Holds::One, Applies::AnyItem),
    ("contentSchema", Holds::One, Applies::Nothing),
    ("definitions", Holds::Named, Applies::Nothing),
    ("dependencies", Holds::Named, Applies::IfPresent),
    ("dependentSchemas", Holds::Named, Applies::IfPresent),
    ("else", Holds::One, Applies::InPlace),
    ("if", Holds::One, Applies::InPlace),
    ("items", Holds::OneOrList, Applies::Items),
    ("not", Holds::One, Applies::InPlace),
    ("oneOf", Holds::List, Applies::InPlace),
    ("patternProperties", Holds::Named, Applies::MatchingProperties),
    ("prefixItems", Holds::List, Applies::Items),
    ("properties", Holds::Named, Applies::Property),
    ("propertyNames", Holds::One, Applies::Names),
    ("then", Holds::One, Applies::InPlace),
    ("unevaluatedItems", Holds::One, Applies::AnyItem),
    ("unevaluatedProperties", Holds::One, Applies::OtherProperties),
];

/// Where a schema stands under its keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under<'s> {
    /// Right under it.
    Keyword,
    /// In its list.
    Position(usize),
    /// Under this name.
    Name(&'s str),
}

/// A schema right below another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child<'s> {
    pub(super) keyword: &'static str,
    pub(super) under: Under<'s>,
    pub(super) applies: Applies,
    pub(super) schema: &'s Value,
}

/// The schemas right below a schema.
pub(super) fn children(schema: &Map<String, Value>) -> impl Iterator<Item = Child<'_>> {
    let found = KEYWORDS
        .iter()
        .filter_map(|(keyword, holds, applies)| Some((*keyword, *applies, below(*holds, schema.get(*keyword)?))));
    found.flat_map(|(keyword, applies, below)| {
        below.into_iter().map(move |(under, schema)| Child { keyword, under, applies, schema })
    })
}

/// The value of a keyword with every schema below it rewritten; none if the keyword holds no schemas.
pub(super) fn rewritten(
    keyword: &str,
    value: &Value,
    rewrite: &mut dyn FnMut(Under<'_>, &Value) -> Value,
) -> Option<Value> {
    let (_, holds, _) = KEYWORDS.iter().find(|(name, ..)| *name == keyword)?;
    let mut take = |under: Under<'_>, part: &Value| if is_schema(part) { rewrite(under, part) } else { part.clone() };
    Some(match (holds, value) {
        (Holds::One | Holds::OneOrList, Value::Object(_) | Value::Bool(_)) => take(Under::Keyword, value),
        (Holds::List | Holds::OneOrList, Value::Array(list)) => {
            list.iter().enumerate().map(|(at, part)| take(Under::Position(at), part)).collect()
        }
        (Holds::Named, Value::Object(map)) => {
            map.iter().map(|(name, part)| (name.clone(), take(Under::Name(name), part))).collect()
        }
        _ => value.clone(),
    })
}

/// The schema that the first steps of a path lead to from a schema, if they lead to one.
pub(super) fn follow<'s>(
    schema: &'s Value,
    keyword: &str,
    tokens: &mut dyn Iterator<Item = String>,
) -> Option<(&'static str, Applies, &'s Value)> {
    let (keyword, holds, applies) = KEYWORDS.iter().find(|(name, ..)| *name == keyword)?;
    let value = schema.get(*keyword)?;
    let below = match (holds, value) {
        (Holds::One | Holds::OneOrList, Value::Object(_) | Value::Bool(_)) => value,
        (Holds::List | Holds::OneOrList, Value::Array(list)) => list.get(tokens.next()?.parse::<usize>().ok()?)?,
        (Holds::Named, Value::Object(map)) => map.get(&tokens.next()?)?,
        _ => return None,
    };
    is_schema(below).then_some((*keyword, *applies, below))
}

/// Whether a path from a schema to a part of it leads through schemas only, so that the part is one.
pub(super) fn leads_to_schema(schema: &Value, pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
    let mut at = schema;
    while let Some(keyword) = tokens.next() {
        let Some((.., below)) = follow(at, &keyword, &mut tokens) else { return false };
        at = below;
    }
    true
}

/// Whether a value can be a schema at all.
pub(super) fn is_schema(value: &Value) -> bool {
    value.is_object() || value.is_boolean()
}

/// The schemas that a keyword's value holds; what has a wrong shape holds none.
fn below(holds: Holds, value: &Value) -> Vec<(Under<'_>, &Value)> {
    let found: Vec<_> = match (holds, value) {
        (Holds::One | Holds::OneOrList, Value::Object(_) | Value::Bool(_)) => vec![(Under::Keyword, value)],
        (Holds::List | Holds::OneOrList, Value::Array(list)) => {
            list.iter().enumerate().map(|(position, schema)| (Under::Position(position), schema)).collect()
        }
        (Holds::Named, Value::Object(map)) => {
            map.iter().map(|(name, schema)| (Under::Name(name.as_str()), schema)).collect()
        }
        _ => Vec::new(),
    };
    found.into_iter().filter(|(_, schema)| is_schema(schema)).collect()
}
