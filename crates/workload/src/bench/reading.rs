//! P7: the block of any unit, against a plain JSON answer of the same server.

use super::Run;
use super::figures::median;
use super::report::{Row, Wanted};

const CONNECTIONS: usize = 64;

/// About how many requests a second to expect.
const READS: u32 = 30_000;
const PLAIN: u32 = 80_000;

/// Measures reads by random serials.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let plain = vec!["/version".to_owned(); run.orders(PLAIN)];
    let (mut reads, mut ceiling) = (Vec::new(), Vec::new());
    for repetition in 1..=run.repetitions {
        let units = run.orders(READS);
        let path = |_| Ok(format!("/v1/units/{}", run.world.any_unit()?));
        let paths: anyhow::Result<Vec<_>> = (0..units).map(path).collect();
        let found = run.served.get_all(&paths?, CONNECTIONS)?;
        run.note("units by any serial, 64 connections", &found);
        reads.push(found.rate());
        let answered = run.served.get_all(&plain, CONNECTIONS)?;
        run.note("plain JSON, 64 connections", &answered);
        ceiling.push(answered.rate());
        run.say(&format!("reading: repetition {repetition}"));
    }
    let figures = (median(&reads), median(&ceiling));
    let what = "HTTPS, unit by any serial, 64 connections, against plain JSON";
    Ok(vec![Row::new("P7", what, "/s", figures, Wanted::AtLeast(0.4))])
}
