//! Corpora built from a few files.
