//! How Parties convert non-GHG metrics.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::approach::ApproachId;
use domain::conversion::{Conversion, ConversionKey};
use domain::ledger::{Books, Change};
use domain::metric::Metric;
use domain::section::SectionNo;

use super::rows::{parsed, section_no};
use crate::error::DatabaseError;
use crate::schema::registry::conversion as table;

/// A row, as it is read.
pub(crate) type Row = (i16, String, String, i32, String, String, i64);

/// Loads all versions of one.
pub(super) fn load(
    db: &mut PgConnection,
    (section, approach, metric): &(SectionNo, ApproachId, Metric),
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let rows: Vec<Row> = table::table
        .filter(table::section_id.eq(section.number()))
        .filter(table::approach.eq(approach.to_string()))
        .filter(table::metric.eq(metric.to_string()))
        .order(table::version)
        .load(db)?;
    let mut versions = Vec::new();
    for row in rows {
        versions.push(version(row)?.1);
    }
    if !versions.is_empty() {
        books.conversions.load((*section, *approach, metric.clone()), versions);
    }
    Ok(())
}

/// Reads a version.
pub(crate) fn version(row: Row) -> Result<(ConversionKey, Conversion), DatabaseError> {
    let (section, approach, metric, _version, method, factor, recorded) = row;
    let key = (section_no(section)?, parsed(&approach, "approach")?, parsed(&metric, "metric")?);
    let (method, factor) = (parsed(&method, "method")?, parsed(&factor, "factor")?);
    Ok((key, Conversion { method, factor, recorded }))
}

/// The rows of a conversion, as they are kept: each with its version.
pub(crate) fn rows(key: &ConversionKey, versions: &[Conversion]) -> Vec<Row> {
    let (section, approach, metric) = key;
    let row = |(number, it): (i32, &Conversion)| {
        let (method, factor) = (it.method.to_string(), it.factor.to_string());
        let (approach, metric) = (approach.to_string(), metric.to_string());
        (section.number(), approach, metric, number, method, factor, it.recorded)
    };
    (1..).zip(versions).map(row).collect()
}

/// Writes the versions that were added.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for Change { key, before, after } in books.conversions.changes() {
        let known = before.map_or(0, Vec::len);
        let versions = after.map_or(&[][..], Vec::as_slice);
        for row in rows(key, versions).into_iter().skip(known) {
            let (section, approach, metric, number, method, factor, recorded) = row;
            diesel::insert_into(table::table)
                .values((
                    table::section_id.eq(section),
                    table::approach.eq(approach),
                    table::metric.eq(metric),
                    table::version.eq(number),
                    table::method.eq(method),
                    table::factor.eq(factor),
                    table::recorded_entry.eq(recorded),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}
