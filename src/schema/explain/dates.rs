//! Dates as people write them, and as they are wanted: YYYY-MM-DD. Whether there is such a day is asked here too.

/// What to write instead of something that is not a date.
pub(super) fn help(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, rest) = match text.find(['T', ' ']) {
        Some(end) if text.starts_with(|first: char| first.is_ascii_digit()) => text.split_at(end),
        _ => (text, ""),
    };
    let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
    let all_digits =
        |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if let ([whole], 8) = (numbers.as_slice(), day.len()) {
        return whole
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| written(&whole[..4], &whole[4..6], &whole[6..]))?;
    }
    let [first, second, third] = numbers.as_slice() else { return None };
    if !numbers.iter().all(all_digits) {
        return None;
    }
    match (first.len(), third.len()) {
        (4, 1 | 2) => {
            let help = written(first, second, third)?;
            Some(if rest.is_empty() { help } else { format!("{help}, without a time") })
        }
        (1 | 2, 4) => Some(format!("write the year first, then the month: `{third}-MM-DD`")),
        _ => None,
    }
}

/// The day as it is wanted, or that there is none.
fn written(year: &str, month: &str, day: &str) -> Option<String> {
    let (year, month, day): (u32, u32, u32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}; write a date as YYYY-MM-DD"));
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    Some(if (1..=days).contains(&day) {
        format!("write `{year:04}-{month:02}-{day:02}`")
    } else {
        format!("month {month} of {year} has {days} days; write a date as YYYY-MM-DD")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for (text, wanted) in [
            ("2025-1-5", "write `2025-01-05`"),
            ("2025/11/01", "write `2025-11-01`"),
            ("2025.11.1", "write `2025-11-01`"),
            ("20251101", "write `2025-11-01`"),
            ("2025-11-01T10:00:00Z", "write `2025-11-01`, without a time"),
            ("2025-11-01 10:00:00 +02:00", "write `2025-11-01`, without a time"),
            ("01.11.2025", "write the year first, then the month: `2025-MM-DD`"),
            ("11/1/2025", "write the year first, then the month: `2025-MM-DD`"),
            ("2025-02-29", "month 2 of 2025 has 28 days; write a date as YYYY-MM-DD"),
            ("2025-13-01", "there is no month 13; write a date as YYYY-MM-DD"),
            ("2024-04-31", "month 4 of 2024 has 30 days; write a date as YYYY-MM-DD"),
        ] {
            assert_eq!(help(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_at_all() {
        for text in ["", "soon", "2025-11", "1.2.3", "2025-Q1-01", "v1", "1-1-1", "é-é-éé", "Tue 4 Nov 2025", "20é2511"]
        {
            assert_eq!(help(text), None, "{text}");
        }
    }
}
