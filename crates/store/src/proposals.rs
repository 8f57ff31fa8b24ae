//! Proposals, as they are read.

mod edited;
mod named;

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::access::{Officer, ReadOwn};
use domain::digest::Digest;
use domain::entity::EntityId;
use domain::id::{Id, Person, Proposed};
use domain::ledger::{Edit, Ending, Evidence, Proposal, ProposalNumber, Warned};
use domain::party::PartyCode;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{self, digest, officer, parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::section as s;
use crate::schema::registry::{consent as c, decision as d, entry as e, proposal as p};
use crate::store::Reading;
pub use edited::OtherProposal;
pub use named::{Named, NotANumber};

/// By what a proposal is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhichProposal {
    /// Its identifier.
    Id(Id<Proposed>),
    /// Its number.
    Number(Named),
}

/// How far a proposal has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProposalState {
    /// It waits for a second person.
    Waiting,
    /// It was approved, and waits for its time or for the receiver.
    Approved,
    /// It has ended.
    Ended(Ending),
}

impl ProposalState {
    /// The state in one word, as the interface writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Ended(ending) => ending.as_str(),
        }
    }

    /// The state with this name.
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "waiting" => Some(Self::Waiting),
            "approved" => Some(Self::Approved),
            other => Ending::named(other).map(Self::Ended),
        }
    }
}

/// A proposal on the list of its section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalLine {
    /// Its identifier.
    pub id: Id<Proposed>,
    /// Its number.
    pub named: Named,
    /// The digest of what an approver is shown.
    pub digest: Digest,
    /// How many orders it holds.
    pub order_count: u32,
    /// Who proposed.
    pub proposed_by: Id<Person>,
    /// The entity that they proposed it for.
    pub entity: Option<EntityId>,
    /// When it was recorded.
    pub proposed: Timestamp,
    /// The entry that recorded it.
    pub proposed_entry: i64,
    /// When it lapses, if nobody decides it before.
    pub lapses: Timestamp,
    /// That it was approved and waits, or had to wait.
    pub approval: Option<ApprovalFacts>,
    /// How it ended, if it has.
    pub decision: Option<DecisionFacts>,
}

impl ProposalLine {
    /// How far it has come.
    pub fn state(&self) -> ProposalState {
        match (&self.decision, &self.approval) {
            (Some(decision), _) => ProposalState::Ended(decision.ending),
            (None, Some(_)) => ProposalState::Approved,
            (None, None) => ProposalState::Waiting,
        }
    }
}

/// The approval of a proposal that had to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ApprovalFacts {
    /// Who approved.
    pub by: Officer,
    /// When.
    pub approved: Timestamp,
    /// The entry that recorded it.
    pub entry: i64,
    /// It is not carried out before this moment.
    pub due: Timestamp,
    /// It lapses if it is not carried out by then.
    pub lapses: Timestamp,
    /// The Party whose section is asked for its acceptance.
    pub receiver: Option<PartyCode>,
    /// When the receiver accepted, if it did.
    pub accepted: Option<Timestamp>,
}

/// How a proposal ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionFacts {
    /// How.
    pub ending: Ending,
    /// Who decided; nobody, if time did.
    pub by: Option<Officer>,
    /// Why it was not carried out.
    pub reason: Option<String>,
    /// When it was recorded.
    pub decided: Timestamp,
    /// The first entry that came of it.
    pub first_entry: i64,
    /// The last entry that came of it.
    pub last_entry: i64,
    /// The log index of the last entry.
    pub leaf_index: u64,
}

/// A proposal with what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WholeProposal {
    /// What the list says of it.
    pub line: ProposalLine,
    /// What it says.
    pub proposal: Arc<Proposal>,
    /// What was warned of when it was made.
    pub warnings: Vec<Warned>,
    /// What was warned of when it was carried out.
    pub warnings_executed: Vec<Warned>,
    /// The proposal in whose place it stands, and what it says otherwise.
    pub replaces: Option<(OtherProposal, Vec<Edit>)>,
    /// The proposal that stands in its place.
    pub replaced_by: Option<OtherProposal>,
}

type Moment = jiff_diesel::Timestamp;
type Decided =
    (String, Option<Uuid>, Option<Uuid>, Option<String>, Option<String>, Moment, i64, i64, i64);
type Agreed = (Uuid, Uuid, String, i64, Moment, Option<Moment>, Option<Moment>, Option<i16>);
pub(crate) type Line = (
    Uuid,
    Option<String>,
    i16,
    i32,
    Vec<u8>,
    i32,
    Uuid,
    i64,
    Moment,
    Moment,
    Option<Agreed>,
    Option<Decided>,
    Option<String>,
);

/// The columns of a line. The secretariat's desk is no section, and has no Party.
macro_rules! line_columns {
    () => {
        (
            crate::schema::registry::proposal::id,
            s::party.nullable(),
            p::year,
            p::number,
            p::digest,
            p::order_count,
            p::proposed_by,
            p::proposed_entry,
            p::proposed_at,
            p::lapses_at,
            (
                c::person_id,
                c::token_id,
                c::kind,
                c::entry_no,
                c::given_at,
                c::due_at,
                c::lapses_at,
                c::receiver_section_id,
            )
                .nullable(),
            (
                d::outcome,
                d::decided_by,
                d::decided_token,
                d::decided_kind,
                d::reason,
                d::decided_at,
                d::first_entry,
                d::last_entry,
                d::leaf_index,
            )
                .nullable(),
            p::entity_id,
        )
    };
}

/// Proposals, how they were approved, and how they were decided.
macro_rules! proposals {
    () => {
        p::table
            .left_join(d::table.on(d::proposal_id.eq(p::id)))
            .left_join(s::table.on(s::id.eq(p::section_id)))
            .left_join(c::table.on(c::proposal_id.eq(p::id).and(c::by_whom.eq("approver"))))
    };
}

pub(crate) use {line_columns, proposals};

impl Reading<'_, ReadOwn> {
    /// The proposals that the caller sees, newest first.
    pub fn proposals(
        &mut self,
        state: Option<ProposalState>,
        before: Option<(i16, i32)>,
        limit: Limit,
    ) -> Result<Page<ProposalLine, (i16, i32)>, StoreError> {
        let mut query = proposals!()
            .filter(p::section_id.eq(self.permit().on().section().number()))
            .order((p::year.desc(), p::number.desc()))
            .select(line_columns!())
            .limit(limit.rows())
            .into_boxed();
        if let Some(entities) = self.entities_seen() {
            query = query.filter(p::entity_id.eq_any(entities));
        }
        if let Some((year, number)) = before {
            query = query.filter(p::year.lt(year).or(p::year.eq(year).and(p::number.lt(number))));
        }
        query = match state {
            Some(ProposalState::Waiting) => {
                query.filter(d::proposal_id.is_null()).filter(c::proposal_id.is_null())
            }
            Some(ProposalState::Approved) => {
                query.filter(d::proposal_id.is_null()).filter(c::proposal_id.is_not_null())
            }
            Some(ProposalState::Ended(ending)) => query.filter(d::outcome.eq(ending.as_str())),
            None => query,
        };
        let rows: Vec<Line> = query.load(self.db).map_err(DatabaseError::from)?;
        let lines = lines(self.db, rows)?;
        Ok(Page::of(lines, limit, |line: &ProposalLine| {
            let ProposalNumber { year, number } = line.named.number;
            (year.number(), i32::try_from(number).unwrap_or(i32::MAX))
        }))
    }

    /// A proposal that the caller sees, with what it says and how it was decided.
    pub fn whole_proposal(
        &mut self,
        which: WhichProposal,
    ) -> Result<Option<WholeProposal>, StoreError> {
        let mut query = proposals!()
            .filter(p::section_id.eq(self.permit().on().section().number()))
            .select((line_columns!(), p::document))
            .into_boxed();
        if let Some(entities) = self.entities_seen() {
            query = query.filter(p::entity_id.eq_any(entities));
        }
        query = match which {
            WhichProposal::Id(id) => query.filter(p::id.eq(id.uuid())),
            WhichProposal::Number(Named { number, .. }) => query
                .filter(p::year.eq(number.year.number()))
                .filter(p::number.eq(i32::try_from(number.number).unwrap_or(i32::MAX))),
        };
        let found: Option<(Line, serde_json::Value)> =
            query.first(self.db).optional().map_err(DatabaseError::from)?;
        let Some((row, document)) = found else { return Ok(None) };
        let Some(line) = lines(self.db, vec![row])?.pop() else { return Ok(None) };
        if matches!(which, WhichProposal::Number(named) if named != line.named) {
            return Ok(None);
        }
        let section = self.permit().on().section();
        let proposal = crate::ledger::document::read(line.id, section, document)
            .map_err(|_foreign| unreadable("proposal"))?;
        let warnings = self.warnings(line.proposed_entry, line.proposed_entry)?;
        let warnings_executed = match &line.decision {
            Some(decision) => self.warnings(decision.first_entry, decision.last_entry)?,
            None => Vec::new(),
        };
        let replaces = self.replaces(&proposal)?;
        let replaced_by = match &line.decision {
            Some(decision) if decision.ending == Ending::Replaced => self.replaced_by(line.id)?,
            _ => None,
        };
        let proposal = Arc::new(proposal);
        Ok(Some(WholeProposal {
            line,
            proposal,
            warnings,
            warnings_executed,
            replaces,
            replaced_by,
        }))
    }

    /// The entities for which the caller sees proposals; all proposals, where there are none.
    fn entities_seen(&self) -> Option<Vec<String>> {
        let entities = self.permit().on().entities()?;
        Some(entities.iter().map(ToString::to_string).collect())
    }

    /// What entries of the section warn of.
    pub fn warnings(&mut self, first: i64, last: i64) -> Result<Vec<Warned>, StoreError> {
        let contents: Vec<serde_json::Value> = e::table
            .filter(e::section_id.eq(self.permit().on().section().number()))
            .filter(e::entry_no.between(first, last))
            .filter(e::content.has_key("warnings"))
            .order(e::entry_no)
            .limit(i64::try_from(Warned::MOST).unwrap_or(i64::MAX))
            .select(e::content)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut warnings = Vec::new();
        for content in contents {
            let evidence: Evidence =
                serde_json::from_value(content).map_err(|_foreign| unreadable("entry"))?;
            warnings.extend(evidence.warnings);
        }
        Ok(warnings)
    }
}

/// Reads rows, and what is known elsewhere of those that wait for a receiver.
pub(crate) fn lines(
    db: &mut PgConnection,
    rows: Vec<Line>,
) -> Result<Vec<ProposalLine>, DatabaseError> {
    use crate::schema::published::section as known;
    let asked: Vec<Uuid> = rows
        .iter()
        .filter(|row| row.10.as_ref().is_some_and(|agreed| agreed.7.is_some()))
        .map(|row| row.0)
        .collect();
    if asked.is_empty() {
        return rows.into_iter().map(|row| line(row, &Receivers::default())).collect();
    }
    let accepted: Vec<(Uuid, Moment)> = c::table
        .filter(c::by_whom.eq("receiver").and(c::proposal_id.eq_any(asked)))
        .select((c::proposal_id, c::given_at))
        .load(db)?;
    let parties: Vec<(i16, String)> = known::table.select((known::id, known::party)).load(db)?;
    let receivers = Receivers {
        parties: parties.into_iter().collect(),
        accepted: accepted.into_iter().collect(),
    };
    rows.into_iter().map(|row| line(row, &receivers)).collect()
}

/// Who is asked for acceptance, and when they gave it.
#[derive(Default)]
struct Receivers {
    parties: BTreeMap<i16, String>,
    accepted: BTreeMap<Uuid, Moment>,
}

fn line(row: Line, receivers: &Receivers) -> Result<ProposalLine, DatabaseError> {
    let (id, party, year, number, shown, orders, by, entry, at, lapses, agreed, decided, entity) =
        row;
    Ok(ProposalLine {
        id: Id::from_uuid(id),
        named: Named::read(party.as_deref(), year, number)?,
        digest: digest(&shown)?,
        order_count: u32::try_from(orders).map_err(|_negative| unreadable("number"))?,
        proposed_by: Id::from_uuid(by),
        entity: entity.map(|entity| parsed(&entity, "entity")).transpose()?,
        proposed: at.to_jiff(),
        proposed_entry: entry,
        lapses: lapses.to_jiff(),
        approval: agreed.map(|agreed| approval(id, agreed, receivers)).transpose()?,
        decision: decided.map(decision).transpose()?,
    })
}

fn approval(
    proposal: Uuid,
    agreed: Agreed,
    receivers: &Receivers,
) -> Result<ApprovalFacts, DatabaseError> {
    let (person, token, kind, entry, at, due, lapses, receiver) = agreed;
    let (Some(due), Some(lapses)) = (due, lapses) else { return Err(unreadable("consent")) };
    let party = receiver.and_then(|number| receivers.parties.get(&number));
    Ok(ApprovalFacts {
        by: officer(person, token, &kind)?,
        approved: at.to_jiff(),
        entry,
        due: due.to_jiff(),
        lapses: lapses.to_jiff(),
        receiver: party.map(|code| parsed(code, "Party")).transpose()?,
        accepted: receivers.accepted.get(&proposal).map(|it| it.to_jiff()),
    })
}

fn decision(row: Decided) -> Result<DecisionFacts, DatabaseError> {
    let (outcome, person, token, kind, reason, decided, first_entry, last_entry, leaf) = row;
    Ok(DecisionFacts {
        ending: Ending::named(&outcome).ok_or_else(|| unreadable("outcome"))?,
        by: rows::decider(person, token, kind.as_deref())?,
        reason,
        decided: decided.to_jiff(),
        first_entry,
        last_entry,
        leaf_index: rows::index(leaf)?,
    })
}
