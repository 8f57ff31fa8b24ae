//! Proposing and approving: the two persons' path of everything that changes the ledger.

use std::sync::Arc;

use domain::access::{Approve, Caller, Denied, Object, Propose, Proposing};
use domain::digest::Digest;
use domain::entity::EntityId;
use domain::id::{Id, Proposed};
use domain::ledger::{
    Amounts, Approval, Key, Objection, Occurred, Order, Proposal, Reason, Receipt, Replacement,
    Request, Step, Warned,
};
use domain::quantity::Units;
use domain::text::Text;
use store::page::{Limit, Page};
pub use store::proposals::{
    ApprovalFacts, DecisionFacts, Named, NotANumber, OtherProposal, ProposalLine, ProposalState,
    WhichProposal, WholeProposal,
};
use store::{StoreError, Ticket};

use uuid::Uuid;

use crate::reporting::{ReportingError, are_about_reports};
use crate::reports::of_party;
use crate::{ReadError, Registry};

/// What somebody wants to propose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The orders, all or nothing.
    pub orders: Vec<Order>,
    /// When they happened, if that is earlier.
    pub occurred: Option<Occurred>,
    /// For which entity, if that is not clear: for somebody who represents several, or is an officer
    /// as well.
    pub entity: Option<EntityId>,
    /// The proposal that it edits, which ends by it.
    pub replaces: Option<Arc<Proposal>>,
    /// How many units it moves for good, typed by whoever proposes it: needed where that is unusual.
    pub confirmed: Option<Units>,
}

impl Draft {
    /// Orders of now, of whoever proposes them for their section, with the amount typed that they
    /// move.
    pub fn confirmed(orders: Vec<Order>) -> Self {
        let confirmed = Units::new(Amounts::of(&orders).units());
        Self { orders, occurred: None, entity: None, replaces: None, confirmed }
    }
}

/// The idempotency key of a request, and the hash of the request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestKey {
    /// The key, in the caller's own name space.
    pub key: Text<200>,
    /// The hash of method, path and body.
    pub fingerprint: Digest,
}

/// Why nothing was proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It files or explains a report that is not there, or not so.
    #[error(transparent)]
    Reporting(#[from] ReportingError),
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nothing was approved.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such proposal in the caller's section.
    #[error("there is no such proposal")]
    Unknown,
    /// It uses units that an open inconsistency names.
    #[error(transparent)]
    Reporting(#[from] ReportingError),
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReadError> for ProposeError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Denied(denied) => Self::Denied(denied),
            ReadError::Store(error) => Self::Store(error),
        }
    }
}

impl From<ReadError> for ApproveError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Denied(denied) => Self::Denied(denied),
            ReadError::Store(error) => Self::Store(error),
        }
    }
}

impl Registry {
    /// Proposes orders in the caller's section. The ticket gives the receipt once the proposal is
    /// recorded and its units are reserved. Waits only for what [is about
    /// reports](Draft::is_about_reports).
    pub fn propose(
        &self,
        caller: &Caller,
        draft: Draft,
        key: RequestKey,
    ) -> Result<Ticket, ProposeError> {
        if let Err(refused) = self.look_into_reports(caller, &draft)
            && !self.was_sent_before(caller, &key)?
        {
            return Err(refused.into());
        }
        Ok(self.put_forward(caller, draft, key)?)
    }

    /// Whether something has come of the request already: it gets its receipt, whatever was filed
    /// since.
    fn was_sent_before(&self, caller: &Caller, key: &RequestKey) -> Result<bool, ReadError> {
        let (permit, token) = (of_party(caller)?, caller.officer().token);
        Ok(self.store.read(&permit, |tx| tx.key_is_used(token, key.key.as_str()))?)
    }

    /// The same, without a look into anything.
    pub(crate) fn put_forward(
        &self,
        caller: &Caller,
        draft: Draft,
        key: RequestKey,
    ) -> Result<Ticket, ReadError> {
        let replaced = draft.replaces.clone();
        let (permit, proposal) = self.drafted(caller, draft)?;
        self.remembered.put(&proposal);
        let step = match replaced {
            Some(replaced) => Step::Replace(Replacement { proposal, replaced }),
            None => Step::Propose(proposal),
        };
        let request = self.request(caller, step, key);
        Ok(self.store.carry_out(&permit, request)?)
    }

    /// What the orders would do if they were carried out now. Nothing is recorded.
    pub fn try_out(&self, caller: &Caller, draft: Draft) -> Result<Ticket, ProposeError> {
        self.look_into_reports(caller, &draft)?;
        let replaced = draft.replaces.clone();
        let (permit, proposal) = self.drafted(caller, draft)?;
        Ok(match replaced {
            Some(replaced) => {
                let replacement = Replacement { proposal, replaced };
                self.store.try_out_replacement(&permit, replacement)?
            }
            None => self.store.try_out(&permit, proposal)?,
        })
    }

    /// Approves a proposal of the caller's section and carries it out. The ticket gives the receipt
    /// once all entries are durable and in the log. Waits only for a proposal that is not
    /// [recalled](Self::recalls).
    pub fn approve(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        shown: Digest,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        let permit = caller.permit::<Approve>(proposal)?;
        let proposal = self.proposal(caller, proposal)?;
        if let Err(refused) = self.can_be_used(&proposal.orders)
            && self.is_undecided(caller, proposal.id)?
        {
            return Err(refused.into());
        }
        let approval = Approval { proposal, shown, by: caller.officer() };
        let request = self.request(caller, Step::Approve(approval), key);
        Ok(self.store.carry_out(&permit, request)?)
    }

    /// Rejects a proposal of the caller's section: the second person's other answer.
    pub fn reject(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        reason: Reason,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        self.object(caller, (proposal, reason), Step::Reject, key)
    }

    /// Takes a proposal of the caller's section back.
    pub fn withdraw(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        reason: Reason,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        self.object(caller, (proposal, reason), Step::Withdraw, key)
    }

    fn object(
        &self,
        caller: &Caller,
        (proposal, reason): (Id<Proposed>, Reason),
        step: fn(Objection) -> Step,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        let permit = caller.permit::<Object>(proposal)?;
        let proposal = self.proposal(caller, proposal)?;
        let (by, section) = (caller.officer(), caller.section());
        let step = step(Objection { proposal, by, section, reason });
        Ok(self.store.carry_out(&permit, self.request(caller, step, key))?)
    }

    /// What approving would do now, with the proposal that it is about: nothing is recorded. Waits
    /// only for a proposal that is not [recalled](Self::recalls).
    pub fn try_out_approval(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        shown: Digest,
    ) -> Result<(Arc<Proposal>, Ticket), ApproveError> {
        let permit = caller.permit::<Approve>(proposal)?;
        let proposal = self.proposal(caller, proposal)?;
        self.can_be_used(&proposal.orders)?;
        let approval = Approval { proposal: Arc::clone(&proposal), shown, by: caller.officer() };
        Ok((proposal, self.store.try_out_approval(&permit, approval)?))
    }

    /// Whether nobody has decided it yet: who did gets the receipt again, whatever was filed since.
    fn is_undecided(&self, caller: &Caller, id: Id<Proposed>) -> Result<bool, ReadError> {
        let found = self.whole_proposal(caller, WhichProposal::Id(id))?;
        Ok(found.is_none_or(|it| it.line.state() == ProposalState::Waiting))
    }

    /// Whether the proposal can be approved without asking the database for anything first.
    pub fn recalls(&self, proposal: Id<Proposed>) -> bool {
        self.remembered.get(proposal).is_some_and(|it| !are_about_reports(&it.orders))
    }

    /// The digest of what a proposal of the caller's section says.
    pub fn digest_of(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
    ) -> Result<Digest, ApproveError> {
        Ok(self.proposal(caller, proposal)?.digest())
    }

    /// A proposal that the registry remembers, if the caller sees it. Never waits.
    pub fn recall(&self, caller: &Caller, proposal: Id<Proposed>) -> Option<Arc<Proposal>> {
        let permit = caller.reads_own().ok()?;
        self.remembered.get(proposal).filter(|proposal| permit.on().includes(proposal))
    }

    /// The identifier of something that is yet to be: an account, a stop.
    pub fn new_id(&self) -> Uuid {
        self.ids.uuid()
    }

    /// The proposals that the caller sees in their section, newest first. The next page begins before the year and
    /// the number of the last one.
    pub fn proposals(
        &self,
        caller: &Caller,
        state: Option<ProposalState>,
        before: Option<(i16, i32)>,
        limit: Limit,
    ) -> Result<Page<ProposalLine, (i16, i32)>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.proposals(state, before, limit))?)
    }

    /// A proposal that the caller sees: what it says, and how it was decided. Another section's is not
    /// there, nor for a representative what was not proposed for their entity.
    pub fn whole_proposal(
        &self,
        caller: &Caller,
        which: WhichProposal,
    ) -> Result<Option<WholeProposal>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.whole_proposal(which))?)
    }

    /// What the entries of a receipt warn of.
    pub fn warnings(&self, caller: &Caller, receipt: &Receipt) -> Result<Vec<Warned>, ReadError> {
        let permit = caller.reads_own()?;
        let (first, last) = (receipt.first_entry, receipt.last_entry);
        Ok(self.store.read(&permit, |tx| tx.warnings(first, last))?)
    }

    fn drafted(
        &self,
        caller: &Caller,
        draft: Draft,
    ) -> Result<(domain::access::Permit<Propose>, Arc<Proposal>), Denied> {
        let Draft { orders, occurred, entity, replaces, confirmed } = draft;
        let section = caller.section();
        let kinds = orders.iter().map(Order::kind).collect();
        let entity = caller.proposes_for(entity, &kinds)?;
        let permit = caller.permit::<Propose>(Proposing { section, kinds })?;
        let id = Id::from_uuid(self.ids.uuid());
        let proposal = Proposal::new(id, section, orders, occurred, caller.officer());
        let proposal = match entity {
            Some(entity) => proposal.for_entity(entity),
            None => proposal,
        };
        let proposal = match replaces {
            Some(replaced) => proposal.instead_of(replaced.id),
            None => proposal,
        };
        let proposal = match confirmed {
            Some(units) => proposal.confirming(units),
            None => proposal,
        };
        Ok((permit, Arc::new(proposal)))
    }

    /// A proposal of the caller's section, by its identifier or its number. Waits.
    pub fn named_proposal(
        &self,
        caller: &Caller,
        which: WhichProposal,
    ) -> Result<Arc<Proposal>, ApproveError> {
        if let WhichProposal::Id(id) = which {
            return self.proposal(caller, id);
        }
        let permit = caller.reads_own()?;
        let found = self.store.read(&permit, |tx| tx.whole_proposal(which))?;
        found.map(|it| it.proposal).ok_or(ApproveError::Unknown)
    }

    /// The proposal, if the caller sees it. Waits for one that is not
    /// [recalled](Self::recalls).
    pub fn proposal(
        &self,
        caller: &Caller,
        id: Id<Proposed>,
    ) -> Result<Arc<Proposal>, ApproveError> {
        let permit = caller.reads_own()?;
        let found = if let Some(proposal) = self.remembered.get(id) {
            Some(proposal)
        } else {
            let which = WhichProposal::Id(id);
            self.store.read(&permit, |tx| tx.whole_proposal(which))?.map(|it| it.proposal)
        };
        match found.filter(|proposal| permit.on().includes(proposal)) {
            Some(proposal) => {
                self.remembered.put(&proposal);
                Ok(proposal)
            }
            None => Err(ApproveError::Unknown),
        }
    }

    pub(crate) fn request(&self, caller: &Caller, step: Step, key: RequestKey) -> Request {
        let RequestKey { key, fingerprint } = key;
        let key = Key { caller: caller.officer().token, key, fingerprint };
        Request { step, key: Some(key), salt: self.ids.random() }
    }
}
