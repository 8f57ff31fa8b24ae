//! The secretariat's transfer desk: it sees every transfer between sections, and can hold one. It
//! can start, change or redirect none.

use domain::access::{Caller, ReadDesk};
use domain::id::{Id, Proposed};
use domain::ledger::{Order, Reason, SetStop};
use domain::stop::StopTarget;
use jiff::Timestamp;
use store::Ticket;
pub use store::desk::{Compared, DeskTransfer};
use store::page::{Limit, Page};

use crate::proposals::ProposalState;
use crate::{ApproveError, Draft, ReadError, Registry, RequestKey};

impl Registry {
    /// Transfers between sections, newest first, for the secretariat's desk.
    pub fn desk_transfers(
        &self,
        caller: &Caller,
        state: Option<ProposalState>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<DeskTransfer, i64>, ReadError> {
        let permit = caller.permit::<ReadDesk>(())?;
        Ok(self.store.read(&permit, |tx| tx.desk_transfers(state, before, limit))?)
    }

    /// One of them, by its proposal.
    pub fn desk_transfer(
        &self,
        caller: &Caller,
        id: Id<Proposed>,
    ) -> Result<Option<DeskTransfer>, ReadError> {
        let permit = caller.permit::<ReadDesk>(())?;
        Ok(self.store.read(&permit, |tx| tx.desk_transfer(id))?)
    }

    /// Holds a transfer between sections: it stays where it is until two persons of the desk lift
    /// the stop, or until the stop ends. Both Parties see it.
    pub fn hold(
        &self,
        caller: &Caller,
        id: Id<Proposed>,
        (reason, until): (Reason, Option<Timestamp>),
        key: RequestKey,
    ) -> Result<Ticket, ApproveError> {
        let permit = caller.permit::<ReadDesk>(())?;
        let found = self.store.read(&permit, |tx| tx.desk_transfer(id))?;
        let transfer = found.ok_or(ApproveError::Unknown)?;
        let parties = vec![transfer.from.0, transfer.to.0];
        let target = StopTarget::Proposal { proposal: id, parties };
        let stop = SetStop { id: Id::from_uuid(self.new_id()), target, reason, until };
        let orders = vec![Order::SetStop(stop)];
        let draft = Draft { orders, occurred: None, entity: None, replaces: None, confirmed: None };
        Ok(self.put_forward(caller, draft, key)?)
    }
}
