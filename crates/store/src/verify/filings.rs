//! Files of reports against the events that kept them, byte for byte; and what was filed and
//! explained, against the books.

use std::collections::BTreeSet;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::digest::Digest;
use domain::event::Event;
use domain::ledger::Books;

use super::Findings;
use super::events::Happened;
use super::standing::by_key;
use crate::error::DatabaseError;
use crate::ledger::filings::{self, ExplanationRow, Row};
use crate::schema::reporting::{explanation as x, file as f, filing as t};

/// Compares which files there are with the events, and hashes their bytes again, one file at a time.
pub(super) fn compare_files(
    db: &mut PgConnection,
    events: &[Happened],
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let mut kept: BTreeSet<(i16, Digest)> = BTreeSet::new();
    for happened in events {
        if let Event::FileKept { section, file } = &happened.record.event
            && !kept.insert((section.number(), *file))
        {
            findings.add(format!("event {}", happened.index), "the file was kept before");
        }
    }
    let found: Vec<(i16, Vec<u8>)> = f::table.select((f::section_id, f::sha256)).load(db)?;
    for (section, hash) in found {
        let place = |file: &str| format!("file {file} of section {section}");
        let Some(file) = Digest::from_slice(&hash) else {
            findings.add(place("without a hash"), "its hash is none");
            continue;
        };
        if !kept.remove(&(section, file)) {
            findings.add(place(&file.to_string()), "no event kept it");
        }
        let bytes: Vec<u8> = f::table.find((section, hash)).select(f::bytes).first(db)?;
        if Digest::of(&[&bytes]) != file {
            findings.add(place(&file.to_string()), "its bytes do not have its hash");
        }
    }
    for (section, file) in kept {
        findings.add(format!("file {file} of section {section}"), "it is missing");
    }
    as_filed(db, findings)
}

/// A file is filed as what it says it is. Its own words are in its bytes; the row repeats them.
fn as_filed(db: &mut PgConnection, findings: &mut Findings) -> Result<(), DatabaseError> {
    let file = f::table.on(f::section_id.eq(t::section_id).and(f::sha256.eq(t::file)));
    let otherwise = f::year.ne(t::year).or(f::major.ne(t::major)).or(f::minor.ne(t::minor));
    let found: Vec<(i16, i16, i64, i64)> = t::table
        .inner_join(file)
        .filter(otherwise)
        .select((t::section_id, t::year, t::major, t::minor))
        .load(db)?;
    for (section, year, major, minor) in found {
        let place = format!("filing {major}.{minor} of {year} of section {section}");
        findings.add(place, "its file is said to be of another year or version");
    }
    Ok(())
}

/// Compares what was filed and explained with the books.
pub(super) fn compare(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let keyed = |row: Row| {
        let (section, year, major, minor, file, claims, recorded) = row;
        ((section, year, major, minor), (file, claims, recorded))
    };
    let found: Vec<Row> = t::table.load(db)?;
    let rows = books.filings.iter().flat_map(|(key, all)| filings::rows(*key, all));
    let expected = rows.map(keyed).collect();
    by_key("filing", expected, found.into_iter().map(keyed).collect(), findings);
    let keyed = |row: ExplanationRow| {
        let (section, party, year, check, text, entry) = row;
        (entry, (section, party, year, check, text))
    };
    let found: Vec<ExplanationRow> = x::table.load(db)?;
    let rows = books.explanations.iter();
    let rows = rows.map(|(entry, it)| filings::explanation_row(*entry, it));
    let expected = rows.map(keyed).collect();
    by_key("explanation", expected, found.into_iter().map(keyed).collect(), findings);
    Ok(())
}
