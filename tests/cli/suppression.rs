//! Comments that silence a rule in one place: in Markdown and in front matter, with a reason and without, used and not.
//! How they are read stands beside their parser, in `src/corpus`.

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json};
use crate::sources::{SEARCH, SYSTEM, feature, shop, system};

fn search() -> String {
    feature("feat-search", "Search")
}

/// The rules that speak of each of some specs beside each other, in every source alike. A text goes on from the front
/// matter that every spec begins with.
#[track_caller]
fn rules(texts: &[String], status: i32) -> Vec<Vec<String>> {
    let repo = shop();
    let path = |number: usize| format!("specs/features/feat-{number}.md");
    for (number, text) in texts.iter().enumerate() {
        repo.write(path(number), format!("---\nspecmas: \"3.0\"\nkind: feature\nid: feat-{number}\n{text}\n"));
    }
    repo.git(&["add", "--all"]);
    let findings = roadspec_json(&repo, &["check"]).exits(status).findings();
    assert_eq!(roadspec_json(&repo, &["check", "--staged"]).exits(status).findings(), findings);
    repo.commit("More");
    assert_eq!(roadspec_json(&repo, &["check", "--rev", "HEAD"]).exits(status).findings(), findings);
    let of = |number| findings.iter().filter(move |(_, own, _)| *own == path(number)).map(|(rule, ..)| rule.clone());
    (0..texts.len()).map(|number| of(number).collect()).collect()
}

#[test]
fn a_comment_with_a_reason_silences_the_rule_in_its_place() {
    let link = "[gone](gone.md)";
    let next = "<!-- roadspec-disable-next-line broken-link -- comes with the next release -->";
    let same = next.replace("next-line", "line");
    let two = next.replace("broken-link", "broken-anchor, broken-link");
    let silent = [
        format!("{next}\n{link}"),
        format!("{next}\n\n\n{link} and {link}"),
        format!("{link} {same}"),
        format!("- One\n  {next}\n- Two {link}"),
        format!("- One\n\n  {next}\n  Two {link}"),
        format!("> {next}\n> {link}"),
        format!("| A |\n|---|\n| {link} {same} |"),
        format!("## Title {link} {same}"),
        format!("{two}\n{link} [top](#nowhere)"),
        format!("{next}\r\n{link}\r\n"),
    ]
    .map(|body| format!("---\n# X\n\n{body}"));
    for (text, rules) in silent.iter().zip(rules(&silent, 0)) {
        assert_eq!(rules, [""; 0], "{text}");
    }
    let loud = [
        format!("{link}\n{next}"),
        format!("{next}\nText\n{link}"),
        format!("`{next}`\n{link}"),
        format!("```\n{next}\n```\n{link}"),
        format!("{}\n{link}", next.replace("broken-link", "broken-anchor")),
        format!("{}\n{link}", next.replace(" -- comes with the next release", "")),
        format!("{}\n{link}", next.replace("broken-link", "brokn-link")),
        format!("{}\n{link}", next.replace("roadspec-", "markdownlint-")),
    ]
    .map(|body| format!("---\n# X\n\n{body}"));
    for (text, rules) in loud.iter().zip(rules(&loud, 1)) {
        assert!(rules.contains(&"broken-link".to_owned()), "{text}: {rules:?}");
    }
}

#[test]
fn front_matter_has_comments_too() {
    let next = "# roadspec-disable-next-line unresolved-reference -- it is not in this repository";
    let same = "# roadspec-disable-line unresolved-reference -- it is not in this repository";
    let silent = [
        format!("{next}\ndepends_on: [feat-other]"),
        format!("depends_on: [feat-other] {same}"),
        format!("depends_on:\n  {next}\n  - feat-other"),
        format!("depends_on:\n  - feat-more {same}\n  - feat-other {same}"),
        format!("depends_on: [\n  {next}\n\n  feat-other\n]"),
    ]
    .map(|lines| format!("{lines}\n---\n# X"));
    for (text, rules) in silent.iter().zip(rules(&silent, 0)) {
        assert_eq!(rules, [""; 0], "{text}");
    }
    let loud = [
        format!("depends_on: [feat-other]\n{next}"),
        "<!-- roadspec-disable-next-line unresolved-reference -- x -->: x\ndepends_on: [feat-other]".to_owned(),
    ]
    .map(|lines| format!("{lines}\n---\n# X"));
    for (text, rules) in loud.iter().zip(rules(&loud, 1)) {
        assert!(rules.contains(&"unresolved-reference".to_owned()), "{text}: {rules:?}");
    }
}

#[test]
fn an_entry_of_the_roadmap_keeps_its_neighbours() {
    let text = system(&["Search (Level 3)", "Basket (Level 3)", "Till (Level 3)", "Door (Level 3)"]);
    let next = "<!-- roadspec-disable-next-line missing-feature-spec -- planned for the (Level 5) spring, later -->";
    let same = next.replace("next-line", "line");
    let repo = shop();
    for silenced in [
        text.replace("3. Till", &format!("{next}\n3. Till")),
        text.replace("3. Till", &format!("\n{next}\n\n3. Till")),
        text.replace("3. Till (Level 3)", &format!("3. Till (Level 3) {same}")),
        text.replace("3. Till (Level 3)", &format!("3. Till {same}")),
    ] {
        repo.write(SYSTEM, &silenced);
        let document = roadspec_json(&repo, &["check"]).exits(1).json();
        let findings = document["findings"].as_array().expect("findings");
        let messages: Vec<&str> = findings.iter().filter_map(|finding| finding["message"].as_str()).collect();
        let of_errors: Vec<&str> =
            messages.iter().filter(|said| said.contains("has no feature spec")).copied().collect();
        assert_eq!(of_errors, ["the roadmap entry `Door` has no feature spec"], "{silenced}");
        let shown = roadspec(&repo, &["show", "sys-shop"]).exits(0).out;
        let entries: Vec<&str> = shown.lines().skip_while(|line| *line != "Roadmap: 4").skip(1).collect();
        assert_eq!(entries.len(), 4);
        assert!(entries[2].starts_with("    Till (EASY, level 3) = no component"), "{shown}");
    }
}

#[test]
fn a_comment_is_no_part_of_what_a_spec_says() {
    let next = "<!-- roadspec-disable-next-line external-dependency -- another team's, not ours -->";
    let same = next.replace("next-line", "line");
    let repo = shop();
    let with = |fields: &str| {
        system(&["Search (Level 3)", "Basket (Level 3)"]).replace("**Responsibility:** Finds things.", fields)
    };
    let fields = "**Responsibility:** Finds things.\n\n**Dependencies:**\n- Ledger\n- Post\n\n**Key Features:**\n- Fast\n- Cheap";
    repo.write(SYSTEM, with(fields));
    let plain = roadspec_json(&repo, &["check"]).exits(0);
    assert_eq!(plain.rules(), ["external-dependency", "external-dependency"]);
    let shown = said(&repo);
    for (commented, left) in [
        (fields.replace("- Post", &format!("{next}\n- Post")), 1),
        (fields.replace("- Ledger", &format!("{next}\n- Ledger")), 1),
        (fields.replace("- Ledger", &format!("- Ledger {same}")).replace("- Post", &format!("- Post {same}")), 0),
        (fields.replace("\n- Ledger\n- Post", &format!(" Ledger, Post {same}")), 0),
        (fields.replace("**Dependencies:**\n- Ledger\n- Post", &format!("{next}\n**Dependencies:** Ledger, Post")), 0),
    ] {
        repo.write(SYSTEM, with(&commented));
        let ran = roadspec_json(&repo, &["check"]).exits(0);
        assert_eq!(ran.rules(), vec!["external-dependency"; left], "{commented}");
        assert_eq!(said(&repo), shown, "{commented}");
    }
    // Comments of other programs are none either.
    let other = fields.replace("- Post", "<!-- TODO: who? -->\n- Post").replace("things.", "things. <!-- All? -->");
    repo.write(SYSTEM, with(&other.replace("- Cheap", "- Cheap <!-- really -->\n<!-- more? -->")));
    assert_eq!((roadspec_json(&repo, &["check"]).rules().len(), said(&repo)), (2, shown));
}

/// What is read from the shop, but for where it stands.
fn said(repo: &Repo) -> Vec<String> {
    let shown = roadspec(repo, &["show", "sys-shop"]).exits(0).out;
    shown.lines().map(|line| line.split(", line ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_comment_that_silences_nothing_is_a_warning_of_its_own() {
    let comment =
        |rules: &str| format!("{}\n<!-- roadspec-disable-next-line {rules} -- so -->\n[gone](gone.md)\n", search());
    for (rules, unused, status) in [
        ("broken-link", 0, 0),
        ("broken-link broken-anchor", 1, 0),
        ("broken-anchor, duplicate-id", 2, 1),
        ("unused-suppression", 1, 1),
    ] {
        let repo = shop();
        repo.write(SEARCH, comment(rules));
        let ran = roadspec_json(&repo, &["check"]).exits(status);
        let of = |rule: &str| ran.rules().iter().filter(|own| *own == rule).count();
        assert_eq!((of("unused-suppression"), of("broken-link")), (unused, usize::try_from(status).expect("0 or 1")));
        roadspec(&repo, &["check", "--fail-on", "warning"]).exits(i32::from(unused > 0));
    }
    // It is told where its name stands, and not of a rule that is off.
    let repo = shop();
    repo.write(
        SEARCH,
        search() + "\n<!-- roadspec-disable-next-line broken-anchor, broken-link -- so -->\n[gone](gone.md)\n",
    );
    let line = roadspec(&repo, &["check", "--output-format", "concise"]).exits(0).out;
    assert!(line.starts_with(&format!("{SEARCH}:14:33: warning[unused-suppression] ")), "{line}");
    repo.write("roadspec.toml", "[rules]\nbroken-anchor = \"off\"\n");
    assert_eq!(roadspec_json(&repo, &["check"]).exits(0).rules(), [""; 0]);
    repo.write("roadspec.toml", "[rules]\nbroken-link = \"off\"\nunused-suppression = \"error\"\n");
    assert_eq!(roadspec_json(&repo, &["check"]).exits(1).rules(), ["unused-suppression"]);
}

#[test]
fn what_is_silenced_is_nowhere_in_the_output_and_no_trouble_is() {
    let repo = shop();
    let silenced = search() + "\n<!-- roadspec-disable-next-line broken-link -- so -->\n[gone](gone.md)\n";
    repo.write(SEARCH, &silenced);
    for format in ["human", "concise", "json"] {
        for shown in [&[][..], &["--statistics"], &["--verbose"]] {
            let ran = roadspec(&repo, &[&["check", "--output-format", format], shown].concat()).exits(0);
            assert!(!ran.out.contains("broken-link") && !ran.err.contains("broken-link"), "{ran:?}");
        }
    }
    let summary = roadspec_json(&repo, &["check"]).json()["summary"].clone();
    assert_eq!((&summary["errors"], &summary["hidden"]), (&0.into(), &0.into()));
    // A comment is for the file it stands in.
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)"]) + "\n[gone](gone.md)\n");
    assert_eq!(roadspec_json(&repo, &["check"]).exits(1).rules(), ["broken-link"]);
    repo.write("roadspec.toml", "# roadspec-disable-next-line broken-link -- so\nx = 1\n");
    roadspec(&repo, &["check"]).exits(2).complains(&["there is no setting `x`"]);
}
