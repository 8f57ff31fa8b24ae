//! What only orders off the hot path read and write: sections, accounts, approaches, authorizations,
//! series, issuances. One plain statement each.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::account::{AccountKind, AccountNumber};
use domain::approach::ApproachId;
use domain::entity::RecordedEntity;
use domain::ledger::{Books, Change, Issuance, Table};
use domain::section::SectionNo;
use domain::unit::Series;

use super::rows::{self, count, holder_words, parsed, section_no, serial, stored, unreadable};
use super::sections;
use super::wanted::Seldom;
use super::{approaches, beneficiaries, conversions, filings, inventories, underlying, waiting};
use crate::error::DatabaseError;
use crate::schema::registry as table;

/// Adds what is wanted to the books.
pub(super) fn load(
    db: &mut PgConnection,
    wanted: &Seldom,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    if wanted.all_sections {
        load_sections(db, books)?;
    }
    approaches::load(db, wanted, books)?;
    load_entities(db, wanted, books)?;
    for (section, id) in &wanted.authorizations {
        load_authorization(db, (*section, &id.to_string()), books)?;
    }
    for approach in &wanted.authorized_under {
        load_authorized_under(db, *approach, books)?;
    }
    for (section, approach, vintage) in &wanted.series_of {
        let found: Option<rows::Series> = table::series::table
            .filter(table::series::section_id.eq(section.number()))
            .filter(table::series::approach.eq(approach.to_string()))
            .filter(table::series::vintage.eq(vintage))
            .first::<SeriesWithSection>(db)
            .optional()?
            .map(|(no, approach, registry, party, vintage, _)| {
                (no, approach, registry, party, vintage)
            });
        if let Some(row) = found {
            rows::series(books, &row)?;
        }
    }
    if wanted.issuances {
        load_issuances(db, books)?;
    }
    for (party, id) in &wanted.authorizations_of {
        if let Some(section) = books.section_of(*party).map(|(number, _)| number) {
            load_authorization(db, (section, &id.to_string()), books)?;
        }
    }
    for series in &wanted.series {
        load_series(db, *series, books)?;
    }
    for section in &wanted.outside_of {
        load_outside(db, *section, books)?;
    }
    load_told(db, wanted, books)?;
    if !wanted.reviewed.is_empty() {
        beneficiaries::load(db, wanted.reviewed.iter().copied().collect(), books)?;
    }
    for run in &wanted.underlying {
        underlying::load(db, run, books)?;
    }
    waiting::load_stops(db, &wanted.stops, books)?;
    for section in &wanted.itmo_years_of {
        sections::load_itmo_years(db, *section, books)?;
    }
    Ok(())
}

/// What Parties have told in versions.
fn load_told(
    db: &mut PgConnection,
    wanted: &Seldom,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    for key in &wanted.conversions {
        conversions::load(db, key, books)?;
    }
    for key in &wanted.inventories {
        inventories::load(db, *key, books)?;
    }
    filings::load_wanted(db, wanted, books)
}

type SeriesWithSection = (i64, String, String, String, i16, i16);

/// All sections: the desk of the secretariat must see whether a Party has one.
fn load_sections(db: &mut PgConnection, books: &mut Books) -> Result<(), DatabaseError> {
    use table::section as s;
    let columns = (
        s::id,
        s::party,
        s::registry_id,
        s::name,
        s::last_serial,
        s::accounts_opened,
        s::opened_entry,
    );
    let found: Vec<(i16, String, String, String, i64, i32, i64)> =
        s::table.select(columns).load(db)?;
    let sections = found
        .into_iter()
        .filter(|row| section_no(row.0).is_ok_and(|number| books.sections.get(&number).is_none()))
        .map(|(id, party, registry, name, last, accounts, opened)| {
            (id, party, registry, name, last, accounts, None, None, opened, None, None, 0, 0, None)
        })
        .collect();
    rows::sections(books, sections, &[], &[])
}

/// The accounts of a section that stand for registries outside.
fn load_outside(
    db: &mut PgConnection,
    section: SectionNo,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::account as a;
    let found: Vec<rows::Account> = a::table
        .filter(a::section_id.eq(section.number()))
        .filter(a::kind.eq(AccountKind::Outside.code()))
        .select((
            a::number,
            a::id,
            a::section_id,
            a::holder_kind,
            a::entity_id,
            a::metric,
            a::year_of_use,
            a::name,
            a::opened_entry,
        ))
        .load(db)?;
    for row in found {
        rows::account(books, row)?;
    }
    Ok(())
}

fn load_entities(
    db: &mut PgConnection,
    wanted: &Seldom,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::entity_authorization as e;
    let mut sections: Vec<i16> = wanted.entities_of.iter().map(|it| it.number()).collect();
    for party in &wanted.entities_of_parties {
        sections.extend(books.section_of(*party).map(|(number, _)| number.number()));
    }
    // An entity's account needs the entity's authorization on its way out.
    for (_, account) in books.accounts.iter() {
        if matches!(account.holder, domain::account::Holder::Entity { .. }) {
            sections.push(account.section.number());
        }
    }
    if sections.is_empty() {
        return Ok(());
    }
    let found: Vec<(i32, i16, serde_json::Value, i64)> = e::table
        .filter(e::section_id.eq_any(sections))
        .select((e::no, e::section_id, e::terms, e::recorded_entry))
        .load(db)?;
    for (number, section, terms, recorded) in found {
        let authorization =
            serde_json::from_value(terms).map_err(|_foreign| unreadable("entity"))?;
        let section = section_no(section)?;
        books.entities.load(number, RecordedEntity { section, authorization, recorded });
    }
    Ok(())
}

/// All authorizations under an approach, of whatever section.
fn load_authorized_under(
    db: &mut PgConnection,
    approach: ApproachId,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::authorization as a;
    let known: Vec<(i16, String)> = a::table
        .filter(a::approach.eq(approach.to_string()))
        .filter(a::version.eq(1))
        .select((a::section_id, a::authorization_id))
        .load(db)?;
    for (section, id) in known {
        load_authorization(db, (section_no(section)?, &id), books)?;
    }
    Ok(())
}

fn load_authorization(
    db: &mut PgConnection,
    (section, id): (SectionNo, &str),
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::authorization as a;
    use table::authorization_use as u;
    use table::revocation as r;
    let versions: Vec<(i32, i16, i64, serde_json::Value)> = a::table
        .filter(a::section_id.eq(section.number()))
        .filter(a::authorization_id.eq(id))
        .order(a::version)
        .select((a::no, a::section_id, a::recorded_entry, a::terms))
        .load(db)?;
    let Some((no, ..)) = versions.first() else { return Ok(()) };
    let used: i64 = u::table.filter(u::no.eq(no)).select(u::first_transferred).first(db)?;
    let revoked: Option<(jiff_diesel::Date, String, i64)> = r::table
        .filter(r::no.eq(no))
        .select((r::revoked_on, r::reason, r::recorded_entry))
        .first(db)
        .optional()?;
    let (date, reason, entry) = match revoked {
        Some((date, reason, entry)) => {
            (Some(date.to_jiff().to_string()), Some(reason), Some(entry))
        }
        None => (None, None, None),
    };
    for (no, section, recorded, terms) in versions {
        let (date, reason) = (date.clone(), reason.clone());
        let row = (no, section, recorded, terms.to_string(), used, date, reason, entry);
        rows::authorization(books, &row)?;
    }
    Ok(())
}

fn load_series(
    db: &mut PgConnection,
    series: Series,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::series as s;
    let found: Option<i64> = s::table
        .filter(s::approach.eq(series.approach.to_string()))
        .filter(s::registry_id.eq(series.registry.to_string()))
        .filter(s::party.eq(series.party.to_string()))
        .filter(s::vintage.eq(series.vintage.number()))
        .select(s::no)
        .first(db)
        .optional()?;
    if let Some(number) = found {
        books.series.load(series, number);
    }
    Ok(())
}

fn load_issuances(db: &mut PgConnection, books: &mut Books) -> Result<(), DatabaseError> {
    use table::issuance as i;
    let numbers: Vec<i64> = books.blocks.iter().map(|(_, block)| block.issuance).collect();
    let found: Vec<IssuanceRow> =
        i::table.filter(i::no.eq_any(numbers)).select(ISSUANCE).load(db)?;
    for row in found {
        let (number, issuance) = issuance(row)?;
        books.issuances.load(number, issuance);
    }
    Ok(())
}

/// The columns of an issuance.
pub(crate) type IssuanceRow =
    (i64, i64, i16, i64, i64, String, String, String, String, Option<serde_json::Value>, i64);

/// What is selected for an [`IssuanceRow`].
pub(crate) const ISSUANCE: (
    table::issuance::no,
    table::issuance::series_no,
    table::issuance::section_id,
    table::issuance::first_serial,
    table::issuance::last_serial,
    table::issuance::metric,
    table::issuance::mitigation_type,
    table::issuance::sector,
    table::issuance::activity_type,
    table::issuance::underlying,
    table::issuance::entry_no,
) = (
    table::issuance::no,
    table::issuance::series_no,
    table::issuance::section_id,
    table::issuance::first_serial,
    table::issuance::last_serial,
    table::issuance::metric,
    table::issuance::mitigation_type,
    table::issuance::sector,
    table::issuance::activity_type,
    table::issuance::underlying,
    table::issuance::entry_no,
);

/// Reads an issuance.
pub(crate) fn issuance(row: IssuanceRow) -> Result<(i64, Issuance), DatabaseError> {
    let (no, series, section, first, last, metric, mitigation, sector, activity, underlying, entry) =
        row;
    let serials = domain::serial::Serials::new(serial(first)?, serial(last)?);
    let issuance = Issuance {
        section: section_no(section)?,
        series,
        serials: serials.ok_or_else(|| unreadable("issuance"))?,
        entry,
        metric: parsed(&metric, "metric")?,
        mitigation_type: parsed(&mitigation, "mitigation type")?,
        sector: parsed(&sector, "sector")?,
        activity_type: parsed(&activity, "activity type")?,
        underlying: underlying
            .map(serde_json::from_value)
            .transpose()
            .map_err(|_foreign| unreadable("underlying units"))?,
    };
    Ok((no, issuance))
}

/// Writes the changes of all tables but those of the hot statement.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    sections::write(db, books)?;
    for change in added(&books.accounts) {
        let (number, account) = change;
        write_account(db, *number, account)?;
    }
    approaches::write(db, books)?;
    for (number, entity) in added(&books.entities) {
        use table::entity_authorization as e;
        let terms = &entity.authorization;
        let json = serde_json::to_value(terms).map_err(|_foreign| unreadable("entity"))?;
        diesel::insert_into(e::table)
            .values((
                e::no.eq(number),
                e::section_id.eq(entity.section.number()),
                e::entity_id.eq(terms.entity.to_string()),
                e::approach.eq(terms.approach.to_string()),
                e::terms.eq(json),
                e::recorded_entry.eq(entity.recorded),
            ))
            .execute(db)?;
    }
    authorizations(db, books)?;
    series_and_issuances(db, books)?;
    underlying::write(db, books)?;
    beneficiaries::write(db, books)?;
    conversions::write(db, books)?;
    inventories::write(db, books)?;
    filings::write(db, books)
}

/// The rows that were not there before.
pub(super) fn added<K: Ord + Clone, V: Clone + PartialEq>(of: &Table<K, V>) -> Vec<(&K, &V)> {
    let new = |change: Change<'_, K, V>| change.before.is_none();
    let mut rows = Vec::new();
    for change in of.changes() {
        if let Some(after) = change.after {
            let key = change.key;
            if new(change) {
                rows.push((key, after));
            }
        }
    }
    rows
}

fn write_account(
    db: &mut PgConnection,
    number: AccountNumber,
    account: &domain::account::Account,
) -> Result<(), DatabaseError> {
    use table::account as a;
    let (holder, entity) = holder_words(&account.holder);
    diesel::insert_into(a::table)
        .values((
            a::id.eq(account.id.uuid()),
            a::number.eq(number.to_string()),
            a::section_id.eq(account.section.number()),
            a::kind.eq(number.kind().code()),
            a::holder_kind.eq(holder),
            a::entity_id.eq(entity),
            a::metric.eq(account.metric.to_string()),
            a::year_of_use.eq(account.year_of_use.map(|year| year.number())),
            a::name.eq(&account.name),
            a::opened_entry.eq(account.opened),
        ))
        .execute(db)?;
    Ok(())
}

fn authorizations(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    use table::authorization as a;
    use table::authorization_use as u;
    for change in books.authorizations.changes() {
        let Some(after) = change.after else { continue };
        let known = change.before.map_or(0, |before| before.versions.len());
        for version in after.versions.iter().skip(known) {
            let terms = &version.terms;
            let json =
                serde_json::to_value(terms).map_err(|_foreign| unreadable("authorization"))?;
            diesel::insert_into(a::table)
                .values((
                    a::no.eq(change.key.0),
                    a::section_id.eq(after.section.number()),
                    a::authorization_id.eq(terms.id.to_string()),
                    a::version.eq(i32::from(terms.version)),
                    a::approach.eq(terms.approach.to_string()),
                    a::terms.eq(json),
                    a::recorded_entry.eq(version.recorded),
                ))
                .execute(db)?;
        }
        if change.before.is_none() {
            diesel::insert_into(u::table)
                .values((
                    u::no.eq(change.key.0),
                    u::section_id.eq(after.section.number()),
                    u::first_transferred.eq(count(after.first_transferred)),
                ))
                .execute(db)?;
        }
        let before = change.before.and_then(|before| before.revoked.as_ref());
        if let (None, Some(revoked)) = (before, &after.revoked) {
            use table::revocation as r;
            diesel::insert_into(r::table)
                .values((
                    r::no.eq(change.key.0),
                    r::section_id.eq(after.section.number()),
                    r::revoked_on.eq(jiff_diesel::Date::from(revoked.date)),
                    r::reason.eq(revoked.reason.as_str()),
                    r::recorded_entry.eq(revoked.recorded),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

fn series_and_issuances(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    use table::issuance as i;
    use table::series as s;
    for (series, number) in added(&books.series) {
        let section = books.section_of(series.party).map(|(number, _)| number.number());
        diesel::insert_into(s::table)
            .values((
                s::no.eq(number),
                s::approach.eq(series.approach.to_string()),
                s::registry_id.eq(series.registry.to_string()),
                s::party.eq(series.party.to_string()),
                s::vintage.eq(series.vintage.number()),
                s::section_id.eq(section.ok_or_else(|| unreadable("section"))?),
            ))
            .execute(db)?;
    }
    for (number, issuance) in added(&books.issuances) {
        let underlying = issuance.underlying.as_ref().map(serde_json::to_value).transpose();
        diesel::insert_into(i::table)
            .values((
                i::no.eq(number),
                i::series_no.eq(issuance.series),
                i::section_id.eq(issuance.section.number()),
                i::first_serial.eq(stored(issuance.serials.first())),
                i::last_serial.eq(stored(issuance.serials.last())),
                i::metric.eq(issuance.metric.to_string()),
                i::mitigation_type.eq(issuance.mitigation_type.to_string()),
                i::sector.eq(issuance.sector.to_string()),
                i::activity_type.eq(issuance.activity_type.to_string()),
                i::underlying.eq(underlying.map_err(|_foreign| unreadable("underlying units"))?),
                i::entry_no.eq(issuance.entry),
            ))
            .execute(db)?;
    }
    Ok(())
}
