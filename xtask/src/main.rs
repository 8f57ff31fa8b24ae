//! All verbs for people and CI: `cargo xtask help` lists them.
//!
//! No dependencies, so that it compiles in seconds and before the system's libraries are there.
#![expect(clippy::print_stderr, reason = "a program for a terminal")]

mod bench;
mod console;
mod counts;
mod database;
mod demo;
mod generate;
mod help;
mod licences;
mod postgres;
mod prerequisites;
mod program;
mod reports;
mod rules;
mod simulate;
mod steps;
mod stop;
mod test;
mod tidy;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use stop::Stop;

/// What can be asked for.
pub(crate) struct Verb {
    pub(crate) usage: &'static str,
    pub(crate) what: &'static str,
    run: fn(&[String]) -> Result<(), Stop>,
}

pub(crate) const VERBS: [Verb; 8] = [
    Verb {
        usage: "demo [--check] [--fresh] [--port N]",
        what: "the registry on this machine, with demonstration data",
        run: demo::run,
    },
    Verb {
        usage: "test [--quick | --long]",
        what: "everything CI does, in CI's order; installs what is missing",
        run: test::run,
    },
    Verb { usage: "bench [--check] [--long]", what: "the budgets, as ratios", run: bench::run },
    Verb {
        usage: "simulate [--orders N] [--seed S] [--server]",
        what: "orders by chance, through the rules and a naive second ledger",
        run: simulate::run,
    },
    Verb {
        usage: "reports [--parties K] [--acts N] [--seed S]",
        what: "reports of Parties from a ledger by chance, built, read back, compared",
        run: reports::run,
    },
    Verb {
        usage: "generate [--check]",
        what: "whatever is generated and checked in",
        run: generate::run,
    },
    Verb { usage: "tidy", what: "checks over the source: seconds, no database", run: tidy::run },
    Verb { usage: "help", what: "this list", run: help::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match verb_of(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            if !stop.why.is_empty() {
                eprintln!("{}", stop.why);
            }
            ExitCode::from(stop.status)
        }
    }
}

fn verb_of(arguments: &[String]) -> Result<(), Stop> {
    let Some((name, rest)) = arguments.split_first() else {
        return help::run(&[]);
    };
    if name == "--help" || name == "-h" {
        return help::run(&[]);
    }
    let Some(verb) = VERBS.iter().find(|verb| verb.name() == name) else {
        return Err(Stop::misused(&format!("no verb {name:?}\n\n{}", help::text())));
    };
    enter_workspace()?;
    (verb.run)(rest)
}

impl Verb {
    fn name(&self) -> &'static str {
        self.usage.split(' ').next().unwrap_or(self.usage)
    }
}

/// All paths are relative to the workspace, from wherever the verb was said.
fn enter_workspace() -> Result<(), Stop> {
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    let workspace = Path::new(&package).parent().unwrap_or(Path::new("."));
    env::set_current_dir(workspace)
        .map_err(|error| Stop::failed(&format!("cannot enter {}: {error}", workspace.display())))
}
