//! The rules as the program lists and explains them: each with an example that fires and one that does not, which are
//! tried here in real repositories, as is the comment that each is silenced with.

use roadspec::rules::RULES;
use serde_json::Value;

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json};

/// A file of an example: what it is, its path, its content.
type File = (String, String, String);

/// The files of an example, which are its fenced blocks.
fn files(example: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    // The backticks that open a block close it.
    let mut open: Option<&str> = None;
    for line in example.lines() {
        let head = line.trim_start_matches('`');
        let fence = &line[..line.len() - head.len()];
        match open {
            Some(own) if line == own => open = None,
            Some(_) => files.last_mut().expect("an open block").2.extend([line, "\n"]),
            None if fence.len() > 2 => {
                let (kind, path) = head.split_once(' ').expect("a language and a path");
                files.push((kind.to_owned(), path.to_owned(), String::new()));
                open = Some(fence);
            }
            None => {}
        }
    }
    files
}

/// A repository that holds what an example describes; none if no worktree can.
fn repository(files: &[File]) -> Option<Repo> {
    let repo = Repo::init();
    for (kind, path, content) in files {
        match kind.as_str() {
            "symlink" => drop(repo.link(path, "/etc/hostname")),
            "unmerged" => {
                let blob = repo.object("blob", b"x");
                let stages = format!("100644 {blob} 2\t{path}\n100644 {blob} 3\t{path}\n");
                repo.git_fed(&["update-index", "--index-info"], stages.as_bytes());
            }
            "bytes" => {
                let bytes = content.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).expect("two digits"));
                repo.write(path, bytes.collect::<Vec<_>>());
            }
            "large" => {
                repo.write(path, "");
                let file = std::fs::OpenOptions::new().write(true).open(repo.root.join(path)).expect("a file");
                file.set_len(content.trim().parse().expect("a size")).expect("a sparse file");
            }
            "unsafe" => return None,
            _ => drop(repo.write(path, content)),
        }
    }
    Some(repo)
}

/// What `check` says of some rules, a line for each finding.
fn lines(repo: &Repo, rules: &[&str]) -> Vec<String> {
    let out = roadspec(repo, &["check", "--output-format", "concise"]).out;
    let is_of = |line: &&str| rules.iter().any(|rule| line.contains(&format!("[{rule}] ")));
    out.lines().filter(is_of).map(str::to_owned).collect()
}

/// What the program says of an example, which it prints below a heading of an explanation.
fn printed(explanation: &str, heading: &str, example: &str) -> Vec<String> {
    let (_, rest) = explanation.split_once(&format!("\n{heading}\n\n")).expect(heading);
    let block = rest.lines().take_while(|line| line.is_empty() || line.starts_with("  "));
    let text: Vec<&str> = block.map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    let text = text.join("\n");
    let said =
        text.strip_prefix(example).unwrap_or_else(|| panic!("this example is printed:\n{example}\nnot:\n{text}"));
    said.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Puts the comment that an explanation offers before the place of a finding, indented as it is.
fn silenced(files: &[File], explanation: &str, finding: &str) -> Vec<File> {
    let comment = |start: &str| {
        let line =
            explanation.lines().rfind(|line| line.trim_start().starts_with(&format!("{start} roadspec-disable-")));
        line.expect("the comment is printed").trim()
    };
    let mut place = finding.split(':');
    let path = place.next().expect("a path");
    let number: usize = place.next().and_then(|number| number.parse().ok()).expect("a line");
    let mut files = files.to_vec();
    let (_, _, content) = files.iter_mut().find(|(_, own, _)| own == path).expect("a file of the example");
    let mut lines: Vec<&str> = content.lines().collect();
    let in_front = !lines[..number - 1].iter().skip(1).any(|line| *line == "---");
    let indentation = lines[number - 1].len() - lines[number - 1].trim_start().len();
    let comment = " ".repeat(indentation) + comment(if in_front { "#" } else { "<!--" });
    lines.insert(number - 1, &comment);
    *content = lines.join("\n") + "\n";
    files
}

#[test]
fn every_rule_is_explained_with_examples_that_are_as_printed() {
    let nowhere = Repo::init();
    let mut without_comment = Vec::new();
    for rule in RULES {
        let explanation = roadspec(&nowhere, &["explain", rule.id]).exits(0).out;
        assert!(explanation.starts_with(&format!("{} ({})\n\n", rule.id, rule.severity.word())), "{explanation}");
        let wide = explanation.lines().take_while(|line| *line != "Bad").find(|line| line.chars().count() > 100);
        assert_eq!(wide, None);
        let (bad, good) = (files(rule.cases.bad), files(rule.cases.good));
        let found = printed(&explanation, "Bad", rule.cases.bad);
        let nothing = printed(&explanation, "Good", rule.cases.good);
        assert!(!found.is_empty() && nothing == ["nothing is found"], "{explanation}");
        let good = repository(&good).expect("a good example can be written");
        let said = roadspec(&good, &["check"]).exits(0).out;
        assert!(said.starts_with("nothing to mend; "), "{}: {said}", rule.id);
        let Some(repo) = repository(&bad) else {
            assert_eq!(rule.id, "unsafe-path");
            continue;
        };
        assert_eq!(lines(&repo, &[rule.id]), found);
        if explanation.contains("\n  In one place") {
            let repo = repository(&silenced(&bad, &explanation, &found[0])).expect("it was written before");
            let left = lines(&repo, &[rule.id, "unused-suppression"]);
            assert_eq!(left.len(), found.len() - 1, "{}: {left:?}", rule.id);
        } else {
            without_comment.push(rule.id);
        }
    }
    // What is found of a whole file has no line for one, nor has what stands before the front matter.
    let whole = ["colliding-paths", "misplaced-front-matter", "oversized-spec", "symlinked-spec", "unmerged-spec"];
    assert_eq!(without_comment, [&whole[..], &["unreadable-spec", "unused-suppression"]].concat());
}

#[test]
fn the_list_names_every_rule() {
    let nowhere = Repo::init();
    let list = roadspec(&nowhere, &["rules"]).exits(0).out;
    let document = roadspec_json(&nowhere, &["rules"]).exits(0).json();
    let rules = document["rules"].as_array().expect("rules");
    assert_eq!((list.lines().count(), rules.len()), (RULES.len(), RULES.len()));
    for ((rule, line), value) in RULES.iter().zip(list.lines()).zip(rules) {
        let words: Vec<&str> = line.splitn(2, ' ').collect();
        let (severity, summary) = words[1].trim_start().split_once(' ').expect("a severity and a summary");
        assert_eq!((words[0], severity, summary.trim()), (rule.id, rule.severity.word(), rule.summary));
        let text = |key: &str| value[key].as_str().expect("a text");
        assert_eq!((text("id"), text("severity"), text("summary")), (rule.id, rule.severity.word(), rule.summary));
        assert_eq!((text("explanation"), text("remedy")), (rule.explanation, rule.remedy));
        assert_eq!((text("bad"), text("good")), (rule.cases.bad, rule.cases.good));
    }
    let one = roadspec_json(&nowhere, &["explain", "broken-link"]).exits(0).json();
    let listed = rules.iter().find(|rule| rule["id"] == "broken-link").expect("it is listed");
    assert_eq!(one["rules"], Value::Array(vec![listed.clone()]));
}

#[test]
fn a_rule_that_there_is_not_is_told_with_the_nearest() {
    let nowhere = Repo::init();
    for (name, help) in [
        ("brokn-link", "did you mean `broken-link`?"),
        ("Broken_Link", "did you mean `broken-link`?"),
        ("roadmap", "did you mean `missing-roadmap`?"),
        ("x\u{1b}[2J\n::error::y", "`roadspec rules` lists every rule"),
        ("", "`roadspec rules` lists every rule"),
    ] {
        let ran = roadspec(&nowhere, &["explain", name]).exits(2).complains(&["there is no rule", help]);
        assert_eq!(ran.out, "");
        let error = roadspec_json(&nowhere, &["explain", name]).exits(2).json()["error"].clone();
        assert_eq!((&error["kind"], &error["help"]), (&"usage".into(), &help.into()));
    }
    roadspec(&nowhere, &["explain"]).exits(2).complains(&["<RULE>"]);
}
