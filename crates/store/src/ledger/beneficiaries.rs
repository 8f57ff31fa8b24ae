//! For whose benefit units were used or cancelled, and how that was reviewed.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::beneficiary::{Beneficiary, RecordedBeneficiary, Review, Verdict};
use domain::ledger::{Books, Change};

use super::rows::{parsed, section_no, unreadable};
use crate::error::DatabaseError;
use crate::schema::registry::beneficiary as table;

/// A row, as it is read.
pub(crate) type Row =
    (i64, i16, String, Option<String>, Option<String>, Option<String>, Option<String>, Option<i64>);

/// Loads those that these entries named.
pub(super) fn load(
    db: &mut PgConnection,
    entries: Vec<i64>,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let found: Vec<Row> = table::table.filter(table::entry_no.eq_any(entries)).load(db)?;
    for row in found {
        let (entry, recorded) = recorded(row)?;
        books.beneficiaries.load(entry, recorded);
    }
    Ok(())
}

/// Reads a row.
pub(crate) fn recorded(row: Row) -> Result<(i64, RecordedBeneficiary), DatabaseError> {
    let (entry, section, name, country, remark, verdict, reason, reviewed) = row;
    let review = match (verdict, reason, reviewed) {
        (None, None, None) => None,
        (Some(verdict), Some(reason), Some(entry)) => {
            let known = Verdict::ALL.into_iter().find(|it| it.as_str() == verdict);
            let verdict = known.ok_or_else(|| unreadable("verdict"))?;
            Some(Review { entry, verdict, reason: parsed(&reason, "reason")? })
        }
        _ => return Err(unreadable("review")),
    };
    let section = section_no(section)?;
    let beneficiary = beneficiary(&name, country.as_deref(), remark.as_deref())?;
    Ok((entry, RecordedBeneficiary { section, beneficiary, review }))
}

/// Reads a beneficiary.
pub(crate) fn beneficiary(
    name: &str,
    country: Option<&str>,
    remark: Option<&str>,
) -> Result<Beneficiary, DatabaseError> {
    Ok(Beneficiary {
        name: parsed(name, "name")?,
        country: country.map(|code| parsed(code, "country")).transpose()?,
        remark: remark.map(|text| parsed(text, "remark")).transpose()?,
    })
}

/// Writes those that were named, and those that were reviewed.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for Change { key, before, after } in books.beneficiaries.changes() {
        let Some(RecordedBeneficiary { section, beneficiary, review }) = after else { continue };
        let verdict = review.as_ref().map(|it| it.verdict.as_str());
        let reviewed = (
            table::verdict.eq(verdict),
            table::reason.eq(review.as_ref().map(|it| it.reason.to_string())),
            table::reviewed_entry.eq(review.as_ref().map(|it| it.entry)),
        );
        if before.is_some() {
            let row = table::table.filter(table::entry_no.eq(key));
            diesel::update(row).set(reviewed).execute(db)?;
            continue;
        }
        let Beneficiary { name, country, remark } = beneficiary;
        diesel::insert_into(table::table)
            .values((
                table::entry_no.eq(key),
                table::section_id.eq(section.number()),
                table::name.eq(name.to_string()),
                table::country.eq(country.map(|code| code.to_string())),
                table::remark.eq(remark.as_ref().map(ToString::to_string)),
                reviewed,
            ))
            .execute(db)?;
    }
    Ok(())
}
