//! `itmo verify`: decides every entry again and compares what stands with what the entries say.
#![expect(clippy::print_stderr, reason = "progress is no part of the answer")]

use std::time::Instant;

use anyhow::Context as _;
use store::verify::{Report, verify};

use crate::console::say;

/// Verifies the database at this address (of the login `itmo_checker`). Says whether all is well.
pub(crate) fn run(checker_url: &str, json: bool) -> anyhow::Result<bool> {
    let began = Instant::now();
    let mut progress = |entries: u64| {
        if entries > 0 && !json {
            eprintln!("  {entries} entries decided again, {:.0?}", began.elapsed());
        }
    };
    let report = verify(checker_url, &mut progress)
        .context("the database could not be read: is its address right, and does it run?")?;
    if json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report, began.elapsed());
    }
    Ok(report.findings.is_empty())
}

fn print(report: &Report, took: std::time::Duration) {
    say!("entries  {}", report.entries);
    say!("leaves   {}", report.leaves);
    say!("root     {}", report.root);
    say!("blocks   {}", report.blocks);
    say!("units    {}", report.units);
    for finding in &report.findings {
        say!("FOUND    {}: {}", finding.place, finding.what);
    }
    match report.findings.len() {
        0 => say!("verified in {took:.1?}: everything is as the entries say"),
        count => say!(
            "not verified: {count} findings. Keep the database as it is, and compare with a backup \
             and with the published log"
        ),
    }
}
