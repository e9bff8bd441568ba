//! Changes of a list: what it holds already, and which kind of list it is.
//! How lists with dashes and with brackets are written is said in `block` and `flow`; how they begin, in `create`.

use serde_json::Value;

use super::state::{Extent, State, Step};
use super::{Item, block, create, flow};
use crate::text::{Span, neutral_line};
use crate::yaml::emit::{scalar, scalar_like};

/// The list at a key: how it stands in the text.
pub(super) struct List<'s> {
    pub(super) before: &'s State,
    pub(super) key: &'s str,
    /// The whole list.
    pub(super) span: Span,
    /// Its items.
    pub(super) items: Vec<Span>,
    /// The quotes that all items have in common.
    quotes: &'static str,
}

impl<'s> List<'s> {
    fn new(before: &'s State, key: &'s str, span: Span) -> Self {
        let items = before.items(key);
        let all = |quote: &str| !items.is_empty() && items.iter().all(|item| item.of(&before.text).starts_with(quote));
        let quotes = ["\"", "'"].into_iter().find(|quote| all(quote)).unwrap_or_default();
        Self { before, key, span, items, quotes }
    }

    /// A new item as one scalar, in the quotes that all others have, or in braces.
    pub(super) fn inline(&self, item: &Item) -> String {
        inline(item, self.quotes)
    }

    /// Whether every item stands in braces.
    pub(super) fn is_of_braces(&self) -> bool {
        self.items.iter().all(|item| item.of(&self.before.text).starts_with('{'))
    }

    fn is_flow(&self) -> bool {
        self.span.of(&self.before.text).starts_with('[')
    }
}

/// Puts an item into the list at `key`.
pub(super) fn insert(
    state: &State,
    key: &str,
    item: &Item,
    before: &[String],
    after: Option<&str>,
    id_key: &str,
) -> Result<Option<Step>, String> {
    let Some(name) = item.name(id_key) else { return Err(format!("an item has no `{}`", neutral_line(id_key))) };
    let Some(list) = at(state, key)? else {
        let value = state.value_with(key, Value::Array(vec![item.value()]));
        return create::list(state, key, std::slice::from_ref(item), after, value).map(Some);
    };
    let values = state.document.value[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<Option<&str>> = values.iter().map(|value| name_of(value, id_key)).collect();
    if names.contains(&Some(name)) {
        return Ok(None);
    }
    let is_later = |name: &str| before.iter().any(|later| later == name);
    let place = names.iter().position(|name| name.is_some_and(is_later)).unwrap_or(names.len());
    let mut values = values.to_vec();
    values.insert(place, item.value());
    let value = state.value_with(key, Value::Array(values));
    let new = std::slice::from_ref(item);
    if list.items.is_empty() && create::takes_lines(state, list.span, new) {
        return create::instead(state, key, list.span, new, value).map(Some);
    }
    let (text, extent) = if list.is_flow() {
        (flow::insert(&list, place, &list.inline(item)), Extent::Within(list.span))
    } else {
        (block::insert(&list, place, item)?, Extent::Lines)
    };
    Ok(Some(Step { text, value, extent }))
}

/// Makes the list at `key` hold just `items`.
pub(super) fn replace(state: &State, key: &str, items: &[String]) -> Result<Option<Step>, String> {
    let value = state.value_with(key, Value::from(items));
    let Some(list) = at(state, key)? else {
        let items: Vec<Item> = items.iter().cloned().map(Item::Text).collect();
        let made = || create::list(state, key, &items, None, value);
        return if items.is_empty() { Ok(None) } else { made().map(Some) };
    };
    if value == state.document.value {
        return Ok(None);
    }
    let values = state.document.value[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(names) = values.iter().map(Value::as_str).collect::<Option<Vec<_>>>() else {
        return Err(format!("an item of `{}` is not a text", neutral_line(key)));
    };
    let places = places(&names, items);
    if list.is_flow() {
        let text = flow::replace(&list, items, &places)?;
        Ok(Some(Step { text, value, extent: Extent::Within(list.span) }))
    } else {
        let (text, span) = block::replace(&list, items, &places)?;
        Ok(Some(Step { text, value, extent: Extent::Within(span) }))
    }
}

/// The list at a key; none if there is no value.
fn at<'s>(state: &'s State, key: &'s str) -> Result<Option<List<'s>>, String> {
    match (state.document.value.get(key), state.entry(key)) {
        (Some(Value::Array(_)), Some(entry)) => Ok(Some(List::new(state, key, entry.value))),
        (None | Some(Value::Null), _) => Ok(None),
        _ => Err(format!("`{}` is not a list", neutral_line(key))),
    }
}

/// An item as one scalar, in the quotes that `quotes` starts with where it can, or in braces.
pub(super) fn inline(item: &Item, quotes: &str) -> String {
    match item {
        Item::Text(text) => scalar_like(quotes, text),
        Item::Fields(fields) => {
            let fields = fields.iter().map(|(key, text)| format!("{}: {}", scalar(key), scalar(text)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn name_of<'v>(value: &'v Value, id_key: &str) -> Option<&'v str> {
    value.as_str().or_else(|| value.get(id_key)?.as_str())
}

/// For each wanted text, the item that is it already. No item is taken twice.
fn places(names: &[&str], wanted: &[String]) -> Vec<Option<usize>> {
    let mut known: std::collections::BTreeMap<&str, Vec<usize>> = std::collections::BTreeMap::new();
    for (place, name) in names.iter().enumerate().rev() {
        known.entry(name).or_default().push(place);
    }
    wanted.iter().map(|name| known.get_mut(name.as_str()).and_then(Vec::pop)).collect()
}
