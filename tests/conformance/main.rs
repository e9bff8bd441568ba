//! Public conformance data against the modules that own the formats, from the folder `ROADSPEC_CONFORMANCE` names.
//! The data is no part of the project.

#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

mod schema;
mod yaml;

use std::path::PathBuf;

/// A folder of the conformance data.
fn data(folder: &str) -> PathBuf {
    let root = std::env::var_os("ROADSPEC_CONFORMANCE");
    let root = root.expect("ROADSPEC_CONFORMANCE must name the folder that holds the conformance data");
    let path = PathBuf::from(root).join(folder);
    assert!(path.is_dir(), "{} is no folder: the conformance data is not complete", path.display());
    path
}
