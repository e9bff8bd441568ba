//! The program: parse the command line, run, exit. Everything else lives in the library.

fn main() {}
