//! Text of a spec that tries to be more than text: front matter of a new spec, a template, a command, a terminal.
//! That all output is harmless is checked for every run, in `program`; here is what reaches files and shells.

use roadspec::yaml::{self, Front};
use serde_json::{Value, json};

use crate::git::Repo;
use crate::program::{ROADSPEC, files, roadspec, roadspec_json, shell};
use crate::sources::{SYSTEM, system};

/// Texts that mean something to whatever reads them wrongly.
const HOSTILE: [&str; 14] = [
    "x\u{1b}[2J\u{1b}]8;;http://evil\u{7}link\u{1b}]8;;\u{7}",
    "C1 \u{9b}1m and \u{85} next",
    "bidi \u{202e}evil\u{2066}\u{200f}",
    "\u{2028}::error::separator\u{2029}::error::x",
    "::error file=x::at the start",
    "middle ##[add-matcher]x ##[error]",
    "\u{3000}::set-output name=x::y",
    "{{ evil }} {% include \"/etc/passwd\" %} {# gone #}",
    "{{ __tera_context }}{% for i in range(end=9999) %}{% endfor %}",
    "\" : [ { & * ! | > ' % @ `",
    "a: b # c",
    "$(touch evil) `touch evil` ; touch evil",
    "<!-- roadspec:end security --> <script>alert(1)</script>",
    "[x](javascript:alert(1)) ![](http://evil/beacon) | a | b |",
];

/// A text as a double-quoted scalar of YAML: as in JSON, with C1 controls escaped too.
fn quoted(text: &str) -> String {
    let escape = |c: char| if c.is_control() { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json!(text).to_string().chars().map(escape).collect()
}

/// A system spec that says `text` wherever a system spec can say something on one line.
fn saying(text: &str) -> String {
    format!(
        "---\nspecmas: \"3.0\"\nkind: system\nid: sys-shop\nname: {name}\ntags: [{name}]\n---\n# {text}\n\n\
         ## System Components\n\n### Search\n\n**Responsibility:** {text}\n\n**Technology:** {text}\n\n\
         **Key Features:**\n- {text}\n- **{text}**: {text}\n\n**APIs Exposed:**\n- `GET /x` - {text}\n- {text}\n\n\
         **Dependencies:** {text}\n\n**{text}:** {text}\n\n### {text}\n\n**Responsibility:** {text}\n\n\
         ## API Contracts\n\n**Search → {text}**\n\n```text\n{text}\n```\n\n## Security Model\n\n{text}\n\n\
         ### Error Handling \u{1b}[\u{9b} \u{202e} ##[ ::\n\n{text}\n\n\
         ## Data Architecture\n\n| Domain | Owner | Access |\n|---|---|---|\n| {text} | Search | {text} |\n\n\
         ## Implementation Roadmap\n\n### Phase 1: {text}\n\n1. Search (Level 3)\n   - Dependencies: {text}\n   \
         - Estimated: {text}\n   - {text}\n2. Other {text} (Level 4)\n3. {text}\n",
        name = quoted(text),
    )
}

/// The front matter of a spec, if it is as good as it looks.
fn front_matter(text: &str) -> Value {
    let split = yaml::split(text);
    let Front::Found(matter) = &split.front else { panic!("no front matter in\n{text}") };
    let read = yaml::read(text, matter.yaml);
    assert!(read.problems.is_empty(), "{:?} in\n{text}", read.problems);
    read.value
}

/// Writes all that is missing and compares each new spec with what was planned.
fn fix_and_read_back(repo: &Repo) -> Vec<String> {
    let plan = roadspec_json(repo, &["generate", "sys-shop", "--dry-run"]).json();
    let document = roadspec_json(repo, &["fix"]).json();
    let planned = plan["newSpecs"].as_array().expect("a plan");
    assert!(!planned.is_empty());
    let specs = planned.iter().map(|spec| {
        assert!(document["fix"]["created"].as_array().expect("a list").contains(&spec["path"]));
        let path = repo.root.join(spec["path"].as_str().expect("a path"));
        let text = std::fs::read_to_string(path).expect("a new spec");
        let front = front_matter(&text);
        for key in ["id", "name", "complexity", "maturity"] {
            assert_eq!(front[key], spec[key], "{key} of\n{text}");
        }
        assert_eq!((&front["status"], &front["system_spec"]), (&json!("draft"), &json!("sys-shop")), "{text}");
        text
    });
    specs.collect()
}

#[test]
fn hostile_text_is_only_text_in_everything_that_is_printed_and_written() {
    for text in HOSTILE {
        let repo = Repo::init();
        repo.write(SYSTEM, saying(text)).commit("hostile");
        for command in [&["check"][..], &["check", "--rev", "HEAD"], &["show", "sys-shop"], &["generate", "sys-shop"]] {
            roadspec(&repo, command);
            roadspec_json(&repo, command);
            roadspec(&repo, &[command, &["--color", "always"]].concat());
        }
        let specs = fix_and_read_back(&repo);
        assert!(specs.iter().any(|spec| spec.contains("Search")));
        // Nothing was evaluated: what stands in braces stands there as it was.
        if text.starts_with("{{") {
            assert!(specs.iter().any(|spec| spec.contains(text)), "{}", specs.join("\n"));
        }
        let after = roadspec_json(&repo, &["check"]);
        assert!(!after.rules().iter().any(|rule| rule == "missing-feature-spec"), "{text:?}: {}", after.out);
        assert!(!after.rules().iter().any(|rule| rule == "malformed-front-matter"), "{text:?}: {}", after.out);
        roadspec(&repo, &["fix"]);
        assert!(!repo.root.join("evil").exists());
    }
}

#[test]
fn a_title_cannot_become_front_matter() {
    let evil = "x\n---\nstatus: approved\n---\n";
    for (key, value) in [("name", json!(evil)), ("tags", json!([evil, "---"])), ("name", json!("status: approved"))] {
        let repo = Repo::init();
        let system = saying("plain").replace("\nname: \"plain\"\ntags: [\"plain\"]", &format!("\n{key}: {value}"));
        // Where a text can have lines, the lines try as well.
        let system =
            system.replace("**Responsibility:** plain", "**Responsibility:** plain\n---\nstatus: approved\n---");
        repo.write(SYSTEM, system).commit("hostile");
        for spec in fix_and_read_back(&repo) {
            assert_eq!(spec.lines().filter(|line| *line == "status: draft").count(), 1, "{spec}");
        }
        roadspec(&repo, &["check"]);
    }
}

#[test]
fn a_command_to_copy_holds_no_command_of_others() {
    for id in ["x; touch evil", "$(touch evil)", "a\n::error::touch evil", "' ; touch evil #", "--yes", "##[error]x"] {
        let repo = Repo::init();
        repo.write(SYSTEM, saying("plain").replace("id: sys-shop", &format!("id: {}", json!(id)))).commit("hostile");
        let document = roadspec_json(&repo, &["check"]).exits(1).json();
        let findings = document["findings"].as_array().expect("findings").iter();
        let commands: Vec<&str> = findings.filter_map(|finding| finding["remedy"]["command"].as_str()).collect();
        assert!(!commands.is_empty(), "{document:#}");
        for command in commands {
            let script = format!("roadspec() {{ '{ROADSPEC}' \"$@\" --yes; }}\n{command}");
            shell(&repo, &script).exits(0);
        }
        assert!(!repo.root.join("evil").exists(), "{id:?}");
    }
}

#[test]
fn the_folder_in_a_command_to_copy_is_one_word() {
    for folder in ["it's $(touch evil)", "##[error]x", "a b"] {
        let repo = Repo::init();
        repo.write(SYSTEM, saying("plain")).write("roadspec.toml", format!("output-dir = {}\n", json!(folder)));
        let fixed = roadspec(&repo, &["fix"]).exits(1);
        let line = fixed.out.lines().find_map(|line| line.strip_prefix("Stage what was written: "));
        shell(&repo, line.expect("a command")).exits(0);
        let staged = repo.git(&["diff", "--cached", "--name-only", "-z"]);
        let staged: Vec<&str> = staged.split('\0').filter(|path| !path.is_empty()).collect();
        assert!(
            staged.len() >= 3 && staged.iter().all(|path| path.starts_with(folder) || *path == SYSTEM),
            "{staged:?}"
        );
        assert!(!repo.root.join("evil").exists());
    }
}

#[test]
fn hostile_names_give_safe_ids() {
    let repo = Repo::init();
    let entries = [
        ("../../.git/hooks/pre-commit", "feat-git-hooks-pre-commit"),
        ("C:\\\\Windows\\\\x", "feat-c-windows-x"),
        ("{{ evil }}", "feat-evil"),
        (".GIT", "feat-git"),
        ("CON", "feat-con"),
        ("\u{202e}\u{1f4a3}", "feat-bomb"),
    ];
    let roadmap = entries.map(|(name, _)| name);
    repo.write(SYSTEM, system(&roadmap)).commit("hostile");
    let document = roadspec_json(&repo, &["generate", "sys-shop", "--dry-run"]).json();
    let ids: Vec<&str> =
        document["newSpecs"].as_array().expect("a plan").iter().filter_map(|spec| spec["id"].as_str()).collect();
    let expected: Vec<&str> = entries.iter().map(|(_, id)| *id).collect();
    assert_eq!(ids, expected);
    roadspec(&repo, &["fix"]).exits(1);
    for path in files(&repo.root).keys().filter(|path| *path != SYSTEM) {
        assert!(path.starts_with("specs/features/feat-"), "{path}");
    }
    for prefix in ["../", ".git/hooks/", "/etc/", "a/", "CON:"] {
        repo.write("roadspec.toml", format!("id-prefix = {}\n", json!(prefix)));
        roadspec(&repo, &["fix"]).exits(2).complains(&["no id can begin with"]);
    }
}
