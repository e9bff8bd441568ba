//! Where the links of specs lead, as GitHub follows them: relative to the file, or to the root with a `/` before it,
//! percent-encoded, and to a heading. Pure: what lies outside the corpus is asked of the snapshot by others.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::{Corpus, Document};
use crate::path::{RepoPath, resolve};
use crate::profile::Kind;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To something that is not in the repository: another site, a mail address.
    Elsewhere,
    /// To something that is there, or will be once the missing specs are written.
    There,
    /// Out of the repository.
    Out,
    /// To a path, from the root, at which there is nothing.
    NoFile(String),
    /// To a document, by its place, which has no such anchor.
    NoAnchor(usize, String),
}

/// A link's destination in its parts.
enum Destination {
    Elsewhere,
    Out,
    /// A path from the root, and the anchor in it.
    File(String, Option<String>),
}

impl Corpus {
    /// Where a link of a document leads.
    pub fn follow(&self, document: &Document, destination: &str) -> Lead {
        let (path, anchor) = match parts(document, destination) {
            Destination::Elsewhere => return Lead::Elsewhere,
            Destination::Out => return Lead::Out,
            Destination::File(path, anchor) => (path, anchor),
        };
        let Some(target) = self.place(&path) else {
            let there = self.holds(&path) || self.outside.contains(&path) || self.is_planned_path(&path);
            return if there { Lead::There } else { Lead::NoFile(path) };
        };
        let anchors = &self.documents[target].skim.anchors;
        // Of a body that was not parsed, the anchors are not known.
        match anchor.filter(|anchor| !anchor.is_empty() && !has_anchor(anchors, anchor)) {
            Some(_) if self.documents[target].kind == Kind::Page => Lead::There,
            Some(_) if !self.documents[target].malformed.is_empty() => Lead::There,
            Some(anchor) => Lead::NoAnchor(target, anchor),
            None => Lead::There,
        }
    }

    /// The document that a link of a document leads to, by its place.
    pub fn target(&self, document: &Document, destination: &str) -> Option<usize> {
        self.path_to(document, destination).and_then(|path| self.place(&path))
    }

    /// The path, from the root, that a link of a document leads to, whether there is anything or not.
    pub fn path_to(&self, document: &Document, destination: &str) -> Option<String> {
        match parts(document, destination) {
            Destination::File(path, _) => Some(path),
            Destination::Elsewhere | Destination::Out => None,
        }
    }

    /// The paths outside the corpus that links lead to, from the root: whether there is something at them must be
    /// asked of the snapshot.
    pub fn outside_links(&self) -> BTreeSet<String> {
        let mut wanted = BTreeSet::new();
        for document in &self.documents {
            for link in &document.skim.links {
                if let Destination::File(path, _) = parts(document, &link.destination)
                    && self.place(&path).is_none()
                    && !self.holds(&path)
                {
                    wanted.insert(path);
                }
            }
        }
        wanted
    }

    /// Says which of [`Corpus::outside_links`] are there.
    pub fn set_outside(&mut self, there: BTreeSet<String>) {
        self.outside = there;
    }

    /// Whether a path is a file of the corpus, or a folder that holds one.
    pub fn holds(&self, path: &str) -> bool {
        let first = |from: &str| {
            let at = self.paths.partition_point(|own| own.as_str() < from);
            self.paths.get(at).map_or("", RepoPath::as_str)
        };
        let folder = format!("{path}/");
        path.is_empty() || first(path) == path || first(&folder).starts_with(&folder)
    }

    /// Whether a path is that of a spec which is missing and would be written there.
    fn is_planned_path(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let id = name.strip_suffix(self.profile.extension).and_then(|stem| stem.strip_suffix('.'));
        id.is_some_and(|id| self.index.is_planned(id) && self.path_of(id) == path)
    }
}

/// Cuts a destination into path and anchor.
fn parts(document: &Document, destination: &str) -> Destination {
    let (file, anchor) = destination.split_once('#').map_or((destination, None), |(file, at)| (file, Some(at)));
    let file = file.split('?').next().unwrap_or(file);
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into);
    let scheme = file.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
    if scheme || file.starts_with("//") {
        return Destination::Elsewhere;
    }
    let anchor = anchor.map(decode);
    if file.is_empty() {
        return Destination::File(document.path.as_str().to_owned(), anchor);
    }
    let folder = if file.starts_with('/') { "" } else { document.path.parent() };
    resolve(folder, &decode(file)).map_or(Destination::Out, |path| Destination::File(path, anchor))
}

/// Whether a text is the scheme of a URL (RFC 3986, section 3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Whether a sorted list of anchors has this one; GitHub also takes it with the prefix it gives to its own `id`s.
fn has_anchor(anchors: &[String], anchor: &str) -> bool {
    let bare = anchor.strip_prefix("user-content-").unwrap_or(anchor);
    [anchor, bare].iter().any(|anchor| anchors.binary_search_by(|own| own.as_str().cmp(anchor)).is_ok())
}
