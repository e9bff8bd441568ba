//! Tests of changes: tables of what is written, laws over random documents, and hostile text.

mod documents;
mod hostile;
mod laws;
mod lists;
mod refused;
mod scalars;
mod wishes;

use super::*;

/// Changes the front matter that is all of a text.
fn changed(text: &str, change: &Change) -> Result<String, String> {
    let yaml = Span::new(0, text.len());
    let edits = edit(text, yaml, std::slice::from_ref(change), "id").map_err(|refusal| refusal.message)?;
    let after = apply(text, &edits).expect("the edits are sorted and apart");
    let again = edit(&after, Span::new(0, after.len()), std::slice::from_ref(change), "id");
    if !matches!(change, Change::Rename { .. }) {
        assert_eq!(again, Ok(Vec::new()), "twice is once: {after:?}");
    }
    Ok(after)
}

fn set(pointer: &str, value: &str) -> Change {
    Change::Set { pointer: pointer.to_owned(), value: value.to_owned() }
}

fn rename(pointer: &str, key: &str) -> Change {
    Change::Rename { pointer: pointer.to_owned(), key: key.to_owned() }
}

/// Puts `text` into the list `k`, before the item `before`, else last.
fn insert(text: &str, before: &str) -> Change {
    Change::Insert {
        key: "k".to_owned(),
        item: Item::Text(text.to_owned()),
        before: vec![before.to_owned()],
        after: None,
    }
}

/// Puts an item with the fields `id` and `r` into the list `k`.
fn insert_fields(id: &str, before: &str) -> Change {
    let fields = [("id", id), ("r", "y: z")].map(|(key, text)| (key.to_owned(), text.to_owned()));
    Change::Insert {
        key: "k".to_owned(),
        item: Item::Fields(fields.into()),
        before: vec![before.to_owned()],
        after: None,
    }
}

fn list(items: &[&str]) -> Change {
    Change::List { key: "k".to_owned(), items: items.iter().map(|item| (*item).to_owned()).collect() }
}

/// Checks rows of a text, a change and the text that it makes, with LF and with CRLF.
fn table(rows: &[(&str, Change, &str)]) {
    for (before, change, after) in rows {
        assert_eq!(changed(before, change).as_deref(), Ok(*after), "{change:?} in {before:?}");
        if before.contains('\n') {
            let [before, after] = [before, after].map(|text| text.replace('\n', "\r\n"));
            assert_eq!(changed(&before, change), Ok(after), "{change:?} in {before:?}");
        }
    }
}
