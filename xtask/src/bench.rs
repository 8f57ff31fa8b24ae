//! `cargo xtask bench`: the budgets, as ratios of one run.

use std::process::Command;

use crate::demo::{build_release, postgres_bin};
use crate::prerequisites::{Need, ensure};
use crate::program::{become_program, built};
use crate::stop::Stop;

/// Installs what is missing, builds, and becomes `workload bench`, which gets the arguments.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let programs = ensure(Need::BuildAndServer)?;
    build_release(&["workload", "itmo"]).map_err(|why| Stop::failed(&why))?;
    let mut command = Command::new(built("release", "workload"));
    command.arg("bench").args(arguments).args(postgres_bin(programs));
    Err(become_program(&mut command))
}
