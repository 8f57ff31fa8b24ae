//! What Parties have told of the years of their NDCs.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::adjustment::Amount;
use domain::inventory::InventoryYear;
use domain::ledger::{Books, Change};
use domain::participation::Declared;
use domain::section::SectionNo;
use domain::vintage::Year;

use super::rows::{self, parsed};
use crate::error::DatabaseError;
use crate::schema::registry::inventory_year as table;

/// A row, as it is read.
pub(crate) type Row = (i16, i16, i32, Option<String>, Option<String>, Option<String>, String, i64);

/// Loads all versions of a year.
pub(super) fn load(
    db: &mut PgConnection,
    (section, year): (SectionNo, Year),
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let rows: Vec<Row> = table::table
        .filter(table::section_id.eq(section.number()))
        .filter(table::year.eq(year.number()))
        .order(table::version)
        .load(db)?;
    let versions: Vec<_> = rows.into_iter().map(version).collect::<Result<_, _>>()?;
    if !versions.is_empty() {
        books.inventories.load((section, year), versions);
    }
    Ok(())
}

/// Reads a version.
pub(crate) fn version(row: Row) -> Result<Declared<InventoryYear>, DatabaseError> {
    let (_section, year, _version, covered, portion, trajectory, source, recorded) = row;
    let amount = |text: Option<String>| -> Result<Option<Amount>, DatabaseError> {
        text.map(|text| parsed(&text, "amount")).transpose()
    };
    let what = InventoryYear {
        year: rows::year(year.into())?,
        covered: amount(covered)?,
        portion: amount(portion)?,
        trajectory: amount(trajectory)?,
        source: parsed(&source, "source")?,
    };
    Ok(Declared { recorded, what })
}

/// The rows of a year, as they are kept: each with its version.
pub(crate) fn rows(
    (section, year): (SectionNo, Year),
    versions: &[Declared<InventoryYear>],
) -> Vec<Row> {
    let row = |(number, declared): (i32, &Declared<InventoryYear>)| {
        let Declared { recorded, what } = declared;
        let text = |amount: &Option<Amount>| amount.as_ref().map(ToString::to_string);
        let figures = [&what.covered, &what.portion, &what.trajectory].map(text);
        let [covered, portion, trajectory] = figures;
        let source = what.source.to_string();
        let (section, year) = (section.number(), year.number());
        (section, year, number, covered, portion, trajectory, source, *recorded)
    };
    (1..).zip(versions).map(row).collect()
}

/// Writes the versions that were added.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for Change { key, before, after } in books.inventories.changes() {
        let known = before.map_or(0, Vec::len);
        let versions = after.map_or(&[][..], Vec::as_slice);
        for row in rows(*key, versions).into_iter().skip(known) {
            let (section, year, number, covered, portion, trajectory, source, recorded) = row;
            diesel::insert_into(table::table)
                .values((
                    table::section_id.eq(section),
                    table::year.eq(year),
                    table::version.eq(number),
                    table::covered.eq(covered),
                    table::portion.eq(portion),
                    table::trajectory.eq(trajectory),
                    table::source.eq(source),
                    table::recorded_entry.eq(recorded),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}
