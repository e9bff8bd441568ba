//! What a person sees who has made a mistake in the configuration.

use insta::assert_snapshot;
use roadspec::render::{self, Style};

use super::parse;

fn screen(text: &str) -> String {
    let error = parse(text).expect_err("a mistake");
    let style = Style { color: false, unicode: true, width: 100 };
    render::error(&error, &style).replace(env!("CARGO_PKG_VERSION"), "{version}")
}

#[test]
fn a_misspelt_rule() {
    let text = "# How much findings weigh.\n[[overrides]]\npaths = [\"specs/old/**\"]\n[overrides.rules]\nmissing-feature-specs = \"off\"\n";
    assert_snapshot!(screen(text));
}

#[test]
fn a_setting_below_a_table() {
    assert_snapshot!(screen("[rules]\nmissing-roadmap = \"off\"\n\nfail-on = \"warning\"\n"));
}

#[test]
fn a_glob_among_others() {
    assert_snapshot!(screen("include = [\n  \"docs/**/*.md\",\n  \"!docs/drafts/**\",\n  \"specs/*.md\",\n]\n"));
}

#[test]
fn another_version() {
    assert_snapshot!(screen("required-version = \">=99, <100\"\n\n[future]\nsetting = 1\n"));
}

#[test]
fn a_schema_on_the_web() {
    assert_snapshot!(screen("[[schemas]]\nfiles = [\"adr/*.md\"]\nschema = \"https://example.com/adr.json\"\n"));
}

#[test]
fn a_missing_key() {
    assert_snapshot!(screen("[[schemas]]\nfiles = [\"adr/*.md\"]\n\n[rules]\n"));
}

#[test]
fn a_forgotten_quote() {
    assert_snapshot!(screen("output-dir = \"docs/features\nid-prefix = \"f-\"\n"));
}
