//! The environment variables of the program's own, where the command line says nothing.
//! Those that stand for a setting of the configuration are read with it.

use std::ffi::OsString;

use clap::ValueEnum;

use super::Global;
use crate::config;
use crate::error::{Error, ErrorKind, Result};

/// Names the configuration file.
pub(super) const CONFIG: &str = "ROADSPEC_CONFIG";
const OUTPUT_FORMAT: &str = "ROADSPEC_OUTPUT_FORMAT";
const COLOR: &str = "ROADSPEC_COLOR";

impl Global {
    /// Takes from the environment how to print. The format comes first, so that trouble with all else is printed in it.
    pub(super) fn complete(&mut self, environment: &dyn Fn(&str) -> Option<OsString>) -> Result<()> {
        complete(&mut self.output_format, environment, OUTPUT_FORMAT)?;
        complete(&mut self.color, environment, COLOR)
    }
}

fn complete<T: ValueEnum>(
    choice: &mut Option<T>,
    environment: &dyn Fn(&str) -> Option<OsString>,
    name: &str,
) -> Result<()> {
    if choice.is_some() {
        return Ok(());
    }
    let Some(value) = config::variable(environment, name) else { return Ok(()) };
    let value = value.to_string_lossy();
    let chosen = T::from_str(&value, false).map_err(|_| {
        let words: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|variant| Some(format!("`{}`", variant.to_possible_value()?.get_name())))
            .collect();
        Error::new(ErrorKind::Environment, format!("environment {name}: there is no choice `{value}`"))
            .with_help(format!("set it to one of {}, or to nothing", words.join(", ")))
    })?;
    *choice = Some(chosen);
    Ok(())
}
