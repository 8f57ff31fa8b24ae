//! The ledger: orders, the books they are decided on, the entries they become, and the refusals.

mod approve;
mod authorize;
mod authorize_entity;
mod authorize_units;
mod books;
mod cancel;
mod entry;
mod first_transfer;
mod issue;
mod open_account;
mod open_section;
mod order;
mod proposal;
mod propose;
mod record_approach;
mod refusal;
mod scene;
mod table;
mod transfer;
mod trial;
mod use_for_oimp;
mod use_towards_ndc;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

pub use books::{Block, BlockKey, Books, Head, Issuance, PastBlock, SeriesNo};
pub(crate) use entry::actor_class;
pub use entry::{
    Entry, Evidence, Key, KeyUse, LEAF_VERSION, LeafBlock, LeafPlace, Receipt, commitment, moment,
};
pub use order::{
    AuthorizeUnits, Cancel, CancellationReason, Issue, OpenAccount, OpenSection, Order, OrderKind,
    OtherPurpose, RecordApproach, Transfer, UseForOimp, UseTowardsNdc,
};
pub use proposal::{Awaiting, Decision, Occurred, Proposal, ProposalNumber, Reservation};
pub use propose::try_out;
pub use refusal::{Refusal, Refused};
pub use scene::Effect;
pub use table::{Change, Table};
pub use trial::try_out_approval;

use crate::access::{Officer, Role};
use crate::digest::Digest;
use crate::section::SectionNo;
use crate::transparency::leaf_hash;
use scene::Scene;

/// What the ledger is asked to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The step.
    pub step: Step,
    /// The idempotency key that it came with.
    pub key: Option<Key>,
    /// 32 random bytes: the salt of its commitments.
    pub salt: Digest,
}

/// A step on the way of two persons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// The first person proposes.
    Propose(Arc<Proposal>),
    /// The second person approves.
    Approve(Approval),
}

/// An approval of what was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
    /// What is approved.
    pub proposal: Arc<Proposal>,
    /// The digest of what the approver was shown.
    pub shown: Digest,
    /// Who approves.
    pub by: Officer,
}

/// How a request was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was done.
    Done(Receipt),
    /// It had been done before: the same key, or the same approval, came again.
    Repeated(Receipt),
}

impl Outcome {
    /// The receipt.
    pub const fn receipt(&self) -> &Receipt {
        match self {
            Self::Done(receipt) | Self::Repeated(receipt) => receipt,
        }
    }
}

/// Decides one request. A refused request leaves the books as they were.
pub fn decide(books: &mut Books, request: &Request, now: Timestamp) -> Result<Outcome, Refused> {
    if let Some(receipt) = known(books, request)? {
        return Ok(Outcome::Repeated(receipt));
    }
    let mark = books.mark();
    let done = match &request.step {
        Step::Propose(proposal) => propose(books, request, proposal, now),
        Step::Approve(approval) => approve(books, request, approval, now),
    };
    match done {
        Ok(receipt) => {
            remember(books, request, receipt);
            Ok(Outcome::Done(receipt))
        }
        Err(refused) => {
            books.rollback(mark);
            Err(refused)
        }
    }
}

/// The receipt of the same request, if it was carried out before.
fn known(books: &Books, request: &Request) -> Result<Option<Receipt>, Refused> {
    if let Some(key) = &request.key {
        match books.keys.get(&(key.caller, key.key.clone())) {
            Some(used) if used.fingerprint == key.fingerprint => return Ok(Some(used.receipt)),
            Some(used) => {
                return Err(Refusal::KeyReused { entry: used.receipt.first_entry }.into());
            }
            None => {}
        }
    }
    match &request.step {
        Step::Propose(_) => Ok(None),
        Step::Approve(approval) => match books.decisions.get(&approval.proposal.id) {
            Some(decision)
                if decision.by.person == approval.by.person && decision.shown == approval.shown =>
            {
                Ok(Some(decision.receipt))
            }
            Some(decision) => {
                Err(Refusal::AlreadyDecided { entry: decision.receipt.first_entry }.into())
            }
            None => Ok(None),
        },
    }
}

fn remember(books: &mut Books, request: &Request, receipt: Receipt) {
    if let Some(key) = &request.key {
        let section = request.section();
        let used = KeyUse { fingerprint: key.fingerprint, section, receipt };
        books.keys.set((key.caller, key.key.clone()), used);
    }
}

impl Request {
    /// The proposal that it is about.
    pub const fn proposal(&self) -> &Arc<Proposal> {
        match &self.step {
            Step::Propose(proposal) => proposal,
            Step::Approve(approval) => &approval.proposal,
        }
    }

    /// The section that acts.
    pub fn section(&self) -> SectionNo {
        self.proposal().section
    }

    /// Who acts.
    pub fn officer(&self) -> Officer {
        match &self.step {
            Step::Propose(proposal) => proposal.by,
            Step::Approve(approval) => approval.by,
        }
    }
}

fn propose(
    books: &mut Books,
    request: &Request,
    proposal: &Arc<Proposal>,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let initiator_roles = propose::decide(books, proposal, now)?;
    let effect = Effect {
        private: vec![("proposal", format!("{} {}", proposal.id, proposal.digest()))],
        ..Effect::default()
    };
    let evidence = Evidence {
        proposal: proposal.id,
        order: None,
        by: proposal.by,
        initiator_roles,
        approver_roles: Vec::new(),
        salt: request.salt,
        key: request.key.clone(),
    };
    let done = Done { act: "propose", section: proposal.section, effect, evidence };
    Ok(record(books, done, now, now))
}

fn approve(
    books: &mut Books,
    request: &Request,
    approval: &Approval,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = &approval.proposal;
    if books.proposals.get(&proposal.id).is_none_or(|it| it.proposal != *proposal) {
        return Err(Refusal::ProposalUnknown { proposal: proposal.id }.into());
    }
    let entitled = approve::both_entitled(books, approval)?;
    let mut receipts: Option<(Receipt, Receipt)> = None;
    approve::carry_out(books, proposal, now, |books, at, effect, occurred| {
        let evidence = Evidence {
            proposal: proposal.id,
            order: Some(at),
            by: approval.by,
            initiator_roles: entitled.initiator.clone(),
            approver_roles: entitled.approver.clone(),
            salt: salt_of(request.salt, at),
            key: request.key.clone().filter(|_| at == 0),
        };
        let act = proposal.orders.get(at).map_or("", |order| order.kind().as_str());
        let done = Done { act, section: proposal.section, effect, evidence };
        let receipt = record(books, done, now, occurred);
        receipts = Some((receipts.map_or(receipt, |(first, _)| first), receipt));
    })?;
    let (first, last) = receipts.ok_or(Refusal::ProposalEmpty {})?;
    let receipt = Receipt { first_entry: first.first_entry, ..last };
    let (section, by, shown) = (proposal.section, approval.by, approval.shown);
    books.decisions.set(proposal.id, Decision { section, by, at: now, shown, receipt });
    Ok(receipt)
}

/// Each entry of a batch has a salt of its own; the first has the request's.
fn salt_of(request: Digest, order: usize) -> Digest {
    if order == 0 {
        return request;
    }
    Digest::of(&[request.as_bytes(), order.to_string().as_bytes()])
}

/// The rule of each kind of order.
fn rule(scene: &mut Scene<'_>, order: &Order) -> Result<Effect, Refusal> {
    match order {
        Order::OpenSection(order) => open_section::decide(scene, order),
        Order::OpenAccount(order) => open_account::decide(scene, order),
        Order::RecordApproach(order) => record_approach::decide(scene, order),
        Order::AuthorizeEntity(order) => authorize_entity::decide(scene, order),
        Order::Authorize(order) => authorize::decide(scene, order),
        Order::AuthorizeUnits(order) => authorize_units::decide(scene, order),
        Order::Issue(order) => issue::decide(scene, order),
        Order::FirstTransfer(order) => first_transfer::decide(scene, order),
        Order::Transfer(order) => transfer::decide(scene, order),
        Order::UseTowardsNdc(order) => use_towards_ndc::decide(scene, order),
        Order::UseForOimp(order) => use_for_oimp::decide(scene, order),
        Order::Cancel(order) => cancel::decide(scene, order),
    }
}

/// Something that was done, and is to become an entry.
struct Done {
    act: &'static str,
    section: SectionNo,
    effect: Effect,
    evidence: Evidence,
}

/// Makes the entry and its leaf, and moves the head.
fn record(books: &mut Books, done: Done, now: Timestamp, occurred: Timestamp) -> Receipt {
    let Done { act, section, effect, evidence } = done;
    let number = books.head.entry.saturating_add(1);
    let proposal = evidence.proposal;
    books.head.entry = number;
    let leaf =
        leaf(&effect, act, &evidence, section, [number.to_string(), moment(occurred), moment(now)]);
    let leaf_hash = leaf_hash(leaf.as_bytes());
    let leaf_index = books.head.log.append(leaf_hash);
    books.entries.push(Entry {
        number,
        leaf_index,
        section,
        other_section: effect.other_section,
        act,
        recorded: now,
        occurred,
        evidence,
        leaf,
        leaf_hash,
    });
    Receipt { first_entry: number, last_entry: number, leaf_index, recorded: now, proposal }
}

/// The bytes of a leaf: public facts, and salted commitments to everything else.
fn leaf(
    effect: &Effect,
    act: &'static str,
    evidence: &Evidence,
    section: SectionNo,
    [entry, occurred, recorded]: [String; 3],
) -> String {
    let mut private: BTreeMap<&'static str, String> = BTreeMap::new();
    for (field, text) in &effect.private {
        let all = private.entry(field).or_default();
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(text);
    }
    let officers = serde_json::to_string(&(&evidence.proposal, &evidence.by)).unwrap_or_default();
    private.insert("officers", officers);
    let commit = private
        .into_iter()
        .map(|(field, text)| (field, commitment(evidence.salt, field, &text)))
        .collect();
    // Canonical order, whatever order a map of JSON keeps in this build.
    let facts = effect.facts.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let actor = entry::actor_class(section, evidence.by.kind);
    entry::Leaf {
        actor,
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

/// What `decide` needs to know about a person: the roles they hold in a section.
pub type Roles = std::collections::BTreeSet<Role>;
