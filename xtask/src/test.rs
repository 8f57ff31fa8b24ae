//! `cargo xtask test`: everything that must be green, cheapest first.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::counts::{Counts, in_output};
use crate::database::Database;
use crate::demo::{build_release, postgres_bin};
use crate::prerequisites::{Need, ensure};
use crate::program::{Heard, built, cargo, heard, on_path, run as run_program};
use crate::steps::{Outcome, Steps};
use crate::stop::Stop;
use crate::{generate, licences, tidy};

/// Where tests find a server; whoever sets it brings a server of their own.
pub(crate) const TEST_DATABASE: &str = "ITMO_TEST_DATABASE";

/// What the inner loop tests: the rules, the database, the acts.
const QUICK: [&str; 6] = ["domain", "simulation", "workbook", "store", "app", "rehearsal"];

/// Tests that take longer than CI should.
struct Long {
    name: &'static str,
    packages: &'static [&'static str],
    /// Tests read it to know how many cases they owe.
    variables: &'static [(&'static str, &'static str)],
}

/// All of them. A new one is a line here.
const LONG: [Long; 1] = [Long {
    name: "long properties",
    packages: &["domain", "simulation", "store", "app", "workload"],
    variables: &[("ITMO_LONG", "1"), ("PROPTEST_CASES", "100000")],
}];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Quick,
    Full,
    Long,
}

/// Runs the steps, goes on after a failed one, and ends with "N passed, M failed".
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let extent = match words.as_slice() {
        [] => Extent::Full,
        ["--quick"] => Extent::Quick,
        ["--long"] => Extent::Long,
        _ => return Err(Stop::misused("cargo xtask test [--quick | --long]")),
    };
    let brought = env::var_os(TEST_DATABASE).is_some();
    let need = if brought && extent == Extent::Quick { Need::Build } else { Need::BuildAndServer };
    let programs = ensure(need)?;
    let mut steps = Steps::default();
    check_source(&mut steps, extent);
    check_behaviour(&mut steps, extent, programs.as_ref());
    steps.finish()
}

/// What needs no running program of ours.
fn check_source(steps: &mut Steps, extent: Extent) {
    steps.run("fmt", || passed(&mut cargo(&["fmt", "--all", "--check"])));
    steps.run("tidy", || tidy::check().map(|()| Outcome::Passed));
    steps.run("clippy", || {
        let all = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        passed(&mut cargo(&all))
    });
    if extent == Extent::Quick {
        return;
    }
    steps.run("rustdoc", || {
        let ours = ["doc", "--no-deps", "--workspace", "--document-private-items"];
        passed(cargo(&ours).env("RUSTDOCFLAGS", "-D warnings"))
    });
    steps.run("licences", || licences::check().map(|()| Outcome::Passed));
    steps.not_run("advisories", "needs the network's vulnerability database");
}

/// What builds and runs our programs.
fn check_behaviour(steps: &mut Steps, extent: Extent, programs: Option<&PathBuf>) {
    let quick = extent == Extent::Quick;
    let packages: &[&str] = if quick { &["itmo"] } else { &[] };
    let build = steps.run("build", || passed(&mut of_packages(cargo(&["build"]), packages)));
    if build {
        if !quick {
            steps.run("generated files", || generate::check().map(|()| Outcome::Passed));
        }
        test_with_database(steps, extent, programs);
        if !quick {
            steps.run("doc tests", || {
                let all = ["test", "--doc", "--workspace", "--no-fail-fast"];
                counted(cargo(&all)).map(Outcome::Counted)
            });
        }
    } else {
        let full = ["generated files", "database", "tests", "doc tests"];
        for step in if quick { vec!["tests"] } else { full.to_vec() } {
            steps.cannot_run(step, "build");
        }
    }
    if !quick {
        steps.run("demo --check", || demo_check(programs));
    }
}

/// One cluster for the whole run; each test makes its own database in it.
fn test_with_database(steps: &mut Steps, extent: Extent, programs: Option<&PathBuf>) {
    let mut started = None;
    let brought = env::var_os(TEST_DATABASE).and_then(|url| url.into_string().ok());
    if brought.is_none() {
        steps.run("database", || {
            started = Some(Database::start(programs.cloned())?);
            Ok(Outcome::Passed)
        });
    }
    let url = brought.or_else(|| started.as_ref().map(|database| database.url().to_owned()));
    let Some(url) = url else {
        steps.cannot_run("tests", "database");
        return;
    };
    let packages: &[&str] = if extent == Extent::Quick { &QUICK } else { &[] };
    let tests = |mut command: Command| {
        command.env(TEST_DATABASE, &url);
        if let Some(folder) = programs {
            command.env("ITMO_TEST_POSTGRES_BIN", folder);
        }
        match counted(command)? {
            Counts { passed: 0, failed: 0 } => Err("no test was run".to_owned()),
            counts => Ok(Outcome::Counted(counts)),
        }
    };
    steps.run("tests", || tests(of_packages(test_program(None), packages)));
    if extent == Extent::Long {
        for long in &LONG {
            let mut command = of_packages(test_program(Some("release")), long.packages);
            command.envs(long.variables.iter().copied());
            steps.run(long.name, || tests(command));
        }
    }
    if let Some(database) = started {
        steps.run("database stops", || database.stop().map(|()| Outcome::Passed));
    }
}

/// nextest where it is installed, one process a test; cargo's own runner elsewhere.
fn test_program(profile: Option<&str>) -> Command {
    let nextest = on_path("cargo-nextest").is_some();
    let mut command = if nextest {
        cargo(&["nextest", "run", "--no-fail-fast", "--failure-output", "final"])
    } else {
        cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    if let Some(profile) = profile {
        command.args([if nextest { "--cargo-profile" } else { "--profile" }, profile]);
    }
    command
}

/// The command for these packages, or for all.
fn of_packages(mut command: Command, packages: &[&str]) -> Command {
    if packages.is_empty() {
        command.arg("--workspace");
    }
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command
}

fn demo_check(programs: Option<&PathBuf>) -> Result<Outcome, String> {
    build_release(&["itmo"])?;
    let mut command = Command::new(built("release", "itmo"));
    command.args(["demo", "--check"]).args(postgres_bin(programs.cloned())).stdin(Stdio::null());
    passed(&mut command)
}

fn passed(command: &mut Command) -> Result<Outcome, String> {
    run_program(command).map(|()| Outcome::Passed)
}

/// Runs tests and counts them. A runner that fails with no test failed (what it runs does not
/// build, for example) is a failure too.
fn counted(mut command: Command) -> Result<Counts, String> {
    command.env("CARGO_TERM_COLOR", "never");
    let Heard { success, lines } = heard(&mut command)?;
    let counts = in_output(&lines);
    if !success && counts.failed == 0 {
        return Err("the test program failed, though no test did".to_owned());
    }
    Ok(counts)
}
