//! What is stored, against what a replay makes: one row at a time.

use domain::digest::Digest;
use domain::ledger::{Entry, LEAF_VERSION, PastBlock};
use domain::section::SectionNo;
use domain::transparency::leaf_hash;

use super::evidence_text;
use super::stored::{EntryRow, LeafRow, PastRow};
use crate::ledger::rows;

#[derive(serde::Deserialize)]
struct Version {
    v: u8,
}

/// A leaf is what its hash says, and of a version that is known. Gives the hash.
pub(super) fn whole(leaf: &LeafRow) -> Result<Digest, &'static str> {
    let hash = leaf_hash(leaf.leaf.as_bytes());
    if Digest::from_slice(&leaf.leaf_hash) != Some(hash) {
        return Err("its bytes do not have its hash");
    }
    match serde_json::from_str::<Version>(&leaf.leaf) {
        Ok(Version { v }) if v == LEAF_VERSION => Ok(hash),
        Ok(_) => Err("its version is unknown: this program cannot judge it"),
        Err(_) => Err("its bytes are no leaf"),
    }
}

/// In which field a stored entry differs from the one that was made again.
pub(super) fn difference(row: &EntryRow, entry: &Entry) -> Option<&'static str> {
    let fields = [
        ("number", row.entry_no == entry.number),
        ("log index", row.log_index == rows::count(entry.leaf_index)),
        ("section", row.section_id == entry.section.number()),
        ("other section", row.other_section_id == entry.other_section.map(SectionNo::number)),
        ("act", row.act == entry.act),
        ("time of recording", row.recorded_at.to_jiff() == entry.recorded),
        ("time of occurrence", row.occurred_at.to_jiff() == entry.occurred),
        ("content", evidence_text::same(&row.content, &entry.cause)),
    ];
    fields.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
}

pub(super) fn past_row(past: &PastBlock) -> PastRow {
    let block = &past.block;
    PastRow {
        series_no: past.key.0,
        first_serial: rows::stored(past.key.1),
        last_serial: rows::stored(block.last),
        account_id: block.account.uuid(),
        section_id: block.section.number(),
        issuance_no: block.issuance,
        authorization_no: block.authorization.map(|number| number.0),
        first_transfer_entry: block.first_transfer,
        since_entry: block.since_entry,
        since_leaf: rows::count(block.since_leaf),
        since_occurred: block.since_occurred.into(),
        until_entry: past.until_entry,
        until_occurred: past.until_occurred.into(),
    }
}

pub(super) const fn past_key(row: &PastRow) -> (i64, i64, i64, i64) {
    (row.until_entry, row.series_no, row.first_serial, row.since_entry)
}

pub(super) fn past_place(row: &PastRow) -> String {
    let PastRow { series_no, first_serial, since_entry, .. } = row;
    format!("unit_block_past series {series_no} first {first_serial} since entry {since_entry}")
}
