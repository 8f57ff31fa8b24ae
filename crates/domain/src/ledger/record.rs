//! Making entries and their leaves.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::books::Books;
use super::entry::{
    self, Cause, Entry, Evidence, LEAF_VERSION, REGISTRY, Receipt, actor_class, commitment, moment,
};
use super::request::Request;
use super::scene::Effect;
use super::warning::Warned;
use crate::access::Role;
use crate::digest::Digest;
use crate::section::SectionNo;
use crate::transparency::leaf_hash;

/// The roles by which persons were entitled, at the moment of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Entitlement {
    pub(super) initiator: Vec<Role>,
    pub(super) approver: Vec<Role>,
    pub(super) receiver: Vec<Role>,
}

/// Something that was done, and is to become an entry.
pub(super) struct Done<'r> {
    pub(super) act: &'static str,
    pub(super) effect: Effect,
    /// Which order of the proposal, if it is one.
    pub(super) order: Option<usize>,
    pub(super) request: &'r Request,
    pub(super) entitlement: Entitlement,
    pub(super) occurred: Timestamp,
    pub(super) warnings: Vec<Warned>,
}

impl<'r> Done<'r> {
    /// A step that carries no order out: its leaf tells nothing but that there was one.
    pub(super) fn step(
        act: &'static str,
        request: &'r Request,
        entitlement: Entitlement,
        now: Timestamp,
    ) -> Self {
        let proposal = request.proposal();
        let effect = Effect::default()
            .private("proposal", &format!("{} {}", proposal.id, proposal.digest()));
        let (order, warnings) = (None, Vec::new());
        Self { act, effect, order, request, entitlement, occurred: now, warnings }
    }
}

/// Makes the entry and its leaf, and moves the head.
pub(super) fn record(books: &mut Books, done: Done<'_>, now: Timestamp) -> Receipt {
    let section = section_of(&done);
    let Done { act, effect, order, request, entitlement, occurred, warnings } = done;
    let (proposal, warned) = (request.proposal().id, !warnings.is_empty());
    let evidence = evidence(request, order, entitlement, warnings);
    let fact = Fact { act, section, other_section: effect.other_section, occurred };
    let leaf = leaf(effect, act, &evidence, section, stamp(books, occurred, now));
    let (number, leaf_index) = append(books, fact, leaf, Cause::Step(evidence), now);
    Receipt { first_entry: number, last_entry: number, leaf_index, recorded: now, proposal, warned }
}

/// The number of the first entry.
const FIRST: i64 = 1;

/// What an entry says besides its cause.
#[derive(Clone, Copy)]
pub(super) struct Fact {
    pub(super) act: &'static str,
    pub(super) section: SectionNo,
    pub(super) other_section: Option<SectionNo>,
    pub(super) occurred: Timestamp,
}

/// The number of the next entry and its two times, as its leaf has them.
pub(super) fn stamp(books: &Books, occurred: Timestamp, now: Timestamp) -> [String; 3] {
    [books.head.entry.saturating_add(1).to_string(), moment(occurred), moment(now)]
}

/// Puts an entry after the newest one, and its leaf at the end of the log. Gives the number of the
/// entry and the index of the leaf.
pub(super) fn append(
    books: &mut Books,
    fact: Fact,
    leaf: String,
    cause: Cause,
    now: Timestamp,
) -> (i64, u64) {
    let number = books.head.entry.saturating_add(1);
    books.head.entry = number;
    if number == FIRST {
        books.began = Some(now);
    }
    let Fact { act, section, other_section, occurred } = fact;
    let leaf_hash = leaf_hash(leaf.as_bytes());
    let leaf_index = books.head.log.append(leaf_hash);
    books.entries.push(Entry {
        number,
        leaf_index,
        section,
        other_section,
        act,
        recorded: now,
        occurred,
        cause,
        leaf,
        leaf_hash,
    });
    (number, leaf_index)
}

/// Orders are acts of the section that proposed them, whoever took the last step.
fn section_of(done: &Done<'_>) -> SectionNo {
    match done.order {
        Some(_) => done.request.proposal().section,
        None => done.request.section(),
    }
}

/// What a replay needs to decide the request again.
fn evidence(
    request: &Request,
    order: Option<usize>,
    entitlement: Entitlement,
    warnings: Vec<Warned>,
) -> Evidence {
    let Entitlement { initiator, approver, receiver } = entitlement;
    let first = order.is_none_or(|order| order == 0);
    Evidence {
        proposal: request.proposal().id,
        replaces: request.replaced().map(|it| it.id),
        order,
        step: request.step.kind(),
        by: request.officer(),
        initiator_roles: initiator,
        approver_roles: approver,
        receiver_roles: receiver,
        reason: request.reason().cloned(),
        salt: salt_of(request.salt, order.unwrap_or(0)),
        key: request.key.clone().filter(|_| first),
        warnings,
    }
}

/// Each entry of a batch has a salt of its own; the first has the request's.
fn salt_of(request: Digest, order: usize) -> Digest {
    if order == 0 {
        return request;
    }
    Digest::of(&[request.as_bytes(), order.to_string().as_bytes()])
}

/// The bytes of a leaf: public facts, and salted commitments to everything else.
fn leaf(
    effect: Effect,
    act: &'static str,
    evidence: &Evidence,
    section: SectionNo,
    [entry, occurred, recorded]: [String; 3],
) -> String {
    let mut private: BTreeMap<&'static str, String> = BTreeMap::new();
    for (field, text) in effect.private {
        let all = private.entry(field).or_default();
        if all.is_empty() {
            *all = text;
        } else {
            all.push('\n');
            all.push_str(&text);
        }
    }
    let officers = serde_json::to_string(&(&evidence.proposal, &evidence.by)).unwrap_or_default();
    private.insert("officers", officers);
    let commit = private
        .into_iter()
        .map(|(field, text)| (field, commitment(evidence.salt, field, &text)))
        .collect();
    // Canonical order, whatever order a map of JSON keeps in this build.
    let facts = effect.facts.iter().map(|(name, value)| (name.as_str(), value)).collect();
    entry::Leaf {
        actor: evidence.by.map_or(REGISTRY, |by| actor_class(section, by.kind)),
        blocks: &effect.blocks,
        commit,
        entry,
        event: act,
        facts,
        occurred,
        party: effect.party,
        recorded,
        v: LEAF_VERSION,
    }
    .text()
}
