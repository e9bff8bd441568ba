//! Laws of copying parts, over random documents: they are read back with the parser, not with our own code.

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};

use super::spans::{markdown, markdown_of};
use super::*;

/// Leads a link so that it can be seen that it was led.
fn led(to: &str) -> String {
    format!("to/{to}")
}

fn transplanted(text: &str, excerpt: Span, level: u8, link: &dyn Fn(&str) -> String) -> String {
    Original::new(text, 0).transplant(excerpt, &Transplant { level, link })
}

/// A part of a text, by two places in it.
fn part(text: &str, places: (prop::sample::Index, prop::sample::Index)) -> Span {
    let at = |place: prop::sample::Index| text.floor_char_boundary(place.index(text.len() + 1));
    let (a, b) = (at(places.0), at(places.1));
    Span::new(a.min(b), a.max(b))
}

/// The levels of all headings.
fn levels(text: &str) -> Vec<u8> {
    let level = |event| if let Event::Start(Tag::Heading { level, .. }) = event { Some(level as u8) } else { None };
    Parser::new_ext(text, options()).filter_map(level).collect()
}

/// Where all links and images with a text of their own lead, and their titles.
fn links(text: &str) -> Vec<(String, String)> {
    let of = |event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. })
            if !matches!(link_type, LinkType::Autolink | LinkType::Email) =>
        {
            Some((dest_url.to_string(), title.to_string()))
        }
        _ => None,
    };
    Parser::new_ext(text, options()).filter_map(of).collect()
}

/// All that can be read, without blanks.
fn visible(text: &str) -> String {
    let of = |event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    };
    Parser::new_ext(text, options()).filter_map(of).collect::<String>().replace([' ', '\n', '\t', '\r'], "")
}

fn ends_by_itself(text: &str) -> bool {
    let whole = format!("{text}\n\nEND");
    let outline = outline(&whole, 0);
    let last = outline.sections.iter().filter_map(|section| section.blocks.last()).max_by_key(|block| block.span.start);
    last.is_some_and(|block| block.span == Span::new(whole.len() - 3, whole.len()) && shape(&whole, block) == "p(END)")
}

/// Whether everything stands where it can be written anew: no link goes over a line end, no underlined heading is a
/// task or indented behind a definition.
fn is_usual(text: &str) -> bool {
    let mut in_heading = false;
    let is_odd = Parser::new_ext(text, options()).into_offset_iter().any(|(event, range)| {
        in_heading =
            (in_heading || matches!(event, Event::Start(Tag::Heading { .. }))) && !matches!(event, Event::End(_));
        let is_link = matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
        (is_link && text[range].contains('\n')) || (in_heading && matches!(event, Event::TaskListMarker(_)))
    });
    !is_odd && (levels(text).is_empty() || !text.contains("]:"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_part_closes_itself_and_keeps_its_place(text in markdown(), places in any::<(prop::sample::Index, prop::sample::Index)>(), level in 1_u8..=6) {
        let copy = transplanted(&text, part(&text, places), level, &led);
        prop_assert!(ends_by_itself(&copy), "{copy:?}");
        let levels = levels(&copy);
        prop_assert!(levels.iter().all(|found| (level..=6).contains(found)), "{levels:?} in {copy:?}");
        prop_assert!(levels.is_empty() || levels.contains(&level), "{levels:?} in {copy:?}");
        for (destination, _) in links(&copy) {
            prop_assert!(destination.starts_with("to/"), "{destination:?} in {copy:?}");
        }
        prop_assert!(!copy.contains('\r') && !copy.starts_with('\n') && !copy.ends_with(['\n', ' ']), "{copy:?}");
    }

    #[test]
    fn a_whole_document_keeps_its_links_and_its_text(text in markdown()) {
        let text = text.replace('\r', "").trim_end_matches(BLANKS).to_owned();
        let levels = levels(&text);
        let copy = transplanted(&text, Span::new(0, text.len()), 4, &led);
        if is_usual(&text) {
            let before: Vec<_> = links(&text).into_iter().map(|(to, title)| (led(&to), title)).collect();
            prop_assert_eq!(&links(&copy), &before, "{:?}", copy);
            // A heading that becomes a bold line can change what stands beside it.
            if levels.iter().min() == levels.iter().max() {
                prop_assert_eq!(visible(&copy), visible(&text), "{:?}", copy);
            }
        }
    }

    #[test]
    fn a_copy_is_a_copy_of_itself(text in markdown(), level in 1_u8..=6) {
        let copy = transplanted(&text, Span::new(0, text.len()), level, &led);
        let again = transplanted(&copy, Span::new(0, copy.len()), level, &str::to_owned);
        if is_usual(&text) {
            prop_assert_eq!(again, copy);
        }
    }

    #[test]
    fn text_without_links_headings_and_html_is_only_cut_out(text in plain(), level in 1_u8..=6) {
        let copy = transplanted(&text, Span::new(0, text.len()), level, &led);
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        let rest = copy.trim_start_matches(BLANKS).strip_prefix(unified.trim_matches(BLANKS));
        // A fence that the end of the document closed is closed by a line of its own.
        let is_fence = |rest: &str| rest.starts_with('\n') && rest.trim().chars().all(|c| matches!(c, '`' | '~'));
        prop_assert!(rest.is_some_and(|rest| rest.is_empty() || is_fence(rest)), "{copy:?}");
    }
}

/// Markdown without links, headings and HTML.
fn plain() -> impl Strategy<Value = String> {
    markdown_of(|piece| !piece.contains(['[', '<', '#', '=']) && !piece.starts_with('-'))
}
