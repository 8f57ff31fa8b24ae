//! Writing what was decided: one statement for everything that most orders change.
//!
//! It is put together from parts, one for each table that has changes; the same parts make the same
//! text, so that diesel keeps the statement prepared. What is inserted is there or the statement
//! fails; parts that look for a row count what they found, and the statement refuses to write
//! anything where a count is not as it should be. The head is counted first because what is counted
//! is carried out first: who follows a head that was followed already must learn that, and not which
//! of its numbers are taken.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    Array, BigInt, Binary, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use domain::ledger::Books;

use super::columns::{
    Blocks, Decisions, Entries, FirstTransferred, Head, Keys, LargestMoved, PastBlocks, Proposals,
    Released, Reservations,
};
use super::source::{FEW, source};
use crate::error::DatabaseError;

/// What a batch changes, column by column.
pub(super) struct Write {
    head: Head,
    entries: Entries,
    updated: Blocks,
    inserted: Blocks,
    past: PastBlocks,
    reserved: Reservations,
    released: Released,
    proposals: Proposals,
    decisions: Decisions,
    keys: Keys,
    first_transferred: FirstTransferred,
    largest: LargestMoved,
    /// Whether no part has more than [`FEW`] rows.
    few: bool,
    /// How many rows the counted parts must have.
    counts: Vec<i64>,
    /// Whether the database has told the time that is written.
    time_confirmed: bool,
}

/// How much later the database may write what was decided at a time that it has not confirmed.
const TIME_PASSED_MAX: &str = " + interval '3 s'";

impl Query for Write {
    type SqlType = Integer;
}

impl RunQueryDsl<PgConnection> for Write {}

impl QueryId for Write {
    type QueryId = ();
    // Its text depends on its parts: diesel finds the prepared statement by the text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Writes the changes of the books; the ledger's head moves on by one batch, or nothing is written.
/// The database refuses a time that it has not confirmed and that is not its own.
pub(super) fn write(
    db: &mut PgConnection,
    books: &Books,
    time_confirmed: bool,
) -> Result<(), DatabaseError> {
    let write = Write::of(books, time_confirmed)?;
    let written: i32 = write.get_result(db)?;
    if written == 1 { Ok(()) } else { Err(DatabaseError::Other("it wrote otherwise".into())) }
}

impl Write {
    fn of(books: &Books, time_confirmed: bool) -> Result<Self, DatabaseError> {
        let (updated, inserted) = Blocks::changed(books);
        let (reserved, released) = Reservations::changed(books);
        let mut write = Self {
            head: Head::of(books),
            entries: Entries::of(books)?,
            updated,
            inserted,
            past: PastBlocks::of(books),
            reserved,
            released,
            proposals: Proposals::of(books)?,
            decisions: Decisions::of(books),
            keys: Keys::of(books),
            first_transferred: FirstTransferred::of(books),
            largest: LargestMoved::of(books),
            few: false,
            counts: Vec::new(),
            time_confirmed,
        };
        write.few = write.most_rows() <= FEW;
        let counts = write.counted().map(|(_, rows)| i64::try_from(rows).unwrap_or(i64::MAX));
        write.counts = counts.collect();
        Ok(write)
    }

    fn most_rows(&self) -> usize {
        let parts = [
            self.entries.number.len(),
            self.updated.series.len(),
            self.inserted.series.len(),
            self.past.block.series.len(),
            self.reserved.series.len(),
            self.released.series.len(),
            self.proposals.id.len(),
            self.decisions.proposal.len(),
            self.keys.caller.len(),
            self.first_transferred.number.len(),
            self.largest.section.len(),
        ];
        parts.into_iter().max().unwrap_or(0)
    }

    /// The parts that are counted, and how many rows each must have.
    fn counted(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let parts = [
            ("head", 1),
            ("updated", self.updated.series.len()),
            ("released", self.released.series.len()),
            ("first_transferred", self.first_transferred.number.len()),
            ("largest", self.largest.section.len()),
        ];
        parts.into_iter().filter(|(_, rows)| *rows > 0)
    }
}

/// Pushes a part: its rows between two texts.
macro_rules! part {
    ($out:expr, $few:expr, $before:expr, $after:expr, $( $rows:tt )+) => {{
        $out.push_sql($before);
        source!($out, $few, $( $rows )+);
        $out.push_sql($after);
    }};
}

impl QueryFragment<Pg> for Write {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.push_head(out.reborrow())?;
        if !self.entries.number.is_empty() {
            self.push_entries(out.reborrow())?;
        }
        if !self.updated.series.is_empty() {
            self.push_updated(out.reborrow())?;
        }
        if !self.inserted.series.is_empty() {
            self.push_inserted(out.reborrow())?;
        }
        if !self.past.block.series.is_empty() {
            self.push_past(out.reborrow())?;
        }
        self.push_two_persons(out.reborrow())?;
        if !self.first_transferred.number.is_empty() {
            self.push_first_transferred(out.reborrow())?;
        }
        if !self.largest.section.is_empty() {
            self.push_largest(out.reborrow())?;
        }
        // Zero is refused as a divisor: what was not counted so, or not then, is not written.
        out.push_sql(" SELECT 1 / (ARRAY[");
        for (at, (name, _)) in self.counted().enumerate() {
            out.push_sql(if at == 0 { "(" } else { ", (" });
            out.push_sql("SELECT count(*) FROM ");
            out.push_sql(name);
            out.push_sql(")");
        }
        out.push_sql("] = ");
        out.push_bind_param::<Array<BigInt>, _>(&self.counts)?;
        if !self.time_confirmed {
            out.push_sql(" AND registry.now() BETWEEN ");
            out.push_bind_param::<Timestamptz, _>(&self.head.recorded)?;
            out.push_sql(" AND ");
            out.push_bind_param::<Timestamptz, _>(&self.head.recorded)?;
            out.push_sql(TIME_PASSED_MAX);
        }
        out.push_sql(")::int");
        Ok(())
    }
}

impl Write {
    fn push_head<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let head = &self.head;
        out.push_sql(
            "WITH head AS (INSERT INTO transparency.log_batch (batch_no, last_entry, tree_size, \
             frontier, last_section, last_series, last_issuance, last_authorization, \
             last_entity_authorization, recorded_at) VALUES (",
        );
        out.push_bind_param::<BigInt, _>(&head.batch)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&head.entry)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&head.tree_size)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&head.frontier)?;
        out.push_sql(", ");
        out.push_bind_param::<SmallInt, _>(&head.section)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&head.series)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&head.issuance)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&head.authorization)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&head.entity_authorization)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&head.recorded)?;
        out.push_sql(") RETURNING 1)");
        Ok(())
    }

    fn push_entries<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let entries = &self.entries;
        part!(out, self.few,
            ", entries AS (INSERT INTO registry.entry (entry_no, log_index, section_id, \
             other_section_id, act, recorded_at, occurred_at, content) \
             SELECT e.no, e.idx, e.section, e.other, e.act, e.recorded, e.occurred, \
             e.content::jsonb FROM ",
            " AS e (no, idx, section, other, act, recorded, occurred, content))",
            BigInt => &entries.number,
            BigInt => &entries.leaf_index,
            SmallInt => &entries.section,
            Nullable<SmallInt> => &entries.other_section,
            Text => &entries.act,
            Timestamptz => &entries.recorded,
            Timestamptz => &entries.occurred,
            Text => &entries.content,
        );
        part!(out, self.few,
            ", leaves AS (INSERT INTO transparency.log_leaf (idx, entry_no, leaf_hash, leaf) \
             SELECT * FROM ",
            " AS r)",
            BigInt => &entries.leaf_index,
            BigInt => &entries.number,
            Binary => &entries.leaf_hash,
            Text => &entries.leaf,
        );
        Ok(())
    }

    fn push_updated<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let blocks = &self.updated;
        part!(out, self.few,
            ", updated AS (UPDATE registry.unit_block AS b SET last_serial = u.last, \
             account_id = u.account, section_id = u.section, authorization_no = u.auth, \
             first_transfer_entry = u.first_transfer, since_entry = u.since_entry, \
             since_leaf = u.since_leaf, since_occurred = u.since_occurred FROM ",
            " AS u (series, first, last, account, section, auth, first_transfer, since_entry, \
             since_leaf, since_occurred, was_since) \
             WHERE b.series_no = u.series AND b.first_serial = u.first \
             AND b.since_entry = u.was_since RETURNING 1)",
            BigInt => &blocks.series,
            BigInt => &blocks.first,
            BigInt => &blocks.last,
            SqlUuid => &blocks.account,
            SmallInt => &blocks.section,
            Nullable<Integer> => &blocks.authorization,
            Nullable<BigInt> => &blocks.first_transfer,
            BigInt => &blocks.since_entry,
            BigInt => &blocks.since_leaf,
            Timestamptz => &blocks.since_occurred,
            BigInt => &blocks.was_since,
        );
        Ok(())
    }

    fn push_inserted<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let blocks = &self.inserted;
        part!(out, self.few,
            ", inserted AS (INSERT INTO registry.unit_block (series_no, first_serial, last_serial, \
             account_id, section_id, issuance_no, authorization_no, first_transfer_entry, \
             since_entry, since_leaf, since_occurred) SELECT * FROM ",
            " AS r)",
            BigInt => &blocks.series,
            BigInt => &blocks.first,
            BigInt => &blocks.last,
            SqlUuid => &blocks.account,
            SmallInt => &blocks.section,
            BigInt => &blocks.issuance,
            Nullable<Integer> => &blocks.authorization,
            Nullable<BigInt> => &blocks.first_transfer,
            BigInt => &blocks.since_entry,
            BigInt => &blocks.since_leaf,
            Timestamptz => &blocks.since_occurred,
        );
        Ok(())
    }

    fn push_past<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let (blocks, past) = (&self.past.block, &self.past);
        part!(out, self.few,
            ", past AS (INSERT INTO registry.unit_block_past (series_no, first_serial, \
             last_serial, account_id, section_id, issuance_no, authorization_no, \
             first_transfer_entry, since_entry, since_leaf, since_occurred, until_entry, \
             until_occurred) SELECT * FROM ",
            " AS r)",
            BigInt => &blocks.series,
            BigInt => &blocks.first,
            BigInt => &blocks.last,
            SqlUuid => &blocks.account,
            SmallInt => &blocks.section,
            BigInt => &blocks.issuance,
            Nullable<Integer> => &blocks.authorization,
            Nullable<BigInt> => &blocks.first_transfer,
            BigInt => &blocks.since_entry,
            BigInt => &blocks.since_leaf,
            Timestamptz => &blocks.since_occurred,
            BigInt => &past.until_entry,
            Timestamptz => &past.until_occurred,
        );
        Ok(())
    }

    /// Proposals, what they reserve, how they were decided, and the keys they came with.
    fn push_two_persons<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if !self.reserved.series.is_empty() {
            part!(out, self.few,
                ", reserved AS (INSERT INTO registry.reservation (series_no, first_serial, \
                 last_serial, proposal_id, section_id) SELECT * FROM ",
                // Freed and taken again in one batch: the row stays, and changes hands.
                " AS r ON CONFLICT (series_no, first_serial) DO UPDATE SET \
                 last_serial = excluded.last_serial, proposal_id = excluded.proposal_id, \
                 section_id = excluded.section_id)",
                BigInt => &self.reserved.series,
                BigInt => &self.reserved.first,
                BigInt => &self.reserved.last,
                SqlUuid => &self.reserved.proposal,
                SmallInt => &self.reserved.section,
            );
        }
        if !self.released.series.is_empty() {
            part!(out, self.few,
                ", released AS (DELETE FROM registry.reservation AS r USING ",
                " AS u (series, first) WHERE r.series_no = u.series \
                 AND r.first_serial = u.first RETURNING 1)",
                BigInt => &self.released.series,
                BigInt => &self.released.first,
            );
        }
        if !self.proposals.id.is_empty() {
            self.push_proposals(out.reborrow())?;
        }
        if !self.decisions.proposal.is_empty() {
            self.push_decisions(out.reborrow())?;
        }
        if !self.keys.caller.is_empty() {
            self.push_keys(out)?;
        }
        Ok(())
    }

    fn push_proposals<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let proposals = &self.proposals;
        part!(out, self.few,
            ", proposals AS (INSERT INTO registry.proposal (id, section_id, other_section_id, \
             year, number, document, order_count, digest, proposed_by, proposed_entry, \
             proposed_at, lapses_at) SELECT p.id, p.section, p.other, p.year, p.number, \
             p.document::jsonb, p.orders, p.digest, p.person, p.entry, p.at, p.lapses FROM ",
            " AS p (id, section, other, year, number, document, orders, digest, person, \
             entry, at, lapses))",
            SqlUuid => &proposals.id,
            SmallInt => &proposals.section,
            Nullable<SmallInt> => &proposals.other_section,
            SmallInt => &proposals.year,
            Integer => &proposals.number,
            Text => &proposals.document,
            Integer => &proposals.orders,
            Binary => &proposals.digest,
            SqlUuid => &proposals.person,
            BigInt => &proposals.entry,
            Timestamptz => &proposals.at,
            Timestamptz => &proposals.lapses,
        );
        Ok(())
    }

    fn push_decisions<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let decisions = &self.decisions;
        part!(out, self.few,
            ", decisions AS (INSERT INTO registry.decision (proposal_id, section_id, outcome, \
             decided_by, decided_token, decided_kind, shown, reason, first_entry, last_entry, \
             leaf_index, decided_at) SELECT * FROM ",
            " AS r)",
            SqlUuid => &decisions.proposal,
            SmallInt => &decisions.section,
            Text => &decisions.outcome,
            Nullable<SqlUuid> => &decisions.person,
            Nullable<SqlUuid> => &decisions.token,
            Nullable<Text> => &decisions.kind,
            Nullable<Binary> => &decisions.shown,
            Nullable<Text> => &decisions.reason,
            BigInt => &decisions.first_entry,
            BigInt => &decisions.last_entry,
            BigInt => &decisions.leaf_index,
            Timestamptz => &decisions.at,
        );
        Ok(())
    }

    fn push_keys<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let keys = &self.keys;
        part!(out, self.few,
            ", keys AS (INSERT INTO registry.request_key (caller_id, key, fingerprint, \
             section_id, first_entry, last_entry, leaf_index, proposal_id, recorded_at) \
             SELECT * FROM ",
            " AS r)",
            SqlUuid => &keys.caller,
            Text => &keys.key,
            Binary => &keys.fingerprint,
            SmallInt => &keys.section,
            BigInt => &keys.first_entry,
            BigInt => &keys.last_entry,
            BigInt => &keys.leaf_index,
            SqlUuid => &keys.proposal,
            Timestamptz => &keys.recorded,
        );
        Ok(())
    }

    /// Seldom there: a section moves more than ever before less and less often.
    fn push_largest<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let largest = &self.largest;
        part!(out, self.few,
            ", largest AS (UPDATE registry.section AS s SET largest_sent = u.sent, \
             largest_ended = u.ended FROM ",
            " AS u (id, sent, ended, was_sent, was_ended) WHERE s.id = u.id \
             AND s.largest_sent = u.was_sent AND s.largest_ended = u.was_ended RETURNING 1)",
            SmallInt => &largest.section,
            BigInt => &largest.sent,
            BigInt => &largest.ended,
            BigInt => &largest.was_sent,
            BigInt => &largest.was_ended,
        );
        Ok(())
    }

    fn push_first_transferred<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let sums = &self.first_transferred;
        part!(out, self.few,
            ", first_transferred AS (UPDATE registry.authorization_use AS a \
             SET first_transferred = u.sum FROM ",
            " AS u (no, sum, was) WHERE a.no = u.no AND a.first_transferred = u.was RETURNING 1)",
            Integer => &sums.number,
            BigInt => &sums.sum,
            BigInt => &sums.was,
        );
        Ok(())
    }
}
