//! Random changes of random front matter, with what it must hold after them: worked out from its value alone.

use serde_json::{Value, json};

use super::documents::{Choices, Document, PLAIN, TRICKY};
use crate::yaml::{Change, Item};

/// A change of front matter.
pub(super) struct Wish {
    pub(super) change: Change,
    /// The top-level key that it is about.
    pub(super) key: String,
    /// What the front matter holds after it; none if it cannot be made.
    pub(super) value: Option<Value>,
}

fn any_text(choices: &mut Choices) -> String {
    match choices.below(6) {
        0 => choices.one(&TRICKY).to_owned(),
        1 => "two\nlines\t\u{202e}".to_owned(),
        2 => "new # [é: 日]".to_owned(),
        3 => choices.one(&PLAIN).to_owned(),
        _ => choices.one(&["new", "f-1", "f-2", "f-9"]).to_owned(),
    }
}

/// One change of any kind.
pub(super) fn wish(choices: &mut Choices, document: &Document) -> Wish {
    match choices.below(8) {
        0 | 1 if !document.scalars.is_empty() => set_one(choices, document),
        2 => rename_one(choices, document),
        3 | 4 => list_one(choices, document),
        _ => insert_one(choices, document),
    }
}

fn first_key(pointer: &str) -> String {
    pointer.split('/').nth(1).unwrap_or_default().replace("~1", "/")
}

fn set_one(choices: &mut Choices, document: &Document) -> Wish {
    let pointer = document.scalars[choices.below(document.scalars.len())].clone();
    let text = any_text(choices);
    let mut value = Value::Object(document.value.clone());
    *value.pointer_mut(&pointer).expect("a single value") = Value::from(text.as_str());
    Wish { key: first_key(&pointer), change: Change::Set { pointer, value: text }, value: Some(value) }
}

fn rename_one(choices: &mut Choices, document: &Document) -> Wish {
    let pointer = document.keyed[choices.below(document.keyed.len())].clone();
    let key = choices.one(&["new", "new key", "no", "x: y", "id", "it's"]).to_owned();
    let mut value = Value::Object(document.value.clone());
    let (parent, old) = pointer.rsplit_once('/').expect("a key has a parent");
    let fields = value.pointer_mut(parent).and_then(Value::as_object_mut).expect("a mapping");
    let old = old.replace("~1", "/");
    let taken = key != old && fields.contains_key(&key);
    let moved = fields.remove(&old).expect("it is there");
    fields.insert(key.clone(), moved);
    Wish { key: first_key(&pointer), change: Change::Rename { pointer, key }, value: (!taken).then_some(value) }
}

/// A top-level key that is there or not, most often one with a list.
fn some_key(choices: &mut Choices, document: &Document) -> String {
    let lists: Vec<&String> =
        document.value.iter().filter(|(_, value)| value.is_array() || value.is_null()).map(|(key, _)| key).collect();
    match choices.below(8) {
        0 => "missing".to_owned(),
        1 => document.parts[choices.below(document.parts.len())].name.to_owned(),
        _ if lists.is_empty() => "missing".to_owned(),
        _ => lists[choices.below(lists.len())].clone(),
    }
}

/// The items at a key; none if what stands there is no list.
fn items(document: &Document, key: &str) -> Option<Vec<Value>> {
    match document.value.get(key) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(value) => value.as_array().cloned(),
    }
}

fn insert_one(choices: &mut Choices, document: &Document) -> Wish {
    let key = some_key(choices, document);
    let name = any_text(choices);
    let (item, new) = if choices.below(2) == 0 {
        (Item::Text(name.clone()), Value::from(name.as_str()))
    } else {
        let fields = [("id", name.as_str()), ("r", "x: y")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        (Item::Fields(fields.into()), json!({ "id": name, "r": "x: y" }))
    };
    let names = |value: &Value| value.as_str().or_else(|| value["id"].as_str()).map(str::to_owned);
    let before: Vec<String> = match items(document, &key) {
        Some(items) if !items.is_empty() && choices.below(2) == 0 => {
            names(&items[choices.below(items.len())]).into_iter().collect()
        }
        _ => vec!["nobody".to_owned()],
    };
    let value = items(document, &key).map(|mut items| {
        if !items.iter().any(|item| names(item).as_ref() == Some(&name)) {
            let place = items.iter().position(|item| names(item).is_some_and(|name| before.contains(&name)));
            items.insert(place.unwrap_or(items.len()), new);
        }
        let mut whole = document.value.clone();
        whole.insert(key.clone(), Value::Array(items));
        Value::Object(whole)
    });
    let after = (choices.below(3) == 0).then(|| document.parts[choices.below(document.parts.len())].name.to_owned());
    Wish { change: Change::Insert { key: key.clone(), item, before, after }, key, value }
}

fn list_one(choices: &mut Choices, document: &Document) -> Wish {
    let key = some_key(choices, document);
    let known = items(document, &key).unwrap_or_default();
    let mut items: Vec<String> = known.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
    for _ in 0..choices.below(3) {
        let (from, to) = (choices.below(items.len()), choices.below(items.len()));
        if !items.is_empty() {
            items.swap(from, to);
        }
    }
    if choices.once_in(3) && !items.is_empty() {
        items.remove(choices.below(items.len()));
    }
    for _ in 0..choices.below(3) {
        items.insert(choices.below(items.len() + 1), any_text(choices));
    }
    if choices.once_in(16) {
        items.clear();
    }
    let fits = known.iter().all(Value::is_string)
        && document.value.get(&key).is_none_or(|value| value.is_array() || value.is_null());
    let mut whole = document.value.clone();
    if !(items.is_empty() && known.is_empty()) {
        whole.insert(key.clone(), Value::from(items.as_slice()));
    }
    Wish { change: Change::List { key: key.clone(), items }, key, value: fits.then_some(Value::Object(whole)) }
}
