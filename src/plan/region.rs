//! Context regions: a block of a feature spec that comes from the system spec, between markers that carry digests
//! (decisions 15 to 17). What text a region holds is composed in `stub`.

use crate::text::sha256_hex16;

/// What the line before a region begins with; its role follows.
pub(super) const BEGIN: &str = "<!-- roadspec:begin ";

/// What a region is made of.
pub(super) struct Region<'a> {
    /// Its role, a word without blanks.
    pub(super) role: &'a str,
    /// The system's id.
    pub(super) system: &'a str,
    /// The anchor of the section it comes from.
    pub(super) anchor: Option<&'a str>,
    /// What it was made of: the source's text.
    pub(super) source: &'a str,
    /// The Markdown to show, without markers.
    pub(super) text: &'a str,
}

impl Region<'_> {
    /// The region with its markers.
    pub(super) fn render(&self) -> String {
        let Self { role, system, source, text, .. } = self;
        let src = self.anchor.map_or_else(|| (*system).to_owned(), |anchor| format!("{system}#{}", safe(anchor)));
        let text = text.trim();
        format!(
            "{BEGIN}{role} src={src} source=sha256:{} text=sha256:{} v=1 -->\n\n{text}\n\n<!-- roadspec:end {role} -->",
            sha256_hex16(source),
            sha256_hex16(text),
        )
    }
}

/// An anchor as it can stand in a comment: nothing in it can end the comment or the word.
fn safe(anchor: &str) -> String {
    anchor.replace('%', "%25").replace('>', "%3E").replace(char::is_whitespace, "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_carries_both_digests_and_cannot_be_closed_by_its_anchor() {
        let region = Region { role: "data", system: "sys-a", anchor: Some("a--b->c"), source: "x", text: "y\n" };
        let rendered = region.render();
        let (digest_x, digest_y) = (sha256_hex16("x"), sha256_hex16("y"));
        let begin = format!(
            "<!-- roadspec:begin data src=sys-a#a--b-%3Ec source=sha256:{digest_x} text=sha256:{digest_y} v=1 -->"
        );
        assert_eq!(rendered, format!("{begin}\n\ny\n\n<!-- roadspec:end data -->"));
    }
}
