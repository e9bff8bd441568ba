//! The laws of `fix`, over random systems that people have worked on.
//! What people do is in `people`.

use super::*;
use people::{Deed, deeds};

/// A finding without its place, which moves.
fn said(findings: &[Finding]) -> BTreeSet<(String, &'static str, String)> {
    findings.iter().map(|finding| (finding.place.path.clone(), finding.rule, finding.message.clone())).collect()
}

/// A repository that `fix` has written, and that people have worked on since.
fn worked_on(model: &Model, deeds: &[Deed]) -> Files {
    let mut files = fix(&repository(model));
    for deed in deeds {
        deed.done_to(&mut files);
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_can_be_mended_is_and_nothing_else_changes(model in model(), deeds in deeds()) {
        let files = worked_on(&model, &deeds);
        let before = rules::judge(&corpus(&files), &Policy::default());
        let (plan, planned) = plan(&files);
        let fixed = apply(&files, &plan);
        let after = rules::judge(&corpus(&fixed), &Policy::default());
        prop_assert_eq!(&rules::judge(&planned, &Policy::default()), &after, "what is planned is what will be there");

        // A key that is spelt right can bring to light what was not read before: that is for a person.
        for left in &plan.left {
            let brings = left.reason.starts_with("the edit would bring another error: no spec is called");
            prop_assert!(left.rule == "misspelt-key" && brings, "{:?}", left);
        }
        let is_left = |one: &Finding| plan.left.iter().any(|left| left.path.as_str() == one.place.path && left.rule == one.rule);
        let left: Vec<&Finding> = after.iter().filter(|finding| is_fixable(finding) && !is_left(finding)).collect();
        prop_assert!(left.is_empty(), "all that can be mended is: {left:?}");
        let (old, new) = (said(&before), said(&after));
        // Of a dependency that is written on one side because the other is left, that is said; and what people wrote
        // about a spec that was missing, or under a key that nobody read, is compared once it can be.
        let is_said_now = |(path, rule, message): &(String, &str, String)| {
            let of_new = plan.new_specs.iter().any(|spec| message.contains(&format!("`{}`", spec.id)));
            let is_read_now = plan.edited.iter().any(|edited| {
                edited.path.as_str() == path && edited.mended.iter().any(|mended| mended.rule == "misspelt-key")
            });
            *rule == "one-sided-dependency" && (of_new || is_read_now || !plan.left.is_empty())
        };
        let fresh: Vec<_> = new.difference(&old).filter(|one| !is_said_now(one)).collect();
        prop_assert!(fresh.is_empty(), "nothing new is there: {fresh:?}");
        let (again, _) = super::plan(&fixed);
        prop_assert!(again.edited.is_empty() && again.new_specs.is_empty(), "twice is once: {:?}", again.edited);

        prop_assert_eq!(plan.new_specs.len(), fixed.len() - files.len());
        for (path, text) in &files {
            let edited = plan.edited.iter().find(|edited| edited.path.as_str() == path);
            match edited {
                None => prop_assert_eq!(&fixed[path], text, "what is not planned is not touched"),
                Some(edited) => kept(text, &edited.text)?,
            }
        }
    }
}

/// What a person wrote is still there: front matter but for the lists and words that were mended, and every line of the
/// body but for the destinations of links.
fn kept(before: &str, after: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "the byte order mark");
    prop_assert_eq!(before.ends_with('\n'), after.ends_with('\n'), "the end of the last line");
    let crlf = before.matches("\r\n").count() > 0;
    let ends = after.matches('\n').count();
    prop_assert_eq!(after.matches("\r\n").count(), if crlf { ends } else { 0 }, "line ends: {:?}", after);

    let (old, new) = (front_matter(before), front_matter(after));
    for (key, value) in old.as_object().into_iter().flatten() {
        let renamed = ["dependson", "requiredby", "related_spec"].contains(&key.as_str());
        let mended = ["feature_specs", "depends_on", "required_by", "related_specs", "kind", "status", "complexity"];
        if !renamed && !mended.contains(&key.as_str()) {
            prop_assert_eq!(Some(value), new.get(key), "the value of {}", key);
        }
    }
    // Comments stay, and so does whatever stands in a list.
    for mark in ["kept by hand", "feat-by-hand", "sys-by-hand"] {
        prop_assert_eq!(before.matches(mark).count(), after.matches(mark).count(), "{}", mark);
    }
    for (old, new) in body(before).lines().zip(body(after).lines()) {
        let prose = |line: &str| {
            let mut parts = line.split("](");
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |all, part| all + part.split_once(')').map_or(part, |(_, rest)| rest))
        };
        prop_assert_eq!(prose(old), prose(new), "a line of the body");
    }
    prop_assert_eq!(body(before).lines().count(), body(after).lines().count());
    Ok(())
}

fn body(text: &str) -> &str {
    &text[roadspec::yaml::split(text).body..]
}
