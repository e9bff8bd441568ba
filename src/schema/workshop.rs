//! Compiles schemas whose files are all there: checked against their meta-schema, bundled, counted, built.
//! Which files belong to a schema is the library's business.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jsonschema::Draft;
use serde_json::Value;

use super::budget::Trouble;
use super::bundle::bundle;
use super::compiled::{Compiled, Refused};
use super::explain::{Scene, remark, ticked, violations};
use super::file::{self, Fault, File, SCHEMA};
use super::resources::{At, Resources};
use super::spelling::Speller;
use super::{Matter, Violation, draft, pattern};
use crate::error::{Error, ErrorKind, Result};

/// How many values and patterns all schemas may hold once all references are resolved.
const MAX_VALUES: usize = 500_000;
const MAX_PATTERNS: usize = 512;

/// Something, or why a schema cannot be used.
pub(super) type Outcome<T> = std::result::Result<T, Fault>;

/// Compiles schemas one after the other, and keeps what they have in common.
#[derive(Default)]
pub(super) struct Workshop {
    /// The meta-schemas that were needed so far.
    metas: BTreeMap<&'static str, Compiled>,
    /// What is wrong with the files that were checked, by name and draft.
    checked: BTreeMap<(String, &'static str), Option<Fault>>,
    values: usize,
    patterns: usize,
}

impl Workshop {
    /// Compiles a schema with all that it refers to.
    ///
    /// # Errors
    /// [`ErrorKind::Bug`] if a meta-schema is broken, which a test rules out.
    pub(super) fn compile(&mut self, resources: &Resources) -> Result<Outcome<Compiled>> {
        let draft = match root_draft(resources) {
            Ok(draft) => draft,
            Err(fault) => return Ok(Err(fault)),
        };
        for file in resources.files().filter(|file| file.text.is_some()) {
            if let Some(fault) = self.check(file, draft)? {
                return Ok(Err(fault));
            }
        }
        Ok(self.build(resources, draft))
    }

    fn build(&mut self, resources: &Resources, draft: Draft) -> Outcome<Compiled> {
        let bundle = bundle(resources, draft)?;
        self.values += bundle.values;
        self.patterns += pattern::count(&bundle.document);
        if self.values > MAX_VALUES || self.patterns > MAX_PATTERNS {
            let message = "it is too large, together with all other schemas".to_owned();
            let help = "use fewer schemas, or leave out what documents do not need".to_owned();
            return Err(resources.file(0).fault("", true, message, help));
        }
        let origins = bundle.origins.clone();
        Compiled::new(bundle).map_err(|refused| refusal(resources, &origins, refused))
    }

    /// What is wrong with a file, as the meta-schema says, misspelt keywords included.
    fn check(&mut self, file: &File, draft: Draft) -> Result<Option<Fault>> {
        let key = (file.name.clone(), draft::name(draft));
        if let Some(known) = self.checked.get(&key) {
            return Ok(known.clone());
        }
        let text = file.text.clone().unwrap_or_else(|| Arc::from(""));
        let front = file::document(&text);
        let matter = Matter { path: &file.name, text: &text, front: &front };
        let meta = match self.metas.entry(key.1) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(built_in(draft::uri(draft), draft)?),
        };
        let scene = Scene { schema: meta, matter: &matter, whole: SCHEMA.name, speller: &Speller::default() };
        let wrong = violations(scene).into_iter().next();
        let fault = wrong.map(|wrong| {
            let Violation { span, message, help, .. } = wrong;
            Fault { path: file.name.clone(), text: Arc::clone(&text), span, message, help }
        });
        self.checked.insert(key, fault.clone());
        Ok(fault)
    }
}

/// The draft that a schema is written for.
fn root_draft(resources: &Resources) -> Outcome<Draft> {
    let file = resources.file(0);
    let Some(named) = file.value.get("$schema").and_then(Value::as_str) else { return Ok(draft::DEFAULT) };
    draft::named(named).ok_or_else(|| {
        let message = format!("{} names no draft of JSON Schema that is known here", ticked(named));
        file.fault("/$schema", false, message, draft::suggestion(named))
    })
}

/// An embedded schema, compiled.
///
/// # Errors
/// [`ErrorKind::Bug`] if it is broken, which a test rules out.
pub(super) fn embedded(name: &str) -> Result<Compiled> {
    built_in(&draft::embedded_uri(name), draft::DEFAULT)
}

/// A schema that is always there, compiled.
fn built_in(uri: &str, draft: Draft) -> Result<Compiled> {
    let bug = |what: &dyn std::fmt::Debug| Error::new(ErrorKind::Bug, format!("the schema {uri} is broken: {what:?}"));
    let mut resources = Resources::default();
    let file = File::built_in(uri).ok_or_else(|| bug(&"it is not there"))?;
    resources.add(uri, &Arc::new(file));
    resources.follow();
    let bundle = bundle(&resources, draft).map_err(|fault| bug(&fault.message))?;
    Compiled::new(bundle).map_err(|refused| bug(&refused))
}

/// Why a schema that is well written cannot be used, at its place.
fn refusal(resources: &Resources, origins: &[At], refused: Refused) -> Fault {
    let (pointer, message, help) = match refused {
        Refused::Trouble(Trouble::Loop, pointer) => (
            pointer,
            "it refers to itself without going into the value, which never ends".to_owned(),
            "let the reference stand below `properties`, `items` or the like".to_owned(),
        ),
        Refused::Trouble(Trouble::Ways, pointer) => (
            pointer,
            "too many ways lead through its references to check anything in time".to_owned(),
            "refer to each part less often".to_owned(),
        ),
        Refused::Trouble(Trouble::Depth, pointer) => {
            (pointer, "too many references follow each other".to_owned(), "refer to what is meant directly".to_owned())
        }
        Refused::Patterns(count) => (
            String::new(),
            format!("it has {count} patterns, more than {}", pattern::MAX_PATTERNS),
            "leave out patterns that are not needed".to_owned(),
        ),
        Refused::Invalid { pointer, pattern: Some(pattern), .. } => (
            pointer,
            format!("the pattern {} cannot be used", ticked(&pattern)),
            "a pattern has no look-around and no backreference, and its repetitions do not multiply into thousands"
                .to_owned(),
        ),
        Refused::Invalid { pointer, message, pattern: None } => {
            (pointer, remark(&message), "correct it as the draft of JSON Schema says".to_owned())
        }
    };
    let (file, pointer) = origin(origins, &pointer);
    let named = pointer.rsplit_once('/').is_some_and(|(parent, _)| parent.ends_with("/patternProperties"));
    resources.file(file).fault(&pointer, pointer.is_empty() || named, message, help)
}

/// Where a place of a bundle comes from.
fn origin(origins: &[At], pointer: &str) -> (usize, String) {
    let rest = pointer.strip_prefix("/definitions/").unwrap_or_default();
    let (number, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let at = number.parse().ok().and_then(|number: usize| origins.get(number));
    at.map_or((0, String::new()), |at| (at.file, format!("{}{rest}", at.pointer)))
}
