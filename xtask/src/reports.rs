//! `cargo xtask reports`: the annual reports of Parties from a ledger by chance.

use std::process::Command;

use crate::console::say;
use crate::program::{become_program, built, cargo, run as run_program};
use crate::stop::Stop;

/// Builds, and becomes `reporting`, which gets the arguments. It needs neither a database nor a C
/// compiler.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    say!("== building for release (the first time takes about a minute)");
    run_program(&mut cargo(&["build", "--release", "--package", "reporting"]))
        .map_err(|why| Stop::failed(&why))?;
    Err(become_program(Command::new(built("release", "reporting")).args(arguments)))
}
