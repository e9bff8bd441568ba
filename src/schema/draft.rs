//! The drafts of JSON Schema that a schema may be written for, and the schemas that are always there: the
//! meta-schemas and the embedded ones.

use jsonschema::{Draft, Registry};
use serde_json::{Value, json};

use super::EMBEDDED;
use super::spelling::Speller;

/// Every draft: its meta-schema without `#`, itself, and what people call it. The last is the default.
const DRAFTS: [(&str, Draft, &str); 5] = [
    ("http://json-schema.org/draft-04/schema", Draft::Draft4, "draft-04"),
    ("http://json-schema.org/draft-06/schema", Draft::Draft6, "draft-06"),
    ("http://json-schema.org/draft-07/schema", Draft::Draft7, "draft-07"),
    ("https://json-schema.org/draft/2019-09/schema", Draft::Draft201909, "draft 2019-09"),
    ("https://json-schema.org/draft/2020-12/schema", Draft::Draft202012, "draft 2020-12"),
];

/// The draft of a schema that names none.
pub(super) const DEFAULT: Draft = Draft::Draft202012;

/// The draft whose meta-schema has this URI, whatever its scheme and with or without an empty fragment.
pub(super) fn named(uri: &str) -> Option<Draft> {
    let bare =
        |uri: &str| uri.trim_end_matches('#').trim_start_matches("https://").trim_start_matches("http://").to_owned();
    DRAFTS.iter().find(|(known, ..)| bare(known) == bare(uri)).map(|(_, draft, _)| *draft)
}

/// The URI of a draft's meta-schema.
pub(super) fn uri(draft: Draft) -> &'static str {
    DRAFTS.iter().find(|(_, known, _)| *known == draft).map_or(DRAFTS[4].0, |(uri, ..)| *uri)
}

/// What people call a draft.
pub(super) fn name(draft: Draft) -> &'static str {
    DRAFTS.iter().find(|(_, known, _)| *known == draft).map_or(DRAFTS[4].2, |(.., name)| *name)
}

/// What to write in place of a URI that names no draft.
pub(super) fn suggestion(uri: &str) -> String {
    let near = Speller::default().nearest(uri, DRAFTS.iter().map(|(known, ..)| *known)).unwrap_or(DRAFTS[4].0);
    format!("write \"{near}\"; a schema of one's own is named by `$ref`, not by `$schema`")
}

/// Whether a draft ignores whatever stands beside a `$ref`.
pub(super) fn ignores_siblings(draft: Draft) -> bool {
    draft <= Draft::Draft7
}

/// The keyword that gives a schema its URI.
pub(super) fn id_keyword(draft: Draft) -> &'static str {
    if draft == Draft::Draft4 { "id" } else { "$id" }
}

/// A schema that is always there, by its URI without fragment.
pub(super) fn built_in(uri: &str) -> Option<Value> {
    let embedded = EMBEDDED.iter().find(|(name, _)| uri == embedded_uri(name));
    if let Some((_, text)) = embedded {
        return serde_json::from_str(text).ok();
    }
    // The validator hands out the meta-schemas of one draft, to schemas that refer to them.
    let asking = json!({ "$ref": uri });
    DRAFTS.iter().filter(|_| uri.contains("://json-schema.org/draft")).find_map(|(_, draft, _)| {
        let registry = Registry::new().draft(*draft).add("roadspec:/asking", &asking).ok()?.prepare().ok()?;
        let resolver = registry.resolver(jsonschema::uri::from_str(uri).ok()?);
        resolver.lookup(uri).ok().map(|found| found.contents().clone())
    })
}

/// The URI of an embedded schema.
pub(super) fn embedded_uri(name: &str) -> String {
    format!("roadspec:/schemas/{name}.schema.json")
}
