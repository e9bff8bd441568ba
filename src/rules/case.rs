//! A case: one Markdown document that describes a small repository in fenced blocks, and what the rules say of it.
//! Cases are the rules' tests and the examples that are shown with them; no real repository is touched.

use std::collections::BTreeSet;

use super::judge;
use crate::config::{self, Config, Globs, Policy};
use crate::corpus::{self, Content, Corpus, Input, Oddity, OddityKind};
use crate::error::Result;
use crate::finding::Finding;
use crate::markdown::{BlockKind, outline};
use crate::path::RepoPath;
use crate::schema::{Library, Schemas};

/// A case as it is written. Each fenced block is a file: its info string is a language and a path. These words in
/// place of the language describe what no text can be:
///
/// - `symlink`, `submodule`, `unmerged`, `special`: a name that is no file; the block is empty;
/// - `unsafe`: a name that cannot be trusted, and in the block why;
/// - `bytes`: a file of the bytes that the block lists in hexadecimal;
/// - `large`: a file of as many bytes as the block says, not loaded;
/// - `outside`: a file or folder outside the corpus.
#[derive(Debug, Default)]
pub struct Case {
    /// Its first heading.
    pub title: String,
    config: Option<(String, String)>,
    files: Vec<(RepoPath, Content)>,
    oddities: Vec<Oddity>,
    outside: BTreeSet<String>,
}

/// A case that was judged, with what it was judged by.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is what its type says")]
pub struct Judged {
    pub corpus: Corpus,
    pub findings: Vec<Finding>,
    pub policy: Policy,
    pub globs: Globs,
    pub schemas: Schemas,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// A sentence about the block that cannot be understood.
    pub fn read(document: &str) -> std::result::Result<Self, String> {
        let outline = outline(document, 0);
        let mut case = Self::default();
        if let Some(section) = outline.sections.iter().find(|section| section.level == 1) {
            case.title.clone_from(&section.title);
        }
        for block in outline.sections.iter().flat_map(|section| &section.blocks) {
            if let BlockKind::Fence(fence) = &block.kind {
                let (kind, path) = fence.info.split_once(' ').unwrap_or((&fence.info, ""));
                case.take(kind, path.trim(), fence.content.of(document))?;
            }
        }
        Ok(case)
    }

    fn take(&mut self, kind: &str, path: &str, content: &str) -> std::result::Result<(), String> {
        let odd = match kind {
            "symlink" => Some(OddityKind::Symlink),
            "submodule" => Some(OddityKind::Submodule),
            "unmerged" => Some(OddityKind::Unmerged),
            "special" => Some(OddityKind::Special),
            "unsafe" => Some(OddityKind::Unsafe(content.trim().to_owned())),
            _ => None,
        };
        if let Some(kind) = odd {
            self.oddities.push(Oddity { path: path.to_owned(), kind });
            return Ok(());
        }
        if kind == "outside" {
            self.outside.insert(path.to_owned());
            return Ok(());
        }
        if config::NAMES.contains(&path) {
            self.config = Some((path.to_owned(), content.to_owned()));
            return Ok(());
        }
        let content = match kind {
            "bytes" => Content::Bytes(hexadecimal(content).ok_or_else(|| format!("{path}: no bytes: {content}"))?),
            "large" => Content::TooLarge(content.trim().parse().map_err(|_| format!("{path}: no size: {content}"))?),
            _ => Content::Bytes(content.as_bytes().to_vec()),
        };
        let path = RepoPath::new(path.as_bytes()).map_err(|wrong| format!("{} {}", wrong.shown, wrong.reason))?;
        self.files.push((path, content));
        Ok(())
    }

    /// The corpus of the case and what the rules find in it.
    ///
    /// # Errors
    /// As the reading of a configuration and [`Corpus::build`].
    pub fn judge(&self) -> Result<Judged> {
        let rules: Vec<&str> = super::ids().collect();
        let config = match &self.config {
            Some((path, text)) => config::parse(&config::File { root: "", path, text }, &rules)?,
            None => Config::default(),
        };
        let globs = config.globs();
        let files: Vec<_> = self.files.iter().filter(|(path, _)| globs.matches(path.as_str())).cloned().collect();
        let schemas = self.schemas(&config, &files)?;
        let configured = config.schemas().to_vec();
        let (profile, oddities) = (config.profile.clone(), self.oddities.clone());
        let input = Input { profile, root: String::new(), files, oddities, configured };
        let mut corpus = Corpus::build(input, &globs, &schemas)?;
        corpus.set_outside(self.existing(&corpus.outside_links()));
        let findings = judge(&corpus, &config.policy);
        Ok(Judged { corpus, findings, policy: config.policy, globs, schemas })
    }

    /// Which of these paths outside the corpus are there.
    pub fn existing(&self, paths: &BTreeSet<String>) -> BTreeSet<String> {
        let named: BTreeSet<String> = self.files.iter().map(|(path, _)| path.to_string()).collect();
        &(paths & &named) | &self.outside
    }

    /// The schemas that the configuration and the documents of the case name.
    fn schemas(&self, config: &Config, files: &[(RepoPath, Content)]) -> Result<Schemas> {
        let mut library = Library::default();
        let named = corpus::named_schemas(files);
        for path in config.schemas().iter().chain(&named) {
            library.require(path);
        }
        library.complete(&|wanted| {
            let file = self.files.iter().find(|(path, _)| path == wanted);
            Ok(file.and_then(|(_, content)| match content {
                Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
                Content::TooLarge(_) | Content::Gone | Content::Refused(_) => None,
            }))
        })
    }
}

/// The bytes that a text lists as pairs of hexadecimal digits.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    text.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}
