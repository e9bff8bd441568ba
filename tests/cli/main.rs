//! The program itself on real repositories: what it prints, what it writes and how it exits. One file per subject.
//! How repositories are made is in `tests/support/git.rs`; what lies below the command line has tests of its own.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

mod colour;
mod concise;
mod contents;
mod example;
mod exits;
mod explain;
mod fix;
mod formats;
mod generate;
#[path = "../support/git.rs"]
#[expect(dead_code, reason = "it serves other tests too")]
mod git;
mod help;
mod hook;
mod injection;
mod interactive;
mod links;
mod names;
mod program;
mod schemas;
mod scope;
mod severity;
mod sources;
mod states;
mod stdin;
mod suppression;
mod templates;
mod writing;
