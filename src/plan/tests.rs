//! Templates of a repository: which one a spec is rendered through, and what is said, where, of one that is broken.
//! What stubs hold is tested with random systems, in `tests/laws`.

use super::*;
use crate::config::Globs;
use crate::corpus::{Content, Input};
use crate::error::{Error, ErrorKind};
use crate::profile::Profile;
use crate::schema::Schemas;

const FOLDER: &str = ".roadspec/templates";

/// The templates of a repository with these files.
fn templates(files: &[(&str, &str)]) -> Result<Templates> {
    let user = files.iter().map(|(name, text)| UserTemplate {
        name: (*name).to_owned(),
        path: RepoPath::new(format!("{FOLDER}/{name}").as_bytes()).expect("a safe path"),
        text: (*text).to_owned(),
    });
    Templates::new(user.collect())
}

/// What is planned for a system with this roadmap.
fn planned(roadmap: &str, files: &[(&str, &str)]) -> Result<Plan> {
    let profile = Profile::default();
    let globs = Globs::new(&profile, "");
    let text = format!("---\nspecmas: \"3.0\"\nkind: system\nid: sys-a\n---\n\n# A\n\n## Roadmap\n\n{roadmap}\n");
    let files_of_corpus =
        vec![(RepoPath::new(b"specs/sys-a.md").expect("a safe path"), Content::Bytes(text.into_bytes()))];
    let input =
        Input { profile, root: String::new(), files: files_of_corpus, oddities: Vec::new(), configured: Vec::new() };
    let corpus = Corpus::build(input, &globs, &Schemas::new().expect("sound schemas")).expect("no bug");
    missing(&corpus, Entries::All, &templates(files)?, "2026-01-02")
}

#[test]
fn the_most_particular_template_is_chosen() {
    let own = [("HIGH-L4.md.tera", ""), ("MODERATE-L4.md.tera", "")];
    for (complexity, level, files, name, is_own, why) in [
        (Complexity::Easy, 3, &[][..], "EASY-L3", false, "it is for EASY at level 3"),
        (Complexity::Easy, 0, &[], "EASY-L3", false, "it is for levels up to 3, and there is no `EASY-L0`"),
        (Complexity::High, 2, &[], "EASY-L3", false, "it is for levels up to 3, and there is no `HIGH-L2`"),
        (Complexity::High, 4, &[], "MODERATE-L4", false, "it is for level 4, and there is no `HIGH-L4`"),
        (Complexity::Easy, 5, &[], "HIGH-L5", false, "it is for level 5, and there is no `EASY-L5`"),
        (Complexity::High, 4, &own[..1], "HIGH-L4", true, "it is for HIGH at level 4"),
        (Complexity::Easy, 4, &own, "MODERATE-L4", true, "it is for level 4, and there is no `EASY-L4`"),
        (Complexity::Moderate, 4, &own, "MODERATE-L4", true, "it is for MODERATE at level 4"),
        (Complexity::High, 5, &own, "HIGH-L5", false, "it is for HIGH at level 5"),
    ] {
        let choice = templates(files).expect("sound").choose(complexity, Level::new(level).expect("a level"));
        assert_eq!((choice.name.as_str(), choice.why.as_str()), (name, why));
        let path = format!("{FOLDER}/{name}.md.tera");
        let from = match &choice.from {
            Origin::User(own) => Some(own.as_str()),
            Origin::Embedded => None,
        };
        assert_eq!(from, is_own.then_some(path.as_str()));
    }
}

const FRONT: &str = "{% include \"partials/front-matter.md.tera\" %}\n";

#[test]
fn templates_and_partials_of_the_repository_override() {
    let own = format!("{FRONT}\r\n# Mine: {{{{ entryName | text }}}}\r\n{{% include 'partials/mine.md.tera' %}}");
    let files = [
        ("EASY-L3.md.tera", own.as_str()),
        ("partials/mine.md.tera", "\u{feff}{{ contextVersion }}"),
        ("partials/security.md.tera", "## {{ part }}. Ours\n"),
    ];
    let plan = planned("1. Search\n2. Basket (Level 4)", &files).expect("plans");
    let [search, basket] = &plan.new_specs[..] else { panic!("{plan:?}") };
    assert!(search.text.ends_with("\n\n# Mine: Search\n1\n") && !search.text.contains('\r'), "{}", search.text);
    assert!(
        basket.text.contains("\n## 6. Ours\n") && basket.text.contains("\n## 7. Non-functional"),
        "{}",
        basket.text
    );
    assert_eq!((search.template.name.as_str(), &basket.template.from), ("EASY-L3", &Origin::Embedded));
}

#[test]
fn names_that_a_template_gives_itself_are_known() {
    for text in [
        "{% for key, value in regions %}{{ key }}{{ loop.index }}{% endfor %}",
        "{%- set title = featureName | upper -%}{{ title }}",
        "{% set title %}{{ featureName }}{% endset %}{{ title }}",
        "{{ [tag | upper for tag in tags] | join(sep=\", \") }}",
        "{% set title = 1 %}{% include \"partials/mine.md.tera\" %}",
        "{{ __tera_context }}",
        "{# {{ banana }} #}{% raw %}{{ banana }}{% endraw %}",
    ] {
        let own = format!("{FRONT}{text}");
        let files = [("EASY-L3.md.tera", own.as_str()), ("partials/mine.md.tera", "{{ title }}")];
        let files = if text.contains("mine") { &files[..] } else { &files[..1] };
        let plan = planned("1. Search", files).map_err(|error| format!("{text}: {error}")).expect("plans");
        assert_eq!(plan.new_specs.len(), 1, "{text}");
    }
}

/// An error as its message, its help and what it underlines, with the name of the text.
fn said(error: &Error) -> (String, String, String) {
    assert_eq!(error.kind, ErrorKind::Template);
    let place = error.excerpt.as_ref().map_or_else(String::new, |excerpt| {
        let before = &excerpt.text[..excerpt.span.start];
        let line = before.matches('\n').count() + 1;
        let name = excerpt.name.trim_start_matches(FOLDER).trim_start_matches('/');
        format!("{name}:{line}: {}", excerpt.span.of(&excerpt.text))
    });
    (error.message.clone(), error.help.clone().unwrap_or_default(), place)
}

/// Templates of the repository that cannot be used: name, text, what is said, what to do, where.
#[rustfmt::skip]
const BROKEN: [[&str; 5]; 15] = [
    ["EASY-L3.md.tera", "a\n{{ featureNam }}", "there is no variable `featureNam`", "did you mean `featureName`?", "EASY-L3.md.tera:2: featureNam"],
    ["EASY-L3.md.tera", "a\n{% if banana %}b{% endif %}", "there is no variable `banana`", "`roadspec schema context`", "EASY-L3.md.tera:2: banana"],
    ["EASY-L3.md.tera", "banana {% if banana %}b{% endif %}", "there is no variable `banana`", "", "EASY-L3.md.tera:1: banana"],
    ["EASY-L3.md.tera", "{{ featureName | txt }}", "there is no filter `txt`", "did you mean `text`?", "EASY-L3.md.tera:1: txt"],
    ["EASY-L3.md.tera", "é\n {{ featureName | uper }}", "there is no filter `uper`", "did you mean `upper`?", "EASY-L3.md.tera:2: uper"],
    ["EASY-L3.md.tera", "{{ featureName | x }}", "there is no filter `x`", "the filters are `yaml`, `text`", "EASY-L3.md.tera:1: x"],
    ["EASY-L3.md.tera", "{{ now() }}", "there is no function `now`", "Tera brings along", "EASY-L3.md.tera:1: now"],
    ["EASY-L3.md.tera", "{% include \"partials/titel.md.tera\" %}", "there is no template `partials/titel.md.tera`", "did you mean `partials/title.md.tera`?", "EASY-L3.md.tera:1: partials/titel.md.tera"],
    ["EASY-L3.md.tera", "{% extends \"banana.md.tera\" %}", "there is no template `banana.md.tera`", "`roadspec template` lists", "EASY-L3.md.tera:1: banana.md.tera"],
    ["EASY-L3.md.tera", "{% include featureName %}", "found identifier but expected string", "", "EASY-L3.md.tera:1: featureName"],
    ["EASY-L3.md.tera", "a\n{% if tags %}", "unexpected end of input", "`roadspec template NAME`", "EASY-L3.md.tera:2: %}"],
    ["partials/title.md.tera", "{% include \"partials/title.md.tera\" %}", "templates include each other in a circle: `partials/title` → `partials/title`", "take one", "partials/title.md.tera:1: partials/title.md.tera"],
    ["HIGH-L6.md.tera", "", "no spec is rendered through the template `.roadspec/templates/HIGH-L6.md.tera`", "did you mean `HIGH-L", ""],
    ["partials/securty.md.tera", "", "no spec is rendered through the template `.roadspec/templates/partials/securty.md.tera`", "did you mean `partials/security.md.tera`?", ""],
    ["partials/banana.md.tera", "", "no spec is rendered through the template `.roadspec/templates/partials/banana.md.tera`", "is included by another one", ""],
];

#[test]
fn a_broken_template_is_shown_at_its_place() {
    for [name, text, message, help, place] in BROKEN {
        let error = templates(&[(name, text)]).expect_err(text);
        let (own_message, own_help, own_place) = said(&error);
        assert_eq!((own_message.as_str(), own_place.as_str()), (message, place), "{text}");
        assert!(own_help.contains(help), "{text}: {own_help}");
    }
}

/// Templates of the repository that cannot be rendered: name, text, what is said, what to do, where.
#[rustfmt::skip]
const FAILING: [[&str; 5]; 4] = [
    ["EASY-L3.md.tera", "\n{{ regions.secruity }}", "field `secruity` is not defined", "did you mean `security`?", "EASY-L3.md.tera:2: secruity"],
    ["EASY-L3.md.tera", "{{ technology | text }}", "invalid type for the value, expected `string` but got `none`", "between `{% if … %}`", "EASY-L3.md.tera:1: technology"],
    ["partials/title.md.tera", "a\n{{ throw(message='No.') }}", "no", "", "partials/title.md.tera:2: throw(message='No.')"],
    ["EASY-L3.md.tera", "{% include \"partials/security.md.tera\" %}", "variable `part` is not defined", "", "the embedded template partials/security:3: part"],
];

#[test]
fn what_goes_wrong_while_rendering_is_shown_at_its_place() {
    for [name, text, message, help, place] in FAILING {
        let error = planned("1. Search", &[(name, text)]).expect_err(text);
        let (own_message, own_help, own_place) = said(&error);
        assert_eq!((own_message.as_str(), own_place.as_str()), (message, place), "{text}");
        assert!(own_help.contains(help), "{text}: {own_help}");
    }
}

#[test]
fn a_loop_that_renders_too_much_is_an_error() {
    let endless =
        "{% for a in range(end=10000) %}{% for b in range(end=10000) %}{{ featureName }}{% endfor %}{% endfor %}";
    let (message, help, place) = said(&planned("1. Search", &[("EASY-L3.md.tera", endless)]).expect_err("too much"));
    assert_eq!(message, "the template `EASY-L3` renders more than 4194304 bytes for `feat-search`");
    assert_eq!((help.as_str(), place.as_str()), ("look for a loop that runs too often", ""));
}

#[test]
fn front_matter_that_is_not_what_was_meant_is_an_error() {
    let whole = "---\nid: {{ featureId }}\nname: \"{{ featureName }}\"\n---\n";
    for (roadmap, front, message) in [
        ("1. Search", "# No front matter", "renders no sound front matter for `feat-search`"),
        ("1. Search", "---\nid: a\nid: b\n---\n", "renders no sound front matter for `feat-search`"),
        ("1. Search", "---\nid: x\n---\n", "renders another `complexity` for `feat-search` than the plan has"),
        ("1. Search", "---\ncomplexity: EASY\n---\n", "renders another `created` for"),
        ("1. Say \"hi\"", whole, "renders no sound front matter for `feat-say-hi`"),
    ] {
        let (own_message, help, place) = said(&planned(roadmap, &[("EASY-L3.md.tera", front)]).expect_err(front));
        assert!(own_message.contains(message), "{front}: {own_message}");
        assert_eq!(place, "", "{front}");
        assert!(help.contains("through the filter `yaml`"), "{help}");
    }
    // One key of the embedded partial is changed, with a person's own key beside it.
    let (_, embedded) = EMBEDDED.iter().find(|(name, _)| *name == "partials/front-matter.md.tera").expect("there");
    let changed = |from: &str, to: &str| embedded.replace(from, to);
    let more = changed("version: 1.0.0", "version: 0.1.0\nteam: ours");
    planned("1. Search", &[("partials/front-matter.md.tera", &more)]).expect("keys of one's own are fine");
    let other = changed("id: {{ featureId | yaml }}\n", "id: {{ systemId | yaml }}\n");
    let (message, _, place) =
        said(&planned("1. Search", &[("partials/front-matter.md.tera", &other)]).expect_err("id"));
    assert_eq!(message, "the template `EASY-L3` renders another `id` for `feat-search` than the plan has");
    assert_eq!(place, "partials/front-matter.md.tera:4: id");
}
