//! The help of every command, as people read it in a pipe: 100 columns, no colour.
//! A change to it is seen and accepted here.

use crate::git::Repo;
use crate::program::roadspec;

#[test]
fn the_help_of_every_command() {
    let nowhere = Repo::init();
    let help = |arguments: &[&str]| roadspec(&nowhere, arguments).exits(0).out;
    let commands = ["check", "fix", "generate", "show"];
    let mut all = vec![help(&["--help"])];
    for command in commands {
        assert!(all[0].lines().any(|line| line.starts_with(&format!("  {command} "))), "{command} is listed");
        let own = help(&[command, "--help"]);
        assert_eq!(help(&["help", command]), own);
        all.push(format!("$ roadspec {command} --help\n{own}"));
    }
    insta::assert_snapshot!(all.join("\n"));
}
