//! A small `fix` for `scripts/kill-matrix`, made of the program's own writer: in the folder `specs` of ROOT it replaces
//! each `old` by `new` in every `edit-*.md`, renames every `move-*.md` to `moved-*.md`, and creates the `new-*.md` that
//! the file `wanted` lists. It exits as the program does: 0 if there was nothing to do, 1 if it wrote, 2 if it could not.
#![expect(clippy::expect_used, clippy::print_stderr, reason = "what it cannot read is a mistake of the script")]

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use roadspec::path::RepoPath;
use roadspec::write::{Job, NewFile, Renaming, Replacement, Writer, Written};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().expect("the root");
    let root = Path::new(&root);
    let lock = root.join(".git/roadspec.lock");
    let jobs = plan(root);
    if jobs.is_empty() {
        return match Writer::clear(root, &lock) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        };
    }
    let progress = match Writer::open(root, &lock, &jobs) {
        Ok(writer) => writer.carry_out(&jobs, &AtomicBool::new(false)),
        Err(error) => return fail(&error),
    };
    for (job, written) in jobs.iter().zip(&progress.written) {
        if !matches!(written, Written::Created | Written::Replaced | Written::Moved) {
            eprintln!("{}: {written:?}", job.path());
        }
    }
    progress.failed.map_or(ExitCode::from(1), |error| fail(&error))
}

fn fail(error: &roadspec::error::Error) -> ExitCode {
    eprintln!("{error}: {}", error.help.as_deref().unwrap_or_default());
    ExitCode::from(2)
}

/// What is to be done, in the order of the names.
fn plan(root: &Path) -> Vec<Job> {
    let specs = root.join("specs");
    let mut names: Vec<String> = fs::read_dir(&specs)
        .expect("a folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .collect();
    names.sort();
    let mut jobs = Vec::new();
    for name in &names {
        let before = fs::read(specs.join(name)).expect("a file");
        if name.starts_with("edit-") {
            let after = String::from_utf8(before.clone()).expect("UTF-8").replace("old", "new").into_bytes();
            if after != before {
                jobs.push(Job::Replace(Replacement { path: path(name), before, after }));
            }
        } else if let Some(rest) = name.strip_prefix("move-") {
            jobs.push(Job::Rename(Renaming { from: path(name), to: path(&format!("moved-{rest}")), before }));
        } else if name == "wanted" {
            let wanted = String::from_utf8(before).expect("UTF-8");
            let missing = wanted.lines().filter(|name| !specs.join(name).exists());
            jobs.extend(missing.map(|name| Job::Create(NewFile { path: path(name), text: name.repeat(1000) })));
        }
    }
    jobs
}

fn path(name: &str) -> RepoPath {
    RepoPath::new(format!("specs/{name}").as_bytes()).expect("a safe path")
}
