//! What `fix` and `generate` may write to, and when: beside another run, after one that was killed, where git does not
//! look. How a file is written is tested in `tests/writing` and by `scripts/kill-matrix`.

use std::process::Stdio;

use rustix::fs::{FlockOperation, flock};

use crate::git::Repo;
use crate::program::{ROADSPEC, command, files, roadspec, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, shop};

/// A shop that lacks the spec of its search.
fn incomplete() -> Repo {
    let repo = shop();
    repo.remove(SEARCH).commit("without a spec");
    repo
}

fn is_written(repo: &Repo) -> bool {
    repo.root.join(SEARCH).exists()
}

#[test]
fn while_another_run_writes_nothing_is_written_and_it_is_said() {
    let repo = incomplete();
    let git_dir = std::fs::File::open(repo.root.join(".git")).expect("a folder");
    flock(&git_dir, FlockOperation::LockExclusive).expect("locks");
    for arguments in [&["fix"][..], &["generate", "sys-shop", "--yes"]] {
        let said = ["another roadspec is writing to this worktree", "wait until it has ended"];
        roadspec(&repo, arguments).exits(2).complains(&said);
        assert_eq!(roadspec_json(&repo, arguments).exits(2).json()["error"]["kind"], "write");
    }
    assert!(!is_written(&repo));
    // Another worktree of the repository has a lock of its own, and who writes nothing needs none.
    repo.git(&["worktree", "add", "--quiet", "../linked"]);
    roadspec(&repo.at("../linked"), &["fix"]).exits(1);
    roadspec(&repo, &["check"]).exits(1);
    roadspec(&repo, &["generate", "sys-shop", "--dry-run"]).exits(0);
    flock(&git_dir, FlockOperation::Unlock).expect("unlocks");
    roadspec(&repo, &["fix"]).exits(1);
    assert!(is_written(&repo));
    roadspec(&repo, &["fix"]).exits(0);
}

#[test]
fn gits_own_locks_are_no_concern() {
    let repo = incomplete();
    // As `git commit -a` holds it while hooks run.
    repo.write(".git/index.lock", "");
    roadspec(&repo, &["fix"]).exits(1);
    assert!(is_written(&repo));
}

/// Leaves a repository as a run does that is killed while it writes.
fn kill(repo: &Repo) {
    let mut cat = command(repo, "cat");
    let mut child = cat.stdin(Stdio::piped()).spawn().expect("starts");
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let space = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let (pid, boot, space) = (child.id(), boot.trim(), space.display());
    let lock = format!("pid {pid}\nhost {host}\nboot {boot}\nspace {space}\nstart 1\nfolder specs/features\n");
    child.kill().and_then(|()| child.wait()).expect("ends");
    repo.write(".git/roadspec.lock", lock);
    repo.write("specs/features/.feat-search.md.12-3.roadspec-tmp", "---\nid: feat-");
}

#[test]
fn what_a_killed_run_left_is_cleared_away_even_if_there_is_nothing_to_write() {
    for repo in [incomplete(), shop()] {
        kill(&repo);
        let before = roadspec(&repo, &["check"]).status;
        roadspec(&repo, &["fix"]).exits(before);
        assert!(files(&repo.root).keys().all(|name| !name.contains("roadspec-tmp")));
        assert!(!repo.root.join(".git/roadspec.lock").exists());
        roadspec(&repo, &["fix"]).exits(0);
    }
}

#[test]
fn what_git_does_not_look_at_is_left_alone() {
    let repo = incomplete();
    repo.write(".gitignore", "feat-search.md\n");
    let said = format!("`{SEARCH}` is ignored by git\n");
    for arguments in [&["fix"][..], &["generate", "sys-shop", "--yes"]] {
        let ran = roadspec(&repo, arguments).exits(1);
        assert!(ran.out.contains(&said), "{}", ran.out);
        roadspec_json(&repo, arguments).exits(1);
    }
    assert!(!is_written(&repo));
    repo.write(".gitignore", "").remove(BASKET).git(&["add", "--all"]);
    roadspec(&repo, &["fix"]).exits(1);
    assert!(is_written(&repo));
}

#[test]
fn a_path_in_conflict_is_left_alone() {
    let repo = incomplete();
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.write(SEARCH, "one\n").commit("one");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(SEARCH, "two\n").commit("two");
    assert!(!repo.run(&["merge", "other"], &[], b"").status.success());
    repo.remove(SEARCH);
    let ran = roadspec(&repo, &["fix"]).exits(1);
    assert!(!is_written(&repo), "{}", ran.out);
}

#[test]
fn a_write_that_the_system_cuts_short_leaves_nothing_behind() {
    let repo = incomplete();
    let before = files(&repo.root);
    // No file may be longer than this, in blocks of 512 or 1,024 bytes: first a write comes short, then one fails.
    let script = format!("trap '' XFSZ; ulimit -f 2; exec '{ROADSPEC}' fix");
    shell(&repo, &script).exits(2).complains(&[SEARCH, "cannot be written: File too large"]);
    assert_eq!(files(&repo.root), before);
    assert!(!repo.root.join(".git/roadspec.lock").exists());
    roadspec(&repo, &["fix"]).exits(1);
}
