//! How long it takes to write 100,000 actions as a workbook, and how much memory (P12).
//!
//! `cargo run --release -p workbook --example export_size [ROWS [FILE]]`
#![expect(clippy::print_stdout, reason = "a command speaks to its user")]

use std::time::Instant;

use domain::aef::{Dialect, Document, RawRow, Rules, TableId};
use workbook::{Format, open, write};

const ROWS: u32 = 100_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows = std::env::args().nth(1).map_or(Ok(ROWS), |it| it.parse())?;
    let rules = Rules::newest().ok_or("no rules are shipped")?;
    let document = document(rows);
    println!("{rows} actions in memory, VmHWM {} MiB", peak_mib());
    let begun = Instant::now();
    let bytes = write(rules, &document, Dialect::Template, Format::Xlsx)?;
    println!(
        "written in {:.2} s, {} bytes, VmHWM {} MiB",
        begun.elapsed().as_secs_f64(),
        bytes.len(),
        peak_mib()
    );
    drop(document);
    if let Some(path) = std::env::args().nth(2) {
        std::fs::write(path, &bytes)?;
    }
    let begun = Instant::now();
    let opened = open(rules, &bytes)?;
    let count = opened.document.rows(TableId::Actions).len();
    let seconds = begun.elapsed().as_secs_f64();
    println!("read again in {seconds:.2} s, {count} actions, VmHWM {} MiB", peak_mib());
    Ok(())
}

/// Actions on blocks of ten units, as a busy Party would have them.
fn document(rows: u32) -> Document {
    let mut document = Document::default();
    for number in 0..rows {
        let first = u64::from(number).saturating_mul(10).saturating_add(1);
        let last = first.saturating_add(9);
        let day = number.checked_rem(28).unwrap_or_default().saturating_add(1);
        let text = format!(
            "{day:02}/03/2024|First transfer|First transfer to another Party|CA0004|VUT-A2|VUT|VUT01|\
             CA0004-VUT01-VUT-{first}-2024|CA0004-VUT01-VUT-{last}-2024|GS|{first}|{last}|GHG|NA|NA|\
             10|NA|Emission reductions|2024|NA|CHE|NA|NA|NA|NA||NA"
        );
        let cells = text.split('|').map(Into::into).collect();
        document.rows_mut(TableId::Actions).push(RawRow { at: number, cells });
    }
    document
}

/// The highest resident memory so far.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().unwrap_or_default();
    kib.checked_div(1024).unwrap_or_default()
}
