//! Consents, what receivers were asked, stops, and what sections have laid down, against the
//! replayed books.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::Awaiting;
use domain::section::SectionNo;
use domain::section_terms::Settings;
use uuid::Uuid;

use super::Findings;
use super::replay::Replayed;
use super::standing::by_key;
use crate::error::DatabaseError;
use crate::ledger::rows::{count, unreadable};
use crate::ledger::{document, waiting};
use crate::schema::registry as table;

type Moment = jiff_diesel::Timestamp;

/// Compares what stands between proposals and their ends with what the entries say.
pub(super) fn compare(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    consents(db, replayed, findings)?;
    incoming(db, replayed, findings)?;
    stops(db, replayed, findings)?;
    spent(db, replayed, findings)?;
    largest(db, replayed, findings)?;
    settings(db, replayed, findings)
}

/// A consent as it is compared.
#[derive(PartialEq, Queryable)]
struct ConsentFacts {
    section: i16,
    person: Uuid,
    token: Uuid,
    kind: String,
    shown: Vec<u8>,
    entry: i64,
    leaf: i64,
    at: Moment,
    due: Option<Moment>,
    lapses: Option<Moment>,
    receiver: Option<i16>,
}

fn consents(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::consent as c;
    let found: Vec<((Uuid, String), ConsentFacts)> = c::table
        .select((
            (c::proposal_id, c::by_whom),
            (
                c::section_id,
                c::person_id,
                c::token_id,
                c::kind,
                c::shown,
                c::entry_no,
                c::leaf_index,
                c::given_at,
                c::due_at,
                c::lapses_at,
                c::receiver_section_id,
            ),
        ))
        .load(db)?;
    let mut expected = BTreeMap::new();
    for (id, awaiting) in &replayed.consented {
        for (by_whom, consent) in waiting::consent_rows(awaiting) {
            let approved = awaiting.approved.as_ref().filter(|it| it.consent == *consent);
            let facts = ConsentFacts {
                section: awaiting.proposal.section.number(),
                person: consent.by.person.uuid(),
                token: consent.by.token.uuid(),
                kind: consent.by.kind.as_str().to_owned(),
                shown: consent.shown.as_bytes().to_vec(),
                entry: consent.entry,
                leaf: count(consent.leaf_index),
                at: consent.at.into(),
                due: approved.map(|it| it.due.into()),
                lapses: approved.map(|it| it.lapses.into()),
                receiver: approved.and_then(|it| it.receiver).map(SectionNo::number),
            };
            expected.insert((id.uuid(), by_whom.to_owned()), facts);
        }
    }
    by_key("consent", expected, found.into_iter().collect(), findings);
    Ok(())
}

type IncomingFacts = (i16, i16, serde_json::Value, Vec<u8>, i64, Moment, Moment, Moment);

fn incoming(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::incoming as i;
    let found: Vec<(Uuid, IncomingFacts)> = i::table
        .select((
            i::proposal_id,
            (
                i::section_id,
                i::from_section_id,
                i::document,
                i::digest,
                i::asked_entry,
                i::asked_at,
                i::due_at,
                i::lapses_at,
            ),
        ))
        .load(db)?;
    let mut expected = BTreeMap::new();
    for (id, awaiting) in &replayed.consented {
        if let Some(facts) = incoming_facts(awaiting)? {
            expected.insert(id.uuid(), facts);
        }
    }
    by_key("incoming", expected, found.into_iter().collect(), findings);
    Ok(())
}

fn incoming_facts(awaiting: &Awaiting) -> Result<Option<IncomingFacts>, DatabaseError> {
    let Some(approved) = &awaiting.approved else { return Ok(None) };
    let Some(receiver) = approved.receiver else { return Ok(None) };
    let proposal = &awaiting.proposal;
    let document = document::write(proposal).map_err(|_foreign| unreadable("proposal"))?;
    let document = serde_json::from_str(&document).map_err(|_foreign| unreadable("proposal"))?;
    Ok(Some((
        receiver.number(),
        proposal.section.number(),
        document,
        proposal.digest().as_bytes().to_vec(),
        approved.consent.entry,
        approved.consent.at.into(),
        approved.due.into(),
        approved.lapses.into(),
    )))
}

/// A stop as it is compared.
#[derive(PartialEq, Queryable)]
struct StopFacts {
    columns: (i16, serde_json::Value, Option<i16>, Option<i16>),
    reason: String,
    by: (Uuid, Uuid, String),
    set: i64,
    since: Moment,
    until: Option<Moment>,
    lifted: Option<i64>,
}

fn stops(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::stop as s;
    let found: Vec<(Uuid, StopFacts)> = s::table
        .select((
            s::id,
            (
                (s::section_id, s::target, s::party_section_id, s::other_section_id),
                s::reason,
                (s::set_by, s::set_token, s::set_kind),
                s::set_entry,
                s::since,
                s::until,
                s::lifted_entry,
            ),
        ))
        .load(db)?;
    let mut expected = BTreeMap::new();
    for (id, stop) in replayed.books.stops.iter() {
        let columns = waiting::stop_row(&replayed.books, stop)?;
        let by = (stop.by.person.uuid(), stop.by.token.uuid(), stop.by.kind.as_str().to_owned());
        let facts = StopFacts {
            columns: (columns.section, columns.target, columns.party, columns.other),
            reason: stop.reason.to_string(),
            by,
            set: stop.set,
            since: stop.since.into(),
            until: stop.until.map(Into::into),
            lifted: stop.lifted,
        };
        expected.insert(id.uuid(), facts);
    }
    by_key("stop", expected, found.into_iter().collect(), findings);
    Ok(())
}

fn largest(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::section as s;
    let columns = (s::id, (s::largest_sent, s::largest_ended));
    let found: Vec<(i16, (i64, i64))> = s::table.select(columns).load(db)?;
    let expected = replayed.books.sections.iter().map(|(number, section)| {
        (number.number(), (count(section.largest.sent), count(section.largest.ended)))
    });
    by_key("section largest", expected.collect(), found.into_iter().collect(), findings);
    Ok(())
}

fn spent(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::section as s;
    type Spent = (Option<jiff_diesel::Date>, Option<i64>);
    let found: Vec<(i16, Spent)> =
        s::table.select((s::id, (s::spent_day, s::spent_units))).load(db)?;
    let found = found
        .into_iter()
        .map(|(id, (day, units))| (id, (day.map(|day| day.to_jiff()), units)))
        .collect();
    let expected = replayed.books.sections.iter().map(|(number, section)| {
        let (day, units) =
            (section.spent.map(|it| it.day), section.spent.map(|it| count(it.units)));
        (number.number(), (day, units))
    });
    by_key("section spent", expected.collect(), found, findings);
    Ok(())
}

/// Every row is what an entry laid down, and the newest of each section is there. Of several changes
/// in a batch the last one alone is written.
fn settings(
    db: &mut PgConnection,
    replayed: &Replayed,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    use table::section_settings as s;
    let found: Vec<((i16, i64), serde_json::Value)> =
        s::table.select(((s::section_id, s::since_entry), s::settings)).load(db)?;
    let found: BTreeMap<_, _> = found.into_iter().collect();
    for (key, stored) in &found {
        let place = format!("section_settings {key:?}");
        let read: Option<Settings> = serde_json::from_value(stored.clone()).ok();
        match replayed.settings.get(key) {
            None => findings.add(place, "no entry made it"),
            expected if expected != read.as_ref() => {
                findings.add(place, "it is not what the entries say");
            }
            Some(_) => {}
        }
    }
    let mut newest = BTreeMap::new();
    for (section, since) in replayed.settings.keys() {
        newest.insert(*section, *since);
    }
    for key in newest {
        if !found.contains_key(&key) {
            findings.add(format!("section_settings {key:?}"), "it is missing");
        }
    }
    Ok(())
}
