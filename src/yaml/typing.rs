//! The type of a plain scalar: the core schema of YAML 1.2.2 (section 10.3.2), written out.
//! Quoted and block scalars are always strings and never come here.

use serde_json::{Number, Value};

/// The value of a plain scalar. Words of YAML 1.1 such as `no` and dates are strings. What is a number in YAML but
/// cannot be one in JSON stays its text: infinities, not-a-number, doubles out of range, `0o` and `0x` over 64 bits.
pub(super) fn typed(plain: &str) -> Value {
    let number = match Kind::of(plain) {
        Kind::Null => return Value::Null,
        Kind::Bool(value) => return Value::Bool(value),
        Kind::Text | Kind::NotFinite => None,
        Kind::Radix(radix) => {
            plain.get(2..).and_then(|digits| u64::from_str_radix(digits, radix).ok()).map(Number::from)
        }
        Kind::Whole => whole(plain),
        Kind::Float => plain.parse().ok().and_then(Number::from_f64),
    };
    number.map_or_else(|| Value::String(plain.to_owned()), Value::Number)
}

/// Whether every reader that follows the core schema takes a plain scalar for a string.
pub(super) fn is_text(plain: &str) -> bool {
    matches!(Kind::of(plain), Kind::Text)
}

/// What the core schema says a plain scalar is.
enum Kind {
    Null,
    Bool(bool),
    Whole,
    Radix(u32),
    Float,
    NotFinite,
    Text,
}

impl Kind {
    fn of(plain: &str) -> Self {
        match plain {
            "" | "~" | "null" | "Null" | "NULL" => Self::Null,
            "true" | "True" | "TRUE" => Self::Bool(true),
            "false" | "False" | "FALSE" => Self::Bool(false),
            ".nan" | ".NaN" | ".NAN" => Self::NotFinite,
            // Nearly all scalars are words; this spares them the rest.
            _ if plain.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
                Self::numeric(plain)
            }
            _ => Self::Text,
        }
    }

    fn numeric(plain: &str) -> Self {
        for (prefix, radix) in [("0o", 8), ("0x", 16)] {
            if let Some(digits) = plain.strip_prefix(prefix) {
                let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
                return if is_number { Self::Radix(radix) } else { Self::Text };
            }
        }
        match plain.strip_prefix(['+', '-']).unwrap_or(plain) {
            ".inf" | ".Inf" | ".INF" => Self::NotFinite,
            unsigned if !unsigned.is_empty() && is_digits(unsigned) => Self::Whole,
            unsigned if is_float(unsigned) => Self::Float,
            _ => Self::Text,
        }
    }
}

/// A whole number; one over 64 bits as the nearest double, as JSON readers do.
fn whole(plain: &str) -> Option<Number> {
    let exact = plain.parse::<i64>().map(Number::from).or_else(|_| plain.parse::<u64>().map(Number::from));
    exact.ok().or_else(|| plain.parse().ok().and_then(Number::from_f64))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some_digit = !whole.is_empty() || !fraction.is_empty();
    some_digit
        && is_digits(whole)
        && is_digits(fraction)
        && exponent.is_none_or(|power| !power.is_empty() && is_digits(power))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
