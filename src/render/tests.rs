//! Rendering of findings, hostile and plain.
