//! `rehearsal`: what `cargo xtask simulate --server` becomes.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use std::process::ExitCode;

use clap::Parser;
use rehearsal::rehearse::rehearse;

/// Asks the store and a private PostgreSQL database what the simulation asks, and compares.
///
/// One world of the seed: people, roles and tokens are made as the operator makes them, the clock of
/// the database goes where the simulation's goes, and every request is decided by the server, by
/// the rules on books that are whole, and by the naive ledger. All must answer the same. Times are
/// the database's, so that a seed gives nearly the same orders again, and not quite.
///
/// Afterwards all that is on record is verified, as by `itmo verify`. The orders in a second are of
/// the clock on the wall. Exit status 1 on a violation or a finding.
#[derive(Parser)]
#[command(name = "cargo xtask simulate --server")]
struct Arguments {
    /// How many orders are asked.
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    orders: u64,
    /// What chance begins with.
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { orders, seed } = Arguments::parse();
    match rehearse(seed, orders, &mut |line| eprintln!("seed {seed}: {line}")) {
        Ok(rehearsed) => {
            println!("{rehearsed}");
            if rehearsed.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("the server ended it: {error}: {error:?}");
            ExitCode::FAILURE
        }
    }
}
