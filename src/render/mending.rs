//! What `fix` says of files: what was made, changed, moved and left alone, in prose, as a diff and as JSON.
//! The findings that are left are rendered elsewhere; nothing here writes a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};
use similar::TextDiff;

use super::log::without_commands;
use crate::path::RepoPath;
use crate::plan::{Left, Mended, Plan};
use crate::text::{neutral_line, shell_word};

/// What became of a plan.
#[derive(Debug, Default)]
pub struct Done {
    /// New files.
    pub created: Vec<RepoPath>,
    /// Files that were changed.
    pub changed: Vec<RepoPath>,
    /// Files that got another name: the old and the new one.
    pub moved: Vec<(RepoPath, RepoPath)>,
    /// Files that were left as they are, and why.
    pub skipped: Vec<(RepoPath, String)>,
    /// Files that were not reached.
    pub unreached: Vec<RepoPath>,
}

impl Done {
    /// Whether anything is not as it was.
    pub const fn is_nothing(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty() && self.moved.is_empty()
    }
}

/// What was done and what was not, for someone who stands in the folder `prefix`.
pub fn prose(plan: &Plan, done: &Done, prefix: &str) -> String {
    let mut out = String::new();
    for path in &done.created {
        let _ = writeln!(out, "Wrote {path}");
    }
    for path in &done.changed {
        let mended = plan.edited.iter().find(|edited| edited.path == *path).map_or(&[][..], |edited| &edited.mended);
        let _ = writeln!(out, "Changed {path} ({})", by_rule(mended));
    }
    for (from, to) in &done.moved {
        let mended = plan.moved.iter().find(|moved| moved.from == *from).map_or(&[][..], |moved| &moved.mended);
        let _ = writeln!(out, "Moved {from} to {to} ({})", by_rule(mended));
    }
    for (path, reason) in &done.skipped {
        let _ = writeln!(out, "Left alone: {path} {}", neutral_line(reason));
    }
    for path in &done.unreached {
        let _ = writeln!(out, "Did not reach {path}");
    }
    let mut left: BTreeMap<(&RepoPath, &str), BTreeSet<(&str, &str)>> = BTreeMap::new();
    for Left { path, reason, rule, message } in &plan.left {
        left.entry((path, reason)).or_default().insert((rule, message));
    }
    for ((path, reason), findings) in left {
        let _ = writeln!(out, "Left alone: {path} ({})", neutral_line(reason));
        for (rule, message) in findings {
            let _ = writeln!(out, "  {rule}: {}", neutral_line(message));
        }
    }
    for blocked in &plan.blocked {
        let _ = writeln!(out, "Cannot write {}: {}", neutral_line(&blocked.name), neutral_line(&blocked.reason));
    }
    if !done.is_nothing() {
        let moved = done.moved.iter().flat_map(|(from, to)| [from, to]);
        let paths: BTreeSet<&RepoPath> = done.created.iter().chain(&done.changed).chain(moved).collect();
        let words: Vec<String> = paths.into_iter().map(|path| shell_word(&path.link_from(prefix))).collect();
        let _ = writeln!(out, "\nStage what was written: git add -- {}", words.join(" "));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    without_commands(&out)
}

/// `missing-relation, 2 one-sided-dependency`.
fn by_rule(mended: &[Mended]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in mended {
        *counts.entry(one.rule).or_default() += 1;
    }
    let words = counts.into_iter().map(|(rule, count)| match count {
        1 => rule.to_owned(),
        count => format!("{count} {rule}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What a plan would change, as a unified diff for people. Where specs hold what steers a terminal, it is no patch.
pub fn shown(plan: &Plan) -> String {
    super::harmless(&diff(plan).replace("\r\n", "\n"))
}

/// What a plan would change, as the patch that `git apply` takes. Nothing in it is made harmless.
pub fn diff(plan: &Plan) -> String {
    let mut out = String::new();
    let mut file = |from: Option<&RepoPath>, to: &RepoPath, before: &str, after: &str| {
        let name = |side: &str, path: &RepoPath| git_quoted(&format!("{side}/{path}"));
        let _ = writeln!(out, "diff --git {} {}", name("a", from.unwrap_or(to)), name("b", to));
        match from {
            None => out.push_str("new file mode 100644\n"),
            Some(from) if from != to => {
                let (from, to) = (git_quoted(from.as_str()), git_quoted(to.as_str()));
                let _ = writeln!(out, "rename from {from}\nrename to {to}");
            }
            Some(_) => {}
        }
        if before != after {
            let old = from.map_or_else(|| "/dev/null".to_owned(), |from| name("a", from));
            let diff = TextDiff::from_lines(before, after);
            out.push_str(&diff.unified_diff().header(&old, &name("b", to)).to_string());
        }
    };
    let moved: BTreeMap<&RepoPath, &RepoPath> = plan.moved.iter().map(|moved| (&moved.from, &moved.to)).collect();
    for edited in &plan.edited {
        let to = moved.get(&edited.path).copied().unwrap_or(&edited.path);
        file(Some(&edited.path), to, &edited.before, &edited.text);
    }
    for moved in plan.moved.iter().filter(|moved| plan.edited.iter().all(|edited| edited.path != moved.from)) {
        file(Some(&moved.from), &moved.to, &moved.text, &moved.text);
    }
    for spec in &plan.new_specs {
        file(None, &spec.path, "", &spec.text);
    }
    out
}

/// A path as it stands in a patch: quoted where git would, which paths of the corpus hardly ever need.
fn git_quoted(path: &str) -> String {
    crate::path::quoted(path.as_bytes())
}

/// What was done and what was not, as the keys of a report.
pub fn json(plan: &Plan, done: &Done) -> Value {
    let mended = |mended: &[Mended]| -> Vec<Value> {
        mended.iter().map(|one| json!({ "rule": one.rule, "message": one.message })).collect()
    };
    let changed = plan.edited.iter().filter(|edited| done.changed.contains(&edited.path));
    let moved = plan.moved.iter().filter(|moved| done.moved.iter().any(|(from, _)| *from == moved.from));
    let left = plan.left.iter().map(
        |left| json!({ "path": left.path.as_str(), "rule": left.rule, "message": left.message, "reason": left.reason }),
    );
    let skipped = done.skipped.iter().map(|(path, reason)| json!({ "path": path.as_str(), "reason": reason }));
    let blocked =
        plan.blocked.iter().map(|one| json!({ "name": one.name, "system": one.system, "reason": one.reason }));
    json!({
        "created": done.created.iter().map(RepoPath::as_str).collect::<Vec<_>>(),
        "changed": changed
            .map(|edited| json!({ "path": edited.path.as_str(), "mended": mended(&edited.mended) }))
            .collect::<Vec<_>>(),
        "moved": moved
            .map(|moved| {
                json!({ "from": moved.from.as_str(), "to": moved.to.as_str(), "mended": mended(&moved.mended) })
            })
            .collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
        "unreached": done.unreached.iter().map(RepoPath::as_str).collect::<Vec<_>>(),
        "blocked": blocked.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_copied_into_a_shell() {
        let path = RepoPath::new("specs/it's here/a.md".as_bytes()).expect("a safe path");
        let said = prose(&Plan::default(), &Done { created: vec![path], ..Done::default() }, "specs");
        assert!(said.contains("git add -- 'it'\\''s here/a.md'\n"), "{said}");
    }
}
