//! `generate --interactive` on a real terminal: picking from the list, other ids and paths, and every way out.

use crate::example::example;
use crate::git::Repo;
use crate::program::{Ran, conversation, files, roadspec, roadspec_json};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

const PROFILE: &str = "specs/features/feat-user-profile.md";

fn interactive(repo: &Repo, system: &str, steps: &[(&str, &str)], more: &[&str]) -> Ran {
    conversation(repo, "in,out,err", steps, &[], &[&["generate", system, "--interactive"], more].concat())
}

fn read(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rules of the errors in a repository.
fn errors(repo: &Repo) -> Vec<String> {
    let shown = roadspec(repo, &["check", "--output-format", "concise"]).out;
    let rules = shown.lines().filter_map(|line| Some(line.split_once(": error[")?.1.split_once(']')?.0.to_owned()));
    rules.collect()
}

/// Picks the first and the third feature.
const PICK: [(&str, &str); 5] = [
    ("> [ ] feat-user-profile", " "),
    ("> [x] feat-user-profile", "j"),
    ("> [ ] feat-order-service", "j"),
    ("> [ ] feat-billing-service", " "),
    ("> [x] feat-billing-service", "\r"),
];

#[test]
fn only_what_is_picked_is_written() {
    let repo = example();
    let before = files(&repo.root);
    let steps = [&PICK[..], &[("Change ids or paths? [y/N]", "n"), ("[Y/n] ", "y\n")]].concat();
    let ran = interactive(&repo, "sys-ecommerce", &steps, &[]).exits(0);
    let after = files(&repo.root);
    let new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(new, ["specs/features/feat-billing-service.md", PROFILE]);
    // In the order in which they can be built, with what each needs.
    let places = ["user-profile", "order-service", "billing-service", "notification-service", "admin-dashboard"]
        .map(|id| ran.out.find(&format!("[ ] feat-{id}")).expect(id));
    assert!(places.is_sorted(), "{}", ran.out);
    assert!(ran.out.contains("feat-user-profile (EASY, level 3), needs feat-auth-service"), "{}", ran.out);
    assert!(ran.out.contains("needs feat-auth-service, feat-user-profile*, feat-product-service\n"), "{}", ran.out);
}

#[test]
fn another_id_or_path_reaches_everything_that_refers_to_it() {
    let repo = example();
    let answers = [
        ("Change ids or paths?", "y"),
        ("Id [feat-user-profile]: ", "Feat X\r"),
        ("an id begins with a lower-case letter", ""),
        ("Id [feat-user-profile]: ", "feat-auth-service\r"),
        ("feat-auth-service.md` is called so", ""),
        ("Id [feat-user-profile]: ", "feat-order-service\r"),
        ("another spec is to be called", ""),
        ("Id [feat-user-profile]: ", "feat-people\r"),
        ("Path [specs/features/feat-people.md]: ", "\r"),
        ("Id [feat-billing-service]: ", "\r"),
        ("Path [specs/features/feat-billing-service.md]: ", "specs/features/feat-people.md\r"),
        ("`feat-people` is to lie there", ""),
        ("Path [specs/features/feat-billing-service.md]: ", "specs/money/billing.md\r"),
        (" and change 2 files? [Y/n] ", "\n"),
    ];
    interactive(&repo, "sys-ecommerce", &[&PICK[..], &answers].concat(), &[]).exits(0);
    assert!(!repo.root.join(PROFILE).exists());
    assert!(read(&repo, "specs/features/feat-people.md").contains("\nid: feat-people\n"));
    assert!(read(&repo, "specs/money/billing.md").contains("\nid: feat-billing-service\n"));
    let auth = read(&repo, "specs/features/feat-auth-service.md");
    let kept = "  - id: feat-people\n    relationship: enables\n    description: \"Profiles belong to the accounts made here\"\n";
    assert!(auth.contains(kept) && auth.contains("\nrequired_by: [feat-api-gateway, feat-people, "), "{auth}");
    let system = read(&repo, "specs/architecture/sys-ecommerce.md");
    assert!(system.contains("\n  - feat-people\n") && system.contains("\n**Feature Spec:** `feat-people`\n"));
    assert!(!system.contains("feat-user-profile"));
    assert_eq!(errors(&repo), ["missing-feature-spec"; 3]);

    // What is written later refers to both where they are.
    roadspec(&repo, &["generate", "sys-ecommerce", "--yes"]).exits(0);
    assert!(read(&repo, "specs/features/feat-admin-dashboard.md").contains("](../money/billing.md)"));
    assert_eq!(errors(&repo), [""; 0]);
}

#[test]
fn links_that_expect_the_spec_elsewhere_follow() {
    let repo = example();
    roadspec(&repo, &["generate", "sys-ecommerce", "--yes", "--feature", "feat-order-service"]).exits(0);
    let order = "specs/features/feat-order-service.md";
    assert!(read(&repo, order).contains("](feat-user-profile.md)"));
    let steps = [
        ("> [ ] feat-user-profile", " "),
        ("> [x] feat-user-profile", "\r"),
        ("Change ids or paths?", "y"),
        ("Id [", "feat-people\r"),
        ("Path [", "specs/people/feat-people.md\r"),
    ];
    interactive(&repo, "sys-ecommerce", &steps, &["--yes"]).exits(0);
    let text = read(&repo, order);
    assert!(text.contains("](../people/feat-people.md)") && !text.contains("feat-user-profile"), "{text}");
    assert_eq!(errors(&repo), ["missing-feature-spec"; 3]);
}

#[test]
fn an_id_that_alone_tells_whose_spec_it_is_stays_and_a_path_must_be_found_again() {
    let repo = Repo::init();
    repo.write(SYSTEM, system(&["Cellar", "Search"])).write(SEARCH, feature("feat-search", "Search"));
    let path = "Path [specs/features/feat-cellar.md]: ";
    let steps = [
        ("> [ ] feat-cellar", " "),
        ("> [x] feat-cellar", "\r"),
        ("Change ids or paths?", "y"),
        ("Its id stays feat-cellar: the entry names no component", ""),
        (path, "../cellar.md\r"),
        (path, "specs/cellar.txt\r"),
        ("the name of a spec ends in `.md`", ""),
        (path, "docs/cellar.md\r"),
        ("the configuration does not include this path", ""),
        (path, "specs/features/Feat-Search.md\r"),
        ("there is `specs/features/feat-search.md` already", ""),
        (path, "specs/deep/down/cellar.md\r"),
    ];
    interactive(&repo, "sys-shop", &steps, &["--yes"]).exits(0);
    assert!(repo.root.join("specs/deep/down/cellar.md").is_file());
    assert_eq!(errors(&repo), [""; 0]);
}

#[test]
fn whoever_leaves_the_dialogue_writes_nothing() {
    let pick = || [("> [ ] feat-user-profile", " "), ("> [x] feat-user-profile", "\r")];
    let cases: [(&[(&str, &str)], i32); 6] = [
        (&[("> [ ] ", "\u{1b}")], 2),
        (&[("> [ ] ", "q")], 2),
        (&[("> [ ] ", "\r")], 2),
        (&[("> [ ] ", "\u{3}")], 130),
        (&[pick()[0], pick()[1], ("Change ids or paths?", "\u{1b}")], 2),
        (&[pick()[0], pick()[1], ("Change ids or paths?", "y"), ("Id [", "\u{3}")], 130),
    ];
    let repo = example();
    let before = files(&repo.root);
    for (steps, status) in cases {
        let ran = interactive(&repo, "sys-ecommerce", steps, &[]).exits(status);
        let said = if status == 2 { "Nothing was written.\n" } else { "interrupted, before anything was written" };
        assert!(ran.out.contains(said), "{}", ran.out);
        assert!(ran.out.rfind("\u{1b}[?25h") > ran.out.rfind("\u{1b}[?25l"), "the cursor is shown:\n{:?}", ran.out);
        assert_eq!(files(&repo.root), before);
    }
}

#[test]
fn a_list_needs_a_terminal_for_question_and_answer() {
    let repo = example();
    let before = files(&repo.root);
    let arguments = ["generate", "sys-ecommerce", "--interactive", "--yes"];
    let said = ["there is no terminal to pick on", "`--feature`", "`--yes`"];
    roadspec(&repo, &arguments).exits(2).complains(&said);
    assert_eq!(roadspec_json(&repo, &arguments).exits(2).json()["error"]["kind"], "usage");
    for streams in ["in,out", "out,err"] {
        let ran = conversation(&repo, streams, &[], &[("NO_COLOR", "1")], &arguments).exits(2);
        assert!(format!("{}{}", ran.out, ran.err).contains(said[0]), "{ran:?}");
    }
    assert_eq!(files(&repo.root), before);
}

#[test]
fn where_nothing_is_missing_nothing_is_asked() {
    let ran = interactive(&shop(), "sys-shop", &[], &[]).exits(0);
    assert!(ran.out.contains("There is no feature spec to write."), "{}", ran.out);
}

#[test]
fn features_that_need_each_other_are_listed_and_it_is_said() {
    let repo = Repo::init();
    let text = system(&["Search\n   - Dependencies: Basket", "Basket\n   - Dependencies: Search"]);
    repo.write(SYSTEM, text);
    let steps = [("> [ ] feat-search", "a"), ("> [x] feat-search", "\r"), ("Change ids or paths?", "n")];
    let ran = interactive(&repo, "sys-shop", &steps, &["--yes"]).exits(0);
    assert!(ran.out.contains("hint: some of these need each other"), "{}", ran.out);
    assert!(repo.root.join(BASKET).is_file());
}

#[test]
fn what_is_listed_steers_no_terminal() {
    let repo = Repo::init();
    repo.write(SYSTEM, system(&["\u{1b}[2JEvil\u{202e} ##[error]x", "Search"]));
    let steps = [
        ("> [ ] feat-", "a"),
        ("> [x] feat-", "\r"),
        ("Change ids or paths?", "y"),
        ("Path [", "\r"),
        ("Id [", "\r"),
        ("Path [", "\r"),
    ];
    let ran = interactive(&repo, "sys-shop", &steps, &["--dry-run"]).exits(0);
    assert!(
        !ran.out.contains("\u{1b}[2JEvil") && !ran.out.contains('\u{202e}') && !ran.out.contains("##["),
        "{:?}",
        ran.out
    );
}
