//! What a reference says: the file it names, and whether it may. Texts only; whether there is such a file, and what
//! stands in it, is asked elsewhere.

use std::fmt::Write as _;

use crate::path::RepoPath;
use crate::text::neutral_line;

/// The scheme under which files of the repository are known. It never leaves the module.
const SCHEME: &str = "roadspec-file:/";

/// Why a reference cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A reference cut into what names a document and what names a part of it, without `#`.
pub(super) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The absolute URI of a file.
pub(super) fn file_uri(path: &str) -> String {
    let mut uri = SCHEME.to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// The path of the file that an absolute URI names, if it is one of the repository.
pub(super) fn file_path(uri: &str) -> Option<String> {
    decoded(uri.strip_prefix(SCHEME)?)
}

/// The absolute URI of a reference without fragment; none if it is none.
pub(super) fn absolute(base: &str, reference: &str) -> Option<String> {
    let base = jsonschema::uri::from_str(base).ok()?;
    let uri = jsonschema::uri::resolve_against(&base.borrow(), reference).ok()?;
    Some(uri.as_str().trim_end_matches('#').to_owned())
}

/// Text with its percent escapes resolved; none if that is no text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        bytes.push(u8::try_from(digit(0)? * 16 + digit(1)?).ok()?);
        rest = tail.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

/// Whether a reference names a place by scheme or host, and not by a path from where it stands.
pub(super) fn is_remote(reference: &str) -> bool {
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    let named = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    reference.starts_with("//") || reference.starts_with('\\') || scheme.is_some_and(named)
}

/// The file that a reference names, relative to a folder (`""` is the repository's root).
pub(super) fn beside(folder: &str, reference: &str) -> Result<RepoPath, Refusal> {
    let shown = neutral_line(reference);
    let refuse = |what: &str, help: &str| Err(Refusal { message: format!("`{shown}` {what}"), help: help.to_owned() });
    if is_remote(reference) {
        return refuse(
            "is not a file of this repository",
            "put a copy of the schema into the repository and name it by a relative path; nothing is ever fetched",
        );
    }
    if reference.starts_with('/') {
        return refuse("is an absolute path", "write the path relative to the folder of this file");
    }
    let Some(reference) = decoded(reference) else {
        return refuse("has a percent escape that stands for no text", "write `%` itself as `%25`");
    };
    let Some(path) = joined(folder, &reference) else {
        return refuse("leads out of the repository", "name a file inside the repository");
    };
    RepoPath::new(path.as_bytes()).or_else(|unsafe_path| {
        refuse(
            &format!("cannot be the path of a file: the name {}", unsafe_path.reason),
            "name a file inside the repository by a relative path",
        )
    })
}

/// A relative path from the repository's root instead of from a folder; none if it leads out of the repository.
pub(super) fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_leads_to_a_file_of_the_repository() {
        for (folder, reference, path) in [
            ("", "a.json", "a.json"),
            ("schemas", "a.json", "schemas/a.json"),
            ("schemas/x", "../y/./a.json", "schemas/y/a.json"),
            ("schemas", "../a%20b.json", "a b.json"),
            ("schemas", "%C3%A9.json", "schemas/é.json"),
        ] {
            assert_eq!(beside(folder, reference).map(|path| path.to_string()), Ok(path.to_owned()), "{reference}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (reference, reason) in [
            ("http://169.254.169.254/latest/meta-data", "is not a file of this repository"),
            ("https://example.com/a.json", "is not a file of this repository"),
            ("file:///etc/passwd", "is not a file of this repository"),
            ("urn:uuid:0", "is not a file of this repository"),
            ("//host/share/a.json", "is not a file of this repository"),
            (r"\\host\share\a.json", "is not a file of this repository"),
            ("c:/windows/a.json", "is not a file of this repository"),
            ("/etc/passwd", "is an absolute path"),
            ("../../x.json", "leads out of the repository"),
            ("a/../../../x.json", "leads out of the repository"),
            ("%2e%2e/%2e%2e/x.json", "leads out of the repository"),
            (".git/config", "has the component \".git\""),
            ("a%00b.json", "holds the invisible character"),
            ("%ff.json", "stands for no text"),
            ("%4", "stands for no text"),
            (r"a\b.json", "has the component"),
            ("con", "has the component"),
        ] {
            let refused = beside("schemas", reference).expect_err(reference);
            assert!(refused.message.contains(reason), "{reference}: {}", refused.message);
        }
    }

    #[test]
    fn a_file_is_known_by_a_uri_that_leads_back_to_its_path() {
        for path in ["a.json", "a b/é#?.json", "100%/x.json"] {
            assert_eq!(file_path(&file_uri(path)).as_deref(), Some(path));
        }
        assert_eq!(file_path("https://example.com/a.json"), None);
        assert_eq!(absolute("roadspec-file:/a/b.json", "../c.json").as_deref(), Some("roadspec-file:/c.json"));
        assert_eq!(absolute("roadspec-file:/a/b.json", "a b"), None);
    }
}
