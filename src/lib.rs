//! Read a **snapshot** of the repository into a **corpus**, judge it by **rules** into **findings**, plan what is
//! missing, render. `ARCHITECTURE.md` has the levels; `tests/house.rs` holds the code to them.

pub mod cli;
pub mod config;
pub mod corpus;
pub mod coverage;
pub mod error;
pub mod finding;
pub mod git;
pub mod markdown;
pub mod path;
pub mod plan;
pub mod profile;
pub mod relations;
pub mod render;
pub mod rules;
pub mod schema;
pub mod system;
pub mod text;
pub mod write;
pub mod yaml;
