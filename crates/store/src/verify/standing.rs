//! What stands now - blocks, reservations, sums, accounts, and the rest - against the replayed books.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Timestamptz, Uuid as SqlUuid};
use domain::ledger::Books;

use super::Findings;
use super::cursor::{Cursor, Stored};
use crate::error::DatabaseError;
use crate::ledger::rows::{self, count, holder_words, stored};
use crate::ledger::seldom;
use crate::schema::registry as table;

/// Compares every table that is derived from entries with the books.
pub(super) fn compare(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    blocks(db, books, findings)?;
    reservations(db, books, findings)?;
    authorizations(db, books, findings)?;
    sections(db, books, findings)?;
    declarations(db, books, findings)?;
    accounts(db, books, findings)?;
    approaches(db, books, findings)?;
    entities(db, books, findings)?;
    series_and_issuances(db, books, findings)?;
    super::standing_units::compare(db, books, findings)
}

#[derive(Queryable)]
struct BlockRow {
    series_no: i64,
    first_serial: i64,
    last_serial: i64,
    account_id: uuid::Uuid,
    section_id: i16,
    issuance_no: i64,
    authorization_no: Option<i32>,
    first_transfer_entry: Option<i64>,
    since_entry: i64,
    since_leaf: i64,
    since_occurred: jiff_diesel::Timestamp,
}

impl Stored for BlockRow {
    type SqlType = (
        BigInt,
        BigInt,
        BigInt,
        SqlUuid,
        SmallInt,
        BigInt,
        Nullable<Integer>,
        Nullable<BigInt>,
        BigInt,
        BigInt,
        Timestamptz,
    );
    const NAME: &'static str = "verified_blocks";
    const QUERY: &'static str = "SELECT series_no, first_serial, last_serial, account_id, \
        section_id, issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf, \
        since_occurred FROM registry.unit_block ORDER BY series_no, first_serial";
}

/// Blocks are many: they are read in portions and in order, beside those of the books.
fn blocks(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let place = |series: i64, first: i64| format!("unit_block series {series} first {first}");
    let mut cursor = Cursor::<BlockRow>::open(db)?;
    let mut last: Option<(i64, i64)> = None;
    for ((series, first), block) in books.blocks.iter() {
        let key = (*series, stored(*first));
        while let Some(row) = cursor.peek(db)? {
            if (row.series_no, row.first_serial) >= key {
                break;
            }
            findings.add(place(row.series_no, row.first_serial), "no entry put it there");
            cursor.next(db)?;
        }
        let found = cursor.peek(db)?.is_some_and(|row| (row.series_no, row.first_serial) == key);
        if !found {
            findings.add(place(key.0, key.1), "it is missing");
            continue;
        }
        let Some(row) = cursor.next(db)? else { continue };
        if last.is_some_and(|(series, end)| series == row.series_no && end >= row.first_serial) {
            findings.add(place(key.0, key.1), "it overlaps the block before it");
        }
        last = Some((row.series_no, row.last_serial));
        let fields = [
            ("last serial", row.last_serial == stored(block.last)),
            ("account", row.account_id == block.account.uuid()),
            ("section", row.section_id == block.section.number()),
            ("issuance", row.issuance_no == block.issuance),
            ("authorization", row.authorization_no == block.authorization.map(|no| no.0)),
            ("first transfer", row.first_transfer_entry == block.first_transfer),
            ("since entry", row.since_entry == block.since_entry),
            ("since leaf", row.since_leaf == count(block.since_leaf)),
            ("since when", row.since_occurred.to_jiff() == block.since_occurred),
        ];
        differing(&place(key.0, key.1), &fields, findings);
    }
    while let Some(row) = cursor.next(db)? {
        findings.add(place(row.series_no, row.first_serial), "no entry put it there");
    }
    Ok(())
}

fn differing(place: &str, fields: &[(&str, bool)], findings: &mut Findings) {
    for (field, same) in fields {
        if !same {
            findings.add(place, format!("its {field} is not what the entries say"));
        }
    }
}

/// Compares rows by key: what the books have and what the database has.
pub(super) fn by_key<K: Ord + std::fmt::Debug, V: PartialEq>(
    table: &str,
    expected: BTreeMap<K, V>,
    mut found: BTreeMap<K, V>,
    findings: &mut Findings,
) {
    for (key, row) in expected {
        match found.remove(&key) {
            None => findings.add(format!("{table} {key:?}"), "it is missing"),
            Some(other) if other != row => {
                findings.add(format!("{table} {key:?}"), "it is not what the entries say");
            }
            Some(_) => {}
        }
    }
    for key in found.into_keys() {
        findings.add(format!("{table} {key:?}"), "no entry made it");
    }
}

fn reservations(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::reservation as r;
    let found: Vec<(i64, i64, i64, uuid::Uuid, i16)> = r::table
        .select((r::series_no, r::first_serial, r::last_serial, r::proposal_id, r::section_id))
        .load(db)?;
    let found =
        found.into_iter().map(|(s, first, last, id, section)| ((s, first), (last, id, section)));
    let expected = books.reservations.iter().map(|((series, first), it)| {
        let row = (stored(it.last), it.proposal.uuid(), it.section.number());
        ((*series, stored(*first)), row)
    });
    by_key("reservation", expected.collect(), found.collect(), findings);
    Ok(())
}

fn authorizations(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::authorization as a;
    use table::authorization_use as u;
    let found: Vec<(i32, i32, i16, String, String, serde_json::Value, i64)> = a::table
        .select((
            a::no,
            a::version,
            a::section_id,
            a::authorization_id,
            a::approach,
            a::terms,
            a::recorded_entry,
        ))
        .load(db)?;
    let found = found
        .into_iter()
        .map(|(no, version, section, id, approach, terms, entry)| {
            ((no, version), (section, id, approach, terms, entry))
        })
        .collect::<BTreeMap<_, _>>();
    let mut expected = BTreeMap::new();
    for (number, authorization) in books.authorizations.iter() {
        for version in &authorization.versions {
            let terms = &version.terms;
            let json = serde_json::to_value(terms).map_err(|_foreign| rows::unreadable("terms"))?;
            let section = authorization.section.number();
            let (id, approach) = (terms.id.to_string(), terms.approach.to_string());
            let row = (section, id, approach, json, version.recorded);
            expected.insert((number.0, i32::from(terms.version)), row);
        }
    }
    by_key("authorization", expected, found, findings);
    let found: Vec<(i32, i16, i64)> =
        u::table.select((u::no, u::section_id, u::first_transferred)).load(db)?;
    let found = found.into_iter().map(|(no, section, sum)| (no, (section, sum)));
    let expected = books
        .authorizations
        .iter()
        .map(|(number, it)| (number.0, (it.section.number(), count(it.first_transferred))));
    by_key("authorization_use", expected.collect(), found.collect(), findings);
    revocations(db, books, findings)
}

fn revocations(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::revocation as r;
    let found: Vec<(i32, i16, jiff_diesel::Date, String, i64)> = r::table
        .select((r::no, r::section_id, r::revoked_on, r::reason, r::recorded_entry))
        .load(db)?;
    let found = found
        .into_iter()
        .map(|(no, section, date, reason, entry)| (no, (section, date.to_jiff(), reason, entry)));
    let expected = books.authorizations.iter().filter_map(|(number, it)| {
        let revoked = it.revoked.as_ref()?;
        let row = (it.section.number(), revoked.date, revoked.reason.to_string(), revoked.recorded);
        Some((number.0, row))
    });
    by_key("revocation", expected.collect(), found.collect(), findings);
    Ok(())
}

fn sections(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::ndc_period as n;
    use table::section as s;
    type Row = (String, String, String, i64, i64, i32);
    let found: Vec<(i16, String, String, String, i64, i64, i32)> = s::table
        .select((
            s::id,
            s::party,
            s::registry_id,
            s::name,
            s::opened_entry,
            s::last_serial,
            s::accounts_opened,
        ))
        .load(db)?;
    let found: BTreeMap<i16, Row> = found
        .into_iter()
        .map(|(id, party, registry, name, opened, last, accounts)| {
            (id, (party, registry, name, opened, last, accounts))
        })
        .collect();
    let expected = books.sections.iter().map(|(number, it)| {
        let accounts = i32::try_from(it.accounts_opened).unwrap_or(i32::MAX);
        let (party, registry) = (it.party.to_string(), it.registry.to_string());
        let row = (party, registry, it.name.clone(), it.opened, count(it.last_serial), accounts);
        (number.number(), row)
    });
    by_key("section", expected.collect(), found, findings);
    let found: Vec<rows::Period> = n::table
        .select((n::section_id, n::first_year, n::last_year, n::since_entry, n::method, n::metric))
        .load(db)?;
    let found = found.into_iter().map(|(id, first, last, since, method, metric)| {
        ((id, first), (last, since, method, metric))
    });
    let expected = books.sections.iter().flat_map(|(number, section)| {
        section.ndc_periods.iter().map(|recorded| {
            let period = &recorded.period;
            let (first, last) = (period.first.number(), period.last.number());
            let method = period.method.map(|it| it.to_string());
            let metric = period.metric.as_ref().map(ToString::to_string);
            let key = (number.number(), i32::from(first));
            (key, (i32::from(last), recorded.since, method, metric))
        })
    });
    by_key("ndc_period", expected.collect(), found.collect(), findings);
    Ok(())
}

fn declarations(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::declaration as d;
    let found: Vec<(i16, String, i64, serde_json::Value)> =
        d::table.select((d::section_id, d::kind, d::recorded_entry, d::content)).load(db)?;
    let found = found.into_iter().map(|(id, kind, entry, it)| ((id, kind, entry), it)).collect();
    let mut expected = BTreeMap::new();
    for (number, section) in books.sections.iter() {
        let mut add = |kind: &str, entry: i64, content: serde_json::Result<_>| {
            let content = content.map_err(|_foreign| rows::unreadable("declaration"))?;
            expected.insert((number.number(), kind.to_owned(), entry), content);
            Ok::<(), DatabaseError>(())
        };
        for declared in section.participation.iter() {
            let content = serde_json::to_value(&declared.what);
            add(rows::PARTICIPATION, declared.recorded, content)?;
        }
        for declared in section.initial_reports.iter() {
            let content = serde_json::to_value(&declared.what);
            add(rows::INITIAL_REPORT, declared.recorded, content)?;
        }
    }
    by_key("declaration", expected, found, findings);
    Ok(())
}

/// An account as it is compared.
#[derive(PartialEq)]
struct AccountFacts {
    id: uuid::Uuid,
    section: i16,
    kind: String,
    holder: (String, Option<String>),
    metric: String,
    year: Option<i16>,
    name: String,
    opened: i64,
}

fn accounts(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::account as a;
    type Row =
        (String, uuid::Uuid, i16, String, String, Option<String>, String, Option<i16>, String, i64);
    let found: Vec<Row> = a::table
        .select((
            a::number,
            a::id,
            a::section_id,
            a::kind,
            a::holder_kind,
            a::entity_id,
            a::metric,
            a::year_of_use,
            a::name,
            a::opened_entry,
        ))
        .load(db)?;
    let found = found.into_iter().map(|row| {
        let (number, id, section, kind, holder, entity, metric, year, name, opened) = row;
        let holder = (holder, entity);
        (number, AccountFacts { id, section, kind, holder, metric, year, name, opened })
    });
    let expected = books.accounts.iter().map(|(number, account)| {
        let (holder, entity) = holder_words(&account.holder);
        let facts = AccountFacts {
            id: account.id.uuid(),
            section: account.section.number(),
            kind: number.kind().code().to_owned(),
            holder: (holder.to_owned(), entity),
            metric: account.metric.to_string(),
            year: account.year_of_use.map(|year| year.number()),
            name: account.name.clone(),
            opened: account.opened,
        };
        (number.to_string(), facts)
    });
    by_key("account", expected.collect(), found.collect(), findings);
    Ok(())
}

fn approaches(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::approach as a;
    let found: Vec<(String, i16, String, Vec<String>, i64)> = a::table
        .select((a::id, a::section_id, a::title, a::parties, a::recorded_entry))
        .load(db)?;
    let found = found
        .into_iter()
        .map(|(id, section, title, parties, entry)| (id, (section, title, parties, entry)));
    let expected = books.approaches.iter().map(|(id, it)| {
        let parties: Vec<_> = it.parties.iter().map(ToString::to_string).collect();
        (id.to_string(), (it.section.number(), it.title.clone(), parties, it.recorded))
    });
    by_key("approach", expected.collect(), found.collect(), findings);
    Ok(())
}

fn entities(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::entity_authorization as e;
    let found: Vec<(i32, i16, String, String, serde_json::Value, i64)> = e::table
        .select((e::no, e::section_id, e::entity_id, e::approach, e::terms, e::recorded_entry))
        .load(db)?;
    let found = found.into_iter().map(|(no, section, id, approach, terms, entry)| {
        (no, (section, id, approach, terms, entry))
    });
    let mut expected = BTreeMap::new();
    for (number, it) in books.entities.iter() {
        let terms = &it.authorization;
        let json = serde_json::to_value(terms).map_err(|_foreign| rows::unreadable("entity"))?;
        let (id, approach) = (terms.entity.to_string(), terms.approach.to_string());
        expected.insert(*number, (it.section.number(), id, approach, json, it.recorded));
    }
    by_key("entity_authorization", expected, found.collect(), findings);
    Ok(())
}

fn series_and_issuances(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::series as s;
    let found: Vec<(i64, String, String, String, i16, i16)> = s::table
        .select((s::no, s::approach, s::registry_id, s::party, s::vintage, s::section_id))
        .load(db)?;
    let found = found
        .into_iter()
        .map(|(no, approach, registry, party, vintage, section)| {
            (no, (approach, registry, party, vintage, section))
        })
        .collect();
    let expected = books.series.iter().map(|(series, number)| {
        let section = books.section_of(series.party).map_or(0, |(number, _)| number.number());
        let (approach, registry) = (series.approach.to_string(), series.registry.to_string());
        let vintage = series.vintage.number();
        (*number, (approach, registry, series.party.to_string(), vintage, section))
    });
    by_key("series", expected.collect(), found, findings);
    let found: Vec<seldom::IssuanceRow> =
        table::issuance::table.select(seldom::ISSUANCE).load(db)?;
    let mut read = BTreeMap::new();
    for row in found {
        let number = row.0;
        match seldom::issuance(row) {
            Ok((number, issuance)) => {
                read.insert(number, issuance);
            }
            Err(_unreadable) => {
                findings.add(format!("issuance {number}"), "it is not what the entries say");
            }
        }
    }
    let expected = books.issuances.iter().map(|(number, it)| (*number, it.clone())).collect();
    by_key("issuance", expected, read, findings);
    Ok(())
}
