//! `reporting`: what `cargo xtask reports` becomes.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use domain::aef::Rules;
use mimalloc::MiMalloc;
use reporting::{Asked, Report, run};

/// As in `itmo`, so that the figures are like its own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Lets fictional Parties act by chance for four years, and builds, reads and compares their reports.
///
/// Every act goes through the rules of the ledger, proposed by one officer and approved by another.
/// The report of every Party for every year is built from the ledger, written in both dialects, read
/// back, and compared with all others by all checks. A ledger without errors has no findings; what
/// waits for a Party that does not report is undetermined, and is counted.
///
/// Then errors are planted, one by one: each must be found in its row and field, with a cause and a
/// remedy, and nothing else may be.
///
/// Exit status 1 if anything is found that should not be, or not found that should. The same seed
/// finds it again.
#[derive(Parser)]
#[command(bin_name = "cargo xtask reports", after_help = EXAMPLES)]
struct Arguments {
    /// How many Parties.
    #[arg(long, default_value_t = 20, value_name = "K", value_parser = clap::value_parser!(u16).range(2..=600))]
    parties: u16,
    /// How many acts, of each seed.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    acts: u64,
    /// What chance begins with.
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// How many seeds, one after the other from the first.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seeds: u64,
    /// Do only a part, for example to take its time.
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Write the figures, and what is wrong, to this file too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Neither files nor planted errors.
    Checks,
}

const EXAMPLES: &str = "Examples:
  cargo xtask reports --parties 20 --acts 20000 --seed 1
  cargo xtask reports --seed 2 --seeds 10 --json reports.json
  cargo xtask reports --parties 50 --acts 300000 --only checks";

fn main() -> ExitCode {
    let asked = Arguments::parse();
    let Some(rules) = Rules::newest() else {
        eprintln!("there are no field rules in this program");
        return ExitCode::FAILURE;
    };
    let mut reports: Vec<Report> = Vec::new();
    for seed in (0..asked.seeds).map(|more| asked.seed.wrapping_add(more)) {
        let (parties, acts) = (usize::from(asked.parties), asked.acts);
        let checks_only = asked.only == Some(Part::Checks);
        let asked = Asked { seed, parties, acts, checks_only };
        let report = run(rules, asked, &mut |line| eprintln!("{line}"));
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
    if reports.iter().all(Report::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
