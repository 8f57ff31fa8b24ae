//! Rows of the database, and the values that they stand for.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::access::{CallerKind, Officer};
use domain::account::{self, AccountNumber, Holder};
use domain::authorization::{self, AuthorizationNo, Version};
use domain::digest::Digest;
use domain::id::Id;
use domain::ledger::{
    self, Awaiting, Books, Decision as Decided, Ending, Head, KeyUse, ProposalNumber, Receipt,
};
use domain::ndc::{NdcPeriod, RecordedPeriod};
use domain::participation::Declared;
use domain::section::SectionNo;
use domain::serial::Serial;
use domain::transparency::Frontier;
use domain::unit;
use domain::vintage::Year;
use uuid::Uuid;

use super::load::Loaded;
use super::waiting;
use crate::error::DatabaseError;

type Moment = jiff_diesel::Timestamp;

pub(super) type Section = (
    i16,
    String,
    String,
    String,
    i64,
    i32,
    Option<i16>,
    Option<i32>,
    i64,
    Option<jiff_diesel::Date>,
    Option<i64>,
    i64,
    i64,
    Option<String>,
);
pub(crate) type Period = (i16, i32, i32, i64, Option<String>, Option<String>);
pub(super) type Declaration = (i16, String, i64, String);
pub(super) type Account =
    (String, Uuid, i16, String, Option<String>, String, Option<i16>, String, i64);
pub(super) type Series = (i64, String, String, String, i16);
pub(super) type Block = (i64, i64, i64, Uuid, i16, i64, Option<i32>, Option<i64>, i64, i64, Moment);
pub(super) type Reservation = (i64, i64, i64, Uuid, i16);
pub(super) type Authorization =
    (i32, i16, i64, String, i64, Option<String>, Option<String>, Option<i64>);
pub(super) type Proposal = (Uuid, Vec<u8>, i16, i16, i32, i64, Moment, Moment);
pub(super) type Decision = (
    Uuid,
    i16,
    String,
    Option<Uuid>,
    Option<Uuid>,
    Option<String>,
    Option<Vec<u8>>,
    Option<String>,
    i64,
    i64,
    i64,
    Moment,
);
pub(super) use super::waiting::{Consent, Stop};
pub(super) type Key = (Uuid, String, Vec<u8>, i16, i64, i64, i64, Moment, Uuid);
pub(super) type Role = (Uuid, i16, String);

/// A serial as it is stored. The highest serial fits.
pub(crate) fn stored(serial: Serial) -> i64 {
    i64::try_from(serial.number()).unwrap_or(i64::MAX)
}

/// A count as it is stored; it is never above the highest.
pub(crate) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A value of the database that the rules do not know: somebody else wrote it.
pub(crate) fn unreadable(what: &'static str) -> DatabaseError {
    DatabaseError::Other(format!("a stored {what} cannot be read").into())
}

/// Reads a stored text as what it stands for.
pub(crate) fn parsed<T: std::str::FromStr>(
    text: &str,
    what: &'static str,
) -> Result<T, DatabaseError> {
    text.parse().map_err(|_foreign| unreadable(what))
}

/// Reads a stored serial.
pub(crate) fn serial(number: i64) -> Result<Serial, DatabaseError> {
    let number = u64::try_from(number).map_err(|_negative| unreadable("serial"))?;
    Serial::new(number).map_err(|_foreign| unreadable("serial"))
}

/// Reads a stored section number.
pub(crate) fn section_no(number: i16) -> Result<SectionNo, DatabaseError> {
    SectionNo::new(number).ok_or_else(|| unreadable("section"))
}

pub(crate) fn index(number: i64) -> Result<u64, DatabaseError> {
    u64::try_from(number).map_err(|_negative| unreadable("log index"))
}

pub(crate) fn year(number: i32) -> Result<Year, DatabaseError> {
    let number = i16::try_from(number).map_err(|_foreign| unreadable("year"))?;
    Year::new(number).map_err(|_foreign| unreadable("year"))
}

pub(crate) fn digest(bytes: &[u8]) -> Result<Digest, DatabaseError> {
    Digest::from_slice(bytes).ok_or_else(|| unreadable("digest"))
}

pub(crate) fn officer(person: Uuid, token: Uuid, kind: &str) -> Result<Officer, DatabaseError> {
    let kind = match kind {
        "person" => CallerKind::Person,
        "program" => CallerKind::Program,
        _ => return Err(unreadable("kind of caller")),
    };
    Ok(Officer { person: Id::from_uuid(person), token: Id::from_uuid(token), kind })
}

/// Puts what was loaded into the books.
pub(super) fn fill(
    books: &mut Books,
    loaded: Loaded,
    proposals: &[Arc<ledger::Proposal>],
) -> Result<(), DatabaseError> {
    let log = Frontier::from_bytes(index(loaded.tree_size)?, &loaded.frontier)
        .ok_or_else(|| unreadable("frontier"))?;
    books.head = Head {
        batch: loaded.batch,
        entry: loaded.entry,
        log,
        section: loaded.section,
        series: loaded.series,
        issuance: loaded.issuance,
        authorization: loaded.authorization,
        entity_authorization: loaded.entity_authorization,
    };
    sections(books, loaded.sections, &loaded.periods, &loaded.declarations)?;
    for row in loaded.accounts {
        account(books, row)?;
    }
    for row in loaded.known_series {
        series(books, &row)?;
    }
    for row in loaded.authorizations {
        authorization(books, &row)?;
    }
    let (blocks, reservations) = (loaded.blocks, loaded.reservations);
    let (decisions, keys) = (loaded.decisions, loaded.keys);
    let (proposed, consents) = (loaded.proposals, loaded.consents);
    let changing =
        Changing { blocks, reservations, proposals: proposed, consents, decisions, keys };
    fill_changing(books, changing, proposals)?;
    for row in loaded.stops {
        waiting::stop(books, row)?;
    }
    for (person, section, role) in loaded.roles {
        let holder = (Id::from_uuid(person), section_no(section)?);
        books.roles.entry(holder).or_default().insert(parsed(&role, "role")?);
    }
    Ok(())
}

/// What changes with every batch.
pub(super) struct Changing {
    pub(super) blocks: Vec<Block>,
    pub(super) reservations: Vec<Reservation>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) consents: Vec<Consent>,
    pub(super) decisions: Vec<Decision>,
    pub(super) keys: Vec<Key>,
}

/// Puts what changes with every batch into the books.
pub(super) fn fill_changing(
    books: &mut Books,
    changing: Changing,
    proposals: &[Arc<ledger::Proposal>],
) -> Result<(), DatabaseError> {
    for row in changing.blocks {
        let (key, block) = block(row)?;
        books.blocks.load(key, block);
    }
    for (series, first, last, proposal, section) in changing.reservations {
        let (last, section) = (serial(last)?, section_no(section)?);
        let proposal = Id::from_uuid(proposal);
        let reservation = ledger::Reservation { last, proposal, section };
        books.reservations.load((series, serial(first)?), reservation);
    }
    for row in changing.proposals {
        proposal(books, row, proposals)?;
    }
    for row in changing.consents {
        waiting::consent(books, row)?;
    }
    for row in changing.decisions {
        decision(books, row)?;
    }
    for row in changing.keys {
        key(books, row)?;
    }
    Ok(())
}

/// Puts sections, their NDC periods and what they have declared into the books.
pub(super) fn sections(
    books: &mut Books,
    sections: Vec<Section>,
    periods: &[Period],
    declarations: &[Declaration],
) -> Result<(), DatabaseError> {
    for row in sections {
        let (number, party, registry, name, last_serial, accounts, ..) = row;
        let (.., proposed, last, opened, day, units, sent, ended, settings) = row;
        let own = periods.iter().filter(|row| row.0 == number);
        let ndc_periods = own.map(period).collect::<Result<_, _>>()?;
        let proposed = proposed.map_or(Ok(Year::FIRST), |number| year(i32::from(number)))?;
        let last = last.map_or(Ok(0), u32::try_from).map_err(|_foreign| unreadable("number"))?;
        let section = domain::section::Section {
            party: parsed(&party, "Party")?,
            registry: parsed(&registry, "registry")?,
            name,
            ndc_periods,
            itmo_years: BTreeSet::new(),
            participation: Arc::new(declared(number, PARTICIPATION, declarations)?),
            initial_reports: Arc::new(declared(number, INITIAL_REPORT, declarations)?),
            last_serial: index(last_serial)?,
            accounts_opened: u32::try_from(accounts).map_err(|_foreign| unreadable("number"))?,
            settings: waiting::settings(settings.as_deref())?,
            spent: waiting::spent(day, units)?,
            largest: domain::section::Largest { sent: index(sent)?, ended: index(ended)? },
            last_proposal: (proposed, last),
            opened,
        };
        books.sections.load(section_no(number)?, section);
    }
    Ok(())
}

/// Reads a period of an NDC.
pub(crate) fn period(row: &Period) -> Result<RecordedPeriod, DatabaseError> {
    let (_, first, last, since, method, metric) = row;
    let method = method.as_ref().map(|text| parsed(text, "method")).transpose()?;
    let metric = metric.as_ref().map(|text| parsed(text, "metric")).transpose()?;
    let period = NdcPeriod { first: year(*first)?, last: year(*last)?, method, metric };
    Ok(RecordedPeriod { period, since: *since })
}

/// The kinds of declarations, as they are stored.
pub(crate) const PARTICIPATION: &str = "participation";
pub(crate) const INITIAL_REPORT: &str = "initial-report";

/// What a section has declared of a kind.
fn declared<T: serde::de::DeserializeOwned>(
    section: i16,
    kind: &str,
    declarations: &[Declaration],
) -> Result<Vec<Declared<T>>, DatabaseError> {
    let own = declarations.iter().filter(|row| row.0 == section && row.1 == kind);
    own.map(|(_, _, recorded, content)| {
        let what = serde_json::from_str(content).map_err(|_foreign| unreadable("declaration"))?;
        Ok(Declared { recorded: *recorded, what })
    })
    .collect()
}

pub(super) fn account(books: &mut Books, row: Account) -> Result<(), DatabaseError> {
    let (number, id, section, holder, entity, metric, year_of_use, name, opened) = row;
    let number: AccountNumber = parsed(&number, "account number")?;
    let holder = holder_of(&holder, entity.as_deref())?;
    let account = account::Account {
        id: Id::from_uuid(id),
        section: section_no(section)?,
        holder,
        metric: parsed(&metric, "metric")?,
        year_of_use: year_of_use.map(|number| year(i32::from(number))).transpose()?,
        name,
        opened,
    };
    books.accounts.load(number, account);
    Ok(())
}

/// Reads who holds an account.
pub(crate) fn holder_of(holder: &str, entity: Option<&str>) -> Result<Holder, DatabaseError> {
    Ok(match (holder, entity) {
        ("party", None) => Holder::Party,
        ("entity", Some(entity)) => Holder::Entity { entity: parsed(entity, "entity")? },
        ("adaptation-fund", None) => Holder::AdaptationFund,
        ("pending", None) => Holder::Pending,
        ("outside", Some(registry)) => Holder::Outside { registry: parsed(registry, "registry")? },
        _ => return Err(unreadable("holder")),
    })
}

/// Writes who holds an account.
pub(crate) fn holder_words(holder: &Holder) -> (&'static str, Option<String>) {
    match holder {
        Holder::Party => ("party", None),
        Holder::Entity { entity } => ("entity", Some(entity.to_string())),
        Holder::AdaptationFund => ("adaptation-fund", None),
        Holder::Pending => ("pending", None),
        Holder::Outside { registry } => ("outside", Some(registry.to_string())),
    }
}

/// Reads a series.
pub(crate) fn series_of(row: &Series) -> Result<unit::Series, DatabaseError> {
    let (_, approach, registry, party, vintage) = row;
    Ok(unit::Series {
        approach: parsed(approach, "approach")?,
        registry: parsed(registry, "registry")?,
        party: parsed(party, "Party")?,
        vintage: year(i32::from(*vintage))?,
    })
}

pub(super) fn series(books: &mut Books, row: &Series) -> Result<(), DatabaseError> {
    books.series.load(series_of(row)?, row.0);
    Ok(())
}

pub(crate) fn block(row: Block) -> Result<(ledger::BlockKey, ledger::Block), DatabaseError> {
    let (series, first, last, account, section, issuance, authorization, ..) = row;
    let (.., first_transfer, since_entry, since_leaf, since_occurred) = row;
    let block = ledger::Block {
        last: serial(last)?,
        account: Id::from_uuid(account),
        section: section_no(section)?,
        issuance,
        authorization: authorization.map(AuthorizationNo),
        first_transfer,
        since_entry,
        since_leaf: index(since_leaf)?,
        since_occurred: since_occurred.to_jiff(),
    };
    Ok(((series, serial(first)?), block))
}

/// Adds a version of an authorization; versions come oldest first.
pub(super) fn authorization(books: &mut Books, row: &Authorization) -> Result<(), DatabaseError> {
    let (number, section, recorded, terms, first_transferred, date, reason, entry) = row;
    let number = AuthorizationNo(*number);
    let terms: authorization::Terms =
        serde_json::from_str(terms).map_err(|_foreign| unreadable("authorization"))?;
    let section = section_no(*section)?;
    let revoked = match (date, reason, entry) {
        (Some(date), Some(reason), Some(recorded)) => Some(authorization::Revocation {
            date: parsed(date, "date")?,
            reason: parsed(reason, "reason")?,
            recorded: *recorded,
        }),
        _ => None,
    };
    let mut known = books.authorizations.get(&number).cloned().unwrap_or_else(|| {
        let first_transferred = u64::try_from(*first_transferred).unwrap_or(u64::MAX);
        authorization::Authorization { section, versions: Vec::new(), first_transferred, revoked }
    });
    if known.versions.iter().any(|version| version.recorded == *recorded) {
        return Ok(());
    }
    books.authorization_names.load((section, terms.id.clone()), number);
    known.versions.push(Version { recorded: *recorded, terms });
    books.authorizations.load(number, known);
    Ok(())
}

/// A proposal on record, if a request brings one that says the same.
fn proposal(
    books: &mut Books,
    row: Proposal,
    proposals: &[Arc<ledger::Proposal>],
) -> Result<(), DatabaseError> {
    let (id, shown, section, number_year, number, entry, at, lapses) = row;
    let shown = digest(&shown)?;
    let brought = proposals.iter().find(|brought| {
        brought.id.uuid() == id && brought.digest() == shown && brought.section.number() == section
    });
    let Some(brought) = brought else { return Ok(()) };
    let number = u32::try_from(number).map_err(|_foreign| unreadable("number"))?;
    let number = ProposalNumber { year: year(i32::from(number_year))?, number };
    let awaiting = Awaiting {
        proposal: Arc::clone(brought),
        number,
        at: at.to_jiff(),
        entry,
        lapses: lapses.to_jiff(),
        approved: None,
        accepted: None,
    };
    books.proposals.load(brought.id, awaiting);
    Ok(())
}

fn decision(books: &mut Books, row: Decision) -> Result<(), DatabaseError> {
    let (proposal, section, outcome, person, token, kind, shown, reason, first, last, leaf, at) =
        row;
    let proposal = Id::from_uuid(proposal);
    let receipt = Receipt {
        first_entry: first,
        last_entry: last,
        leaf_index: index(leaf)?,
        recorded: at.to_jiff(),
        proposal,
        warned: true,
    };
    let decided = Decided {
        section: section_no(section)?,
        ending: Ending::named(&outcome).ok_or_else(|| unreadable("outcome"))?,
        by: decider(person, token, kind.as_deref())?,
        at: at.to_jiff(),
        shown: shown.as_deref().map(digest).transpose()?,
        reason,
        receipt,
    };
    books.decisions.load(proposal, decided);
    Ok(())
}

/// Who decided; nobody, if time did.
pub(crate) fn decider(
    person: Option<Uuid>,
    token: Option<Uuid>,
    kind: Option<&str>,
) -> Result<Option<Officer>, DatabaseError> {
    match (person, token, kind) {
        (Some(person), Some(token), Some(kind)) => officer(person, token, kind).map(Some),
        _ => Ok(None),
    }
}

fn key(books: &mut Books, row: Key) -> Result<(), DatabaseError> {
    let (caller, key, fingerprint, section, first, last, leaf, at, proposal) = row;
    let receipt = Receipt {
        first_entry: first,
        last_entry: last,
        leaf_index: index(leaf)?,
        recorded: at.to_jiff(),
        proposal: Id::from_uuid(proposal),
        warned: true,
    };
    let used =
        KeyUse { fingerprint: digest(&fingerprint)?, section: section_no(section)?, receipt };
    books.keys.load((Id::from_uuid(caller), parsed(&key, "key")?), used);
    Ok(())
}
