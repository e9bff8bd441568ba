//! Building a corpus from values: what is a spec, which system it belongs to, and what cannot be read.

use super::*;
use crate::text::Span;

/// A corpus of these files under `root`, read by the default profile.
fn built(root: &str, files: &[(&str, Content)]) -> Corpus {
    let profile = Profile::default();
    let globs = Globs::new(&profile, root);
    let path = |path: &str| RepoPath::new(path.as_bytes()).expect("a safe path");
    let files = files.iter().filter(|(path, _)| globs.matches(path));
    let files = files.map(|(name, content)| (path(name), content.clone())).collect();
    let input = Input { profile, root: root.to_owned(), files, oddities: Vec::new(), configured: Vec::new() };
    Corpus::build(input, &globs, &Schemas::new().expect("sound schemas")).expect("no bug")
}

fn texts(files: &[(&str, &str)]) -> Corpus {
    let contents: Vec<(&str, Content)> =
        files.iter().map(|(path, text)| (*path, Content::Bytes(text.as_bytes().to_vec()))).collect();
    built("", &contents)
}

/// One file: its kind and what is malformed about it; none if it is no spec.
fn read(path: &str, text: &str) -> Option<(Kind, Vec<String>)> {
    let corpus = texts(&[(path, text)]);
    assert_eq!(corpus.documents.len() + corpus.ignored.len(), corpus.paths.len());
    let document = corpus.documents.into_iter().next()?;
    Some((document.kind, document.malformed.into_iter().map(|problem| problem.message).collect()))
}

const OUTSIDE: &str = "specs/a.md";
const OUTPUT: &str = "specs/features/deep/a.md";

#[test]
fn a_spec_has_a_marker_or_lies_in_the_output_folder_with_kind_and_id() {
    let specs = [
        (OUTSIDE, "---\nspecmas: \"3.0\"\n---\n", Kind::Other),
        (OUTSIDE, "---\nsystem_spec: sys-a\n---\n", Kind::Other),
        (OUTSIDE, "---\nsystem_spec:\n---\n", Kind::Other),
        (OUTSIDE, "\u{feff}---\r\nspecmas: 3\r\nkind: SystemArchitecture\r\n---\r\n", Kind::System),
        (OUTSIDE, "---\n\"specmas\": \"3.0\"\nkind: feature\n---\n", Kind::Feature),
        (OUTSIDE, "---\nspecmas: \"3.0\"\nkind: [feature]\n---\n", Kind::Other),
        (OUTSIDE, "# Title\n\n---\nspecmas: \"3.0\"\nkind: feature\n---\n", Kind::Feature),
        (OUTPUT, "---\nkind: feature\nid: a\n---\n", Kind::Feature),
        (OUTPUT, "---\nkind: note\nid: a\n---\n", Kind::Other),
        (OUTPUT, "---\nspecmas: \"3.0\"\n---\n", Kind::Other),
    ];
    for (path, text, kind) in specs {
        assert_eq!(read(path, text), Some((kind, vec![])), "{path} {text:?}");
    }
    let others = [
        (OUTSIDE, ""),
        (OUTSIDE, "# Title\n"),
        (OUTSIDE, "---\nkind: feature\nid: a\n---\n"),
        (OUTSIDE, "---\ntitle: A\nmeta:\n  specmas: nested\n---\n"),
        (OUTSIDE, "---\nspecmas_version: 3\n---\n"),
        (OUTSIDE, "---\n---\n"),
        (OUTPUT, "---\nkind: feature\n---\n"),
        (OUTPUT, "---\nid: a\n---\n"),
        ("specs/features/README.md", "no front matter"),
        ("specs/ReadMe.MD", "---\nspecmas: \"3.0\"\n---\n"),
        ("specs/features/a.txt", "no front matter"),
        ("docs/a.md", "---\nspecmas: \"3.0\"\n---\n"),
    ];
    for (path, text) in others {
        assert_eq!(read(path, text), None, "{path} {text:?}");
    }
}

#[test]
fn front_matter_that_cannot_be_read_is_malformed_where_a_spec_is_meant() {
    let absent = "this file in the folder of feature specs has no front matter";
    let unclosed = "the front matter is never closed";
    for (path, text, problem) in [
        (OUTPUT, "# Title\n", Some(absent)),
        (OUTPUT, "", Some(absent)),
        (OUTPUT, "---\nkind: feature\n", Some(unclosed)),
        (OUTSIDE, "---\ntitle: A\nspecmas: \"3.0\"\n\ntext\n", Some(unclosed)),
        (OUTSIDE, "---\ntitle: A\n\ntext\n", None),
    ] {
        let expected = problem.map(|problem| (Kind::Other, vec![problem.to_owned()]));
        assert_eq!(read(path, text), expected, "{path} {text:?}");
    }
    for (path, text, is_spec) in [
        (OUTPUT, "---\nid: [\n---\n", true),
        (OUTPUT, "---\n- a list\n---\n", true),
        (OUTSIDE, "---\nspecmas: \"3.0\"\nid: [\n---\n", true),
        (OUTSIDE, "---\nid: [\nspecmas: \"3.0\"\n---\n", true),
        (OUTSIDE, "---\nid: a\nid: b\nsystem_spec: sys-a\n---\n", true),
        (OUTSIDE, "---\ntitle: [\n---\n", false),
        (OUTSIDE, "---\ntitle: A\ntitle: B\n---\n", false),
    ] {
        let found = read(path, text);
        assert_eq!(found.is_some(), is_spec, "{path} {text:?}");
        assert!(found.is_none_or(|(_, problems)| !problems.is_empty()), "{path} {text:?}");
    }
}

#[test]
fn a_document_keeps_what_the_rules_need() {
    let text = "# Title\n\n---\nspecmas: \"3.0\"\nkind: feature\nid: feat-a\nname: A\nversion: \"1\"\nstatus: draft\ntags: [x, 1, y]\nsystem_spec: \"\"\n\
                system_component: Search\n---\n\nbody\n";
    let corpus = texts(&[(OUTSIDE, text)]);
    let document = &corpus.documents[0];
    assert_eq!(&document.text[document.body..], "\nbody\n");
    assert_eq!(document.misplaced.map(|span| span.of(text)), Some("# Title"));
    assert_eq!(document.anchor().of(text), "feat-a");
    let header = &document.header;
    let values = [&header.id, &header.name, &header.version, &header.status, &header.system_component];
    for (value, expected) in values.into_iter().zip(["feat-a", "A", "1", "draft", "Search"]) {
        let value = value.as_ref().expect("it is there");
        assert_eq!(value.value, expected);
        assert_eq!(value.span.map(|span| span.of(text).trim_matches('"')), Some(expected));
    }
    assert_eq!((header.tags.as_slice(), &header.system_spec), (&["x".to_owned(), "y".to_owned()][..], &None));
    assert_eq!(texts(&[(OUTSIDE, "---\nspecmas: x\n---\n")]).documents[0].anchor(), Span::new(4, 11));
    assert_eq!(texts(&[(OUTPUT, "no front matter")]).documents[0].anchor(), Span::at(0));
    assert!(!texts(&[(OUTSIDE, "---\nspecmas: x\n---\n")]).documents[0].violations.is_empty());
    assert!(texts(&[(OUTSIDE, "---\nspecmas: x\nid: [\n---\n")]).documents[0].violations.is_empty());
}

#[test]
fn order_is_by_path_and_documents_are_found_by_it() {
    let spec = "---\nspecmas: \"3.0\"\n---\n";
    let names = ["specs/é.md", "specs/a/z.md", "specs/a.md", "specs/a-b.md", "specs/note.md", "specs/Z.md"];
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, if name.contains("note") { "text" } else { spec })).collect();
    let corpus = texts(&files);
    let found: Vec<&str> = corpus.documents.iter().map(|document| document.path.as_str()).collect();
    assert_eq!(found, ["specs/Z.md", "specs/a-b.md", "specs/a.md", "specs/a/z.md", "specs/é.md"]);
    assert_eq!((corpus.paths.len(), corpus.ignored.len()), (6, 1));
    assert!(corpus.paths.is_sorted());
    for name in names {
        let document = corpus.document(name).map(|document| document.path.as_str());
        assert_eq!(document, (!name.contains("note")).then_some(name));
    }
    assert!(corpus.document("").is_none() && corpus.document("specs/zz.md").is_none());
}

#[test]
fn contents_that_are_no_text_are_kept_with_the_reason() {
    let bytes = |bytes: &[u8]| Content::Bytes(bytes.to_vec());
    let corpus = built(
        "",
        &[
            ("specs/a-little-endian.md", bytes(b"\xFF\xFE-\0-\0-\0")),
            ("specs/b-big-endian.md", bytes(b"\xFE\xFF\0-")),
            ("specs/c-nul.md", bytes(b"---\0")),
            ("specs/d-latin.md", bytes(b"---\nname: caf\xE9\n---\n")),
            ("specs/e-cut.md", bytes(b"ok \xE2\x82")),
            ("specs/f-large.md", Content::TooLarge(17_000_000)),
            ("specs/g-refused.md", Content::Refused("cannot be opened".to_owned())),
            ("specs/h-gone.md", Content::Gone),
        ],
    );
    let reasons: Vec<(&str, &str, Option<u64>)> =
        corpus.unreadable.iter().map(|file| (file.path.as_str(), file.reason.as_str(), file.too_large)).collect();
    assert_eq!(
        reasons,
        [
            ("specs/a-little-endian.md", "is UTF-16", None),
            ("specs/b-big-endian.md", "is UTF-16", None),
            ("specs/c-nul.md", "is binary: byte 3 is NUL", None),
            ("specs/d-latin.md", "is not UTF-8: byte 13 is 0xE9", None),
            ("specs/e-cut.md", "is not UTF-8: byte 3 is 0xE2", None),
            ("specs/f-large.md", "has 17000000 bytes", Some(17_000_000)),
            ("specs/g-refused.md", "cannot be opened", None),
        ]
    );
    assert!(corpus.documents.is_empty() && corpus.systems.is_empty());
    assert_eq!(corpus.paths.len(), 8);
}

#[test]
fn a_corpus_can_lie_in_a_folder() {
    let spec = b"---\nkind: feature\nid: a\n---\n".to_vec();
    let at = |path| (path, Content::Bytes(spec.clone()));
    let corpus = built(
        "docs/product",
        &[
            at("specs/features/a.md"),
            at("docs/product/specs/features/a.md"),
            at("docs/product/specs/a.md"),
            at("docs/products/specs/features/a.md"),
        ],
    );
    let found: Vec<&str> = corpus.documents.iter().map(|document| document.path.as_str()).collect();
    assert_eq!((found, corpus.ignored.len()), (vec!["docs/product/specs/features/a.md"], 1));
    assert_eq!(corpus.path_of("feat-x"), "docs/product/specs/features/feat-x.md");
    assert_eq!(built("", &[]).path_of("feat-x"), "specs/features/feat-x.md");
}

#[test]
fn oddities_are_kept_in_order() {
    let profile = Profile::default();
    let globs = Globs::new(&profile, "");
    let odd = |path: &str| Oddity { path: path.to_owned(), kind: OddityKind::Symlink };
    let input = Input {
        profile,
        root: String::new(),
        files: Vec::new(),
        oddities: vec![odd("b"), odd("a")],
        configured: Vec::new(),
    };
    let corpus = Corpus::build(input, &globs, &Schemas::new().expect("sound schemas")).expect("no bug");
    assert_eq!(corpus.oddities, [odd("a"), odd("b")]);
}

/// A system spec with one component and one roadmap entry for each of these names.
fn system(id: &str, names: &[&str]) -> String {
    let components: String = names.iter().map(|name| "### Component 1: ".to_owned() + name + "\n\n").collect();
    let entries: String = names.iter().map(|name| "1. ".to_owned() + name + " (Level 3)\n").collect();
    format!(
        "---\nspecmas: \"3.0\"\nkind: system\nid: {id}\n---\n\n## Components\n\n{components}## Roadmap\n\n{entries}"
    )
}

/// A feature spec with these lines of front matter.
fn feature(lines: &str) -> String {
    format!("---\nspecmas: \"3.0\"\nkind: feature\n{lines}\n---\n")
}

/// Every system with the paths that cover its entries, and its orphans.
fn coverage(corpus: &Corpus) -> Vec<String> {
    let stems =
        |claims: &[usize]| claims.iter().map(|at| corpus.documents[*at].path.stem()).collect::<Vec<_>>().join(",");
    let line = |system: &System| {
        let entries: Vec<String> =
            system.coverage.entries.iter().map(|entry| format!("[{}]", stems(&entry.covered_by))).collect();
        format!("{} {} orphans [{}]", system.id, entries.join(" "), stems(&system.coverage.orphans))
    };
    corpus.systems.iter().map(line).collect()
}

#[test]
fn a_feature_names_its_system_by_id_or_by_file() {
    let a = system("sys-a", &["Search"]);
    let files = |name: &str| {
        texts(&[
            ("specs/x/the-system.md", &a),
            ("specs/f.md", &feature(&format!("id: f\nsystem_spec: {name}\nsystem_component: Search"))),
        ])
    };
    for name in ["sys-a", "the-system"] {
        assert_eq!(coverage(&files(name)), ["sys-a [f] orphans []"], "{name}");
    }
    for name in ["sys-b", "x/the-system", "the-system.md", "\"\""] {
        assert_eq!(coverage(&files(name)), ["sys-a [] orphans []"], "{name}");
    }
}

#[test]
fn an_id_beats_the_name_of_a_file_and_a_shared_name_means_no_system() {
    let (a, b) = (system("sys-a", &["Search"]), system("sys-b", &["Search"]));
    let named = |name: &str| feature(&format!("id: f\nsystem_spec: {name}\nsystem_component: Search"));
    for (path_a, path_b) in [("specs/1/sys-b.md", "specs/2/b.md"), ("specs/2/sys-b.md", "specs/1/b.md")] {
        let mut found = coverage(&texts(&[(path_a, &a), (path_b, &b), ("specs/f.md", &named("sys-b"))]));
        found.sort();
        assert_eq!(found, ["sys-a [] orphans []", "sys-b [f] orphans []"], "{path_a}");
    }
    let shared = texts(&[("specs/1/sys.md", &a), ("specs/2/sys.md", &b), ("specs/f.md", &named("sys"))]);
    assert_eq!(coverage(&shared), ["sys-a [] orphans []", "sys-b [] orphans []"]);
}

#[test]
fn every_system_has_its_own_features() {
    let corpus = texts(&[
        ("specs/b.md", &system("sys-b", &["Search", "Letters"])),
        ("specs/a.md", &system("sys-a", &["Search", "Reports"])),
        ("specs/no-id.md", "---\nspecmas: \"3.0\"\nkind: system\n---\n## Roadmap\n\n1. Search (Level 3)\n"),
        ("specs/f1.md", &feature("id: f1\nsystem_spec: sys-a\nsystem_component: Search")),
        ("specs/f2.md", &feature("id: f2\nsystem_spec: sys-b\nsystem_component: Search")),
        ("specs/f3.md", &feature("id: f3\nsystem_spec: sys-b\nsystem_component: Reports")),
        ("specs/f4.md", &feature("id: f4\nsystem_spec: sys-b\nsystem_component: Letters\nstatus: Superseded")),
        ("specs/f5.md", &feature("system_spec: sys-b\nsystem_component: Letters")),
        ("specs/f6.md", &feature("id: feat-reports")),
        ("specs/f7.md", &feature("id: alone\nsystem_component: Letters")),
        (
            "specs/f8.md",
            "---\nspecmas: \"3.0\"\nkind: note\nid: f8\nsystem_spec: sys-a\nsystem_component: Reports\n---\n",
        ),
    ]);
    assert_eq!(coverage(&corpus), ["sys-a [f1] [f6] orphans []", "sys-b [f2] [f5] orphans [f3]"]);
    for system in &corpus.systems {
        assert_eq!(corpus.documents[system.document].header.id.as_ref().map(|id| &id.value), Some(&system.id));
        assert_eq!(system.relations.len(), system.spec.entries().count());
    }
}
