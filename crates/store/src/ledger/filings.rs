//! Reports that were filed, and what Parties have explained.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::aef::Version;
use domain::digest::Digest;
use domain::filing::{Explanation, Filed, FilingKey};
use domain::ledger::{Books, Change};
use domain::section::SectionNo;
use domain::vintage::Year;

use super::rows::{parsed, section_no, unreadable};
use super::wanted::Seldom;
use crate::error::DatabaseError;
use crate::schema::reporting::{explanation, filing};

/// A version of a report, as it is read: section, year, version, file, claims, entry.
pub(crate) type Row = (i16, i16, i64, i64, Vec<u8>, serde_json::Value, i64);

/// An explanation, as it is read: section, Party, year, check, text, entry.
pub(crate) type ExplanationRow = (i16, String, i16, String, String, i64);

/// Loads the reports that get a version, or are explained.
pub(super) fn load_wanted(
    db: &mut PgConnection,
    wanted: &Seldom,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    for key in &wanted.filings {
        load(db, *key, books)?;
    }
    for (party, year) in &wanted.filings_of {
        if let Some(section) = books.section_of(*party).map(|(number, _)| number) {
            load(db, (section, *year), books)?;
        }
    }
    Ok(())
}

/// Loads all versions of a report.
fn load(
    db: &mut PgConnection,
    (section, year): FilingKey,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let rows: Vec<Row> = filing::table
        .filter(filing::section_id.eq(section.number()))
        .filter(filing::year.eq(year.number()))
        .order(filing::recorded_entry)
        .load(db)?;
    let mut versions = Vec::new();
    for row in rows {
        versions.push(filed(row)?.1);
    }
    if !versions.is_empty() {
        books.filings.load((section, year), versions);
    }
    Ok(())
}

/// Reads a version.
pub(crate) fn filed(row: Row) -> Result<(FilingKey, Filed), DatabaseError> {
    let (section, year, major, minor, file, claims, recorded) = row;
    let version = version(major, minor)?;
    let file = Digest::from_slice(&file).ok_or_else(|| unreadable("hash"))?;
    let claims = serde_json::from_value(claims).map_err(|_foreign| unreadable("claims"))?;
    Ok(((section_no(section)?, year_of(year)?), Filed { version, file, claims, recorded }))
}

/// Reads the parts of a version.
pub(crate) fn version(major: i64, minor: i64) -> Result<Version, DatabaseError> {
    let part = |number: i64| u32::try_from(number).map_err(|_foreign| unreadable("version"));
    Ok(Version { major: part(major)?, minor: part(minor)? })
}

/// Reads a year.
pub(crate) fn year_of(number: i16) -> Result<Year, DatabaseError> {
    Year::new(number).map_err(|_foreign| unreadable("year"))
}

/// The rows of a report, as they are kept: one for each version.
pub(crate) fn rows((section, year): FilingKey, filed: &[Filed]) -> Vec<Row> {
    let row = |it: &Filed| {
        let (major, minor) = (i64::from(it.version.major), i64::from(it.version.minor));
        let file = it.file.as_bytes().to_vec();
        // Values of ours always have a JSON form.
        let claims = serde_json::to_value(&it.claims).unwrap_or_default();
        (section.number(), year.number(), major, minor, file, claims, it.recorded)
    };
    filed.iter().map(row).collect()
}

/// The row of an explanation, as it is kept.
pub(crate) fn explanation_row(entry: i64, it: &Explanation) -> ExplanationRow {
    let Explanation { section, party, year, check, text } = it;
    let (party, check, text) = (party.to_string(), check.to_string(), text.to_string());
    (section.number(), party, year.number(), check, text, entry)
}

/// Reads an explanation, with its entry.
pub(crate) fn explained(row: ExplanationRow) -> Result<(i64, Explanation), DatabaseError> {
    let (section, party, year, check, text, entry) = row;
    let section: SectionNo = section_no(section)?;
    let (party, check) = (parsed(&party, "Party")?, parsed(&check, "check")?);
    let (year, text) = (year_of(year)?, parsed(&text, "explanation")?);
    Ok((entry, Explanation { section, party, year, check, text }))
}

/// Writes the versions and the explanations that were added.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for Change { key, before, after } in books.filings.changes() {
        let known = before.map_or(0, Vec::len);
        for row in rows(*key, after.map_or(&[][..], Vec::as_slice)).into_iter().skip(known) {
            let (section, year, major, minor, file, claims, recorded) = row;
            diesel::insert_into(filing::table)
                .values((
                    filing::section_id.eq(section),
                    filing::year.eq(year),
                    filing::major.eq(major),
                    filing::minor.eq(minor),
                    filing::file.eq(file),
                    filing::claims.eq(claims),
                    filing::recorded_entry.eq(recorded),
                ))
                .execute(db)?;
        }
    }
    for Change { key, before, after } in books.explanations.changes() {
        let (None, Some(after)) = (before, after) else { continue };
        let (section, party, year, check, text, entry) = explanation_row(*key, after);
        diesel::insert_into(explanation::table)
            .values((
                explanation::section_id.eq(section),
                explanation::party.eq(party),
                explanation::year.eq(year),
                explanation::check_id.eq(check),
                explanation::words.eq(text),
                explanation::recorded_entry.eq(entry),
            ))
            .execute(db)?;
    }
    Ok(())
}
