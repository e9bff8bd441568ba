//! Edits made one after the other as edits of the first text, so that they can be applied at once.
//! Whether an edit is right is not decided here.

use crate::text::{Edit, Span};

/// What `edits` of one text become with `next`, an edit of the text `now` that they make of it. What `next` touches
/// becomes one edit with it. All stay sorted and apart.
pub(super) fn compose(edits: Vec<Edit>, now: &str, next: &Edit) -> Vec<Edit> {
    let (mut added, mut removed) = (0, 0);
    let placed: Vec<(Span, Edit)> = edits
        .into_iter()
        .map(|edit| {
            let start = edit.span.start + added - removed;
            added += edit.text.len();
            removed += edit.span.len();
            (Span::new(start, start + edit.text.len()), edit)
        })
        .collect();
    let touches = |place: Span| place.end >= next.span.start && place.start <= next.span.end;
    let merged = placed.iter().map(|(place, _)| *place).filter(|place| touches(*place));
    let whole =
        merged.fold(next.span, |whole, place| Span::new(whole.start.min(place.start), whole.end.max(place.end)));
    // Where a byte of `now` was, after the edits that are counted.
    let origin = |at: usize, counts: &dyn Fn(Span) -> bool| {
        let counted = placed.iter().filter(|(place, _)| counts(*place));
        let (grown, shrunk) =
            counted.fold((at, 0), |(grown, shrunk), (place, edit)| (grown + edit.span.len(), shrunk + place.len()));
        grown - shrunk
    };
    let start = origin(whole.start, &|place| place.end < whole.start);
    let end = origin(whole.end, &|place| place.start <= whole.end);
    let text = [&now[whole.start..next.span.start], &next.text, &now[next.span.end..whole.end]].concat();
    let mut edits: Vec<Edit> = placed.into_iter().filter(|(place, _)| !touches(*place)).map(|(_, edit)| edit).collect();
    edits.push(Edit::new(Span::new(start, end), text));
    edits.sort();
    edits
}

/// The same edit of a text with as few bytes as can be; none if it changes nothing.
pub(super) fn smallest(edit: &Edit, text: &str) -> Option<Edit> {
    let inner = Edit::between(edit.span.of(text), &edit.text)?;
    Some(Edit::new(inner.span.shifted(edit.span.start), inner.text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::apply;

    proptest! {
        #[test]
        fn edits_at_once_make_the_text_that_they_make_in_turn(texts in prop::collection::vec("[abc]{0,12}", 2..6)) {
            let mut edits = Vec::new();
            for pair in texts.windows(2) {
                if let Some(next) = Edit::between(&pair[0], &pair[1]) {
                    edits = compose(edits, &pair[0], &next);
                }
                let smallest: Vec<Edit> = edits.iter().filter_map(|edit| smallest(edit, &texts[0])).collect();
                prop_assert_eq!(apply(&texts[0], &edits), Some(pair[1].clone()));
                prop_assert_eq!(apply(&texts[0], &smallest), Some(pair[1].clone()));
                prop_assert!(edits.windows(2).all(|pair| pair[0].span.end < pair[1].span.start), "{:?}", edits);
            }
        }
    }
}
