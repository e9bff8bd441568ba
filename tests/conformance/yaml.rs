//! The public yaml-test-suite against `yaml::read`: what must fail fails, what is read has the value it must have,
//! and what is refused by design is listed here, by what is said about it, exactly.

use std::collections::{BTreeMap, BTreeSet};

use roadspec::text::Span;
use roadspec::yaml::{Document, read};
use serde_json::Value;

/// Valid YAML that is refused, by the first thing that is said about it.
const REFUSED: &[(&str, &str)] = &[
    ("the front matter is empty", "8G76 98YD AVM7 HWV9 QT73"),
    ("a value has no key", "2JQS DFF7 FRK4 NHX8 NKF9 S3PD SM9W/01"),
    ("a key is a list or mapping", "6PBE KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 XW4D"),
    ("a second YAML document starts here", "6XDY 6ZKB 7Z25 9DXL JHB9 KSS4 L383 M7A3 PUW8 RZT7 U9NS UT92"),
    (
        "tags are not supported",
        "2XXW 35KP 52DL 565N 57H4 6JWB 6WLZ 74H7 7FWL 8MK2 9WXW CUP7 EHF6 HMQ5 J7PZ L94M M5C3 UGM3 UKK6/02 WZ62 \
         Z67P",
    ),
    (
        "anchors are not supported",
        "26DV 2SXE 3GZX 3R3P 6BFJ 6KGN 6M2F 7BMT 7BUB 9KAX BU8L CN3R E76Z FTA2 JS2J SKE5 U3XV W5VH X38W Y2GN ZH7C \
         ZWK4",
    ),
    (
        "directives are not supported",
        "27NA 2LFX 5TYM 6CK3 6LVF BEC7 C4HZ CC74 DK95/07 MUS6/02 MUS6/03 MUS6/04 MUS6/05 MUS6/06 P76L RTP8 U3C3 \
         W4TN Z9M4 ZYU8/01 ZYU8/02 ZYU8/03",
    ),
    (
        "the front matter is a single value, not a set of keys",
        "2G84/02 2G84/03 3MYT 3RLN/00 3RLN/01 3RLN/02 3RLN/03 3RLN/04 3RLN/05 4GC6 4Q9F 4UYU 4V8U 6FWR 6JQW 6VJK \
         6WPF 753E 7A4E 7T8X 82AN 93WF 96L6 9MQT/00 9TFX 9YRD B3HG DE56/00 DE56/01 DE56/02 DE56/03 DE56/04 DE56/05 \
         DK3J DWX9 EX5H EXG3 FP8R G992 HS5T K527 K54U KH5V/00 KH5V/01 KH5V/02 M9B4 MJS9 MYW6 NP9H PRH3 Q8AD SSW6 \
         T26H T4YY T5N4 TL85 TS54 XLQ9",
    ),
    (
        "the front matter is a list, not a set of keys",
        "229Q 2AUY 33X3 3ALJ 4FJ6 4QFQ 4RWC 4WA9 5C5M 5KJE 5T43 65WH 6BCT 6CA3 735Y 7TMG 8KB6 8UDB 8XYN 93JH 9BXH \
         9MMW 9SA2 9U5K AB8U AZW3 CFD4 CT4Q D83L DBG4 DHP8 F2C7 FH7J FQ7F FUP4 HM87/00 HM87/01 JEF9/00 JEF9/01 \
         JEF9/02 JR7V K4SU LE5A LP6E M2N8/00 M6YH MXS3 MZX3 NJ66 P2AD PW8X Q88A QF4Y R4YG S4JQ S7BG SM9W/00 UDM2 \
         UKK6/00 V55R V9D5 W42U Y79Y/02 Y79Y/10 YD5X",
    ),
];

/// What the suite calls broken and most readers accept, this one included: lines in brackets or quotes that are not
/// indented deeper than their key.
const ACCEPTED: &[&str] = &["9C9N", "DK95/01", "QB6E"];

/// Values that the suite gives as an event tree only.
const GIVEN: &[(&str, &str)] = &[
    ("2G84/03", r#""""#),
    ("4ABK", r#"{"unquoted": "separate", "http://foo.com": null, "omitted value": null}"#),
    ("4MUZ/01", r#"{"foo": "bar"}"#),
    ("96NN/01", r#"{"foo": "\tbar"}"#),
    ("JEF9/02", r#"["\n"]"#),
];

/// Of these the value is read in full, so it is compared all the same.
const SHAPES: [&str; 2] =
    ["the front matter is a list, not a set of keys", "the front matter is a single value, not a set of keys"];

/// One case of the suite.
struct Case {
    id: String,
    yaml: String,
    fails: bool,
    json: Option<String>,
}

fn read_all(text: &str) -> Document {
    read(text, Span::new(0, text.len()))
}

/// The suite writes blanks, tabs, carriage returns, byte order marks and ends of text as visible characters.
fn raw(visible: &str) -> String {
    let mut text = String::new();
    for character in visible.chars() {
        match character {
            '␣' => text.push(' '),
            '»' => {
                text.truncate(text.trim_end_matches('—').len());
                text.push('\t');
            }
            '←' => text.push('\r'),
            '⇔' => text.push('\u{feff}'),
            '↵' => {}
            other => text.push(other),
        }
    }
    text.strip_suffix("∎\n").map(str::to_owned).unwrap_or(text)
}

/// Every case, by id: the name of its file, and its number where a file has several.
fn cases() -> Vec<Case> {
    let folder = crate::data("yaml-test-suite/src");
    let mut files: Vec<_> =
        folder.read_dir().expect("the suite can be listed").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a case is text");
        let document = read_all(&text);
        let said: Vec<_> = document.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(said, [SHAPES[0]], "{name} itself is read");
        let Value::Array(parts) = document.value else { panic!("{name} is no list") };
        let several = parts.len() > 1;
        for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.get("skip").is_none()) {
            let field = |name: &str| part.get(name).and_then(Value::as_str);
            cases.push(Case {
                id: if several { format!("{name}/{number:02}") } else { name.clone() },
                yaml: raw(field("yaml").expect("a case has a text")),
                fails: part.get("fail") == Some(&Value::Bool(true)),
                json: field("json").map(str::to_owned),
            });
        }
    }
    cases
}

/// The only value that the suite gives for a case.
fn expected(case: &Case) -> Option<Value> {
    let given = GIVEN.iter().find(|(id, _)| *id == case.id).map(|(_, json)| *json);
    let values = serde_json::Deserializer::from_str(case.json.as_deref().or(given)?)
        .into_iter()
        .collect::<Result<Vec<Value>, _>>();
    match values.expect("the suite's JSON is JSON").as_mut_slice() {
        [value] => Some(value.take()),
        _ => None,
    }
}

#[test]
fn the_suite_is_read_as_it_says_but_for_what_is_refused() {
    let cases = cases();
    assert_eq!(cases.len(), 405, "cases of the suite");
    let mut refused = BTreeMap::new();
    let (mut accepted, mut uncompared, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for case in &cases {
        let document = read_all(&case.yaml);
        let first = document.problems.first().map(|problem| problem.message.clone());
        if case.fails {
            if first.is_none() {
                accepted.push(case.id.as_str());
            }
            continue;
        }
        let comparable = document.problems.iter().all(|problem| SHAPES.contains(&problem.message.as_str()));
        if let Some(message) = first {
            refused.insert(case.id.clone(), message);
        }
        match expected(case) {
            _ if !comparable => {}
            None => uncompared.push(case.id.as_str()),
            Some(value) if value != document.value => {
                wrong.push(format!("{}: {} for {value}", case.id, document.value));
            }
            Some(_) => {}
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "values");
    assert_eq!(accepted, ACCEPTED, "broken, and not refused");
    assert_eq!(uncompared, Vec::<&str>::new(), "read, and nothing to compare with");
    let mut table = BTreeMap::new();
    for (message, ids) in REFUSED {
        table.extend(ids.split_whitespace().map(|id| (id.to_owned(), (*message).to_owned())));
    }
    let listed: BTreeSet<_> = table.iter().collect();
    let found: BTreeSet<_> = refused.iter().collect();
    assert_eq!(listed.symmetric_difference(&found).collect::<Vec<_>>(), Vec::<&(&String, &String)>::new(), "refused");
}
