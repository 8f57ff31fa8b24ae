//! What stands between a proposal and its end: consents, what receivers are asked, stops, and what
//! sections have laid down. Written beside the hot statement, in the same transaction.

use std::collections::BTreeSet;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::id::{Id, Stopped};
use domain::ledger::{self, Approved, Awaiting, Books, Change};
use domain::section::{Section, SectionNo, Spent};
use domain::section_terms::Settings;
use domain::stop;
use uuid::Uuid;

use super::document;
use super::rows::{count, digest, index, officer, parsed, section_no, unreadable};
use crate::error::DatabaseError;
use crate::schema::registry as table;

type Moment = jiff_diesel::Timestamp;

pub(super) type Consent = (
    Uuid,
    String,
    Uuid,
    Uuid,
    String,
    Vec<u8>,
    i64,
    i64,
    Moment,
    Option<Moment>,
    Option<Moment>,
    Option<i16>,
);
pub(crate) type Stop = (Uuid, i16, String, String, Uuid, Uuid, String, i64, Moment, Option<Moment>);

const APPROVER: &str = "approver";
const RECEIVER: &str = "receiver";

/// Puts a consent where its proposal waits, if that is in the books.
pub(super) fn consent(books: &mut Books, row: Consent) -> Result<(), DatabaseError> {
    let (proposal, by_whom, person, token, kind, shown, entry, leaf, at, due, lapses, receiver) =
        row;
    let id = Id::from_uuid(proposal);
    let Some(mut waiting) = books.proposals.get(&id).cloned() else { return Ok(()) };
    let consent = ledger::Consent {
        by: officer(person, token, &kind)?,
        shown: digest(&shown)?,
        at: at.to_jiff(),
        entry,
        leaf_index: index(leaf)?,
    };
    match (by_whom.as_str(), due, lapses) {
        (APPROVER, Some(due), Some(lapses)) => {
            waiting.approved = Some(Approved {
                consent,
                due: due.to_jiff(),
                lapses: lapses.to_jiff(),
                receiver: receiver.map(section_no).transpose()?,
            });
        }
        (RECEIVER, None, None) => waiting.accepted = Some(consent),
        _ => return Err(unreadable("consent")),
    }
    books.proposals.load(id, waiting);
    Ok(())
}

/// Puts a stop that is on into the books.
pub(super) fn stop(books: &mut Books, row: Stop) -> Result<(), DatabaseError> {
    let id = Id::from_uuid(row.0);
    books.stops.load(id, read_stop(row)?);
    Ok(())
}

/// Puts these stops into the books, whether or not they are on.
pub(super) fn load_stops(
    db: &mut PgConnection,
    ids: &BTreeSet<Uuid>,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::stop as s;
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let columns = (
        s::id,
        s::section_id,
        diesel::dsl::sql::<diesel::sql_types::Text>("target::text"),
        s::reason,
        s::set_by,
        s::set_token,
        s::set_kind,
        s::set_entry,
        s::since,
        s::until,
    );
    let found: Vec<(Stop, Option<i64>)> =
        s::table.filter(s::id.eq_any(ids)).select((columns, s::lifted_entry)).load(db)?;
    for (row, lifted) in found {
        let id = Id::from_uuid(row.0);
        books.stops.load(id, stop::Stop { lifted, ..read_stop(row)? });
    }
    Ok(())
}

/// Reads a stop that was not lifted.
pub(crate) fn read_stop(row: Stop) -> Result<stop::Stop, DatabaseError> {
    let (_, section, target, reason, person, token, kind, set, since, until) = row;
    Ok(stop::Stop {
        section: section_no(section)?,
        target: serde_json::from_str(&target).map_err(|_foreign| unreadable("stop"))?,
        reason: parsed(&reason, "reason")?,
        by: officer(person, token, &kind)?,
        set,
        since: since.to_jiff(),
        until: until.map(|it| it.to_jiff()),
        lifted: None,
    })
}

/// Reads what a section has laid down; a section that says nothing has the usual terms.
pub(super) fn settings(text: Option<&str>) -> Result<Settings, DatabaseError> {
    let read = |text| serde_json::from_str(text).map_err(|_foreign| unreadable("settings"));
    text.map(read).transpose().map(Option::unwrap_or_default)
}

/// Reads what was approved to leave in a day.
pub(super) fn spent(
    day: Option<jiff_diesel::Date>,
    units: Option<i64>,
) -> Result<Option<Spent>, DatabaseError> {
    match (day, units) {
        (Some(day), Some(units)) => Ok(Some(Spent { day: day.to_jiff(), units: index(units)? })),
        _ => Ok(None),
    }
}

/// Whether the books changed anything that stands in these tables.
pub(super) fn is_changed(books: &Books) -> bool {
    let of_sections = |change: &Change<'_, SectionNo, Section>| match (change.before, change.after)
    {
        (Some(before), Some(after)) => {
            before.settings != after.settings || before.spent != after.spent
        }
        (before, _) => before.is_none(),
    };
    let consented = |change: &Change<'_, Id<domain::id::Proposed>, Awaiting>| {
        change.after.is_some_and(|after| after.approved.is_some())
    };
    !books.stops.changes().is_empty()
        || books.sections.changes().iter().any(of_sections)
        || books.proposals.changes().iter().any(consented)
}

/// Writes the changes.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for change in books.sections.changes() {
        let Some(after) = change.after else { continue };
        let (number, before) = (change.key.number(), change.before);
        if before.is_none_or(|before| before.settings != after.settings) {
            write_settings(db, number, after)?;
        }
        if let Some(before) = before.filter(|before| before.spent != after.spent) {
            write_spent(db, number, (before.spent, after.spent))?;
        }
    }
    for change in books.proposals.changes() {
        let Some(after) = change.after else { continue };
        let before = change.before;
        let was_approved = before.is_some_and(|it| it.approved.is_some());
        if let (false, Some(approved)) = (was_approved, &after.approved) {
            write_approved(db, after, approved)?;
        }
        let was_accepted = before.is_some_and(|it| it.accepted.is_some());
        if let (false, Some(accepted)) = (was_accepted, &after.accepted) {
            write_consent(db, after, (RECEIVER, accepted), None)?;
        }
    }
    for change in books.stops.changes() {
        write_stop(db, books, &change)?;
    }
    Ok(())
}

/// Of several changes in a batch the last one is written, which holds them all.
fn write_settings(
    db: &mut PgConnection,
    number: i16,
    section: &Section,
) -> Result<(), DatabaseError> {
    use table::section_settings as s;
    let settings =
        serde_json::to_value(&section.settings).map_err(|_foreign| unreadable("settings"))?;
    diesel::insert_into(s::table)
        .values((
            s::section_id.eq(number),
            s::since_entry.eq(section.settings.since),
            s::settings.eq(settings),
        ))
        .execute(db)?;
    Ok(())
}

fn write_spent(
    db: &mut PgConnection,
    number: i16,
    (before, after): (Option<Spent>, Option<Spent>),
) -> Result<(), DatabaseError> {
    use table::section as s;
    let day = |spent: Option<Spent>| spent.map(|it| jiff_diesel::Date::from(it.day));
    let units = |spent: Option<Spent>| spent.map(|it| count(it.units));
    let written = diesel::update(s::table.filter(s::id.eq(number)))
        .filter(s::spent_day.is_not_distinct_from(day(before)))
        .filter(s::spent_units.is_not_distinct_from(units(before)))
        .set((s::spent_day.eq(day(after)), s::spent_units.eq(units(after))))
        .execute(db)?;
    one_row(written)
}

fn one_row(written: usize) -> Result<(), DatabaseError> {
    if written == 1 { Ok(()) } else { Err(DatabaseError::Other("no row was there".into())) }
}

fn write_approved(
    db: &mut PgConnection,
    waiting: &Awaiting,
    approved: &Approved,
) -> Result<(), DatabaseError> {
    use table::incoming as i;
    write_consent(db, waiting, (APPROVER, &approved.consent), Some(approved))?;
    let Some(receiver) = approved.receiver else { return Ok(()) };
    let proposal = &waiting.proposal;
    let document = document::write(proposal).map_err(|_foreign| unreadable("proposal"))?;
    let document: serde_json::Value =
        serde_json::from_str(&document).map_err(|_foreign| unreadable("proposal"))?;
    diesel::insert_into(i::table)
        .values((
            i::proposal_id.eq(proposal.id.uuid()),
            i::section_id.eq(receiver.number()),
            i::from_section_id.eq(proposal.section.number()),
            i::document.eq(document),
            i::digest.eq(proposal.digest().as_bytes().to_vec()),
            i::asked_entry.eq(approved.consent.entry),
            i::asked_at.eq(Moment::from(approved.consent.at)),
            i::due_at.eq(Moment::from(approved.due)),
            i::lapses_at.eq(Moment::from(approved.lapses)),
        ))
        .execute(db)?;
    Ok(())
}

fn write_consent(
    db: &mut PgConnection,
    waiting: &Awaiting,
    (by_whom, consent): (&str, &ledger::Consent),
    approved: Option<&Approved>,
) -> Result<(), DatabaseError> {
    use table::consent as c;
    let proposal = &waiting.proposal;
    diesel::insert_into(c::table)
        .values((
            c::proposal_id.eq(proposal.id.uuid()),
            c::by_whom.eq(by_whom),
            c::section_id.eq(proposal.section.number()),
            c::person_id.eq(consent.by.person.uuid()),
            c::token_id.eq(consent.by.token.uuid()),
            c::kind.eq(consent.by.kind.as_str()),
            c::shown.eq(consent.shown.as_bytes().to_vec()),
            c::entry_no.eq(consent.entry),
            c::leaf_index.eq(count(consent.leaf_index)),
            c::given_at.eq(Moment::from(consent.at)),
            c::due_at.eq(approved.map(|it| Moment::from(it.due))),
            c::lapses_at.eq(approved.map(|it| Moment::from(it.lapses))),
            c::receiver_section_id.eq(approved.and_then(|it| it.receiver).map(SectionNo::number)),
        ))
        .execute(db)?;
    Ok(())
}

fn write_stop(
    db: &mut PgConnection,
    books: &Books,
    change: &Change<'_, Id<Stopped>, stop::Stop>,
) -> Result<(), DatabaseError> {
    use table::stop as s;
    let Some(after) = change.after else { return Ok(()) };
    if change.before.is_some() {
        let written = diesel::update(s::table.filter(s::id.eq(change.key.uuid())))
            .filter(s::lifted_entry.is_null())
            .set(s::lifted_entry.eq(after.lifted))
            .execute(db)?;
        return one_row(written);
    }
    let row = stop_row(books, after)?;
    diesel::insert_into(s::table)
        .values((
            s::id.eq(change.key.uuid()),
            s::section_id.eq(row.section),
            s::target.eq(row.target),
            s::party_section_id.eq(row.party),
            s::other_section_id.eq(row.other),
            s::reason.eq(after.reason.to_string()),
            s::set_by.eq(after.by.person.uuid()),
            s::set_token.eq(after.by.token.uuid()),
            s::set_kind.eq(after.by.kind.as_str()),
            s::set_entry.eq(after.set),
            s::since.eq(Moment::from(after.since)),
            s::until.eq(after.until.map(Moment::from)),
            s::lifted_entry.eq(after.lifted),
        ))
        .execute(db)?;
    Ok(())
}

/// What a stop stands for in columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StopColumns {
    pub(crate) section: i16,
    pub(crate) target: serde_json::Value,
    pub(crate) party: Option<i16>,
    pub(crate) other: Option<i16>,
}

/// The columns of a stop that are made of its target.
pub(crate) fn stop_row(books: &Books, stop: &stop::Stop) -> Result<StopColumns, DatabaseError> {
    let target = serde_json::to_value(&stop.target).map_err(|_foreign| unreadable("stop"))?;
    let mut concerned = stop
        .target
        .parties()
        .into_iter()
        .map(|party| books.section_of(party).map(|(number, _)| number.number()));
    let (party, other) = (concerned.next().flatten(), concerned.next().flatten());
    Ok(StopColumns { section: stop.section.number(), target, party, other })
}

/// The consents of a proposal that waits, as rows.
pub(crate) fn consent_rows(waiting: &Awaiting) -> Vec<(&'static str, &ledger::Consent)> {
    let approved = waiting.approved.as_ref().map(|it| (APPROVER, &it.consent));
    let accepted = waiting.accepted.as_ref().map(|it| (RECEIVER, it));
    approved.into_iter().chain(accepted).collect()
}
