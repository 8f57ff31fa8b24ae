//! The changes of the books, table by table and column by column, as the one statement takes them.

use domain::ledger::{Block, BlockKey, Books, Proposal};
use domain::section::SectionNo;
use uuid::Uuid;

use super::rows::{count, stored, unreadable};
use crate::error::DatabaseError;

type Moment = jiff_diesel::Timestamp;

/// The new head of the ledger.
pub(super) struct Head {
    pub(super) batch: i64,
    pub(super) entry: i64,
    pub(super) tree_size: i64,
    pub(super) frontier: Vec<u8>,
    pub(super) section: i16,
    pub(super) series: i64,
    pub(super) issuance: i64,
    pub(super) authorization: i32,
    pub(super) entity_authorization: i32,
    pub(super) recorded: Moment,
}

impl Head {
    pub(super) fn of(books: &Books) -> Self {
        let head = &books.head;
        let recorded = books.entries().last().map_or_else(jiff::Timestamp::default, |e| e.recorded);
        Self {
            batch: head.batch.saturating_add(1),
            entry: head.entry,
            tree_size: count(head.log.size()),
            frontier: head.log.to_bytes(),
            section: head.section,
            series: head.series,
            issuance: head.issuance,
            authorization: head.authorization,
            entity_authorization: head.entity_authorization,
            recorded: recorded.into(),
        }
    }
}

/// Entries and their leaves.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) number: Vec<i64>,
    pub(super) leaf_index: Vec<i64>,
    pub(super) section: Vec<i16>,
    pub(super) other_section: Vec<Option<i16>>,
    pub(super) act: Vec<&'static str>,
    pub(super) recorded: Vec<Moment>,
    pub(super) occurred: Vec<Moment>,
    pub(super) content: Vec<String>,
    pub(super) leaf_hash: Vec<Vec<u8>>,
    pub(super) leaf: Vec<String>,
}

impl Entries {
    pub(super) fn of(books: &Books) -> Result<Self, DatabaseError> {
        let mut columns = Self::default();
        for entry in books.entries() {
            let content = serde_json::to_string(&entry.cause);
            columns.number.push(entry.number);
            columns.leaf_index.push(count(entry.leaf_index));
            columns.section.push(entry.section.number());
            columns.other_section.push(entry.other_section.map(SectionNo::number));
            columns.act.push(entry.act);
            columns.recorded.push(entry.recorded.into());
            columns.occurred.push(entry.occurred.into());
            columns.content.push(content.map_err(|_foreign| unreadable("entry"))?);
            columns.leaf_hash.push(entry.leaf_hash.as_bytes().to_vec());
            columns.leaf.push(entry.leaf.clone());
        }
        Ok(columns)
    }
}

/// Blocks, and for those that were there before, since which entry they were.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) series: Vec<i64>,
    pub(super) first: Vec<i64>,
    pub(super) last: Vec<i64>,
    pub(super) account: Vec<Uuid>,
    pub(super) section: Vec<i16>,
    pub(super) issuance: Vec<i64>,
    pub(super) authorization: Vec<Option<i32>>,
    pub(super) first_transfer: Vec<Option<i64>>,
    pub(super) since_entry: Vec<i64>,
    pub(super) since_leaf: Vec<i64>,
    pub(super) since_occurred: Vec<Moment>,
    pub(super) was_since: Vec<i64>,
}

impl Blocks {
    /// The blocks to update, and those to insert.
    pub(super) fn changed(books: &Books) -> (Self, Self) {
        let (mut updated, mut inserted) = (Self::default(), Self::default());
        for change in books.blocks.changes() {
            match (change.before, change.after) {
                (Some(before), Some(after)) => {
                    updated.push(*change.key, after);
                    updated.was_since.push(before.since_entry);
                }
                (None, Some(after)) => inserted.push(*change.key, after),
                // A block is moved or split, never removed.
                (_, None) => {}
            }
        }
        (updated, inserted)
    }

    fn push(&mut self, (series, first): BlockKey, block: &Block) {
        self.series.push(series);
        self.first.push(stored(first));
        self.last.push(stored(block.last));
        self.account.push(block.account.uuid());
        self.section.push(block.section.number());
        self.issuance.push(block.issuance);
        self.authorization.push(block.authorization.map(|number| number.0));
        self.first_transfer.push(block.first_transfer);
        self.since_entry.push(block.since_entry);
        self.since_leaf.push(count(block.since_leaf));
        self.since_occurred.push(block.since_occurred.into());
    }
}

/// States of blocks that are over.
#[derive(Default)]
pub(super) struct PastBlocks {
    pub(super) block: Blocks,
    pub(super) until_entry: Vec<i64>,
    pub(super) until_occurred: Vec<Moment>,
}

impl PastBlocks {
    pub(super) fn of(books: &Books) -> Self {
        let mut columns = Self::default();
        for past in books.past() {
            columns.block.push(past.key, &past.block);
            columns.until_entry.push(past.until_entry);
            columns.until_occurred.push(past.until_occurred.into());
        }
        columns
    }
}

/// Units that are reserved from now on.
#[derive(Default)]
pub(super) struct Reservations {
    pub(super) series: Vec<i64>,
    pub(super) first: Vec<i64>,
    pub(super) last: Vec<i64>,
    pub(super) proposal: Vec<Uuid>,
    pub(super) section: Vec<i16>,
}

/// Units that are free again.
#[derive(Default)]
pub(super) struct Released {
    pub(super) series: Vec<i64>,
    pub(super) first: Vec<i64>,
}

impl Reservations {
    pub(super) fn changed(books: &Books) -> (Self, Released) {
        let (mut reserved, mut released) = (Self::default(), Released::default());
        for change in books.reservations.changes() {
            let (series, first) = *change.key;
            if change.after.is_none() {
                released.series.push(series);
                released.first.push(stored(first));
            }
            if let Some(after) = change.after {
                reserved.series.push(series);
                reserved.first.push(stored(first));
                reserved.last.push(stored(after.last));
                reserved.proposal.push(after.proposal.uuid());
                reserved.section.push(after.section.number());
            }
        }
        (reserved, released)
    }
}

/// Proposals that were made.
#[derive(Default)]
pub(super) struct Proposals {
    pub(super) id: Vec<Uuid>,
    pub(super) section: Vec<i16>,
    pub(super) other_section: Vec<Option<i16>>,
    pub(super) year: Vec<i16>,
    pub(super) number: Vec<i32>,
    pub(super) document: Vec<String>,
    pub(super) orders: Vec<i32>,
    pub(super) digest: Vec<Vec<u8>>,
    pub(super) person: Vec<Uuid>,
    pub(super) entry: Vec<i64>,
    pub(super) at: Vec<Moment>,
    pub(super) lapses: Vec<Moment>,
}

impl Proposals {
    pub(super) fn of(books: &Books) -> Result<Self, DatabaseError> {
        let mut columns = Self::default();
        for change in books.proposals.changes() {
            let (None, Some(awaiting)) = (change.before, change.after) else { continue };
            let proposal = &awaiting.proposal;
            let document = super::document::write(proposal);
            columns.id.push(proposal.id.uuid());
            columns.section.push(proposal.section.number());
            columns.other_section.push(other_section(books, proposal));
            columns.year.push(awaiting.number.year.number());
            columns.number.push(i32::try_from(awaiting.number.number).unwrap_or(i32::MAX));
            columns.document.push(document.map_err(|_foreign| unreadable("proposal"))?);
            columns.orders.push(i32::try_from(proposal.orders.len()).unwrap_or(i32::MAX));
            columns.digest.push(proposal.digest().as_bytes().to_vec());
            columns.person.push(proposal.by.person.uuid());
            columns.entry.push(awaiting.entry);
            columns.at.push(awaiting.at.into());
            columns.lapses.push(awaiting.lapses.into());
        }
        Ok(columns)
    }
}

/// The first other section that a proposal would send units to.
pub(crate) fn other_section(books: &Books, proposal: &Proposal) -> Option<i16> {
    let own = books.sections.get(&proposal.section)?.party;
    let parties = proposal.orders.iter().filter_map(|order| {
        order.units()?;
        Some(order.destination()?.party())
    });
    let other = parties.into_iter().find(|party| *party != own)?;
    books.section_of(other).map(|(number, _)| number.number())
}

/// Proposals that were decided.
#[derive(Default)]
pub(super) struct Decisions {
    pub(super) proposal: Vec<Uuid>,
    pub(super) section: Vec<i16>,
    pub(super) outcome: Vec<&'static str>,
    pub(super) person: Vec<Option<Uuid>>,
    pub(super) token: Vec<Option<Uuid>>,
    pub(super) kind: Vec<Option<&'static str>>,
    pub(super) shown: Vec<Option<Vec<u8>>>,
    pub(super) reason: Vec<Option<String>>,
    pub(super) first_entry: Vec<i64>,
    pub(super) last_entry: Vec<i64>,
    pub(super) leaf_index: Vec<i64>,
    pub(super) at: Vec<Moment>,
}

impl Decisions {
    pub(super) fn of(books: &Books) -> Self {
        let mut columns = Self::default();
        for change in books.decisions.changes() {
            let (None, Some(decision)) = (change.before, change.after) else { continue };
            columns.proposal.push(change.key.uuid());
            columns.section.push(decision.section.number());
            columns.outcome.push(decision.ending.as_str());
            columns.person.push(decision.by.map(|by| by.person.uuid()));
            columns.token.push(decision.by.map(|by| by.token.uuid()));
            columns.kind.push(decision.by.map(|by| by.kind.as_str()));
            columns.shown.push(decision.shown.map(|shown| shown.as_bytes().to_vec()));
            columns.reason.push(decision.reason.clone());
            columns.first_entry.push(decision.receipt.first_entry);
            columns.last_entry.push(decision.receipt.last_entry);
            columns.leaf_index.push(count(decision.receipt.leaf_index));
            columns.at.push(decision.at.into());
        }
        columns
    }
}

/// Idempotency keys that were used.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) caller: Vec<Uuid>,
    pub(super) key: Vec<String>,
    pub(super) fingerprint: Vec<Vec<u8>>,
    pub(super) section: Vec<i16>,
    pub(super) first_entry: Vec<i64>,
    pub(super) last_entry: Vec<i64>,
    pub(super) leaf_index: Vec<i64>,
    pub(super) proposal: Vec<Uuid>,
    pub(super) recorded: Vec<Moment>,
}

impl Keys {
    pub(super) fn of(books: &Books) -> Self {
        let mut columns = Self::default();
        for change in books.keys.changes() {
            let (None, Some(used)) = (change.before, change.after) else { continue };
            let (caller, key) = change.key;
            columns.caller.push(caller.uuid());
            columns.key.push(key.to_string());
            columns.fingerprint.push(used.fingerprint.as_bytes().to_vec());
            columns.section.push(used.section.number());
            columns.first_entry.push(used.receipt.first_entry);
            columns.last_entry.push(used.receipt.last_entry);
            columns.leaf_index.push(count(used.receipt.leaf_index));
            columns.proposal.push(used.receipt.proposal.uuid());
            columns.recorded.push(used.receipt.recorded.into());
        }
        columns
    }
}

/// What sections have moved most, now and before.
#[derive(Default)]
pub(super) struct LargestMoved {
    pub(super) section: Vec<i16>,
    pub(super) sent: Vec<i64>,
    pub(super) ended: Vec<i64>,
    pub(super) was_sent: Vec<i64>,
    pub(super) was_ended: Vec<i64>,
}

impl LargestMoved {
    pub(super) fn of(books: &Books) -> Self {
        let mut columns = Self::default();
        for change in books.sections.changes() {
            let Some(after) = change.after else { continue };
            let before = change.before.map(|it| it.largest).unwrap_or_default();
            if before != after.largest {
                columns.section.push(change.key.number());
                columns.sent.push(count(after.largest.sent));
                columns.ended.push(count(after.largest.ended));
                columns.was_sent.push(count(before.sent));
                columns.was_ended.push(count(before.ended));
            }
        }
        columns
    }
}

/// What was first transferred under authorizations, now and before.
#[derive(Default)]
pub(super) struct FirstTransferred {
    pub(super) number: Vec<i32>,
    pub(super) sum: Vec<i64>,
    pub(super) was: Vec<i64>,
}

impl FirstTransferred {
    pub(super) fn of(books: &Books) -> Self {
        let mut columns = Self::default();
        for change in books.authorizations.changes() {
            let (Some(before), Some(after)) = (change.before, change.after) else { continue };
            if before.first_transferred != after.first_transferred {
                columns.number.push(change.key.0);
                columns.sum.push(count(after.first_transferred));
                columns.was.push(count(before.first_transferred));
            }
        }
        columns
    }
}
