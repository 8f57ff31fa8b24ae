//! `cargo xtask simulate`: orders by chance, through the rules and a naive second ledger; with
//! `--server` through the store and PostgreSQL too.

use std::env;
use std::process::Command;

use crate::console::say;
use crate::database::Database;
use crate::prerequisites::{Need, ensure};
use crate::program::{become_program, built, cargo, run as run_program};
use crate::stop::Stop;
use crate::test::TEST_DATABASE;

const SERVER: &str = "--server";

/// Builds, and becomes `simulation`, which gets the arguments. It needs neither a database nor a C
/// compiler.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if arguments.iter().any(|argument| argument == SERVER) {
        let others = arguments.iter().filter(|argument| *argument != SERVER).cloned();
        return with_server(&others.collect::<Vec<_>>());
    }
    say!("== building for release (the first time takes about a minute)");
    run_program(&mut cargo(&["build", "--release", "--package", "simulation"]))
        .map_err(|why| Stop::failed(&why))?;
    Err(become_program(Command::new(built("release", "simulation")).args(arguments)))
}

/// Starts a cluster, unless one was brought, and runs `rehearsal` on it.
fn with_server(arguments: &[String]) -> Result<(), Stop> {
    let brought = env::var_os(TEST_DATABASE).is_some();
    let programs = ensure(if brought { Need::Build } else { Need::BuildAndServer })?;
    let packages = ["build", "--package", "rehearsal", "--package", "itmo"];
    run_program(&mut cargo(&packages)).map_err(|why| Stop::failed(&why))?;
    let mut command = Command::new(built("debug", "rehearsal"));
    command.args(arguments);
    if brought {
        return run_program(&mut command).map_err(|why| Stop::failed(&why));
    }
    let database = Database::start(programs).map_err(|why| Stop::failed(&why))?;
    let ran = run_program(command.env(TEST_DATABASE, database.url()));
    ran.and(database.stop()).map_err(|why| Stop::failed(&why))
}
