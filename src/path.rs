//! Paths inside the repository, trusted only once every component has been validated.
//! Nothing here touches a disk; the only owner of `gix_validate`.

use std::fmt::{self, Write as _};

use gix_validate::path::component;

/// A path from the repository's root: UTF-8, `/` between components, each of them safe as a file name on every
/// system (no `..`, no `.git` in any disguise, no Windows device), at most 4,096 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(String);

/// Why a name cannot be a path of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafePath {
    /// The name as git quotes it, without loss.
    pub shown: String,
    /// Why, a phrase that follows "the name".
    pub reason: String,
}

impl RepoPath {
    /// Validates `name`.
    ///
    /// # Errors
    /// [`UnsafePath`] says which part of it is wrong and why.
    pub fn new(name: &[u8]) -> Result<Self, UnsafePath> {
        let refuse = |reason: String| UnsafePath { shown: quoted(name), reason };
        let text = std::str::from_utf8(name).map_err(|_| refuse("is not UTF-8".to_owned()))?;
        if text.len() > 4096 {
            return Err(refuse("is longer than 4,096 bytes".to_owned()));
        }
        if let Some(control) =
            text.chars().find(|c| crate::text::neutral_line(c.encode_utf8(&mut [0; 4])) != c.to_string())
        {
            return Err(refuse(format!("holds the invisible character U+{:04X}", u32::from(control))));
        }
        for part in text.split('/') {
            let options = component::Options::default();
            let validated = component(part.as_bytes().into(), None, options).map(|_| ());
            let validated =
                if is_numbered_above(part) { Err(component::Error::WindowsReservedName) } else { validated };
            validated.map_err(|error| refuse(in_words(part, &error)))?;
        }
        Ok(Self(text.to_owned()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in, `""` at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The last component.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last component without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The relative link that leads from a file in `folder` (from the root, `""` for it) to this path.
    pub fn link_from(&self, folder: &str) -> String {
        let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let to: Vec<&str> = self.0.split('/').collect();
        let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut parts = vec![".."; from.len() - shared];
        parts.extend(&to[shared..]);
        parts.join("/")
    }
}

/// Whether Windows takes a name for a device because of a raised digit, as in `COM¹` ("Naming Files, Paths, and
/// Namespaces" in Microsoft's documentation), which git and `gix_validate` let pass.
fn is_numbered_above(part: &str) -> bool {
    let stem = part.split(['.', ' ']).next().unwrap_or_default();
    let device = stem.strip_suffix(['\u{b9}', '\u{b2}', '\u{b3}']).unwrap_or_default();
    ["com", "lpt"].iter().any(|name| device.eq_ignore_ascii_case(name))
}

/// Why a part of a path is not safe, a phrase that follows "the name".
fn in_words(part: &str, error: &component::Error) -> String {
    use component::Error;
    let why = match error {
        Error::Empty => return "has an empty part".to_owned(),
        Error::Relative => "leads to another folder",
        Error::DotGitDir => "stands for git's own folder on some systems",
        Error::PathSeparator => "holds a separator of Windows paths",
        Error::WindowsPathPrefix => "begins as a drive does on Windows",
        Error::WindowsReservedName => "Windows reserves for a device",
        Error::WindowsIllegalCharacter => "Windows refuses, for a blank or dot at its end or one of `<>:\"|?*`",
        // Whether it is a link is not known here, and the crate may learn new reasons.
        Error::SymlinkedGitModules | _ => "is not safe on every system",
    };
    format!("has the part `{part}`, which {why}")
}

/// Where a relative path leads that is written in a file in `folder` (both from the repository's root, `/` between
/// components, `""` for the root): none if it climbs out of the repository.
pub fn resolve(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl fmt::Display for RepoPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A name as git shows it: plain where it is plain, else in quotes with escapes that lose nothing
/// (`core.quotePath`, `quote_c_style` in git's `quote.c`).
pub fn quoted(name: &[u8]) -> String {
    let plain = |c: char| !matches!(c, '"' | '\\') && !c.is_control();
    if let Ok(text) = std::str::from_utf8(name)
        && text.chars().all(plain)
        && crate::text::neutral_line(text) == text
    {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for byte in name {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(*byte)]),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            0x20..0x7f => out.push(char::from(*byte)),
            other => {
                let _ = write!(out, "\\{other:03o}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names that lead elsewhere, into git's own folder by some disguise, or to a device, on one system or another.
    const HOSTILE: &[&str] = &[
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        ".",
        "..",
        "../x",
        "a/../b",
        "a/./b",
        ".git",
        ".GIT",
        ".git/config",
        "x/.Git/y",
        ".git.",
        ".git ",
        ".git::$INDEX_ALLOCATION",
        "GIT~1",
        "git~1/hooks",
        ".g\u{200c}it",
        ".gi\u{200d}t/config",
        "\u{feff}.git",
        ".git\u{206a}",
        ".\u{200e}git",
        ".git...",
        ".git. .",
        ".git:stream",
        ".GIT\u{200c}/config",
        "x/GIT~1",
        "git~1 ",
        "C:\\x",
        "C:x",
        "a\\b",
        "..\\x",
        "CON",
        "con.md",
        "aux",
        "a/NUL.md",
        "COM1.md",
        "com9",
        "LPT1.tar.gz",
        "Prn",
        "nul .md",
        "conin$",
        "CONOUT$.md",
        "COM\u{b9}.md",
        "x/lpt\u{b3}",
        "LPT9",
        "a.",
        "a ",
        "a:b",
        "a\nb.md",
        "a\tb.md",
        "a\rb",
        "a\u{1b}b",
        "a\u{202e}b.md",
        "a\u{0}b",
        "a\u{2028}b",
        "a<b",
        "a>b",
        "a|b",
        "a?b",
        "a*b",
        "a\"b",
        "specs/\u{200b}x.md",
    ];

    #[test]
    fn hostile_names_are_refused_on_every_system() {
        for name in HOSTILE {
            assert!(RepoPath::new(name.as_bytes()).is_err(), "{name:?} was accepted");
        }
        assert!(RepoPath::new(b"specs/\xff.md").is_err());
        assert!(RepoPath::new("a/".repeat(3000).as_bytes()).is_err());
    }

    #[test]
    fn a_refusal_names_the_part_and_says_why() {
        for (name, reason) in [
            ("a//b", "has an empty part"),
            ("a/../b", "has the part `..`, which leads to another folder"),
            ("x/GIT~1", "has the part `GIT~1`, which stands for git's own folder on some systems"),
            (r"a\b", r"has the part `a\b`, which holds a separator of Windows paths"),
            ("C:x", "has the part `C:x`, which begins as a drive does on Windows"),
            ("a/con.md", "has the part `con.md`, which Windows reserves for a device"),
            ("a.", "has the part `a.`, which Windows refuses, for a blank or dot at its end or one of `<>:\"|?*`"),
        ] {
            assert_eq!(
                RepoPath::new(name.as_bytes()).map_err(|unsafe_path| unsafe_path.reason),
                Err(reason.to_owned())
            );
        }
    }

    #[test]
    fn ordinary_names_are_paths() {
        for name in [
            "a.md",
            "specs/features/feat-a.md",
            "spécs/日本.md",
            ".github/x.md",
            "a b/c.md",
            "..a",
            "a..b",
            "com\u{b9}a.md",
        ] {
            assert_eq!(RepoPath::new(name.as_bytes()).map(|path| path.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn names_are_shown_as_git_shows_them() {
        assert_eq!(quoted(b"specs/\xff.md"), r#""specs/\377.md""#);
        assert_eq!(quoted(b"a\n::error::b"), r#""a\n::error::b""#);
        assert_eq!(quoted("日本.md".as_bytes()), "日本.md");
    }

    #[test]
    fn relative_paths_stay_inside() {
        for (relative, path) in [("b.md", Some("a/x/b.md")), ("../b.md", Some("a/b.md")), ("./../../b", Some("b"))] {
            assert_eq!(resolve("a/x", relative).as_deref(), path, "{relative}");
        }
        assert_eq!(resolve("a", "../../b"), None);
        assert_eq!(resolve("", "").as_deref(), Some(""));
    }

    #[test]
    fn links_climb_to_the_shared_folder() {
        let path = RepoPath::new(b"specs/architecture/sys.md").expect("a plain path");
        assert_eq!(path.link_from("specs/features"), "../architecture/sys.md");
        assert_eq!(path.link_from("specs/architecture"), "sys.md");
        assert_eq!(path.link_from(""), "specs/architecture/sys.md");
        assert_eq!(path.link_from("specs/architecture/deep"), "../sys.md");
    }
}
