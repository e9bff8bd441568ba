//! Read a **snapshot** of the repository into a **corpus**, judge it by **rules** into **findings**, plan what is
//! missing, render. `ARCHITECTURE.md` has the levels; `tests/house.rs` holds the code to them.

pub mod error;
pub mod finding;
pub mod git;
pub mod path;
pub mod text;
