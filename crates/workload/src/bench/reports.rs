//! P12: a large report as a workbook, and the checks of everybody's reports, against fixed limits.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use domain::aef::{Dialect, Document, RawRow, Rules, TableId};
use serde::{Deserialize, Serialize};
use workbook::{Format, write};

use super::Run;
use super::figures::count;
use super::report::{Row, Wanted};

/// The actions of a very busy Party's year.
const ACTIONS: u32 = 100_000;

/// Fifty Parties for four years: two hundred reports, of about a million rows.
const PARTIES: usize = 50;
const ACTS: u64 = 490_000;

const SECONDS_TO_WRITE: f64 = 10.0;
const MIB_TO_WRITE: f64 = 256.0;
const SECONDS_TO_CHECK: f64 = 30.0;

/// What writing a workbook took, by a process that does nothing else.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Written {
    /// How long it took.
    pub seconds: f64,
    /// How many bytes it has.
    pub bytes: usize,
    /// The most memory that the process ever had, in KiB.
    pub peak_kib: u32,
}

/// Writes a workbook of so many actions, and says what that took.
pub fn write_workbook(actions: u32) -> anyhow::Result<Written> {
    let rules = Rules::newest().context("there are no field rules in this program")?;
    let document = document(actions);
    let begun = Instant::now();
    let bytes = write(rules, &document, Dialect::Template, Format::Xlsx)?.len();
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Written { seconds, bytes, peak_kib: peak_kib()? })
}

/// Measures both. Memory is that of a process of its own, which has the actions in memory as well.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let written = apart()?;
    let Written { seconds, bytes, .. } = written;
    let mib = f64::from(written.peak_kib) / 1024.0;
    run.say(&format!("{ACTIONS} actions: {bytes} bytes in {seconds:.2} s, {mib:.0} MiB"));
    let what = |what: &str| format!("AEF of {ACTIONS} actions as xlsx, {what}");
    let mut rows = vec![
        Row::new("P12", what("/ 10 s"), "s", (seconds, SECONDS_TO_WRITE), Wanted::AtMost(1.0)),
        Row::new("P12", what("/ 256 MiB"), "MiB", (mib, MIB_TO_WRITE), Wanted::AtMost(1.0)),
    ];
    rows.push(checks(run)?);
    Ok(rows)
}

/// A random ledger, everybody's reports of all years, and all checks of each against all others.
fn checks(run: &mut Run<'_>) -> anyhow::Result<Row> {
    let rules = Rules::newest().context("there are no field rules in this program")?;
    let asked = reporting::Asked { seed: 1, parties: PARTIES, acts: ACTS, checks_only: true };
    let report = reporting::run(rules, asked, run.say);
    ensure!(report.is_fine(), "the reports of a clean ledger contradict each other: {report}");
    let (submissions, rows) = (report.submissions, report.rows);
    let milliseconds = usize::try_from(report.milliseconds_of_checks)?;
    let what = format!("all checks of {submissions} reports with {rows} rows / 30 s");
    let figures = (count(milliseconds) / 1000.0, SECONDS_TO_CHECK);
    Ok(Row::new("P12", what, "s", figures, Wanted::AtMost(1.0)))
}

/// Lets this program write a workbook in a process of its own.
fn apart() -> anyhow::Result<Written> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.arg("write-workbook").arg(ACTIONS.to_string()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Actions on blocks of ten units.
fn document(actions: u32) -> Document {
    let mut document = Document::default();
    for number in 0..actions {
        let first = u64::from(number).saturating_mul(10).saturating_add(1);
        let last = first.saturating_add(9);
        let day = number.checked_rem(28).unwrap_or_default().saturating_add(1);
        let text = format!(
            "{day:02}/03/2024|First transfer|First transfer to another Party|CA9004|XAL-A2|XAL|XAL01|\
             CA9004-XAL01-XAL-{first}-2024|CA9004-XAL01-XAL-{last}-2024|GS|{first}|{last}|GHG|NA|NA|\
             10|NA|Emission reductions|2024|NA|XBO|NA|NA|NA|NA||NA"
        );
        let cells = text.split('|').map(Into::into).collect();
        document.rows_mut(TableId::Actions).push(RawRow { at: number, cells });
    }
    document
}

/// The highest resident memory so far, as Linux counts it.
fn peak_kib() -> anyhow::Result<u32> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.context("no VmHWM")?.trim().trim_end_matches("kB").trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_that_was_written_tells_its_size_and_its_memory_p12() {
        let written = write_workbook(100).unwrap();
        assert!(written.bytes > 1_000, "{written:?}");
        assert!(written.peak_kib > 1_000, "{written:?}");
        let rules = Rules::newest().unwrap();
        let bytes = write(rules, &document(100), Dialect::Template, Format::Xlsx).unwrap();
        let read = domain::aef::read(rules, &workbook::open(rules, &bytes).unwrap().document);
        // Table 1 alone is missing: every action is understood.
        assert!(read.findings.iter().all(|it| it.place.table == TableId::Submission), "{read:?}");
    }
}
