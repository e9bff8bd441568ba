//! Random histories of random repositories: after every few steps all three sources must be what git says they are.

use super::*;

/// A small deterministic generator (xorshift), so that a failure can be repeated by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn path(&mut self) -> String {
        let folder = self.pick(&["", "specs/", "specs/features/", "specs/features/deep/", "docs/", "specs.d/", "sp/"]);
        let name = self.pick(&["a", "b", "c.md", "d.md", "specs", "é.md", "a b.md", "a-b", "a.b"]);
        format!("{folder}{name}")
    }
}

/// One step; some of them cannot be done at the moment, and git says so.
fn step(repo: &Repo, dice: &mut Dice) {
    let path = dice.path();
    let file = repo.root.join(&path);
    let attempt = |arguments: &[&str]| {
        repo.git_with(&[], arguments);
    };
    match dice.below(16) {
        0..=3 => {
            let free =
                file.ancestors().skip(1).take_while(|folder| *folder != repo.root).all(|folder| !folder.is_file());
            if free && !file.is_dir() && !file.is_symlink() {
                repo.write(&path, format!("content {}\n", dice.below(4)));
            }
        }
        4 => {
            let _ = std::fs::remove_file(&file);
        }
        5 => {
            if file.parent().is_some_and(Path::is_dir) && !file.exists() && !file.is_symlink() {
                repo.link(&path, dice.pick(&["a", "../docs", "nowhere"]));
            }
        }
        6..=7 => attempt(&["add", "--", &path]),
        8 => attempt(&["add", "--all"]),
        9 => attempt(&["rm", "-q", "-r", "--cached", "--ignore-unmatch", "--", &path]),
        10 => attempt(&["mv", "-k", &path, &dice.path()]),
        11 => attempt(&["commit", "-q", "-m", "step"]),
        12 => attempt(&["add", "--intent-to-add", "--", &path]),
        13 => attempt(&["update-index", dice.pick(&["--chmod=+x", "--chmod=-x"]), "--", &path]),
        14 => attempt(&["update-index", dice.pick(&["--skip-worktree", "--no-skip-worktree"]), "--", &path]),
        _ => match dice.below(6) {
            0 => attempt(&["update-index", "--split-index"]),
            1 => attempt(&["update-index", "--no-split-index"]),
            2 => attempt(&["update-index", "--force-write-index", "--index-version", dice.pick(&["2", "3", "4"])]),
            3 => attempt(&["reset", "-q", dice.pick(&["--soft", "--mixed", "--hard"]), dice.pick(&["HEAD", "HEAD~1"])]),
            4 => attempt(&["gc", "-q"]),
            _ => {
                repo.write(".gitignore", dice.pick(&["docs/\n", "*.md\n!d.md\n", "/specs/features\n", "a*\n", "\n"]));
            }
        },
    }
}

/// What the next commit would hold, told by git with a copy of the index, which this would write to.
fn next_commit(repo: &Repo) -> Files {
    let copy = repo.root.join(".git/copy-of-index");
    std::fs::copy(repo.root.join(".git/index"), &copy).expect("an index");
    let output = repo.git_with(&[("GIT_INDEX_FILE", copy.as_os_str())], &["write-tree"]);
    assert!(output.status.success());
    let tree = String::from_utf8(output.stdout).expect("an id");
    tree_by_git(repo, tree.trim())
}

fn check(repo: &Repo, dice: &mut Dice) {
    let index = open(repo, Source::Index);
    assert_eq!(everything(&index), next_commit(repo), "the index");
    assert_eq!(everything(&open(repo, Source::Worktree)), worktree_by_git(repo), "the worktree");
    assert_eq!(everything(&open(repo, head())), tree_by_git(repo, "HEAD"), "the revision");

    let staged = repo.git_bytes(&["diff", "--cached", "--no-renames", "--name-only", "-z"]);
    let staged: Vec<String> =
        git::fields(&staged).into_iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    for relevant in [String::new(), "specs/".to_owned(), "docs/".to_owned(), dice.path()] {
        let expected = staged.iter().any(|path| path.starts_with(&relevant));
        let touches = index.staged_touches(&|path| path.starts_with(&relevant)).expect("no error");
        assert_eq!(touches, expected, "{relevant:?} of {staged:?}");
    }
    let folder = dice.pick(&["specs", "specs/features", "docs", "sp", "absent"]);
    for source in [Source::Index, Source::Worktree, head()] {
        let snapshot = open(repo, source);
        let whole = everything(&snapshot).into_keys().filter(|path| Path::new(path).starts_with(folder));
        let part = list_in(&snapshot, &[folder], &|_| true);
        assert_eq!(paths(&part), whole.collect::<Vec<_>>(), "{folder} of {}", snapshot.describe());
    }
}

#[test]
fn thirty_random_repositories_are_as_git_says() {
    for seed in 1..=30 {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed));
        let repo = Repo::init_with(if seed % 5 == 0 { &["--object-format=sha256"] } else { &[] });
        repo.write("specs/c.md", "first").commit("first");
        for round in 0..6 {
            for _ in 0..8 {
                step(&repo, &mut dice);
            }
            let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&repo, &mut dice)));
            assert!(checked.is_ok(), "seed {seed}, round {round}:\n{}", repo.git(&["status", "--short"]));
        }
    }
}
