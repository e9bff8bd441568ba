//! What regular expressions may cost: how large they may be together, and how long they may take.
//! They run in linear time, so only their size and the size of the text matter; nothing is matched here.

use serde_json::{Map, Value};

/// How many different patterns one schema may have.
pub(super) const MAX_PATTERNS: usize = 256;

/// How many bytes one compiled pattern takes at most; with many of them less.
const MAX_BYTES: usize = 1 << 20;

/// How many bytes all compiled patterns of one schema may take, and the least that each may.
const MAX_TOTAL: usize = 16 << 20;
const MIN_BYTES: usize = 64 << 10;

/// How many states a compiled pattern of the largest size has at most.
const MAX_STATES: u64 = 16_384;

/// How large each of `count` patterns may be.
pub(super) fn size_limit(count: usize) -> usize {
    (MAX_TOTAL / count.max(1)).clamp(MIN_BYTES, MAX_BYTES)
}

/// How many steps matching one byte takes at most: about as many as there are states. Classes of many characters have
/// several; counted repetitions multiply what they repeat, and here, to be on the safe side, all that there is.
pub(super) fn steps(pattern: &str) -> u64 {
    let times = |part: &str| pattern.matches(part).count() as u64;
    let wide = times(".") + times("[^") + times("\\D") + times("\\W") + times("\\S");
    let base = pattern.len() as u64 + 10 * wide + 1000 * (times("\\p") + times("\\P"));
    let counted = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let bounds = counted.map(|(bounds, _)| bounds.split(',').filter_map(|bound| bound.parse().ok()).max().unwrap_or(1));
    bounds.fold(base, |steps, bound: u64| steps.saturating_mul(bound.max(1))).min(MAX_STATES)
}

/// How many patterns there are in a bundle's document, those counted twice that stand there twice.
pub(super) fn count(schema: &Value) -> usize {
    match schema {
        Value::Object(map) => own(map) + map.values().map(count).sum::<usize>(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

fn own(schema: &Map<String, Value>) -> usize {
    let named = schema.get("patternProperties").and_then(Value::as_object).map_or(0, Map::len);
    named + usize::from(schema.get("pattern").is_some_and(Value::is_string))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn steps_grow_with_length_classes_and_repetitions() {
        assert_eq!(steps("abc"), 3);
        assert_eq!(steps("a{3}"), 4 * 3);
        assert_eq!(steps("a{2,5}b{3,}{x}"), 14 * 5 * 3);
        assert_eq!(steps(".[^a]"), 5 + 20);
        assert_eq!(steps(r"\p{L}"), 5 + 1000);
        assert_eq!(steps("(a{1000}){1000}"), MAX_STATES);
    }

    #[test]
    fn many_patterns_share_what_one_may_take() {
        assert_eq!([1, 16, 32, 10_000].map(size_limit), [1 << 20, 1 << 20, 512 << 10, 64 << 10]);
        let schema = json!({"pattern": "a", "patternProperties": {"b": {"pattern": "c"}, "d": true}, "allOf": [{"pattern": "e"}]});
        assert_eq!(count(&schema), 5);
    }
}
