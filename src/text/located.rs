//! A value together with where it stands in a document, or why it stands nowhere.
//! What values there are is the business of whoever reads documents.

use serde::Serialize;

use super::Span;

/// A value and where it stands. `normalise(source[span]) == value` for every text with a span (decision 27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Located<T> {
    /// The value; text is in canonical form.
    pub value: T,
    /// Its bytes in the document; none if the value is derived.
    pub span: Option<Span>,
    /// Why a derived value is what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

impl<T> Located<T> {
    /// A value as it stands in the document.
    pub const fn at(value: T, span: Span) -> Self {
        Self { value, span: Some(span), reason: None }
    }

    /// A value that stands nowhere in this form, and why it is this one.
    pub const fn derived(value: T, reason: &'static str) -> Self {
        Self { value, span: None, reason: Some(reason) }
    }
}
