//! Hostile and broken contents of a spec: each is one finding with its place and what to do, or no trouble at all.
//! The spec is that of a feature on the roadmap, so that one who took it for absent would say so.

use crate::git::Repo;
use crate::program::{files, roadspec, roadspec_json};
use crate::sources::{BASKET, SEARCH, feature, shop};

const MALFORMED: &[&str] = &["malformed-front-matter"];
const UNREADABLE: &[&str] = &["unreadable-spec"];
const VIOLATION: &[&str] = &["schema-violation"];
const FINE: &[&str] = &[];

fn search() -> String {
    feature("feat-search", "Search")
}

/// The spec with one more line in its front matter.
fn with(line: &str) -> Vec<u8> {
    search().replace("status: draft\n", &format!("status: draft\n{line}\n")).into()
}

/// The spec with something else for `status: draft`.
fn status(line: &str) -> Vec<u8> {
    search().replace("status: draft", line).into()
}

fn utf16(bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{}", search()).encode_utf16().flat_map(bytes).collect()
}

/// A mapping of aliases that stands for billions of values.
fn bomb() -> Vec<u8> {
    let level = |level: usize| format!("a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 9].join(", "));
    with(&format!("a0: &a0 [lol, lol]\n{}", (1..12).map(level).collect::<Vec<_>>().join("\n")))
}

/// What a content is called, the content, the rules it breaks, and a word of what is said.
type Case = (&'static str, Vec<u8>, &'static [&'static str], &'static str);

fn encodings() -> Vec<Case> {
    let text = search();
    let latin =
        || text.replace("What", "Wh\u{e9}t").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    vec![
        ("a byte order mark", format!("\u{feff}{text}").into(), FINE, ""),
        ("CRLF", text.replace('\n', "\r\n").into(), FINE, ""),
        ("CRLF after a byte order mark", format!("\u{feff}{text}").replace('\n', "\r\n").into(), FINE, ""),
        ("mixed line ends", text.replacen('\n', "\r\n", 4).into(), FINE, ""),
        ("no line end at the end", text.trim_end().into(), FINE, ""),
        ("CR alone", text.replace('\n', "\r").into(), MALFORMED, ""),
        ("a CR in a value", status("status: dr\raft"), MALFORMED, ""),
        ("UTF-16, little end first", utf16(u16::to_le_bytes), UNREADABLE, "is UTF-16"),
        ("UTF-16, big end first", utf16(u16::to_be_bytes), UNREADABLE, "is UTF-16"),
        ("Latin-1", latin(), UNREADABLE, "is not UTF-8: byte"),
        ("half a character", [text.as_bytes(), b"\xe2\x82"].concat(), UNREADABLE, "is not UTF-8"),
        ("NUL", [text.as_bytes(), b"\0"].concat(), UNREADABLE, "is binary"),
        ("nothing", Vec::new(), MALFORMED, "has no front matter"),
        ("17 MiB", vec![b' '; 17 << 20], &["oversized-spec"], "17825792 bytes"),
    ]
}

fn front_matters() -> Vec<Case> {
    let text = search();
    let conflict = "<<<<<<< HEAD\nstatus: draft\n=======\nstatus: approved\n>>>>>>> side";
    let many: Vec<String> = (0..4000).map(|number| format!("key-{number}: a value that is long enough")).collect();
    vec![
        ("never closed", text.replace("\n---\n#", "\n#").into(), MALFORMED, "never closed"),
        ("conflict markers", status(conflict), MALFORMED, "conflict"),
        ("a key twice", with("status: approved"), MALFORMED, "`status`"),
        ("an alias bomb", bomb(), MALFORMED, ""),
        ("an anchor", with("x: &a 1\ny: *a"), MALFORMED, ""),
        ("a merge key", with("<<: {status: approved}"), MALFORMED, ""),
        ("a tag", with("x: !!python/object/apply:os.system [id]"), MALFORMED, ""),
        ("deep lists", with(&format!("x: {}{}", "[".repeat(5000), "]".repeat(5000))), MALFORMED, ""),
        ("deep lists in blocks", with(&format!("x:\n  {}1", "- ".repeat(20_000))), MALFORMED, ""),
        ("deep mappings", with(&format!("x: {}", "{a: ".repeat(20_000))), MALFORMED, ""),
        ("more than it may hold", with(&many.join("\n")), MALFORMED, "64 KiB"),
        ("a list", b"---\n- specmas: 3\n---\n".into(), MALFORMED, ""),
        ("a tab for indentation", with("x:\n\ty: 1"), MALFORMED, ""),
        ("an escape character", with("x: a\u{1b}[2J"), MALFORMED, ""),
        ("an escape character that YAML spells", status("status: \"\\e[2J\\e]8;;x\\a\""), FINE, ""),
        ("a C1 control", with("x: \"\u{9b}1m\""), MALFORMED, "U+009B"),
        ("text that reads backwards", with("x: \"\u{202e}live\""), FINE, ""),
        ("a line separator", with("x: \"a\u{2028}::error::x\""), FINE, ""),
        ("a number where text belongs", status("status: 1"), VIOLATION, "`status` must be text"),
        ("an id that leads out", text.replace("feat-search", "../../.git/hooks/x").into(), VIOLATION, "`id`"),
        ("an id with a line end", text.replace("feat-search", "\"x\\n::error::y\"").into(), VIOLATION, "`id`"),
    ]
}

fn bodies() -> Vec<Case> {
    let body = |text: String| format!("{}{text}\n", search()).into_bytes();
    vec![
        ("deep quotes", body("> ".repeat(50_000)), FINE, ""),
        ("deep lists", body("- ".repeat(50_000)), FINE, ""),
        ("brackets", body("[".repeat(50_000)), FINE, ""),
        ("a very long line", body("word ".repeat(400_000)), FINE, ""),
        ("front matter again", body("---\nstatus: approved\n---".to_owned()), FINE, ""),
        ("controls", body("\u{1b}[2J \u{9b}1m \u{202e} ::error::x ##[error]y".to_owned()), FINE, ""),
    ]
}

/// The shop with this content for one of its specs, and another change so that `--staged` has something to judge.
fn shop_with(content: &[u8]) -> Repo {
    let repo = shop();
    repo.write(SEARCH, content).write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n");
    repo.git(&["add", "--all"]);
    repo
}

#[track_caller]
fn assert_judged((name, content, rules, word): &Case) {
    let repo = shop_with(content);
    let status = i32::from(!rules.is_empty());
    let check = |source: &[&str]| {
        let ran = roadspec_json(&repo, &[&["check"], source].concat()).exits(status);
        let document = ran.json();
        // The rest is about the system: a spec with a bad id covers nothing.
        let findings = document["findings"].as_array().expect("findings").iter();
        let own: Vec<_> = findings.filter(|finding| finding["path"] == SEARCH).collect();
        let mut broken: Vec<_> = own.iter().filter_map(|finding| finding["rule"].as_str()).collect();
        broken.dedup();
        assert_eq!(broken, *rules, "{name}: {document:#}");
        let is_about = |text: &serde_json::Value| text.as_str().is_some_and(|text| text.contains(word));
        assert!(own.is_empty() || own.iter().any(|finding| is_about(&finding["message"])), "{name}: {document:#}");
        roadspec(&repo, &[&["check"], source].concat()).exits(status).out
    };
    let shown = check(&[]);
    assert_eq!(check(&["--staged"]), shown.replace("the worktree", "the index"), "{name}");
    repo.git(&["commit", "--quiet", "-m", "content"]);
    let revision = check(&["--rev", "HEAD"]);
    assert_eq!(revision.lines().count(), shown.lines().count(), "{name}");
    // What cannot be read is left as it is.
    let before = files(&repo.root);
    if rules != &VIOLATION {
        roadspec(&repo, &["fix"]).exits(status);
        assert!(files(&repo.root) == before, "{name}: fix touched something");
    }
}

#[test]
fn encodings_and_sizes() {
    encodings().iter().for_each(assert_judged);
}

#[test]
fn front_matter_of_every_kind() {
    front_matters().iter().for_each(assert_judged);
}

#[test]
fn bodies_of_every_kind() {
    bodies().iter().for_each(assert_judged);
}

#[test]
fn a_file_of_2_gib_with_nothing_in_it_is_not_loaded() {
    let repo = shop();
    let file = std::fs::File::create(repo.root.join(SEARCH)).expect("a file");
    file.set_len(2 << 30).expect("a sparse file of 2 GiB");
    let ran = roadspec_json(&repo, &["check"]).exits(1);
    assert_eq!(ran.rules(), ["oversized-spec"]);
}

#[test]
fn what_a_configuration_hides_is_not_read() {
    let repo = shop();
    repo.write("docs/broken.md", "---\nspecmas: [\n---\n").commit("docs");
    roadspec(&repo, &["check"]).exits(0);
}
