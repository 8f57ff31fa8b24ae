//! What is stored of entries, leaves, batches, past blocks and keys, as a replay reads it.

use diesel::prelude::*;
use diesel::sql_types::{
    BigInt, Binary, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use uuid::Uuid;

type Moment = jiff_diesel::Timestamp;

/// A leaf, with the entry that it stands for, or the event.
#[derive(QueryableByName)]
pub(super) struct LeafRow {
    #[diesel(sql_type = BigInt)]
    pub(super) idx: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) entry_no: Option<i64>,
    #[diesel(sql_type = Binary)]
    pub(super) leaf_hash: Vec<u8>,
    #[diesel(sql_type = Text)]
    pub(super) leaf: String,
}

pub(super) const LEAVES: &str =
    "SELECT idx, entry_no, leaf_hash, leaf FROM transparency.log_leaf ORDER BY idx";

/// An entry; and where it made a proposal, the proposal and how it was decided.
#[derive(QueryableByName)]
pub(super) struct EntryRow {
    #[diesel(sql_type = BigInt)]
    pub(super) entry_no: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) log_index: i64,
    #[diesel(sql_type = SmallInt)]
    pub(super) section_id: i16,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub(super) other_section_id: Option<i16>,
    #[diesel(sql_type = Text)]
    pub(super) act: String,
    #[diesel(sql_type = Timestamptz)]
    pub(super) recorded_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub(super) occurred_at: Moment,
    #[diesel(sql_type = Jsonb)]
    pub(super) content: serde_json::Value,
}

pub(super) const ENTRIES: &str = "SELECT entry_no, log_index, section_id, other_section_id, act, \
    recorded_at, occurred_at, content FROM registry.entry ORDER BY entry_no";

/// A proposal, and how it was decided.
#[derive(QueryableByName)]
pub(super) struct ProposalRow {
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: Uuid,
    #[diesel(sql_type = SmallInt)]
    pub(super) section_id: i16,
    #[diesel(sql_type = SmallInt)]
    pub(super) year: i16,
    #[diesel(sql_type = Integer)]
    pub(super) number: i32,
    #[diesel(sql_type = Jsonb)]
    pub(super) document: serde_json::Value,
    #[diesel(sql_type = Integer)]
    pub(super) order_count: i32,
    #[diesel(sql_type = Binary)]
    pub(super) digest: Vec<u8>,
    #[diesel(sql_type = SqlUuid)]
    pub(super) proposed_by: Uuid,
    #[diesel(sql_type = BigInt)]
    pub(super) proposed_entry: i64,
    #[diesel(sql_type = Timestamptz)]
    pub(super) proposed_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub(super) lapses_at: Moment,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub(super) other_section_id: Option<i16>,
}

pub(super) const PROPOSALS: &str = "SELECT id, section_id, year, number, document, order_count, \
    digest, proposed_by, proposed_entry, proposed_at, lapses_at, other_section_id \
    FROM registry.proposal \
    ORDER BY proposed_entry, id";

/// How a proposal was decided.
#[derive(QueryableByName, PartialEq, Eq, Debug)]
pub(super) struct DecisionRow {
    #[diesel(sql_type = SqlUuid)]
    pub(super) proposal_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    pub(super) section_id: i16,
    #[diesel(sql_type = Text)]
    pub(super) outcome: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub(super) decided_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub(super) decided_token: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) decided_kind: Option<String>,
    #[diesel(sql_type = Nullable<Binary>)]
    pub(super) shown: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) reason: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub(super) first_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) leaf_index: i64,
    #[diesel(sql_type = Timestamptz)]
    pub(super) decided_at: Moment,
}

pub(super) const DECISIONS: &str = "SELECT proposal_id, section_id, outcome, decided_by, \
    decided_token, decided_kind, shown, reason, first_entry, last_entry, leaf_index, decided_at \
    FROM registry.decision ORDER BY first_entry, proposal_id";

/// A head of the log and of all counters.
#[derive(QueryableByName, PartialEq, Eq, Debug)]
pub(super) struct BatchRow {
    #[diesel(sql_type = BigInt)]
    pub(super) batch_no: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) tree_size: i64,
    #[diesel(sql_type = Binary)]
    pub(super) frontier: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    pub(super) last_section: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) last_series: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last_issuance: i64,
    #[diesel(sql_type = Integer)]
    pub(super) last_authorization: i32,
    #[diesel(sql_type = Integer)]
    pub(super) last_entity_authorization: i32,
}

pub(super) const BATCHES: &str = "SELECT batch_no, last_entry, tree_size, frontier, last_section, \
    last_series, last_issuance, last_authorization, last_entity_authorization \
    FROM transparency.log_batch ORDER BY batch_no";

/// A state of a block that is over.
#[derive(QueryableByName, PartialEq, Eq, Debug)]
pub(super) struct PastRow {
    #[diesel(sql_type = BigInt)]
    pub(super) series_no: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) first_serial: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last_serial: i64,
    #[diesel(sql_type = SqlUuid)]
    pub(super) account_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    pub(super) section_id: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) issuance_no: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    pub(super) authorization_no: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) first_transfer_entry: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub(super) since_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) since_leaf: i64,
    #[diesel(sql_type = Timestamptz)]
    pub(super) since_occurred: Moment,
    #[diesel(sql_type = BigInt)]
    pub(super) until_entry: i64,
    #[diesel(sql_type = Timestamptz)]
    pub(super) until_occurred: Moment,
}

pub(super) const PAST: &str = "SELECT series_no, first_serial, last_serial, account_id, section_id, \
    issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf, since_occurred, \
    until_entry, until_occurred FROM registry.unit_block_past \
    ORDER BY until_entry, series_no, first_serial, since_entry";

/// An idempotency key.
#[derive(QueryableByName, PartialEq, Eq, Debug)]
pub(super) struct KeyRow {
    #[diesel(sql_type = SqlUuid)]
    pub(super) caller_id: Uuid,
    #[diesel(sql_type = Text)]
    pub(super) key: String,
    #[diesel(sql_type = Binary)]
    pub(super) fingerprint: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    pub(super) section_id: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) first_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last_entry: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) leaf_index: i64,
    #[diesel(sql_type = SqlUuid)]
    pub(super) proposal_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub(super) recorded_at: Moment,
}

pub(super) const KEYS: &str = "SELECT caller_id, key, fingerprint, section_id, first_entry, \
    last_entry, leaf_index, proposal_id, recorded_at FROM registry.request_key \
    ORDER BY first_entry, caller_id, key";
