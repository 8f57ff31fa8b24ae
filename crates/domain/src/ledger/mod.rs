//! The ledger: orders, the books they are decided on, the entries they become, and the refusals.

mod accept;
mod amount;
mod approve;
mod authorize;
mod authorize_entity;
mod authorize_units;
mod authorized;
mod books;
mod cancel;
mod capacity;
mod conditions;
mod contribute;
mod edit;
mod elapse;
mod end;
mod end_year;
mod ending;
mod entry;
mod explain_inconsistency;
mod file_report;
mod first_transfer;
mod foreseen;
mod issue;
mod issue_article_6_4;
mod open_account;
mod open_section;
mod order;
mod proposal;
mod propose;
mod record;
mod record_approach;
mod record_conversion;
mod record_initial_report;
mod record_inventory_year;
mod record_participation;
mod refusal;
mod replace;
mod request;
mod retire;
mod review_beneficiary;
mod revoke_authorization;
mod scene;
mod set_adjustment_settings;
mod set_focal_point;
mod set_ndc_period;
mod set_terms;
pub mod states;
mod stops;
mod table;
mod transfer;
mod transfer_in;
mod transfer_out;
mod trial;
mod unit_order;
mod use_for_oimp;
mod use_towards_ndc;
mod warning;
mod way;

use jiff::Timestamp;

pub use amount::Amounts;
pub use authorize_units::AuthorizeUnits;
pub use books::{Block, BlockKey, Books, Head, Issuance, PastBlock, SeriesNo};
pub use edit::{Edit, edits};
pub use end_year::{CannotEndYear, END_YEAR, YearEnd, end_year};
pub use ending::{Cancel, CancellationReason, OtherPurpose, UseForOimp, UseTowardsNdc};
pub(crate) use entry::actor_class;
pub use entry::{
    Cause, Entry, EntryNumber, Evidence, Key, KeyUse, LEAF_VERSION, LeafBlock, LeafPlace,
    NotAnEntryNumber, Receipt, YearOver, commitment, moment,
};
pub use explain_inconsistency::ExplainInconsistency;
pub use file_report::FileReport;
pub use issue::Issue;
pub use issue_article_6_4::{Designation, IssueArticle64};
pub use open_section::OpenSection;
pub use order::{OpenAccount, Order, OrderKind, RecordApproach, Transfer};
pub use proposal::{
    Approved, Awaiting, Consent, Decision, Ending, Occurred, Proposal, ProposalNumber, Reason,
    Reservation,
};
pub use propose::try_out;
pub use record_conversion::RecordConversion;
pub use refusal::{Refusal, Refused};
pub use replace::try_out_replacement;
pub use request::{Acceptance, Approval, Objection, Outcome, Replacement, Request, Step, StepKind};
pub use retire::{Retire, RetirementPurpose};
pub use review_beneficiary::ReviewBeneficiary;
pub use revoke_authorization::RevokeAuthorization;
pub use scene::{Effect, Moved};
pub use set_adjustment_settings::SetAdjustmentSettings;
pub use set_ndc_period::SetNdcPeriod;
pub use set_terms::{SetTerms, Trust};
pub use stops::{LiftStop, SetStop};
pub use table::{Change, Table};
pub use trial::try_out_approval;
pub use unit_order::UnitOrder;
pub use warning::{Warned, Warning};

use crate::access::Role;
use scene::Scene;

/// Decides one request. A refused request leaves the books as they were.
pub fn decide(books: &mut Books, request: &Request, now: Timestamp) -> Result<Outcome, Refused> {
    if let Some(receipt) = known(books, request)? {
        return Ok(Outcome::Repeated(receipt));
    }
    let mark = books.mark();
    let from = way::stages(books, request);
    let done = match &request.step {
        Step::Propose(proposal) => propose::decide(books, request, proposal, now),
        Step::Replace(replacement) => replace::decide(books, request, replacement, now),
        Step::Approve(approval) => approve::decide(books, request, approval, now),
        Step::Accept(acceptance) => accept::decide(books, request, acceptance, now),
        Step::Decline(objection) => end::decline(books, request, objection, now),
        Step::Reject(objection) => end::reject(books, request, objection, now),
        Step::Withdraw(objection) => end::withdraw(books, request, objection, now),
        Step::Elapse(proposal) => elapse::decide(books, request, proposal, now),
    };
    let done = done.and_then(|receipt| way::led(books, request, from).map(|()| receipt));
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
    let proposal = request.proposal().id;
    let consent = consented(books, request);
    match books.decisions.get(&proposal) {
        // A new proposal whose id is taken is refused as that.
        Some(_) if request.step.kind().begins() => Ok(None),
        Some(decision) if decides(decision, request) => Ok(Some(decision.receipt)),
        Some(decision) if consent.is_some() && decision.ending == Ending::Executed => {
            Ok(Some(decision.receipt))
        }
        Some(decision) => {
            Err(Refusal::AlreadyDecided { entry: decision.receipt.first_entry }.into())
        }
        None => Ok(consent.map(|consent| consent.receipt(proposal))),
    }
}

/// Whether this very request led to the decision.
fn decides(decision: &Decision, request: &Request) -> bool {
    let same_person = decision.by.map(|by| by.person) == request.officer().map(|by| by.person);
    let same_ending = match &request.step {
        Step::Approve(approval) => {
            decision.ending == Ending::Executed && decision.shown == Some(approval.shown)
        }
        Step::Decline(_) => decision.ending == Ending::Declined,
        Step::Reject(_) => decision.ending == Ending::Rejected,
        Step::Withdraw(_) => decision.ending == Ending::Withdrawn,
        Step::Propose(_) | Step::Replace(_) | Step::Accept(_) | Step::Elapse(_) => false,
    };
    same_person && same_ending
}

/// The consent that the same person has given to the same, before it was carried out.
fn consented(books: &Books, request: &Request) -> Option<Consent> {
    let waiting = books.proposals.get(&request.proposal().id)?;
    let (given, by, shown) = match &request.step {
        Step::Approve(approval) => {
            (waiting.approved.as_ref()?.consent, approval.by, approval.shown)
        }
        Step::Accept(acceptance) => (waiting.accepted?, acceptance.by, acceptance.shown),
        Step::Propose(_)
        | Step::Replace(_)
        | Step::Decline(_)
        | Step::Reject(_)
        | Step::Withdraw(_)
        | Step::Elapse(_) => return None,
    };
    (given.by.person == by.person && given.shown == shown).then_some(given)
}

fn remember(books: &mut Books, request: &Request, receipt: Receipt) {
    if let Some(key) = &request.key {
        let section = request.section();
        let used = KeyUse { fingerprint: key.fingerprint, section, receipt };
        books.keys.set((key.caller, key.key.clone()), used);
    }
}

/// The rule of each kind of order.
fn rule(scene: &mut Scene<'_>, order: &Order) -> Result<Effect, Refusal> {
    let effect = rule_of(scene, order)?;
    let effect = foreseen::told(scene, order, effect);
    Ok(Effect { moves: std::mem::take(&mut scene.moves), ..effect })
}

fn rule_of(scene: &mut Scene<'_>, order: &Order) -> Result<Effect, Refusal> {
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
        Order::SetTerms(order) => set_terms::decide(scene, order),
        Order::TrustRecipient(order) => set_terms::trust(scene, order),
        Order::DistrustRecipient(order) => set_terms::distrust(scene, order),
        Order::SetStop(order) => stops::set(scene, order),
        Order::LiftStop(order) => stops::lift(scene, order),
        Order::Retire(order) => retire::decide(scene, order),
        Order::ContributeToAdaptation(order) => contribute::decide(scene, order),
        Order::ReviewBeneficiary(order) => review_beneficiary::decide(scene, order),
        Order::RecordConversion(order) => record_conversion::decide(scene, order),
        Order::TransferOut(order) => transfer_out::decide(scene, order),
        Order::TransferIn(order) => transfer_in::decide(scene, order),
        Order::IssueArticle64(order) => issue_article_6_4::decide(scene, order),
        Order::RevokeAuthorization(order) => revoke_authorization::decide(scene, order),
        Order::RecordParticipation(order) => record_participation::decide(scene, order),
        Order::RecordInitialReport(order) => record_initial_report::decide(scene, order),
        Order::SetNdcPeriod(order) => set_ndc_period::decide(scene, order),
        Order::SetFocalPoint(order) => set_focal_point::decide(scene, order),
        Order::RecordInventoryYear(order) => record_inventory_year::decide(scene, order),
        Order::SetAdjustmentSettings(order) => set_adjustment_settings::decide(scene, order),
        Order::FileReport(order) => file_report::decide(scene, order),
        Order::ExplainInconsistency(order) => explain_inconsistency::decide(scene, order),
    }
}

/// What `decide` needs to know about a person: the roles they hold in a section.
pub type Roles = std::collections::BTreeSet<Role>;
