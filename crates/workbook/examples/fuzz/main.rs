//! Changes valid files by chance and reads them: no reader may panic (G12).
//!
//! `cargo run --release -p workbook --example fuzz -- --reader xlsx --runs 2000000 --seed 1`
//!
//! The readers are xlsx, csv, json and draft. What makes one panic is kept in the folder of temporary
//! files, and the exit status is 1. The same seed makes the same files.
#![expect(clippy::print_stdout, reason = "a command speaks to its user")]

mod mutation;
mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use domain::aef::Rules;
use workbook::{open, open_draft};

use mutation::Chance;
use seeds::Seeds;

const PROGRESS_RUNS: u64 = 100_000;

struct Arguments {
    reader: String,
    runs: u64,
    seed: u64,
}

fn arguments() -> Option<Arguments> {
    let mut arguments = Arguments { reader: String::new(), runs: 100_000, seed: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--reader" => arguments.reader = value,
            "--runs" => arguments.runs = value.parse().ok()?,
            "--seed" => arguments.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(arguments)
}

fn main() -> ExitCode {
    let (Some(Arguments { reader, runs, seed }), Some(rules)) = (arguments(), Rules::newest())
    else {
        println!("usage: fuzz --reader xlsx|csv|json|draft [--runs N] [--seed S]");
        return ExitCode::from(2);
    };
    let Some(seeds) = Seeds::of(&reader, rules) else {
        println!("no reader is called {reader:?}");
        return ExitCode::from(2);
    };
    std::panic::set_hook(Box::new(|_silent| {}));
    let mut chance = Chance::new(seed);
    let (mut read, mut panics, mut slowest) = (0_u64, 0_u64, Duration::ZERO);
    for run in 1..=runs {
        let bytes = seeds.changed(&mut chance);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| match reader.as_str() {
            "draft" => open_draft(rules, &bytes).is_ok(),
            _ => open(rules, &bytes).is_ok(),
        }));
        slowest = slowest.max(begun.elapsed());
        match outcome {
            Ok(was_read) => read = read.saturating_add(u64::from(was_read)),
            Err(_panic) => {
                panics = panics.saturating_add(1);
                keep(&reader, run, &bytes);
            }
        }
        if run.checked_rem(PROGRESS_RUNS) == Some(0) {
            println!("{run}: {read} read, {panics} panics, slowest {} ms", slowest.as_millis());
        }
    }
    println!("fuzz {reader}: {runs} runs, {panics} panics");
    if panics == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn keep(reader: &str, run: u64, bytes: &[u8]) {
    let path = std::env::temp_dir().join(format!("fuzz-{reader}-{run}"));
    match std::fs::write(&path, bytes) {
        Ok(()) => println!("run {run} panics: {}", path.display()),
        Err(why) => println!("run {run} panics, and its file cannot be kept: {why}"),
    }
}
