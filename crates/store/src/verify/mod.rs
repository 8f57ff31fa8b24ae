//! Verifying: all entries are decided again, from nothing, and everything that is derived from them
//! is compared with what the database holds.
//!
//! It finds what was changed behind the registry's back and is not consistent with the rest. Who can
//! rewrite everything consistently is found by witnesses of the log, not here.

mod cursor;
mod events;
mod evidence_text;
mod filings;
mod people;
mod replay;
mod rows_again;
mod standing;
mod standing_units;
mod steps;
mod stored;
mod waiting;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::digest::Digest;
use domain::section::Installation;

use crate::error::DatabaseError;
use people::People;

/// What was found to be otherwise than the entries say.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Finding {
    /// Which row: a table and a key.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// What verification came to.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Report {
    /// How many entries were decided again.
    pub entries: u64,
    /// How many leaves the log has.
    pub leaves: u64,
    /// The root of the log, recomputed from its leaves.
    pub root: Digest,
    /// How many blocks there are now.
    pub blocks: u64,
    /// How many units there are.
    pub units: u128,
    /// What was found, at most [`FINDINGS_MAX`].
    pub findings: Vec<Finding>,
}

/// The most findings that are reported: after so many the rest says nothing new.
pub const FINDINGS_MAX: usize = 100;

/// Findings, up to the most that are reported.
#[derive(Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.0.len() < FINDINGS_MAX {
            self.0.push(Finding { place: place.into(), what: what.into() });
        }
    }
}

/// How far verification has come: called now and then with the number of the entry.
pub type Progress<'p> = &'p mut dyn FnMut(u64);

/// Verifies the database at this address, read by the login of the checker, as of one moment.
pub fn verify(url: &str, progress: Progress<'_>) -> Result<Report, DatabaseError> {
    let mut db = PgConnection::establish(url)?;
    db.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let kind: String = {
        use crate::schema::registry::installation as i;
        i::table.select(i::kind).first(&mut db)?
    };
    let installation =
        Installation::parse(&kind).ok_or_else(|| crate::ledger::rows::unreadable("kind"))?;
    let mut findings = Findings::default();
    let events = events::compare(&mut db, &mut findings)?;
    let people = People::after(&events, &mut findings);
    people.compare(&mut db, &mut findings)?;
    filings::compare_files(&mut db, &events, &mut findings)?;
    let replayed = replay::replay(&mut db, (installation, people), &mut findings, progress)?;
    if replayed.whole {
        standing::compare(&mut db, &replayed.books, &mut findings)?;
        waiting::compare(&mut db, &replayed, &mut findings)?;
        filings::compare(&mut db, &replayed.books, &mut findings)?;
    } else {
        let what = "the replay ended here: what stands now was not compared";
        findings.add(format!("after entry {}", replayed.books.head.entry), what);
    }
    db.batch_execute("COMMIT")?;
    let books = &replayed.books;
    let units = books.blocks.iter().map(|((_, first), block)| {
        u128::from(block.last.number().abs_diff(first.number())).saturating_add(1)
    });
    Ok(Report {
        entries: replayed.entries,
        leaves: books.head.log.size(),
        root: books.head.log.root(),
        blocks: u64::try_from(books.blocks.iter().count()).unwrap_or(u64::MAX),
        units: units.fold(0, u128::saturating_add),
        findings: findings.0,
    })
}
