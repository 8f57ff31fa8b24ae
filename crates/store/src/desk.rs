//! The secretariat's transfer desk: every transfer between sections, from proposal to entry.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt, Text};
use domain::access::ReadDesk;
use domain::id::{Id, Proposed};
use domain::ledger::{Ending, Proposal};
use domain::party::PartyCode;
use domain::section_terms::{SectionTerms, Settings};

use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, section_no, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::proposals::{Line, ProposalLine, ProposalState, line_columns, lines, proposals};
use crate::schema::registry::{consent as c, decision as d, proposal as p, section as s};
use crate::stops::StopLine;
use crate::store::Reading;

/// A transfer between two sections, as the desk sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskTransfer {
    /// How far its proposal has come.
    pub line: ProposalLine,
    /// What is to be sent.
    pub proposal: Arc<Proposal>,
    /// The Party that sends, and its section's terms now.
    pub from: (PartyCode, SectionTerms),
    /// The Party that receives, and its section's terms now.
    pub to: (PartyCode, SectionTerms),
    /// The stops that are in its way now.
    pub stops: Vec<StopLine>,
    /// Both sides of it, once it is carried out.
    pub compared: Option<Compared>,
}

/// What was sent, by the orders, and what has come, by the receiver's blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compared {
    /// Units that the orders send to the other section.
    pub sent: u128,
    /// Units that lie, or have lain, in the other section since the entries.
    pub received: u128,
}

#[derive(QueryableByName)]
struct Received {
    #[diesel(sql_type = Text)]
    units: String,
}

/// Sums of lengths are told as text: they may be longer than any number of the language.
const RECEIVED: &str = "
    SELECT coalesce(sum(last_serial - first_serial + 1), 0)::text AS units FROM (
        SELECT first_serial, last_serial FROM registry.unit_block
        WHERE section_id = $1 AND since_entry BETWEEN $2 AND $3
        UNION ALL
        SELECT first_serial, last_serial FROM registry.unit_block_past
        WHERE section_id = $1 AND since_entry BETWEEN $2 AND $3) AS blocks";

type Row = (Line, serde_json::Value, i16, Option<i16>);

impl Reading<'_, ReadDesk> {
    /// Transfers between sections, newest first; the next page begins before the entry of the last.
    pub fn desk_transfers(
        &mut self,
        state: Option<ProposalState>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<DeskTransfer, i64>, StoreError> {
        let mut query = proposals!()
            .filter(p::other_section_id.is_not_null())
            .filter(p::proposed_entry.lt(before.unwrap_or(i64::MAX)))
            .order(p::proposed_entry.desc())
            .limit(limit.rows())
            .select((line_columns!(), p::document, p::section_id, p::other_section_id))
            .into_boxed();
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
        let rows: Vec<Row> = query.load(self.db).map_err(DatabaseError::from)?;
        let transfers = self.transfers(rows)?;
        Ok(Page::of(transfers, limit, |transfer: &DeskTransfer| transfer.line.proposed_entry))
    }

    /// One of them.
    pub fn desk_transfer(&mut self, id: Id<Proposed>) -> Result<Option<DeskTransfer>, StoreError> {
        let row: Option<Row> = proposals!()
            .filter(p::other_section_id.is_not_null())
            .filter(p::id.eq(id.uuid()))
            .select((line_columns!(), p::document, p::section_id, p::other_section_id))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        Ok(self.transfers(row.into_iter().collect())?.pop())
    }

    fn transfers(&mut self, rows: Vec<Row>) -> Result<Vec<DeskTransfer>, StoreError> {
        let sections = self.sections_with_terms()?;
        let stops = self.stops_on()?;
        let now = self.desk_now()?;
        let mut read = Vec::new();
        let mut facts = Vec::new();
        for (line, document, from, to) in rows {
            facts.push((document, from, to));
            read.push(line);
        }
        let lines = lines(self.db, read)?;
        let mut transfers = Vec::new();
        for (line, (document, from, to)) in lines.into_iter().zip(facts) {
            let side = |number: i16| {
                let (party, settings) = sections.get(&number)?;
                Some((*party, settings.terms_at(now).clone()))
            };
            let (Some(sender), Some(receiver)) = (side(from), to.and_then(side)) else {
                return Err(unreadable("section").into());
            };
            let proposal = crate::ledger::document::read(line.id, section_no(from)?, document)
                .map_err(|_foreign| unreadable("proposal"))?;
            let in_the_way = stops.iter().filter(|it| {
                let hits = |order| it.stop.target.hits(order, (line.id, Some(sender.0)), &[]);
                it.stop.is_on(now) && proposal.orders.iter().any(hits)
            });
            let in_the_way = in_the_way.cloned().collect();
            let compared = self.compared(&line, &proposal, (sender.0, to))?;
            let proposal = Arc::new(proposal);
            transfers.push(DeskTransfer {
                line,
                proposal,
                from: sender,
                to: receiver,
                stops: in_the_way,
                compared,
            });
        }
        Ok(transfers)
    }

    fn desk_now(&mut self) -> Result<jiff::Timestamp, StoreError> {
        use diesel::dsl::sql;
        use diesel::sql_types::Timestamptz;
        let now: jiff_diesel::Timestamp = diesel::select(sql::<Timestamptz>("registry.now()"))
            .get_result(self.db)
            .map_err(DatabaseError::from)?;
        Ok(now.to_jiff())
    }

    fn sections_with_terms(&mut self) -> Result<BTreeMap<i16, (PartyCode, Settings)>, StoreError> {
        use crate::schema::registry::section_settings as t;
        let parties: Vec<(i16, String)> =
            s::table.select((s::id, s::party)).load(self.db).map_err(DatabaseError::from)?;
        let newest: Vec<(i16, serde_json::Value)> = t::table
            .distinct_on(t::section_id)
            .order((t::section_id, t::since_entry.desc()))
            .select((t::section_id, t::settings))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let newest: BTreeMap<_, _> = newest.into_iter().collect();
        let mut sections = BTreeMap::new();
        for (number, party) in parties {
            let settings = match newest.get(&number) {
                Some(json) => serde_json::from_value(json.clone())
                    .map_err(|_foreign| unreadable("settings"))?,
                None => Settings::default(),
            };
            sections.insert(number, (parsed(&party, "Party")?, settings));
        }
        Ok(sections)
    }

    fn compared(
        &mut self,
        line: &ProposalLine,
        proposal: &Proposal,
        (from, to): (PartyCode, Option<i16>),
    ) -> Result<Option<Compared>, StoreError> {
        let executed = line.decision.as_ref().filter(|it| it.ending == Ending::Executed);
        let (Some(decision), Some(section)) = (executed, to) else { return Ok(None) };
        let sent = proposal.orders.iter().filter_map(|order| {
            let to = order.destination().filter(|account| account.party() != from)?;
            let (_, units) = order.units()?;
            (to.party() != from).then(|| u128::from(units.units().count()))
        });
        let received: Received = diesel::sql_query(RECEIVED)
            .bind::<SmallInt, _>(section)
            .bind::<BigInt, _>(decision.first_entry)
            .bind::<BigInt, _>(decision.last_entry)
            .get_result(self.db)
            .map_err(DatabaseError::from)?;
        let received = received.units.parse().map_err(|_foreign| unreadable("sum"))?;
        Ok(Some(Compared { sent: sent.fold(0, u128::saturating_add), received }))
    }
}
