//! Where labels point: positions and underlines, counted independently.

use proptest::prelude::*;

use super::*;

/// A text of lines that are not cut, and a part of one of its lines.
fn text_and_part() -> impl Strategy<Value = (String, Span)> {
    let line = "[aé日😀 ]{0,12}";
    let lines = prop::collection::vec((line, prop_oneof![Just("\n"), Just("\r\n")]), 1..8);
    (any::<bool>(), lines, any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>()).prop_map(
        |(bom, lines, (at, start, end))| {
            let mut text = if bom { "\u{feff}".to_owned() } else { String::new() };
            let chosen = at.index(lines.len());
            let mut span = Span::default();
            for (at, (line, end_of_line)) in lines.into_iter().enumerate() {
                if at == chosen {
                    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
                    let (a, b) = (places[start.index(places.len())], places[end.index(places.len())]);
                    span = Span::new(a.min(b), a.max(b)).shifted(text.len());
                }
                text += &line;
                text += end_of_line;
            }
            (text, span)
        },
    )
}

/// Columns in a terminal.
fn width(text: &str) -> usize {
    let width = |c| match c {
        '\u{feff}' => 0,
        '日' | '😀' => 2,
        _ => 1,
    };
    text.chars().map(width).sum()
}

proptest! {
    #[test]
    fn the_underline_stands_below_what_is_meant((text, span) in text_and_part()) {
        let texts = Texts::of(&[("a.md", &text)]);
        let shown = human(&report(&[finding(Place::span("a.md", span), "m", "", "")]), &texts, &PLAIN);
        let position = counted(&text, span.start);
        prop_assert!(shown.contains(&format!("[a.md:{}:{}]", position.line, position.column)), "{shown}");
        let number = format!(" {} │ ", position.line);
        let mut lines = shown.lines().skip_while(|line| !line.starts_with(&number));
        let line = lines.next().expect("the line is shown");
        let whole = Lines::new(&text).line(position.line);
        prop_assert_eq!(&line[number.len()..], whole.of(&text).trim_start_matches('\u{feff}').trim_end_matches('\r'));
        let mark = lines.next().and_then(|line| line.split_once("· ")).expect("a mark below it").1;
        let before = Span::new(whole.start, span.start).of(&text);
        // Blanks at the end are not underlined.
        let meant = span.of(&text).trim_end();
        let expected = if meant.is_empty() { "▲".to_owned() } else { "─".repeat(width(meant)) };
        prop_assert_eq!(mark, " ".repeat(width(before)) + &expected, "{}", shown);
    }

    #[test]
    fn no_line_is_wider_than_the_page(
        line in "[aé日😀\\t ]{0,300}", repeated in 1_usize..40, part in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let text = line.repeat(repeated);
        let at = |place: prop::sample::Index| text.floor_char_boundary(place.index(text.len() + 1));
        let (a, b) = (at(part.0), at(part.1));
        let place = Place::span("a.md", Span::new(a.min(b), a.max(b)));
        let texts = Texts::of(&[("a.md", &text)]);
        let shown = human(&report(&[finding(place, "m", "", "")]), &texts, &PLAIN);
        prop_assert!(shown.contains(&format!("[a.md:1:{}]", counted(&text, a.min(b)).column)), "{shown}");
        for line in shown.lines() {
            prop_assert!(width(line) <= PLAIN.width, "{line}");
        }
    }

    #[test]
    fn json_counts_as_people_do((text, span) in text_and_part()) {
        let texts = Texts::of(&[("a.md", &text)]);
        let json = json(&report(&[finding(Place::span("a.md", span), "m", "", "")]), &texts);
        let value: Value = serde_json::from_str(&json).expect("JSON");
        for (key, at) in [("start", span.start), ("end", span.end)] {
            let Position { line, column } = counted(&text, at);
            prop_assert_eq!(&value["findings"][0][key], &serde_json::json!({ "line": line, "column": column }));
        }
    }
}
