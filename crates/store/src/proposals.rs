//! Proposals, as they are read.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use diesel::prelude::*;
use domain::access::{Officer, ReadSection};
use domain::digest::Digest;
use domain::id::{Id, Person, Proposed};
use domain::ledger::{Awaiting, Proposal, ProposalNumber};
use domain::party::PartyCode;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{self, digest, officer, parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::registry::{decision as d, proposal as p, section as s};
use crate::store::Reading;

/// A proposal's number as people know it: `XAL-P-2026-000481`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Named {
    /// The Party that proposed; nobody's, where the secretariat did.
    pub party: Option<PartyCode>,
    /// Counted within the section and the year.
    pub number: ProposalNumber,
}

/// The text is no number of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the number of a proposal looks like XAL-P-2026-000481")]
pub struct NotANumber;

/// What stands for the secretariat's desk, where a Party's code would stand.
const DESK: &str = "UN";

impl Named {
    pub(crate) fn read(party: Option<&str>, year: i16, number: i32) -> Result<Self, DatabaseError> {
        let number = u32::try_from(number).map_err(|_negative| unreadable("number"))?;
        Ok(Self {
            party: party.map(|code| parsed(code, "Party")).transpose()?,
            number: ProposalNumber { year: rows::year(i32::from(year))?, number },
        })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProposalNumber { year, number } = self.number;
        match self.party {
            Some(party) => write!(f, "{party}-P-{year}-{number:06}"),
            None => write!(f, "{DESK}-P-{year}-{number:06}"),
        }
    }
}

impl FromStr for Named {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let mut pieces = text.split('-');
        let mut piece = || pieces.next().ok_or(NotANumber);
        let (party, letter, year, number) = (piece()?, piece()?, piece()?, piece()?);
        if pieces.next().is_some() || letter != "P" || number.len() < 6 {
            return Err(NotANumber);
        }
        let party = match party {
            DESK => None,
            code => Some(code.parse().map_err(|_no_party| NotANumber)?),
        };
        let year = year.parse().map_err(|_no_year| NotANumber)?;
        let number = number.parse().map_err(|_no_number| NotANumber)?;
        let named = Self { party, number: ProposalNumber { year, number } };
        // One text for each: no sign, no superfluous zero.
        if named.to_string() == text { Ok(named) } else { Err(NotANumber) }
    }
}

/// By what a proposal is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhichProposal {
    /// Its identifier.
    Id(Id<Proposed>),
    /// Its number.
    Number(Named),
}

/// Which proposals are asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProposalState {
    /// Those that wait for a second person.
    Waiting,
    /// Those that were approved and carried out.
    Executed,
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
    /// When it was recorded.
    pub proposed: Timestamp,
    /// The entry that recorded it.
    pub proposed_entry: i64,
    /// How it was decided, if it was.
    pub decision: Option<DecisionFacts>,
}

/// How a proposal ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecisionFacts {
    /// Who decided.
    pub by: Officer,
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
}

type Moment = jiff_diesel::Timestamp;
type Decided = (Uuid, Uuid, String, Moment, i64, i64, i64);
type Line = (Uuid, Option<String>, i16, i32, Vec<u8>, i32, Uuid, i64, Moment, Option<Decided>);

/// The columns of a line. The secretariat's desk is no section, and has no Party.
macro_rules! line {
    () => {
        (
            p::id,
            s::party.nullable(),
            p::year,
            p::number,
            p::digest,
            p::order_count,
            p::proposed_by,
            p::proposed_entry,
            p::proposed_at,
            (
                d::decided_by,
                d::decided_token,
                d::decided_kind,
                d::decided_at,
                d::first_entry,
                d::last_entry,
                d::leaf_index,
            )
                .nullable(),
        )
    };
}

impl Reading<'_, ReadSection> {
    /// Proposals of the section, newest first.
    pub fn proposals(
        &mut self,
        state: Option<ProposalState>,
        before: Option<(i16, i32)>,
        limit: Limit,
    ) -> Result<Page<ProposalLine, (i16, i32)>, StoreError> {
        let mut query = p::table
            .left_join(d::table.on(d::proposal_id.eq(p::id)))
            .left_join(s::table.on(s::id.eq(p::section_id)))
            .filter(p::section_id.eq(self.permit().on().number()))
            .order((p::year.desc(), p::number.desc()))
            .select(line!())
            .limit(limit.rows())
            .into_boxed();
        if let Some((year, number)) = before {
            query = query.filter(p::year.lt(year).or(p::year.eq(year).and(p::number.lt(number))));
        }
        query = match state {
            Some(ProposalState::Waiting) => query.filter(d::proposal_id.is_null()),
            Some(ProposalState::Executed) => query.filter(d::proposal_id.is_not_null()),
            None => query,
        };
        let rows: Vec<Line> = query.load(self.db).map_err(DatabaseError::from)?;
        let lines = rows.into_iter().map(line).collect::<Result<_, _>>()?;
        Ok(Page::of(lines, limit, |line: &ProposalLine| {
            let ProposalNumber { year, number } = line.named.number;
            (year.number(), i32::try_from(number).unwrap_or(i32::MAX))
        }))
    }

    /// A proposal of the section, with what it says and how it was decided.
    pub fn whole_proposal(
        &mut self,
        which: WhichProposal,
    ) -> Result<Option<WholeProposal>, StoreError> {
        let mut query = p::table
            .left_join(d::table.on(d::proposal_id.eq(p::id)))
            .left_join(s::table.on(s::id.eq(p::section_id)))
            .filter(p::section_id.eq(self.permit().on().number()))
            .select((line!(), p::document))
            .into_boxed();
        query = match which {
            WhichProposal::Id(id) => query.filter(p::id.eq(id.uuid())),
            WhichProposal::Number(Named { number, .. }) => query
                .filter(p::year.eq(number.year.number()))
                .filter(p::number.eq(i32::try_from(number.number).unwrap_or(i32::MAX))),
        };
        let found: Option<(Line, serde_json::Value)> =
            query.first(self.db).optional().map_err(DatabaseError::from)?;
        let Some((row, document)) = found else { return Ok(None) };
        let line = line(row)?;
        if matches!(which, WhichProposal::Number(named) if named != line.named) {
            return Ok(None);
        }
        let section = *self.permit().on();
        let proposal = crate::ledger::document::read(line.id, section, document)
            .map_err(|_foreign| unreadable("proposal"))?;
        Ok(Some(WholeProposal { line, proposal: Arc::new(proposal) }))
    }

    /// A proposal of the section.
    pub fn proposal(&mut self, id: Id<Proposed>) -> Result<Option<Awaiting>, StoreError> {
        let found = self.whole_proposal(WhichProposal::Id(id))?;
        Ok(found.map(|WholeProposal { line, proposal }| Awaiting {
            proposal,
            number: line.named.number,
            at: line.proposed,
            entry: line.proposed_entry,
        }))
    }
}

fn line(row: Line) -> Result<ProposalLine, DatabaseError> {
    let (id, party, year, number, shown, orders, by, entry, at, decided) = row;
    Ok(ProposalLine {
        id: Id::from_uuid(id),
        named: Named::read(party.as_deref(), year, number)?,
        digest: digest(&shown)?,
        order_count: u32::try_from(orders).map_err(|_negative| unreadable("number"))?,
        proposed_by: Id::from_uuid(by),
        proposed: at.to_jiff(),
        proposed_entry: entry,
        decision: decided.map(decision).transpose()?,
    })
}

fn decision(row: Decided) -> Result<DecisionFacts, DatabaseError> {
    let (person, token, kind, decided, first_entry, last_entry, leaf) = row;
    Ok(DecisionFacts {
        by: officer(person, token, &kind)?,
        decided: decided.to_jiff(),
        first_entry,
        last_entry,
        leaf_index: rows::index(leaf)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_text() {
        for text in ["XAL-P-2026-000481", "UN-P-2026-000001", "XBO-P-2027-1234567"] {
            assert_eq!(text.parse::<Named>().unwrap().to_string(), text);
        }
        for text in
            ["XAL-P-2026-481", "XAL-T-2026-000481", "xal-P-2026-000481", "XAL-P-2026-+00481", ""]
        {
            assert_eq!(text.parse::<Named>(), Err(NotANumber), "{text}");
        }
    }
}
