//! `understood-alias`: a word that is understood as the canonical one of the same meaning.
//! A word that is not understood at all violates the schema.

use super::{Rule, at, cases, safe, step, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Change, Finding, Safety, Severity};
use crate::profile::{Complexity, Kind, Profile};
use crate::text::{Edit, Located, Span};

pub(super) const RULE: Rule = Rule {
    id: "understood-alias",
    severity: Severity::Note,
    summary: "a word that stands for a canonical one",
    explanation: "Kinds, complexities and statuses have one canonical word each; other spellings found in the wild, \
        such as `FeatureSpec`, `medium` or `done`, are understood as it. Other tools may not know them, and whoever \
        searches for the canonical word does not find them.",
    remedy: "Write the canonical word.",
    fixes: &[Safety::Safe],
    cases: cases!("understood-alias"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in corpus.documents.iter().filter(|document| document.kind != Kind::Page) {
        findings.extend(kind(document, &corpus.profile));
        findings.extend(complexity(document, &corpus.profile));
        findings.extend(status(document, &corpus.profile));
    }
    for (system, document) in systems(corpus) {
        for (span, entry) in system.spec.entries().filter_map(|(_, entry)| Some((entry.alias?, entry))) {
            let (written, canonical) = (span.of(&document.text), entry.complexity.value.word());
            let message = format!("`{written}` is understood as the {} `{canonical}`", corpus.profile.keys.complexity);
            let change = Change::Text(Edit::new(span, canonical));
            findings.push(finding(document, span, message, canonical, change));
        }
    }
    findings
}

fn kind(document: &Document, profile: &Profile) -> Option<Finding> {
    let canonical = match document.kind {
        Kind::System => profile.kinds.system.0,
        Kind::Feature => profile.kinds.feature.0,
        Kind::Other | Kind::Page => return None,
    };
    alias(document, document.header.kind.as_ref()?, profile.keys.kind, canonical)
}

fn complexity(document: &Document, profile: &Profile) -> Option<Finding> {
    let own = document.header.complexity.as_ref()?;
    let canonical = Complexity::of_word(&own.value)?.word();
    // In any case the canonical word is itself.
    (!own.value.eq_ignore_ascii_case(canonical)).then(|| alias(document, own, profile.keys.complexity, canonical))?
}

fn status(document: &Document, profile: &Profile) -> Option<Finding> {
    let own = document.header.status.as_ref()?;
    let (_, canonical) = profile.statuses.of_word(&own.value)?;
    (!own.value.eq_ignore_ascii_case(canonical)).then(|| alias(document, own, profile.keys.status, canonical))?
}

fn alias(document: &Document, own: &Located<String>, key: &str, canonical: &str) -> Option<Finding> {
    let span = own.span.unwrap_or_else(|| document.anchor());
    let message = format!("`{}` is understood as the {key} `{canonical}`", own.value);
    let change = || Change::Set { pointer: format!("/{key}"), value: canonical.to_owned() };
    (own.value != canonical).then(|| finding(document, span, message, canonical, change()))
}

fn finding(document: &Document, span: Span, message: String, canonical: &str, change: Change) -> Finding {
    let remedy = safe(vec![step(document, change)]);
    let help = format!("write `{canonical}`");
    Finding { remedy, ..RULE.finding(at(document, span), message, "not the canonical word", help) }
}
