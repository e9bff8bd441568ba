//! The help of every command, as people read it in a pipe: 100 columns, no colour.
//! A change to it is seen and accepted here.

use crate::git::Repo;
use crate::program::roadspec;

#[test]
fn the_help_of_every_command() {
    let nowhere = Repo::init();
    let help = |arguments: &[&str]| roadspec(&nowhere, arguments).exits(0).out;
    let mut all = vec![help(&["--help"])];
    let commands = ["check", "fix", "generate", "show", "config", "rules", "explain", "schema", "template"];
    let is_listed = |line: &&str| line.starts_with("  ") && line[2..].starts_with(|c: char| c.is_ascii_lowercase());
    let listed: Vec<&str> = all[0].lines().filter(is_listed).filter_map(|line| line.trim().split(' ').next()).collect();
    assert_eq!(listed, [&commands[..], &["help"]].concat());
    for command in commands {
        let own = help(&[command, "--help"]);
        assert_eq!(help(&["help", command]), own);
        all.push(format!("$ roadspec {command} --help\n{own}"));
    }
    insta::assert_snapshot!(all.join("\n"));
}
