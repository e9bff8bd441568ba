//! Where every part of a value stands in its document, found by JSON pointer.
//! A tree, since full pointers as keys would need memory that grows with the square of a hostile document.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::text::Span;

/// Where one part of a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The key as written, with its quotes; none for items and the whole document.
    pub key: Option<Span>,
    /// The value as written: a scalar with its quotes, a block scalar from its `|` or `>` to the end of its text
    /// (without the line end that closes it), a collection from its first to its last token, with its brackets in
    /// flow style. An empty value is empty, right after the colon of its key or the dash of its item.
    pub value: Span,
}

/// Where every part of a value stands.
#[derive(Debug)]
pub struct Index {
    /// In document order, parents first; the first is the whole document.
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    parent: usize,
    token: String,
    entry: Entry,
    children: BTreeMap<String, usize>,
}

impl Index {
    /// An index of nothing but the whole document at `root`.
    pub(super) fn new(root: Span) -> Self {
        let entry = Entry { key: None, value: root };
        Self { nodes: vec![Node { parent: 0, token: String::new(), entry, children: BTreeMap::new() }] }
    }

    /// Adds a part below node `parent` and returns its node.
    pub(super) fn add(&mut self, parent: usize, token: String, entry: Entry) -> usize {
        let id = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.insert(token.clone(), id);
        }
        self.nodes.push(Node { parent, token, entry, children: BTreeMap::new() });
        id
    }

    /// Sets where the value of a node stands.
    pub(super) fn place(&mut self, node: usize, value: Span) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.entry.value = value;
        }
    }

    /// Where the key of the field `token` of node `parent` stands, if there is such a field.
    pub(super) fn key_of(&self, parent: usize, token: &str) -> Option<Span> {
        let child = *self.nodes.get(parent)?.children.get(token)?;
        self.nodes.get(child)?.entry.key
    }

    /// The part that a JSON pointer (RFC 6901) names; `""` is the whole document.
    pub fn get(&self, pointer: &str) -> Option<&Entry> {
        self.node(pointer).map(|node| &node.entry)
    }

    /// The parts of the part that a JSON pointer names, with their keys or numbers, in document order.
    pub(super) fn children(&self, pointer: &str) -> Vec<(&str, &Entry)> {
        let mut children: Vec<usize> =
            self.node(pointer).into_iter().flat_map(|node| node.children.values().copied()).collect();
        children.sort_unstable();
        let nodes = children.into_iter().filter_map(|child| self.nodes.get(child));
        nodes.map(|node| (node.token.as_str(), &node.entry)).collect()
    }

    fn node(&self, pointer: &str) -> Option<&Node> {
        let mut node = self.nodes.first()?;
        if !pointer.is_empty() {
            for token in pointer.strip_prefix('/')?.split('/') {
                let token = token.replace("~1", "/").replace("~0", "~");
                node = self.nodes.get(*node.children.get(&token)?)?;
            }
        }
        Some(node)
    }

    /// The first key of the document as written.
    pub fn first_key(&self) -> Option<Span> {
        self.iter().find_map(|(_, entry)| entry.key)
    }

    /// Every part with its JSON pointer, in document order. The pointers are built one by one: all of them together
    /// can be far larger than the document.
    pub fn iter(&self) -> impl Iterator<Item = (String, &Entry)> {
        self.nodes.iter().map(|node| (self.pointer(node), &node.entry))
    }

    fn pointer(&self, node: &Node) -> String {
        let mut tokens = Vec::new();
        let mut node = node;
        while let Some(parent) = self.nodes.get(node.parent).filter(|parent| !std::ptr::eq(*parent, node)) {
            tokens.push(pointer_token(&node.token));
            node = parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }
}

/// A key as one token of a JSON pointer: `~` is written `~0` and `/` is written `~1` (RFC 6901, section 3).
pub fn pointer_token(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { Cow::Owned(key.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(key) }
}
