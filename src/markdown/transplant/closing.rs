//! Closing what a copied part leaves open, so that it swallows nothing that follows it.
//! Whether something is open is never guessed: the part is read together with a paragraph after it.

use pulldown_cmark::{Event, Parser, Tag};

use crate::markdown;

/// What may end a block that was left open.
const CLOSERS: [&str; 7] = ["\n-->", "\n</script>", "\n</pre>", "\n</style>", "\n</textarea>", "\n?>", "\n]]>"];

/// The text with whatever it leaves open closed.
pub(super) fn closed(text: &str) -> String {
    if ends_by_itself(text) {
        return text.to_owned();
    }
    let longest = |mark: char| text.split(|c| c != mark).map(str::len).max().unwrap_or(0);
    let fences = ['`', '~']
        .into_iter()
        .flat_map(|mark| (3..=longest(mark)).map(move |length| format!("\n{}", mark.to_string().repeat(length))));
    let closers = fences.take(16).chain(CLOSERS.map(str::to_owned));
    let mut candidates = closers.map(|closer| format!("{text}{closer}"));
    candidates.find(|candidate| ends_by_itself(candidate)).unwrap_or_else(|| quoted(text, longest('`') + 1))
}

/// The text as code, when nothing else makes it harmless.
fn quoted(text: &str, length: usize) -> String {
    let fence = "`".repeat(length.max(3));
    format!("{fence}\n{text}\n{fence}")
}

/// Whether a paragraph after this text is a paragraph of its own.
fn ends_by_itself(text: &str) -> bool {
    const END: &str = "END";
    let whole = format!("{text}\n\n{END}");
    let mut depth = 0_usize;
    let mut alone = false;
    for (event, span) in markdown::events(Parser::new_ext(&whole, markdown::options())) {
        match event {
            Event::Start(tag) => {
                alone |= depth == 0 && tag == Tag::Paragraph && span.start == whole.len() - END.len();
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    alone
}
