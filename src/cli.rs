//! The command line: what can be asked, and one file per command that answers. Only here is an exit code decided.
//! How anything is read, judged, planned or rendered stands in the modules below.

mod check;
mod config;
mod fix;
mod generate;
mod interrupt;
mod output;
mod pick;
mod rules;
mod schema;
mod scope;
mod session;
mod show;
mod template;
mod variables;
mod write_plan;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::{Error, ErrorKind};
use crate::finding::Severity;
use crate::git::environment;
use output::Output;

/// Keeps a system's roadmap and its feature specs true to each other, in git.
#[derive(Debug, Parser)]
#[command(name = "roadspec", version, max_term_width = 100, arg_required_else_help = true)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    global: Global,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Global {
    /// When to use colour; `auto` unless `ROADSPEC_COLOR` says otherwise
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    color: Option<When>,
    /// How to print; `human` unless `ROADSPEC_OUTPUT_FORMAT` says otherwise
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    output_format: Option<Format>,
    /// The severity from which findings fail a run; before `ROADSPEC_FAIL_ON` and the configuration
    #[arg(long, global = true, value_name = "SEVERITY", value_parser = PossibleValuesParser::new(Severity::ALL.map(Severity::word)))]
    fail_on: Option<String>,
    /// The configuration file, in the snapshot that is read; before `ROADSPEC_CONFIG`
    #[arg(long, global = true, value_name = "PATH", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Ignore every configuration file
    #[arg(long, global = true)]
    isolated: bool,
    /// The repository, instead of the one around the working directory; a bare one can be read
    #[arg(long, global = true, value_name = "DIR")]
    git_dir: Option<PathBuf>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Each finding with its source and what to do
    #[default]
    Human,
    /// A line for each finding: path:line:column: severity[rule] message
    Concise,
    /// One document for programs
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Judge every spec; exits 1 if something must be mended, 2 if that could not be decided
    Check(check::Options),
    /// Mend what can be mended, and write every missing feature spec; exits 1 if it did, or if something is left
    Fix(fix::Options),
    /// Show what would be written for one system, ask, and write it
    Generate(generate::Options),
    /// Show what was read from a system spec
    Show(show::Options),
    /// Show what is configured and where each value comes from
    Config(config::Options),
    /// List the rules
    Rules,
    /// Explain a rule: what it finds, why, how to mend and how to configure it, with examples
    Explain(rules::Options),
    /// Print a JSON Schema that is part of the program, or list them
    Schema(schema::Options),
    /// Print a template of feature specs that is part of the program, or list those in force
    Template(template::Options),
}

/// Where a command reads.
#[derive(Debug, Clone, Args)]
struct Where {
    /// Read what is staged: what the next commit would hold
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Read this revision
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl Where {
    fn source(&self) -> crate::git::Source {
        match &self.rev {
            Some(rev) => crate::git::Source::Revision(rev.clone()),
            None if self.staged => crate::git::Source::Index,
            None => crate::git::Source::Worktree,
        }
    }
}

/// How a command ended, if it could do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing must be mended.
    Clean,
    /// Something must be mended, or was written and must be committed.
    Findings,
    /// Not everything was done: the user declined, or writing failed midway; that has been said.
    Unfinished,
    /// A signal ended it; that has been said.
    Interrupted,
}

impl Verdict {
    /// How a command ends that wrote files and was stopped by this.
    fn stopped(error: &Error) -> Self {
        if error.kind == ErrorKind::Interrupted { Self::Interrupted } else { Self::Unfinished }
    }
}

/// Runs the program and says how it ends: 0, 1, 2 or 130 (decision 25).
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let Command { verb, mut global } = match Command::try_parse_from(&arguments) {
        Ok(command) => command,
        Err(error) => {
            // Help and version are answers; anything else about the command line could not be understood.
            output::usage(&error, &arguments);
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let completed = global.complete(&environment);
    let output = Output::new(&global);
    let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        completed.and_then(|()| match &verb {
            Verb::Check(options) => check::run(&global, options, &output),
            Verb::Fix(options) => fix::run(&global, options, &output),
            Verb::Generate(options) => generate::run(&global, options, &output),
            Verb::Show(options) => show::run(&global, options, &output),
            Verb::Config(options) => config::run(&global, options, &output),
            Verb::Rules => Ok(rules::list(&output)),
            Verb::Explain(options) => rules::explain(options, &output),
            Verb::Schema(options) => schema::run(options, &output),
            Verb::Template(options) => template::run(&global, options, &output),
        })
    }));
    let answered = answered.unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Bug, "roadspec ran into a bug of its own")
            .with_help("please report what is printed above"))
    });
    match answered {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Ok(Verdict::Unfinished) => ExitCode::from(2),
        Ok(Verdict::Interrupted) => ExitCode::from(130),
        Err(error) => {
            output.failure(&verb, &error);
            ExitCode::from(if error.kind == ErrorKind::Interrupted { 130 } else { 2 })
        }
    }
}

impl Verb {
    /// Whether its machine-readable output is a report.
    const fn reports(&self) -> bool {
        matches!(self, Self::Check(_) | Self::Fix(_))
    }

    /// The name in machine-readable output.
    const fn name(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::Fix(_) => "fix",
            Self::Generate(_) => "generate",
            Self::Show(_) => "show",
            Self::Config(_) => "config",
            Self::Rules => "rules",
            Self::Explain(_) => "explain",
            Self::Schema(_) => "schema",
            Self::Template(_) => "template",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Command::command().debug_assert();
    }
}
