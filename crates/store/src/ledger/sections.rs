//! Sections as seldom orders write them: their periods, what they declare, and in which years they have
//! ITMOs.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::Books;
use domain::participation::Declared;
use domain::section::{Section, SectionNo};

use super::rows::{self, count, unreadable};
use crate::error::DatabaseError;
use crate::schema::registry as table;

/// Writes sections that are new, and what has changed of the others.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    use table::section as s;
    for change in books.sections.changes() {
        let (number, Some(section)) = (change.key.number(), change.after) else { continue };
        let last_serial = count(section.last_serial);
        let accounts = i32::try_from(section.accounts_opened).unwrap_or(i32::MAX);
        if let Some(before) = change.before {
            if (before.last_serial, before.accounts_opened)
                != (section.last_serial, section.accounts_opened)
            {
                diesel::update(s::table.filter(s::id.eq(number)))
                    .set((s::last_serial.eq(last_serial), s::accounts_opened.eq(accounts)))
                    .execute(db)?;
            }
            periods(db, number, Some(before), section)?;
            declarations(db, number, change.before, section)?;
            continue;
        }
        diesel::insert_into(s::table)
            .values((
                s::id.eq(number),
                s::party.eq(section.party.to_string()),
                s::registry_id.eq(section.registry.to_string()),
                s::name.eq(&section.name),
                s::opened_entry.eq(section.opened),
                s::last_serial.eq(last_serial),
                s::accounts_opened.eq(accounts),
            ))
            .execute(db)?;
        periods(db, number, None, section)?;
        declarations(db, number, None, section)?;
    }
    Ok(())
}

/// Writes the periods that are new, and those that have changed.
fn periods(
    db: &mut PgConnection,
    number: i16,
    before: Option<&Section>,
    section: &Section,
) -> Result<(), DatabaseError> {
    use table::ndc_period as n;
    let known = before.map_or(&[][..], |before| &before.ndc_periods);
    for recorded in section.ndc_periods.iter().filter(|it| !known.contains(it)) {
        let period = &recorded.period;
        let facts = (
            n::last_year.eq(i32::from(period.last.number())),
            n::since_entry.eq(recorded.since),
            n::method.eq(period.method.map(|it| it.to_string())),
            n::metric.eq(period.metric.as_ref().map(ToString::to_string)),
        );
        let first = i32::from(period.first.number());
        diesel::insert_into(n::table)
            .values((n::section_id.eq(number), n::first_year.eq(first), facts.clone()))
            .on_conflict((n::section_id, n::first_year))
            .do_update()
            .set(facts)
            .execute(db)?;
    }
    Ok(())
}

/// Writes what a section has declared since it was loaded.
fn declarations(
    db: &mut PgConnection,
    number: i16,
    before: Option<&Section>,
    section: &Section,
) -> Result<(), DatabaseError> {
    let known = before.map_or((0, 0), |it| (it.participation.len(), it.initial_reports.len()));
    for declared in section.participation.iter().skip(known.0) {
        write_declaration(db, (number, rows::PARTICIPATION), declared)?;
    }
    for declared in section.initial_reports.iter().skip(known.1) {
        write_declaration(db, (number, rows::INITIAL_REPORT), declared)?;
    }
    Ok(())
}

fn write_declaration<T: serde::Serialize>(
    db: &mut PgConnection,
    (number, kind): (i16, &str),
    declared: &Declared<T>,
) -> Result<(), DatabaseError> {
    use table::declaration as d;
    let content =
        serde_json::to_value(&declared.what).map_err(|_foreign| unreadable("declaration"))?;
    diesel::insert_into(d::table)
        .values((
            d::section_id.eq(number),
            d::kind.eq(kind),
            d::recorded_entry.eq(declared.recorded),
            d::content.eq(content),
        ))
        .execute(db)?;
    Ok(())
}

#[derive(QueryableByName)]
struct YearRow {
    #[diesel(sql_type = diesel::sql_types::SmallInt)]
    year: i16,
}

/// Units that were first transferred abroad have left the section: their last state here is past, and
/// nothing else that was not first transferred leaves it. What the mechanism issues lies elsewhere,
/// but some of it is first transferred at once.
const ITMO_YEARS: &str = "
SELECT series.vintage AS year FROM registry.series
WHERE series.section_id = $1 AND (
    series.registry_id = 'UN01'
    OR EXISTS (SELECT FROM registry.unit_block AS b WHERE b.series_no = series.no
        AND b.section_id = $1 AND b.first_transfer_entry IS NOT NULL)
    OR EXISTS (SELECT FROM registry.unit_block_past AS p
        JOIN registry.entry AS e ON e.entry_no = p.until_entry
        WHERE p.series_no = series.no AND p.section_id = $1
            AND (p.first_transfer_entry IS NOT NULL OR e.other_section_id IS NOT NULL)))
UNION
SELECT account.year_of_use FROM registry.account
WHERE account.section_id = $1 AND account.year_of_use IS NOT NULL
    AND EXISTS (SELECT FROM registry.unit_block AS b WHERE b.account_id = account.id)";

/// The vintages that a section first transferred, and the years for which it used.
pub(super) fn load_itmo_years(
    db: &mut PgConnection,
    section: SectionNo,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let Some(mut row) = books.sections.get(&section).cloned() else { return Ok(()) };
    let years: Vec<YearRow> = diesel::sql_query(ITMO_YEARS)
        .bind::<diesel::sql_types::SmallInt, _>(section.number())
        .load(db)?;
    for YearRow { year } in years {
        row.itmo_years.insert(rows::year(i32::from(year))?);
    }
    books.sections.load(section, row);
    Ok(())
}
