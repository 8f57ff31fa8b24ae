//! `cargo xtask demo`: from a bare machine to a registry that one can look at.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::console::say;
use crate::prerequisites::{Need, ensure};
use crate::program::{become_program, built, cargo, run as run_program};
use crate::stop::Stop;

/// Installs what is missing, builds, and becomes `itmo demo`, which gets the arguments.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let programs = ensure(need(arguments))?;
    build_release(&["itmo"]).map_err(|why| Stop::failed(&why))?;
    let mut command = Command::new(built("release", "itmo"));
    command.arg("demo").args(arguments).args(postgres_bin(programs));
    Err(become_program(&mut command))
}

/// Whoever names a server, or a server's programs, wants no other.
fn need(arguments: &[String]) -> Need {
    let programs_named = arguments.iter().any(|argument| argument.starts_with("--postgres-bin"));
    if programs_named || env::var_os("DATABASE_URL").is_some() {
        Need::Build
    } else {
        Need::BuildAndServer
    }
}

/// Builds packages of ours as they are shipped.
pub(crate) fn build_release(packages: &[&str]) -> Result<(), String> {
    say!("== building for release (the first time takes about 5 minutes on two cores)");
    let mut command = cargo(&["build", "--release"]);
    for package in packages {
        command.args(["--package", package]);
    }
    run_program(&mut command)
}

/// How `itmo` is told of programs where it would not look.
pub(crate) fn postgres_bin(programs: Option<PathBuf>) -> Vec<PathBuf> {
    programs.map_or_else(Vec::new, |folder| vec![PathBuf::from("--postgres-bin"), folder])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_the_caller_names_are_not_installed() {
        let arguments = ["--port", "9443", "--postgres-bin=/opt/pg/bin"].map(str::to_owned);
        assert!(need(&arguments) == Need::Build);
    }
}
