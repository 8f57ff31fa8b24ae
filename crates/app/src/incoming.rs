//! What others want to send to a section that wishes to be asked: accepting and declining it.

use std::sync::Arc;

use domain::access::{Accept, Caller, ReadSection};
use domain::digest::Digest;
use domain::id::{Id, Proposed};
use domain::ledger::{Acceptance, Objection, Proposal, Reason, Step};
use store::Ticket;
pub use store::incoming::Incoming;
use store::page::{Limit, Page};

use crate::{ApproveError, ReadError, Registry, RequestKey};

impl Registry {
    /// Accepts for the caller's section what another wants to send.
    pub fn accept(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        shown: Digest,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        let permit = caller.permit::<Accept>(proposal)?;
        let proposal = self.asked_to_accept(caller, proposal)?;
        let (by, section) = (caller.officer(), caller.section());
        let step = Step::Accept(Acceptance { proposal, shown, by, section });
        Ok(self.store.carry_out(&permit, self.request(caller, step, key))?)
    }

    /// Declines for the caller's section what another wants to send.
    pub fn decline(
        &self,
        caller: &Caller,
        proposal: Id<Proposed>,
        reason: Reason,
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        let permit = caller.permit::<Accept>(proposal)?;
        let proposal = self.asked_to_accept(caller, proposal)?;
        let (by, section) = (caller.officer(), caller.section());
        let step = Step::Decline(Objection { proposal, by, section, reason });
        Ok(self.store.carry_out(&permit, self.request(caller, step, key))?)
    }

    /// What another section wants to send to the caller's, as it was asked.
    fn asked_to_accept(
        &self,
        caller: &Caller,
        id: Id<Proposed>,
    ) -> Result<Arc<Proposal>, ApproveError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        let found = self.store.read(&permit, |tx| tx.incoming_one(id))?;
        found.map(|incoming| incoming.proposal).ok_or(ApproveError::Unknown)
    }

    /// What others want to send to the caller's section, newest first.
    pub fn incoming(
        &self,
        caller: &Caller,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Incoming, i64>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.incoming(before, limit))?)
    }

    /// One of them, by its proposal.
    pub fn incoming_one(
        &self,
        caller: &Caller,
        id: Id<Proposed>,
    ) -> Result<Option<Incoming>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.incoming_one(id))?)
    }
}
