//! Schemas and documents made to take all time or memory: each ends in a fault, an error or an answer, in a process
//! with little memory and little time.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::*;

/// How much address space is allowed beyond what the tests themselves need, and how much time of a processor.
const KIB: u64 = 512 * 1024;
const SECONDS: u32 = 60;

/// What must become of a check.
enum End {
    /// The schema cannot be used: what is said begins so.
    Fault(&'static str),
    /// The check is not even tried.
    Budget,
    /// There is an answer: whether the document is valid.
    Answer(bool),
}

/// A chain of definitions, each made of a reference to the next one; the last one is given.
fn chain(length: usize, step: impl Fn(Value) -> Value, last: Value) -> Value {
    let mut definitions = serde_json::Map::new();
    for number in 0..length {
        definitions.insert(number.to_string(), step(json!({"$ref": format!("#/$defs/{}", number + 1)})));
    }
    definitions.insert(length.to_string(), last);
    json!({"$ref": "#/$defs/0", "$defs": definitions})
}

fn nested(depth: usize, step: impl Fn(Value) -> Value, last: Value) -> Value {
    (0..depth).fold(last, |value, _| step(value))
}

/// Schemas through which too many ways lead, or too long ones.
fn ways() -> Vec<(Value, Value, End)> {
    let twice = |keyword: &'static str| move |next: Value| json!({keyword: [next, next]});
    let too_many = || End::Fault("too many ways");
    let text = json!({"type": "string", "pattern": "^x"});
    let unevaluated = |length| {
        let mut schema = chain(length, twice("allOf"), json!({"properties": {"k": true}}));
        schema["unevaluatedProperties"] = json!(false);
        schema
    };
    let mut cases = Vec::new();
    for length in [25, 40] {
        for keyword in ["anyOf", "oneOf", "allOf"] {
            cases.push((chain(length, twice(keyword), text.clone()), json!({"a": 1}), too_many()));
            cases.push((chain(length, twice(keyword), json!(false)), json!({"a": 1}), too_many()));
        }
        cases.push((unevaluated(length), json!({"a": 1}), too_many()));
        let fixed = json!({"properties": {"k": {"const": "a"}}, "required": ["k"]});
        let schema = chain(length, |next| json!({"allOf": [next, next, next]}), fixed);
        cases.push((schema, json!({"a": 1}), too_many()));
    }
    cases.push((unevaluated(12), json!({"a": 1}), too_many()));
    cases.push((chain(5_000, |next| next, json!(false)), json!({"a": 1}), End::Fault("too many references")));
    cases.push((chain(400, |next| next, json!(false)), json!({"a": 1}), End::Answer(false)));
    // As deep as is allowed: this must fit on the stack of a thread.
    let inner = |step: fn(Value) -> Value| move |next| nested(28, step, next);
    let deep = nested(60, |inner| json!({"a": inner}), json!("x"));
    let all = |inner: Value| json!({"allOf": [inner]});
    let mut unevaluated = chain(8, inner(all), json!({"properties": {"b": true}}));
    unevaluated["unevaluatedProperties"] = json!(false);
    cases.push((unevaluated, json!({"a": 1}), End::Answer(false)));
    let not = chain(8, |next| nested(58, |inner| json!({"not": inner}), next), json!({"type": "string"}));
    cases.push((not, json!({"a": 1}), End::Answer(false)));
    let one = |inner: Value| json!({"oneOf": [inner]});
    cases.push((chain(8, inner(one), json!({"type": "string"})), json!({"a": 1}), End::Answer(false)));
    let property = |inner: Value| json!({"properties": {"a": inner}});
    cases.push((chain(3, inner(property), json!(false)), deep.clone(), End::Answer(true)));
    cases.push((chain(2, inner(property), json!({"type": "string"})), deep, End::Answer(false)));
    let long = chain(12, |next| nested(58, |inner| json!({"not": inner}), next), json!(true));
    cases.push((long, json!({"a": 1}), End::Fault("too many references")));
    cases.push((json!({"anyOf": [{"$ref": "#"}]}), json!({"a": 1}), End::Fault("it refers to itself")));
    let around =
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}});
    cases.push((around, json!({"a": 1}), End::Fault("it refers to itself")));
    cases
}

/// Schemas that cost more the deeper or larger a document is.
fn growing() -> Vec<(Value, Value, End)> {
    let deep = nested(50, |inner| json!({"a": inner}), json!("x"));
    let into = |next: Value| {
        json!({"anyOf": [
        {"properties": {"a": next}, "required": ["y"]}, {"properties": {"a": next}, "required": ["z"]}]})
    };
    let again = json!({"$ref": "#/$defs/n", "$defs": {"n": into(json!({"$ref": "#/$defs/n"}))}});
    let item = json!({"$ref": "#/$defs/n"});
    let either = json!({"oneOf": [{"items": item}, {"items": item, "minItems": 1}]});
    let lists = json!({"additionalProperties": item, "$defs": {"n": either}});
    let list = |depth| json!({"a": nested(depth, |inner| json!([inner]), json!("x"))});
    let many: Value =
        (0..3000).map(|number| (format!("k{number}"), json!("abc"))).collect::<serde_json::Map<_, _>>().into();
    let few: Value =
        (0..100).map(|number| (format!("k{number}"), json!("abc"))).collect::<serde_json::Map<_, _>>().into();
    let wide = |count: usize| {
        let parts: Vec<Value> = (0..count).map(|number| json!({"type": "string", "minLength": number + 4})).collect();
        json!({"additionalProperties": {"allOf": parts}})
    };
    let union = |length| {
        let chain = chain(length, |next| json!({"anyOf": [next, next]}), json!({"type": "string", "pattern": "^x"}));
        json!({"additionalProperties": chain["$ref"].as_str().map(|to| json!({"$ref": to})), "$defs": chain["$defs"]})
    };
    let names = |count: usize, end: &str| {
        (0..count).map(|number| format!("a_rather_long_name_{number}{end}")).collect::<Vec<_>>()
    };
    let map = |names: Vec<String>| Value::Object(names.into_iter().map(|name| (name, json!(true))).collect());
    let closed = json!({"additionalProperties": false, "properties": map(names(5_000, "x"))});
    let open = json!({"properties": map(names(5_000, "x"))});
    vec![
        (closed, map(names(1_500, "y")), End::Answer(false)),
        (open, map(names(1_500, "y")), End::Answer(false)),
        (json!({"required": names(1_000, "x")}), map(names(500, "y")), End::Answer(false)),
        (chain(40, into, json!(false)), deep.clone(), End::Budget),
        (again.clone(), deep, End::Budget),
        (again, json!({"a": {"a": {"z": 1}, "z": 1}, "z": 1}), End::Answer(true)),
        (lists.clone(), list(30), End::Budget),
        (lists, list(3), End::Answer(false)),
        (wide(2000), many.clone(), End::Budget),
        (wide(2000), few.clone(), End::Answer(false)),
        (union(12), many, End::Budget),
        (union(8), few, End::Answer(false)),
        (
            json!({"properties": {"a": {"uniqueItems": true}}}),
            json!({"a": (0..12_000).collect::<Vec<_>>()}),
            End::Answer(true),
        ),
        (json!({"properties": {"a": {"enum": vec![1; 60_000]}}}), json!({"a": 2}), End::Answer(false)),
    ]
}

/// Regular expressions, and texts they take long for.
fn patterns() -> Vec<(Value, Value, End)> {
    let text = |length: usize| -> String {
        // A text without any pattern to it, the same on every machine.
        (0..length)
            .scan(1_u32, |state, _| {
                *state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                Some(if *state & 0x1_0000 == 0 { 'a' } else { 'b' })
            })
            .collect()
    };
    let a = |pattern: &str| json!({"properties": {"a": {"pattern": pattern}}});
    let many = |count: usize| {
        let parts: Vec<Value> =
            (0..count).map(|number| json!({"pattern": format!("^[ab]*a[ab]{{{}}}c$", 400 + number)})).collect();
        json!({"properties": {"a": {"allOf": parts}}})
    };
    let cannot = || End::Fault("the pattern");
    vec![
        (a("^(a+)+$"), json!({"a": format!("{}c", "a".repeat(60_000))}), End::Answer(false)),
        (a("(?:(a*)*)*(?!x)\\1b"), json!({"a": "b"}), cannot()),
        (a("(\\p{L}{1,1000}){1,1000}"), json!({"a": "b"}), cannot()),
        (a(&"(".repeat(30_000)), json!({"a": "b"}), End::Fault("`properties.a.pattern` is not")),
        (a(&format!("{}{}", "(".repeat(30_000), ")".repeat(30_000))), json!({"a": "b"}), cannot()),
        (a("^[ab]*a[ab]{1000}c$"), json!({"a": text(60_000)}), End::Budget),
        (a("^[ab]*a[ab]{1000}c$"), json!({"a": text(1_000)}), End::Answer(false)),
        (many(250), json!({"a": text(30_000)}), End::Budget),
        (many(250), json!({"a": text(10)}), End::Answer(false)),
        (many(300), json!({"a": "b"}), End::Fault("it has 300 patterns")),
        (json!({"properties": {"a": {"format": "regex"}}}), json!({"a": "(".repeat(60_000)}), End::Answer(false)),
        (json!({"properties": {"a": {"format": "hostname"}}}), json!({"a": "a-.".repeat(20_000)}), End::Answer(false)),
        (json!({"properties": {"a": {"format": "email"}}}), json!({"a": "a.".repeat(30_000)}), End::Answer(false)),
    ]
}

/// Texts that are no JSON and no YAML for anyone with limits, and what is said about them.
fn texts() -> Vec<(String, &'static str)> {
    let bomb: Vec<String> = (1..=9)
        .map(|level| {
            let before: Vec<String> = vec![format!("*a{}", level - 1); 9];
            format!("a{level}: &a{level} [{}]", before.join(","))
        })
        .collect();
    vec![
        (format!("a0: &a0 [lol, lol]\n{}\n", bomb.join("\n")), "anchors are not supported"),
        (
            format!("{}true{}", "{\"not\":".repeat(20_000), "}".repeat(20_000)),
            "the schema is nested deeper than 64 levels",
        ),
        (format!("{{\"allOf\":{}", "[".repeat(100_000)), "the schema is nested deeper than 64 levels"),
        ("- ".repeat(20_000), "the schema is nested deeper than 64 levels"),
        ("{a: ".repeat(50_000), "the schema is nested deeper than 64 levels"),
        (format!("{{\"enum\": [{}1]}}", "1,".repeat(600_000)), "the schema is larger than 1024 KiB"),
        (
            format!("{{\"properties\": {{\"a\": {{\"enum\": [{}1]}}}}}}", "1,".repeat(250_000)),
            "the schema holds more than 200000 values",
        ),
        (
            format!(
                "{{\"properties\": {{\"a\": {{\"enum\": [{}1]}}, \"b\": {{\"$ref\": \"#/properties/a\"}}}}}}",
                "1,".repeat(110_000)
            ),
            "it and all that it refers to holds more than 200000 values",
        ),
        (format!("{{\"const\": {}1{}}}", "[".repeat(70), "]".repeat(70)), "the schema is nested deeper than 64 levels"),
    ]
}

/// Runs in a process of its own, with limits; see below.
#[test]
#[ignore = "the test below runs it with limits on memory and time"]
fn within_limits() {
    let file = Schema::File(path("schemas/a.json"));
    for (number, (schema, front, end)) in [ways(), growing(), patterns()].into_iter().flatten().enumerate() {
        let schemas = compiled(&[("schemas/a.json", &schema.to_string())]);
        let fault = schemas.fault(&path("schemas/a.json")).map(|fault| fault.message.clone());
        match end {
            End::Fault(begin) => {
                assert!(fault.as_ref().is_some_and(|fault| fault.starts_with(begin)), "{number}: {fault:?}");
            }
            End::Budget => {
                assert_eq!(fault, None, "{number}");
                let error = check(&schemas, &file, &front.to_string()).expect_err("over budget");
                assert_eq!(error.kind, ErrorKind::SchemaBudget, "{number}");
                assert_eq!(error.message, "checking a.md against the schema schemas/a.json would take too long");
            }
            End::Answer(valid) => {
                assert_eq!(fault, None, "{number}");
                let found = check(&schemas, &file, &front.to_string()).expect("within the budget");
                assert_eq!(found.is_empty(), valid, "{number}");
            }
        }
    }
    for (text, message) in texts() {
        assert_eq!(fault(&text).map(|(_, message, _)| message), Some(message.to_owned()));
    }
}

#[test]
fn nothing_takes_more_than_little_time_and_memory() {
    let program = std::env::current_exe().expect("this program");
    let test = "schema::tests::hostile::within_limits";
    // The address space that the tests have before they do anything, where that can be asked for.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size =
        status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let memory = size.map_or_else(String::new, |size| format!("ulimit -v {} && ", size + KIB));
    let script = format!("{memory}ulimit -t {SECONDS} && exec \"$0\" --exact {test} --ignored --test-threads 1");
    let output = Command::new("sh").arg("-c").arg(script).arg(program).stdin(Stdio::null()).output().expect("sh runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{}\n{said}", output.status);
}
