//! Line ends: front matter is changed with LF alone, and each edit gets the line ends of its place in the file.
//! Bytes outside an edit are never touched, so their line ends cannot change.

use crate::text::{Edit, Span};

/// Front matter and the file it stands in.
pub(super) struct Source<'t> {
    file: &'t str,
    yaml: Span,
    /// The front matter with LF for CRLF.
    pub(super) text: String,
    /// The line ends in [`Source::text`] that are CRLF in the file.
    long: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(super) fn new(file: &'t str, yaml: Span) -> Self {
        let found = yaml.of(file).match_indices("\r\n");
        let long = found.enumerate().map(|(earlier, (at, _))| at - earlier).collect();
        Self { file, yaml, text: yaml.of(file).replace("\r\n", "\n"), long }
    }

    /// An edit of [`Source::text`] as an edit of the file.
    pub(super) fn restored(&self, edit: &Edit) -> Edit {
        let place = |at: usize| self.yaml.start + at + self.long.partition_point(|long| *long < at);
        let span = Span::new(place(edit.span.start), place(edit.span.end));
        Edit::new(span, edit.text.replace('\n', self.line_end(span.start)))
    }

    /// The line end that a line added at byte `at` of the file gets: as the line before it, else as the next one.
    fn line_end(&self, at: usize) -> &'static str {
        let (before, after) = (&self.file[..at], &self.file[at..]);
        let end = before.rfind('\n').or_else(|| after.find('\n').map(|next| at + next));
        if end.is_some_and(|end| self.file[..end].ends_with('\r')) { "\r\n" } else { "\n" }
    }
}
