//! Real git repositories in temporary folders, with an environment that holds nothing of the developer's.
//! What is tested with them lives beside this file.
#![expect(clippy::expect_used, clippy::panic, reason = "a broken test bed must stop the test, saying where")]

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::rc::Rc;

use tempfile::TempDir;

/// A repository, or a place for one. All of one family share a temporary folder, which goes with the last of them.
#[derive(Clone)]
pub struct Repo {
    family: Rc<TempDir>,
    /// Where `git` runs and relative paths start: the worktree's root, unless said otherwise.
    pub root: PathBuf,
}

impl Repo {
    /// A new repository on the branch `main`, without a commit.
    pub fn init() -> Self {
        Self::init_with(&[])
    }

    /// A new repository, with more arguments for `git init`.
    pub fn init_with(arguments: &[&str]) -> Self {
        let family = Rc::new(tempfile::tempdir().expect("a temporary folder"));
        // On some systems temporary folders are reached through a link.
        let root = family.path().canonicalize().expect("a real path").join("repo");
        std::fs::create_dir(&root).expect("a folder");
        let repo = Self { family, root };
        repo.git(&[&["init", "--quiet", "-b", "main"], arguments].concat());
        repo
    }

    /// A folder of the same family, existing or not: a clone beside this one (`../clone`), a subfolder.
    pub fn at(&self, name: impl AsRef<Path>) -> Self {
        let mut root = self.root.clone();
        for component in name.as_ref().components() {
            if component == Component::ParentDir {
                root.pop();
            } else {
                root.push(component);
            }
        }
        Self { family: Rc::clone(&self.family), root }
    }

    /// Runs git and returns its output without the last line end.
    ///
    /// # Panics
    /// If git fails; its output is shown.
    pub fn git(&self, arguments: &[&str]) -> String {
        let text = String::from_utf8(self.git_bytes(arguments)).expect("output in UTF-8");
        text.strip_suffix('\n').map(str::to_owned).unwrap_or(text)
    }

    /// Runs git and returns its output as it is.
    pub fn git_bytes(&self, arguments: &[&str]) -> Vec<u8> {
        self.git_fed(arguments, b"")
    }

    /// Runs git with `input` and returns its output as it is.
    pub fn git_fed(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let output = self.run(arguments, &[], input);
        assert!(output.status.success(), "git {arguments:?} failed in {}:\n{}", self.root.display(), both(&output));
        output.stdout
    }

    /// Runs git with more environment, whether it succeeds or not.
    pub fn git_with(&self, environment: &[(&str, &OsStr)], arguments: &[&str]) -> Output {
        self.run(arguments, environment, b"")
    }

    /// Writes a file, with its folders.
    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// Removes a file.
    pub fn remove(&self, path: impl AsRef<Path>) -> &Self {
        std::fs::remove_file(self.root.join(path)).expect("a file");
        self
    }

    /// Makes a symbolic link that leads to `target`.
    pub fn link(&self, path: impl AsRef<Path>, target: impl AsRef<Path>) -> &Self {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::os::unix::fs::symlink(target, path).expect("a link");
        self
    }

    /// Stages everything and commits it, if need be without a change.
    pub fn commit(&self, message: &str) -> &Self {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self
    }

    /// Installs `script` (for `sh`) as a hook.
    pub fn hook(&self, name: &str, script: &str) -> &Self {
        let folder = self.root.join(self.git(&["rev-parse", "--git-path", "hooks"]));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a hook");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("an executable hook");
        self
    }

    /// Stores an object of any content and returns its id.
    pub fn object(&self, kind: &str, content: &[u8]) -> String {
        let id = self.git_fed(&["hash-object", "-w", "--literally", "--stdin", "-t", kind], content);
        String::from_utf8(id).expect("an id").trim().to_owned()
    }

    /// Stores a tree of entries (mode, id, name) without any check, in the order given.
    pub fn tree(&self, entries: &[(&str, &str, &[u8])]) -> String {
        let mut content = Vec::new();
        for (mode, id, name) in entries {
            content.extend_from_slice(mode.as_bytes());
            content.push(b' ');
            content.extend_from_slice(name);
            content.push(0);
            let digits = id.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("hex digits"));
            content.extend(digits.map(|pair| u8::from_str_radix(pair, 16).expect("hex digits")));
        }
        self.object("tree", &content)
    }

    /// The whole environment in which git runs here.
    pub fn environment(&self) -> BTreeMap<OsString, OsString> {
        let home = self.family.path().as_os_str();
        let path = std::env::var_os("PATH").expect("a PATH");
        let fixed = [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "A. Author"),
            ("GIT_AUTHOR_EMAIL", "author@example.com"),
            ("GIT_AUTHOR_DATE", "2001-02-03T04:05:06Z"),
            ("GIT_COMMITTER_NAME", "A. Committer"),
            ("GIT_COMMITTER_EMAIL", "committer@example.com"),
            ("GIT_COMMITTER_DATE", "2001-02-03T04:05:06Z"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("LC_ALL", "C"),
            ("TZ", "UTC"),
        ];
        let fixed = fixed.map(|(name, value)| (OsString::from(name), OsString::from(value)));
        let mut environment = BTreeMap::from(fixed);
        environment.insert("HOME".into(), home.into());
        environment.insert("PATH".into(), path);
        environment
    }

    /// Runs git with `input` and more environment, whether it succeeds or not.
    pub fn run(&self, arguments: &[&str], environment: &[(&str, &OsStr)], input: &[u8]) -> Output {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.root).env_clear().envs(self.environment());
        command.envs(environment.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("git starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        // A full pipe on either side must not stop both.
        let feeding = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("git ends");
        if let Err(error) = feeding.join().expect("feeding ends") {
            assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "git {arguments:?} was not fed");
        }
        output
    }
}

/// What git writes as `name NUL` (`-z`), as names.
pub fn fields(output: &[u8]) -> Vec<&[u8]> {
    output.split(|byte| *byte == 0).filter(|field| !field.is_empty()).collect()
}

/// The variables in a dump that `env -0` wrote.
pub fn dumped(path: &Path) -> BTreeMap<OsString, OsString> {
    let dump = std::fs::read(path).unwrap_or_else(|error| panic!("no dump at {}: {error}", path.display()));
    let variable = |field: &[u8]| {
        let at = field.iter().position(|byte| *byte == b'=').expect("NAME=VALUE");
        (OsStr::from_bytes(&field[..at]).to_owned(), OsStr::from_bytes(&field[at + 1..]).to_owned())
    };
    fields(&dump).into_iter().map(variable).collect()
}

fn both(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
