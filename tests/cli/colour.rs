//! Colour: asked for on the command line, by the environment, or because a person looks at a terminal; never else.

use crate::git::Repo;
use crate::program::{Ran, harmless, on_terminal, roadspec_with, without_colour};
use crate::sources::{SEARCH, shop};

/// The environment, the arguments, and whether there is colour in a pipe and on a terminal.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], bool, bool);

const ESCAPE: char = '\u{1b}';

/// A repository with something to say about.
fn lacking() -> Repo {
    let repo = shop();
    repo.remove(SEARCH);
    repo
}

#[test]
fn the_command_line_beats_the_environment_which_beats_the_terminal() {
    let repo = lacking();
    let cases: [Case; 17] = [
        (&[], &[], false, true),
        (&[], &["--color", "auto"], false, true),
        (&[], &["--color", "always"], true, true),
        (&[], &["--color=never"], false, false),
        (&[("NO_COLOR", "1")], &[], false, false),
        (&[("NO_COLOR", "1")], &["--color", "always"], true, true),
        (&[("NO_COLOR", "")], &[], false, true),
        (&[("CLICOLOR_FORCE", "1")], &[], true, true),
        (&[("CLICOLOR_FORCE", "0")], &[], false, true),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], false, false),
        (&[("FORCE_COLOR", "1")], &[], true, true),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[], false, false),
        (&[("CLICOLOR", "0")], &[], false, false),
        (&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")], &[], true, true),
        (&[("TERM", "dumb")], &[], false, false),
        (&[("TERM", "dumb"), ("FORCE_COLOR", "1")], &[], true, true),
        (&[("TERM", "dumb")], &["--color", "always"], true, true),
    ];
    for (environment, arguments, in_pipe, in_terminal) in cases {
        let environment = [&[("TERM", "xterm")], environment].concat();
        // A report, trouble, a command line that is not understood, and help: all decide alike.
        let commands: [(&[&str], bool); 4] =
            [(&["check"], false), (&["show", "nowhere"], true), (&["check", "--bogus"], true), (&["--help"], false)];
        for (command, to_error) in commands {
            let what = [arguments, command].concat();
            let said = |ran: &Ran| if to_error { ran.err.contains(ESCAPE) } else { ran.out.contains(ESCAPE) };
            let piped = roadspec_with(&repo, &environment, &what);
            assert_eq!(said(&piped), in_pipe, "{environment:?} {what:?} in a pipe: {piped:?}");
            if arguments.is_empty() || command.contains(&"check") {
                let shown = on_terminal(&repo, "in,out,err", "", &environment, &what);
                assert_eq!(
                    shown.out.contains(ESCAPE),
                    in_terminal,
                    "{environment:?} {what:?} on a terminal: {shown:?}"
                );
                assert_eq!(harmless(&without_colour(&shown.out)), Ok(()));
            }
        }
    }
}

#[test]
fn each_stream_is_coloured_for_itself() {
    let repo = lacking();
    let xterm = [("TERM", "xterm")];
    let trouble = on_terminal(&repo, "out", "", &xterm, &["show", "nowhere"]);
    assert!(!trouble.err.contains(ESCAPE), "standard error goes to a file: {}", trouble.err);
    let report = on_terminal(&repo, "err", "", &xterm, &["check"]);
    assert!(!report.out.contains(ESCAPE), "standard output goes to a file: {}", report.out);
}

#[test]
fn json_has_no_colour() {
    let repo = lacking();
    for arguments in [&["check"][..], &["show", "sys-shop"], &["generate", "sys-shop", "--dry-run"], &["show", "x"]] {
        let arguments = [arguments, &["--output-format", "json", "--color", "always"]].concat();
        assert!(!roadspec_with(&repo, &[], &arguments).out.contains(ESCAPE));
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let repo = lacking();
    let plain = roadspec_with(&repo, &[], &["check"]);
    let coloured = roadspec_with(&repo, &[], &["check", "--color", "always"]);
    assert_eq!(without_colour(&coloured.out), plain.out);
}
