//! Writing what was decided: one statement for everything that most orders change.
//!
//! It is put together from parts, one for each table that has changes; the same parts make the same
//! text, so that diesel keeps the statement prepared. Each part returns how many rows it wrote, and
//! every count is checked.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    Array, BigInt, Binary, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use domain::ledger::Books;

use super::columns::{
    Blocks, Decisions, Entries, FirstTransferred, Head, Keys, PastBlocks, Proposals, Released,
    Reservations,
};
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
}

impl Query for Write {
    type SqlType = Array<BigInt>;
}

impl RunQueryDsl<PgConnection> for Write {}

impl QueryId for Write {
    type QueryId = ();
    // Its text depends on its parts: diesel finds the prepared statement by the text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Writes the changes of the books; the ledger's head moves on by one batch, or nothing is written.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    let write = Write::of(books)?;
    let expected = write.expected();
    let written: Vec<i64> = write.get_result(db)?;
    if written == expected {
        Ok(())
    } else {
        let told = format!("rows written {written:?}, expected {expected:?}");
        Err(DatabaseError::Other(told.into()))
    }
}

impl Write {
    fn of(books: &Books) -> Result<Self, DatabaseError> {
        let (updated, inserted) = Blocks::changed(books);
        let (reserved, released) = Reservations::changed(books);
        Ok(Self {
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
        })
    }

    /// How many rows each part must write, in the order of the parts.
    fn expected(&self) -> Vec<i64> {
        let all = [
            1,
            self.entries.number.len(),
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
        ];
        let counts = all.into_iter().filter(|count| *count > 0);
        counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX)).collect()
    }
}

/// Pushes the parameters of a part, separated by commas, between two texts.
macro_rules! part {
    ($out:expr, $before:expr, $after:expr, $( $kind:ty => $value:expr ),+ $(,)?) => {{
        $out.push_sql($before);
        let mut first = true;
        $(
            if !std::mem::take(&mut first) {
                $out.push_sql(", ");
            }
            $out.push_bind_param::<$kind, _>($value)?;
        )+
        $out.push_sql($after);
    }};
}

impl QueryFragment<Pg> for Write {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut names = vec!["head"];
        self.push_head(out.reborrow())?;
        if !self.entries.number.is_empty() {
            names.extend(["entries", "leaves"]);
            self.push_entries(out.reborrow())?;
        }
        if !self.updated.series.is_empty() {
            names.push("updated");
            self.push_updated(out.reborrow())?;
        }
        if !self.inserted.series.is_empty() {
            names.push("inserted");
            self.push_inserted(out.reborrow())?;
        }
        if !self.past.block.series.is_empty() {
            names.push("past");
            self.push_past(out.reborrow())?;
        }
        self.push_two_persons(&mut names, out.reborrow())?;
        if !self.first_transferred.number.is_empty() {
            names.push("first_transferred");
            self.push_first_transferred(out.reborrow())?;
        }
        out.push_sql(" SELECT ARRAY[");
        for (at, name) in names.into_iter().enumerate() {
            out.push_sql(if at == 0 {
                "(SELECT count(*) FROM "
            } else {
                ", (SELECT count(*) FROM "
            });
            out.push_sql(name);
            out.push_sql(")");
        }
        out.push_sql("]");
        Ok(())
    }
}

impl Write {
    fn push_head<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let head = &self.head;
        part!(out,
            "WITH head AS (INSERT INTO transparency.log_batch (batch_no, last_entry, tree_size, \
             frontier, last_section, last_series, last_issuance, last_authorization, \
             last_entity_authorization, recorded_at) VALUES (",
            ") RETURNING 1)",
            BigInt => &head.batch,
            BigInt => &head.entry,
            BigInt => &head.tree_size,
            Binary => &head.frontier,
            SmallInt => &head.section,
            BigInt => &head.series,
            BigInt => &head.issuance,
            Integer => &head.authorization,
            Integer => &head.entity_authorization,
            Timestamptz => &head.recorded,
        );
        Ok(())
    }

    fn push_entries<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let entries = &self.entries;
        part!(out,
            ", entries AS (INSERT INTO registry.entry (entry_no, log_index, section_id, \
             other_section_id, act, occurred_at, content, recorded_at) \
             SELECT e.no, e.idx, e.section, e.other, e.act, e.occurred, e.content::jsonb, ",
            " FROM unnest(",
            Timestamptz => &self.head.recorded,
        );
        part!(out,
            "",
            ") AS e (no, idx, section, other, act, occurred, content) RETURNING 1)",
            Array<BigInt> => &entries.number,
            Array<BigInt> => &entries.leaf_index,
            Array<SmallInt> => &entries.section,
            Array<Nullable<SmallInt>> => &entries.other_section,
            Array<Text> => &entries.act,
            Array<Timestamptz> => &entries.occurred,
            Array<Text> => &entries.content,
        );
        part!(out,
            ", leaves AS (INSERT INTO transparency.log_leaf (idx, entry_no, leaf_hash, leaf) \
             SELECT * FROM unnest(",
            ") RETURNING 1)",
            Array<BigInt> => &entries.leaf_index,
            Array<BigInt> => &entries.number,
            Array<Binary> => &entries.leaf_hash,
            Array<Text> => &entries.leaf,
        );
        Ok(())
    }

    fn push_updated<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let blocks = &self.updated;
        part!(out,
            ", updated AS (UPDATE registry.unit_block AS b SET last_serial = u.last, \
             account_id = u.account, section_id = u.section, authorization_no = u.auth, \
             first_transfer_entry = u.first_transfer, since_entry = u.since_entry, \
             since_leaf = u.since_leaf, since_occurred = u.since_occurred FROM unnest(",
            ") AS u (series, first, last, account, section, auth, first_transfer, since_entry, \
             since_leaf, since_occurred, was_since) \
             WHERE b.series_no = u.series AND b.first_serial = u.first \
             AND b.since_entry = u.was_since RETURNING 1)",
            Array<BigInt> => &blocks.series,
            Array<BigInt> => &blocks.first,
            Array<BigInt> => &blocks.last,
            Array<SqlUuid> => &blocks.account,
            Array<SmallInt> => &blocks.section,
            Array<Nullable<Integer>> => &blocks.authorization,
            Array<Nullable<BigInt>> => &blocks.first_transfer,
            Array<BigInt> => &blocks.since_entry,
            Array<BigInt> => &blocks.since_leaf,
            Array<Timestamptz> => &blocks.since_occurred,
            Array<BigInt> => &blocks.was_since,
        );
        Ok(())
    }

    fn push_inserted<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let blocks = &self.inserted;
        part!(out,
            ", inserted AS (INSERT INTO registry.unit_block (series_no, first_serial, last_serial, \
             account_id, section_id, issuance_no, authorization_no, first_transfer_entry, \
             since_entry, since_leaf, since_occurred) SELECT * FROM unnest(",
            ") RETURNING 1)",
            Array<BigInt> => &blocks.series,
            Array<BigInt> => &blocks.first,
            Array<BigInt> => &blocks.last,
            Array<SqlUuid> => &blocks.account,
            Array<SmallInt> => &blocks.section,
            Array<BigInt> => &blocks.issuance,
            Array<Nullable<Integer>> => &blocks.authorization,
            Array<Nullable<BigInt>> => &blocks.first_transfer,
            Array<BigInt> => &blocks.since_entry,
            Array<BigInt> => &blocks.since_leaf,
            Array<Timestamptz> => &blocks.since_occurred,
        );
        Ok(())
    }

    fn push_past<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let (blocks, past) = (&self.past.block, &self.past);
        part!(out,
            ", past AS (INSERT INTO registry.unit_block_past (series_no, first_serial, \
             last_serial, account_id, section_id, issuance_no, authorization_no, \
             first_transfer_entry, since_entry, since_leaf, since_occurred, until_entry, \
             until_occurred) SELECT * FROM unnest(",
            ") RETURNING 1)",
            Array<BigInt> => &blocks.series,
            Array<BigInt> => &blocks.first,
            Array<BigInt> => &blocks.last,
            Array<SqlUuid> => &blocks.account,
            Array<SmallInt> => &blocks.section,
            Array<BigInt> => &blocks.issuance,
            Array<Nullable<Integer>> => &blocks.authorization,
            Array<Nullable<BigInt>> => &blocks.first_transfer,
            Array<BigInt> => &blocks.since_entry,
            Array<BigInt> => &blocks.since_leaf,
            Array<Timestamptz> => &blocks.since_occurred,
            Array<BigInt> => &past.until_entry,
            Array<Timestamptz> => &past.until_occurred,
        );
        Ok(())
    }

    /// Proposals, what they reserve, how they were decided, and the keys they came with.
    fn push_two_persons<'b>(
        &'b self,
        names: &mut Vec<&'static str>,
        mut out: AstPass<'_, 'b, Pg>,
    ) -> QueryResult<()> {
        if !self.reserved.series.is_empty() {
            names.push("reserved");
            part!(out,
                ", reserved AS (INSERT INTO registry.reservation (series_no, first_serial, \
                 last_serial, proposal_id, section_id) SELECT * FROM unnest(",
                // Freed and taken again in one batch: the row stays, and changes hands.
                ") ON CONFLICT (series_no, first_serial) DO UPDATE SET \
                 last_serial = excluded.last_serial, proposal_id = excluded.proposal_id, \
                 section_id = excluded.section_id RETURNING 1)",
                Array<BigInt> => &self.reserved.series,
                Array<BigInt> => &self.reserved.first,
                Array<BigInt> => &self.reserved.last,
                Array<SqlUuid> => &self.reserved.proposal,
                Array<SmallInt> => &self.reserved.section,
            );
        }
        if !self.released.series.is_empty() {
            names.push("released");
            part!(out,
                ", released AS (DELETE FROM registry.reservation AS r USING unnest(",
                ") AS u (series, first) WHERE r.series_no = u.series \
                 AND r.first_serial = u.first RETURNING 1)",
                Array<BigInt> => &self.released.series,
                Array<BigInt> => &self.released.first,
            );
        }
        if !self.proposals.id.is_empty() {
            names.push("proposals");
            self.push_proposals(out.reborrow())?;
        }
        if !self.decisions.proposal.is_empty() {
            names.push("decisions");
            self.push_decisions(out.reborrow())?;
        }
        if !self.keys.caller.is_empty() {
            names.push("keys");
            self.push_keys(out)?;
        }
        Ok(())
    }

    fn push_proposals<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let proposals = &self.proposals;
        part!(out,
            ", proposals AS (INSERT INTO registry.proposal (id, section_id, other_section_id, \
             year, number, document, order_count, digest, proposed_by, proposed_entry, \
             proposed_at) SELECT p.id, p.section, p.other, p.year, p.number, \
             p.document::jsonb, p.orders, p.digest, p.person, p.entry, p.at FROM unnest(",
            ") AS p (id, section, other, year, number, document, orders, digest, person, \
             entry, at) RETURNING 1)",
            Array<SqlUuid> => &proposals.id,
            Array<SmallInt> => &proposals.section,
            Array<Nullable<SmallInt>> => &proposals.other_section,
            Array<SmallInt> => &proposals.year,
            Array<Integer> => &proposals.number,
            Array<Text> => &proposals.document,
            Array<Integer> => &proposals.orders,
            Array<Binary> => &proposals.digest,
            Array<SqlUuid> => &proposals.person,
            Array<BigInt> => &proposals.entry,
            Array<Timestamptz> => &proposals.at,
        );
        Ok(())
    }

    fn push_decisions<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let decisions = &self.decisions;
        part!(out,
            ", decisions AS (INSERT INTO registry.decision (proposal_id, section_id, outcome, \
             decided_by, decided_token, decided_kind, shown, first_entry, last_entry, leaf_index, \
             decided_at) SELECT d.proposal, d.section, 'executed', d.person, d.token, d.kind, \
             d.shown, d.first, d.last, d.leaf, d.at FROM unnest(",
            ") AS d (proposal, section, person, token, kind, shown, first, last, leaf, at) \
             RETURNING 1)",
            Array<SqlUuid> => &decisions.proposal,
            Array<SmallInt> => &decisions.section,
            Array<SqlUuid> => &decisions.person,
            Array<SqlUuid> => &decisions.token,
            Array<Text> => &decisions.kind,
            Array<Binary> => &decisions.shown,
            Array<BigInt> => &decisions.first_entry,
            Array<BigInt> => &decisions.last_entry,
            Array<BigInt> => &decisions.leaf_index,
            Array<Timestamptz> => &decisions.at,
        );
        Ok(())
    }

    fn push_keys<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let keys = &self.keys;
        part!(out,
            ", keys AS (INSERT INTO registry.request_key (caller_id, key, fingerprint, \
             section_id, first_entry, last_entry, leaf_index, proposal_id, recorded_at) \
             SELECT * FROM unnest(",
            ") RETURNING 1)",
            Array<SqlUuid> => &keys.caller,
            Array<Text> => &keys.key,
            Array<Binary> => &keys.fingerprint,
            Array<SmallInt> => &keys.section,
            Array<BigInt> => &keys.first_entry,
            Array<BigInt> => &keys.last_entry,
            Array<BigInt> => &keys.leaf_index,
            Array<SqlUuid> => &keys.proposal,
            Array<Timestamptz> => &keys.recorded,
        );
        Ok(())
    }

    fn push_first_transferred<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let sums = &self.first_transferred;
        part!(out,
            ", first_transferred AS (UPDATE registry.authorization_use AS a \
             SET first_transferred = u.sum FROM unnest(",
            ") AS u (no, sum, was) WHERE a.no = u.no AND a.first_transferred = u.was RETURNING 1)",
            Array<Integer> => &sums.number,
            Array<BigInt> => &sums.sum,
            Array<BigInt> => &sums.was,
        );
        Ok(())
    }
}
