//! Violations of the embedded schemas, each at its place.
