//! The program: parse the command line, run, exit. Everything else lives in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    roadspec::cli::run(std::env::args_os())
}
