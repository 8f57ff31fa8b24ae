//! `workload bench`: the budgets, each beside its ceiling, as ratios of one run.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use workload::bench::{self, Options};

/// As in `itmo`, which is what is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(about = "Load on a registry, in a private PostgreSQL cluster that is thrown away")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Measures the targets of docs/PERFORMANCE.md, each beside its ceiling in the same run.
    ///
    /// Without options it takes less than ten minutes: everything is repeated three times, in turns
    /// with its ceiling, and the table has the medians. PostgreSQL is a private one that keeps what
    /// it commits; it is thrown away afterwards.
    Bench(Bench),
    /// Writes a workbook, and says in JSON what that took: for P12, whose memory is a process's own.
    #[command(hide = true)]
    WriteWorkbook {
        /// How many actions it has.
        actions: u32,
    },
}

#[derive(clap::Args)]
struct Bench {
    /// Exit with 1 if a target is missed.
    #[arg(long)]
    check: bool,
    /// Write the figures to this file too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Only these targets.
    #[arg(long, value_delimiter = ',', value_name = "P1,P2")]
    only: Vec<String>,
    /// How long each measurement lasts.
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// How often each measurement is repeated, in turns with its ceiling.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    repetitions: u32,
    /// How many blocks of units lie there.
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1_000..))]
    blocks: u32,
    /// Also what takes long: two runs of ten minutes (P11), ten million blocks (P10). About an hour.
    #[arg(long)]
    long: bool,
    /// The folder of the PostgreSQL server's programs.
    #[arg(long, value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().verb {
        Verb::Bench(asked) => measure(asked),
        Verb::WriteWorkbook { actions } => {
            println!("{}", serde_json::to_string(&bench::write_workbook(actions)?)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn measure(asked: Bench) -> anyhow::Result<ExitCode> {
    let options = Options {
        only: asked.only,
        seconds: asked.seconds,
        repetitions: asked.repetitions,
        blocks: asked.blocks,
        long: asked.long,
        postgres_bin: asked.postgres_bin,
    };
    let report = bench::run(&options, &mut |line| eprintln!("{line}"))?;
    println!("{report}");
    if let Some(file) = &asked.json {
        std::fs::write(file, serde_json::to_string_pretty(&report)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    let missed = report.missed();
    Ok(if asked.check && missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
