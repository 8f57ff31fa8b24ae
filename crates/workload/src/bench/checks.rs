//! P13: verifying everything, against reading and hashing the same rows.

use std::time::Instant;

use anyhow::ensure;
use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::digest::Digest;
use store::logins::Login;
use store::verify::verify;

use super::Run;
use super::figures::median;
use super::report::{Row, Wanted};

const TABLES: [&str; 7] = [
    "registry.entry",
    "transparency.log_leaf",
    "registry.proposal",
    "registry.decision",
    "registry.request_key",
    "registry.unit_block_past",
    "registry.unit_block",
];

const PORTION: usize = 2_000;

/// Measures `itmo verify` over everything that the run has written so far.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
    for repetition in 1..=run.repetitions {
        let began = Instant::now();
        let entries = verified(run)?;
        let took = began.elapsed().as_secs_f64();
        let number = f64::from(u32::try_from(entries).unwrap_or(u32::MAX));
        ours.push(number / took);
        ceiling.push(number / read_and_hash(&mut run.stage.superuser()?)?);
        run.say(&format!("verify: repetition {repetition}, {entries} entries"));
    }
    let figures = (median(&ours), median(&ceiling));
    let what = "itmo verify, against reading and hashing the same rows";
    Ok(vec![Row::new("P13", what, "entries/s", figures, Wanted::AtLeast(0.3))])
}

/// Verifies everything that the run has written so far; says how many entries there are.
pub(super) fn verified(run: &Run<'_>) -> anyhow::Result<u64> {
    let report = verify(&run.stage.url(Login::Checker)?, &mut |_| {})?;
    ensure!(report.findings.is_empty(), "found: {:?}", report.findings);
    Ok(report.entries)
}

/// How many seconds it takes to read and hash the rows.
fn read_and_hash(db: &mut PgConnection) -> anyhow::Result<f64> {
    let began = Instant::now();
    let mut last = Digest::of(&[]);
    for table in TABLES {
        db.batch_execute(&format!(
            "BEGIN; DECLARE reading NO SCROLL CURSOR FOR SELECT t::text AS line FROM {table} AS t"
        ))?;
        loop {
            let rows: Vec<Line> =
                diesel::sql_query(format!("FETCH {PORTION} FROM reading")).load(db)?;
            for row in &rows {
                last = Digest::of(&[last.as_bytes(), row.line.as_bytes()]);
            }
            if rows.len() < PORTION {
                break;
            }
        }
        db.batch_execute("COMMIT")?;
    }
    Ok(began.elapsed().as_secs_f64())
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}
