//! What else stands - what is behind units, who benefits, how they are converted, and which years have
//! ended - against the books.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::Books;

use super::Findings;
use super::standing::by_key;
use crate::error::DatabaseError;
use crate::ledger::{beneficiaries, conversions, inventories};
use crate::schema::registry as table;

/// Compares these tables with the books.
pub(super) fn compare(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    underlying(db, books, findings)?;
    beneficiaries(db, books, findings)?;
    conversions(db, books, findings)?;
    inventories(db, books, findings)?;
    year_ends(db, books, findings)
}

fn inventories(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let keyed = |row: inventories::Row| {
        let (section, year, version, covered, portion, trajectory, source, recorded) = row;
        ((section, year, version), (covered, portion, trajectory, source, recorded))
    };
    let found: Vec<inventories::Row> = table::inventory_year::table.load(db)?;
    let rows = books.inventories.iter().flat_map(|(key, all)| inventories::rows(*key, all));
    let expected = rows.map(keyed).collect();
    by_key("inventory_year", expected, found.into_iter().map(keyed).collect(), findings);
    Ok(())
}

fn year_ends(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::year_end as y;
    let found: Vec<(i16, i64)> = y::table.select((y::year, y::entry_no)).load(db)?;
    let expected = books.year_ends.iter().map(|(year, ended)| (year.number(), ended.entry));
    by_key("year_end", expected.collect(), found.into_iter().collect(), findings);
    Ok(())
}

fn conversions(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let keyed = |row: conversions::Row| {
        let (section, approach, metric, version, method, factor, recorded) = row;
        ((section, approach, metric, version), (method, factor, recorded))
    };
    let found: Vec<conversions::Row> = table::conversion::table.load(db)?;
    let rows = books.conversions.iter().flat_map(|(key, all)| conversions::rows(key, all));
    let expected = rows.map(keyed).collect();
    by_key("conversion", expected, found.into_iter().map(keyed).collect(), findings);
    Ok(())
}

fn beneficiaries(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let rows: Vec<beneficiaries::Row> = table::beneficiary::table.load(db)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let entry = row.0;
        match beneficiaries::recorded(row) {
            Ok((entry, recorded)) => {
                found.insert(entry, recorded);
            }
            Err(_unreadable) => {
                findings.add(format!("beneficiary {entry}"), "it is not what the entries say");
            }
        }
    }
    let expected = books.beneficiaries.iter().map(|(entry, it)| (*entry, it.clone())).collect();
    by_key("beneficiary", expected, found, findings);
    Ok(())
}

fn underlying(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let found: Vec<crate::ledger::underlying::Row> = table::underlying::table.load(db)?;
    let found = found.into_iter().map(|(issuance, section, registry, form, low, high)| {
        (issuance, (section, registry, form, low, high))
    });
    let mut expected = BTreeMap::new();
    for ((_, _, issuance), run) in books.underlying.iter() {
        let section = books.issuances.get(issuance).map_or(0, |it| it.section.number());
        let (registry, form) = (run.registry.clone(), run.form.clone());
        expected.insert(*issuance, (section, registry, form, run.low.clone(), run.high.clone()));
    }
    by_key("underlying", expected, found.collect(), findings);
    Ok(())
}
