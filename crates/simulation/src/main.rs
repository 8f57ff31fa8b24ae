//! `simulation`: what `cargo xtask simulate` becomes.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use simulation::simulate::{Report, run};

/// As in `itmo`, so that the figures are like its own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Asks the rules of the ledger and a naive second ledger the same, by chance, and compares.
///
/// Parties, officers, clocks, authorizations and acts follow from the seed, valid and invalid ones.
/// An order is here one request to `decide`: to propose, replace, approve, accept, decline, reject or
/// withdraw, or to let time pass; a proposal holds one order of the ledger or some. After each,
/// both answers must be the same: the entries, or which order is refused, and why. Between them, years
/// end.
///
/// The invariants 5 to 11 and 14 of docs/ARCHITECTURE.md are checked for what an order touched
/// after every order, and for everything every 250 orders and at the end of a world. A new world
/// begins every 3,000 orders; at the end of one the whole past of every unit is looked at.
///
/// The last line has the orders in a second of one processor's time, without what the naive ledger
/// took; making the orders, and the checks, are in it. Exit status 1 on a violation: it prints the
/// seed, the order and both answers, and the same seed finds it again.
#[derive(Parser)]
#[command(bin_name = "cargo xtask simulate", after_help = EXAMPLES)]
struct Arguments {
    /// How many orders are asked, of each seed.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    orders: u64,
    /// What chance begins with.
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// How many seeds, one after the other from the first.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seeds: u64,
    /// Write the figures, and what is wrong, to this file too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  cargo xtask simulate --orders 1000000 --seed 1
  cargo xtask simulate --orders 100000 --seed 2 --seeds 20 --json simulated.json";

fn main() -> ExitCode {
    let asked = Arguments::parse();
    let mut reports: Vec<Report> = Vec::new();
    for seed in (0..asked.seeds).map(|more| asked.seed.wrapping_add(more)) {
        let report = run(seed, asked.orders, &mut |line| eprintln!("{line}"));
        println!("{report}");
        reports.push(report);
    }
    if let Some(file) = &asked.json {
        let written = serde_json::to_string_pretty(&reports)
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::write(file, text));
        if let Err(error) = written {
            eprintln!("cannot write {}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    let violated = reports.iter().any(|report| report.violation.is_some());
    if violated { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
