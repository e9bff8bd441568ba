//! Findings one to a line: each is where the JSON document says it is, and no text of others makes a line of its own.

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone};

/// A text as it may come from anywhere: with a byte order mark and CR LF.
fn foreign(text: &str) -> String {
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

/// A system whose names take several bytes a letter and whose specs are broken in many ways.
fn foreign_shop() -> Repo {
    let repo = Repo::init();
    let system = "---\nspecmas: \"3.0\"\nkind: system\nid: sys-läden\nname: \"Läden 日本 😀\"\nfeature_specs: [feat-größe]\n---\n\
                  # Läden 日本 😀\n\n## System Components\n\n### Größe 😀\n\n**Responsibility:** Mißt [\u{e9}te](été.md).\n\n\
                  ### 探す\n\n**Dependencies:** Größe, 日本 Post\n\n## Implementation Roadmap\n\n### Phase 1: Früh\n\n\
                  1. Größe 😀 (Level 3)\n   - Dependencies: 探す\n2. 日本 (Level 4)\n\n### Phase 2: Spät\n\n\
                  3. 探す\n4. 😀\n";
    let search = feature("feat-größe", "Größe 😀").replace("sys-shop", "sys-läden");
    let basket = standalone("feat-korb")
        + "\n😀 日本 [ä](#größe) [ö](../nie/da.md) e\u{301}\n\n<!-- roadspec-disable-next-line 日本 -- ö -->\n";
    let other =
        "---\nspecmas: [\"3.0\"]\nkind: 日本\n'id': \"ü\\n::error::\\e[2J##[x]\"\ndepends_on: [feat-näh, 😀]\n---\n";
    repo.write(SYSTEM, foreign(system)).write(SEARCH, foreign(&search)).write(BASKET, &basket);
    repo.write("specs/日本.md", foreign(other)).write("specs/features/leer 😀.md", "").write("specs/x.md", b"\xff");
    repo.write("specs/features/a\n::error::b##[c].md", "")
        .write("specs/features/broken.md", foreign("---\nä: [\n---\n"));
    repo
}

#[test]
fn every_line_leads_to_where_the_finding_is() {
    let repo = foreign_shop();
    let document = roadspec_json(&repo, &["check"]).exits(1).json();
    let shown = roadspec(&repo, &["check", "--output-format", "concise"]).exits(1).out;
    let findings = document["findings"].as_array().expect("findings");
    assert_eq!(shown.lines().count(), findings.len() + 2, "a line for each, and the summary:\n{shown}");
    let (mut rules, mut placed) = (Vec::new(), 0);
    for (line, finding) in shown.lines().zip(findings) {
        let text = |key: &str| finding[key].as_str().expect("a text");
        let mut place = text("path").replace("##[", "##\\[");
        if let (Some(start), Some(end)) = (finding["span"]["start"].as_u64(), finding["span"]["end"].as_u64()) {
            // Counted here once more, from the bytes as they are stored.
            let source = std::fs::read(repo.root.join(&place)).expect("a spec");
            let before = std::str::from_utf8(&source[..usize::try_from(start).expect("a byte")]).expect("UTF-8");
            let number = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().expect("a line").trim_start_matches('\u{feff}').chars().count() + 1;
            let json = (finding["start"]["line"].as_u64(), finding["start"]["column"].as_u64());
            assert_eq!(json, (Some(number as u64), Some(column as u64)), "{finding:#}");
            place = format!("{place}:{number}:{column}");
            placed += usize::from(end > start);
        }
        let start = format!("{place}: {}[{}] ", text("severity"), text("rule"));
        let message = line.strip_prefix(&start).unwrap_or_else(|| panic!("{line:?} does not begin with {start:?}"));
        let plain = text("message").chars().all(|c| !c.is_control()) && !text("message").contains("##[");
        assert!(!plain || message == text("message"), "{line:?} says {finding:#}");
        rules.push(text("rule").to_owned());
    }
    rules.sort();
    rules.dedup();
    assert!(rules.len() >= 12 && placed >= 12, "{placed} places, {rules:?}:\n{shown}");
    let end = "; 6 specs read in the worktree\n`roadspec fix` can mend 4 of these, with `--unsafe-fixes` 5 in all\n";
    assert!(shown.ends_with(end), "{shown}");
}

#[test]
fn what_is_said_beside_findings_is_said_too() {
    let repo = shop();
    let concise = ["check", "--output-format", "concise"];
    assert_eq!(roadspec(&repo, &concise).exits(0).out, "nothing to mend; 3 specs read in the worktree\n");
    repo.write("roadspec.toml", "").write(".roadspec.toml", "").remove(SEARCH);
    assert_eq!(
        roadspec(&repo, &concise).exits(1).out,
        format!(
            "{SYSTEM}:22:4: error[missing-feature-spec] the roadmap entry `Search` has no feature spec\n\
             warning: `roadspec.toml` is ignored, because `.roadspec.toml` lies beside it\n\
             1 error; 2 specs read in the worktree\n`roadspec fix` can mend 1 of these\n"
        )
    );
    // Other commands print for people as ever.
    for arguments in [&["fix"][..], &["show", "sys-shop"], &["config"], &["rules"], &["explain", "broken-link"]] {
        let human = roadspec(&repo, arguments).out;
        let concise = roadspec(&repo, &[arguments, &["--output-format", "concise"]].concat()).out;
        assert!(concise == human || arguments == ["fix"], "{arguments:?}\n{concise}");
    }
}
