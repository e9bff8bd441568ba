//! Every schema that can be referred to: files, what in them has an `$id` or an anchor, and what a reference leads to.
//! It follows references and copies nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jsonschema::Draft;
use serde_json::{Map, Value};

use super::draft;
use super::file::File;
use super::keywords::{self, Under};
use super::reference::{self, Refusal};
use super::spelling::Speller;
use crate::path::RepoPath;
use crate::yaml::pointer_token;

/// The keywords that refer to another schema.
pub(super) const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// How many bytes of pointers are kept; a schema of people has some hundreds.
const MAX_POINTERS: usize = 1 << 20;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) pointer: String,
}

/// A part of a file that references count from: the whole file, or what has an `$id`.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) at: At,
    /// Its absolute URI: what references in it are resolved against.
    uri: String,
    /// The URI of the file that stands where the schema says it stands, for references to files beside it.
    beside: Option<String>,
    /// The draft that it names.
    pub(super) draft: Option<Draft>,
    anchors: BTreeMap<String, String>,
    /// Anchors that a `$dynamicRef` may find here instead of where it points.
    pub(super) dynamic: BTreeMap<String, String>,
    /// Whether a `$recursiveRef` may end here.
    pub(super) recursive: bool,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resolution {
    Found(Target),
    /// A file that is not here.
    Absent(RepoPath),
    Refused(Refusal),
}

/// A schema that a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) resource: usize,
    pub(super) at: At,
    /// The dynamic anchor by which it was found.
    pub(super) dynamic: Option<String>,
}

/// Every schema that can be referred to.
#[derive(Debug, Default)]
pub(super) struct Resources {
    files: Vec<Arc<File>>,
    list: Vec<Resource>,
    by_uri: BTreeMap<String, usize>,
    /// The resources of each file by their pointer.
    by_place: Vec<BTreeMap<String, usize>>,
    /// Schemas that stand where schemas usually do not.
    adopted: BTreeSet<At>,
    /// References that were not followed yet, by the resource they stand in.
    unfollowed: BTreeSet<(usize, String)>,
    pointers: usize,
    /// The draft of what names none: that of the first file.
    draft: Option<Draft>,
    /// Whether some reference depends on how it was reached.
    pub(super) has_dynamic: bool,
}

impl Resources {
    pub(super) fn file(&self, file: usize) -> &Arc<File> {
        &self.files[file]
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().map(AsRef::as_ref)
    }

    pub(super) fn resource(&self, resource: usize) -> &Resource {
        &self.list[resource]
    }

    /// Whether more was named in the schemas than is kept.
    pub(super) fn is_overfull(&self) -> bool {
        self.pointers > MAX_POINTERS
    }

    fn by_uri(&self, uri: &str) -> Option<usize> {
        self.by_uri.get(uri).copied()
    }

    /// Adds a file and what can be referred to in it; the first one is where everything starts.
    pub(super) fn add(&mut self, uri: &str, file: &Arc<File>) {
        let at = At { file: self.files.len(), pointer: String::new() };
        self.draft = self.draft.or(schema_draft(&file.value)).or(Some(draft::DEFAULT));
        self.files.push(Arc::clone(file));
        self.by_place.push(BTreeMap::new());
        let beside = reference::file_path(uri).map(|_| uri.to_owned());
        let root = self.enter(at, uri.to_owned(), beside, &file.value);
        self.by_uri.insert(uri.to_owned(), root);
        self.walk(&mut String::new(), &file.value, root);
    }

    /// Follows every reference; files of the repository that are not here are returned, everything that is always
    /// there is added.
    pub(super) fn follow(&mut self) -> BTreeSet<RepoPath> {
        let mut absent = BTreeSet::new();
        let mut waiting = Vec::new();
        while let Some((resource, text)) = self.unfollowed.pop_first() {
            match self.resolve(resource, &text) {
                Resolution::Found(target) => self.adopt(&target),
                Resolution::Absent(path) => {
                    absent.insert(path);
                    waiting.push((resource, text));
                }
                Resolution::Refused(_) => {
                    let uri = reference::absolute(&self.list[resource].uri, reference::split(&text).0);
                    let uri = uri.filter(|uri| !self.by_uri.contains_key(uri));
                    if let Some(file) = uri.as_deref().and_then(File::built_in) {
                        self.add(&file.name.clone(), &Arc::new(file));
                        self.unfollowed.insert((resource, text));
                    }
                }
            }
        }
        self.unfollowed.extend(waiting);
        absent
    }

    /// What a reference in a resource leads to.
    pub(super) fn resolve(&self, resource: usize, text: &str) -> Resolution {
        let (uri, fragment) = reference::split(text);
        match self.document(resource, uri) {
            Ok(Ok(document)) => self.part(document, fragment, text),
            Ok(Err(path)) => Resolution::Absent(path),
            Err(refusal) => Resolution::Refused(refusal),
        }
    }

    /// The resource that a reference without fragment names, or the file that would have to be here.
    fn document(&self, from: usize, uri: &str) -> Result<Result<usize, RepoPath>, Refusal> {
        let base = &self.list[from];
        if uri.is_empty() {
            return Ok(Ok(from));
        }
        let path = base.beside.as_deref().and_then(reference::file_path).unwrap_or_default();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        // The standard knows no way out of the root, so this is asked before what the standard makes of it.
        let leads_out = !reference::is_remote(uri) && reference::joined(folder, uri).is_none();
        let known = reference::absolute(&base.uri, uri).and_then(|uri| self.by_uri(&uri));
        if let Some(known) = known.filter(|_| !leads_out) {
            return Ok(Ok(known));
        }
        let path = reference::beside(folder, uri)?;
        if base.beside.is_none() {
            let (message, help) = (format!("`{path}` is not always there"), "refer to a file".to_owned());
            return Err(Refusal { message, help });
        }
        Ok(self.by_uri(&reference::file_uri(path.as_str())).ok_or(path))
    }

    /// The part of a resource that a fragment names.
    fn part(&self, document: usize, fragment: &str, text: &str) -> Resolution {
        let resource = &self.list[document];
        let refused = |help: String| {
            Resolution::Refused(Refusal {
                message: format!("`{}` leads nowhere", crate::text::neutral_line(text)),
                help,
            })
        };
        let Some(fragment) = reference::decoded(fragment) else {
            return refused("write `%` itself as `%25`".to_owned());
        };
        let (pointer, dynamic) = if fragment.is_empty() {
            (resource.at.pointer.clone(), None)
        } else if fragment.starts_with('/') {
            (format!("{}{fragment}", resource.at.pointer), None)
        } else {
            let Some(pointer) = resource.anchors.get(&fragment) else {
                let near = Speller::default().nearest(&fragment, resource.anchors.keys().map(String::as_str));
                return refused(near.map_or_else(
                    || format!("give the schema that is meant an anchor: `\"$anchor\": \"{fragment}\"`"),
                    |near| format!("did you mean `#{near}`?"),
                ));
            };
            let dynamic = resource.dynamic.get(&fragment) == Some(pointer);
            (pointer.clone(), dynamic.then_some(fragment))
        };
        let value = self.files[resource.at.file].value.pointer(&pointer);
        if !value.is_some_and(keywords::is_schema) {
            return refused(self.near_pointer(&resource.at, &pointer));
        }
        let at = At { file: resource.at.file, pointer };
        Resolution::Found(Target { dynamic, ..self.target(&at) })
    }

    /// What may have been meant by a pointer that leads to no schema.
    fn near_pointer(&self, root: &At, pointer: &str) -> String {
        let plain = "a reference names a file, a part of it as in `#/$defs/name`, or both".to_owned();
        let Some((parent, name)) = pointer.rsplit_once('/') else { return plain };
        let siblings = self.files[root.file].value.pointer(parent).and_then(Value::as_object);
        let names = siblings.into_iter().flat_map(Map::keys).map(String::as_str);
        let parent = parent.strip_prefix(&root.pointer).unwrap_or(parent);
        Speller::default()
            .nearest(name, names)
            .map_or(plain, |near| format!("did you mean `#{parent}/{}`?", pointer_token(near)))
    }

    /// The resource that starts at a place.
    pub(super) fn at(&self, at: &At) -> Option<usize> {
        self.by_place[at.file].get(&at.pointer).copied()
    }

    /// A schema by its place.
    pub(super) fn target(&self, at: &At) -> Target {
        Target { resource: self.owner(at), at: at.clone(), dynamic: None }
    }

    /// The resource that a place belongs to.
    fn owner(&self, at: &At) -> usize {
        let resources = &self.by_place[at.file];
        let mut pointer = at.pointer.as_str();
        loop {
            if let Some(found) = resources.get(pointer) {
                return *found;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return resources.get("").copied().unwrap_or_default(),
            }
        }
    }

    /// Walks a schema that stands where schemas usually do not, since something refers to it.
    fn adopt(&mut self, target: &Target) {
        let file = Arc::clone(&self.files[target.at.file]);
        let usual = keywords::leads_to_schema(&file.value, &target.at.pointer);
        if usual || self.is_overfull() || !self.adopted.insert(target.at.clone()) {
            return;
        }
        if let Some(schema) = file.value.pointer(&target.at.pointer) {
            self.pointers += target.at.pointer.len();
            self.walk(&mut target.at.pointer.clone(), schema, target.resource);
        }
    }

    /// Notes the references, anchors and resources in a schema of a resource.
    fn walk(&mut self, pointer: &mut String, schema: &Value, resource: usize) {
        let Value::Object(map) = schema else { return };
        let resource = self.own_resource(pointer, schema, resource);
        self.note_anchors(pointer, map, resource);
        for keyword in REFERENCES {
            if let Some(text) = map.get(keyword).and_then(Value::as_str) {
                self.has_dynamic |= keyword != "$ref";
                self.unfollowed.insert((resource, text.to_owned()));
            }
        }
        for child in keywords::children(map) {
            let length = pointer.len();
            push_step(pointer, child.keyword, child.under);
            self.walk(pointer, child.schema, resource);
            pointer.truncate(length);
        }
    }

    /// The resource that a schema is, if it has an id, or else belongs to.
    fn own_resource(&mut self, pointer: &str, schema: &Value, parent: usize) -> usize {
        let base = &self.list[parent];
        if base.at.pointer == pointer || self.is_overfull() {
            return parent;
        }
        let draft = schema_draft(schema).or(base.draft).or(self.draft);
        if id(schema, draft.unwrap_or(draft::DEFAULT)).is_none() {
            return parent;
        }
        let at = At { file: base.at.file, pointer: pointer.to_owned() };
        let (uri, beside, draft) = (base.uri.clone(), base.beside.clone(), base.draft);
        let resource = self.enter(at, uri, beside, schema);
        self.list[resource].draft = self.list[resource].draft.or(draft);
        resource
    }

    /// Adds the resource that starts at a schema; what it is known by follows from its id and what it stands in.
    fn enter(&mut self, at: At, uri: String, beside: Option<String>, schema: &Value) -> usize {
        let draft = schema_draft(schema);
        let id = id(schema, draft.or(self.draft).unwrap_or(draft::DEFAULT)).unwrap_or_default();
        let joined = |base: &str| reference::absolute(base, id).filter(|_| !id.is_empty());
        let near = beside.as_deref().filter(|_| !reference::is_remote(id) && !id.starts_with('/'));
        let near = near.and_then(joined).or(beside);
        let uri = joined(&uri).unwrap_or(uri);
        let resource = self.list.len();
        self.pointers += at.pointer.len() + uri.len();
        self.by_place[at.file].insert(at.pointer.clone(), resource);
        self.by_uri.entry(uri.clone()).or_insert(resource);
        let recursive = schema.get("$recursiveAnchor") == Some(&Value::Bool(true));
        self.list.push(Resource {
            at,
            uri,
            beside: near,
            draft,
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
            recursive,
        });
        resource
    }

    fn note_anchors(&mut self, pointer: &str, schema: &Map<String, Value>, resource: usize) {
        if self.is_overfull() {
            return;
        }
        let draft = self.list[resource].draft.or(self.draft).unwrap_or(draft::DEFAULT);
        let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
        let old = text(draft::id_keyword(draft)).and_then(|id| id.strip_prefix('#'));
        let old = old.filter(|_| draft::ignores_siblings(draft) && !schema.contains_key("$ref"));
        let anchors = [text("$anchor"), text("$dynamicAnchor"), old];
        let resource = &mut self.list[resource];
        for anchor in anchors.into_iter().flatten() {
            self.pointers += anchor.len() + pointer.len();
            resource.anchors.insert(anchor.to_owned(), pointer.to_owned());
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            resource.dynamic.insert(anchor.to_owned(), pointer.to_owned());
        }
    }
}

/// Adds the step to a schema below another one to a pointer.
pub(super) fn push_step(pointer: &mut String, keyword: &str, under: Under<'_>) {
    pointer.push('/');
    pointer.push_str(keyword);
    let token = match under {
        Under::Keyword => return,
        Under::Position(position) => Cow::Owned(position.to_string()),
        Under::Name(name) => pointer_token(name),
    };
    pointer.push('/');
    pointer.push_str(&token);
}

/// The draft that a schema names.
fn schema_draft(schema: &Value) -> Option<Draft> {
    schema.get("$schema").and_then(Value::as_str).and_then(draft::named)
}

/// The URI that a schema gives itself. In old drafts it counts only without `$ref`, and a mere fragment is an anchor.
fn id(schema: &Value, draft: Draft) -> Option<&str> {
    let id = schema.get(draft::id_keyword(draft))?.as_str()?;
    let counts = !draft::ignores_siblings(draft) || (schema.get("$ref").is_none() && !id.starts_with('#'));
    Some(id.trim_end_matches('#')).filter(|_| counts)
}
