//! The way that an act takes a unit, and a step a proposal, in these books.

use super::books::{Block, Books};
use super::refusal::{Refusal, Refused};
use super::request::Request;
use super::scene::Scene;
use super::states::{self, Happened, ProposalStage, UnitState};
use crate::account::{Account, AccountNumber};

impl Books {
    /// The state of a block that lies in this account.
    pub fn state_of(&self, block: &Block, at: (AccountNumber, &Account)) -> UnitState {
        UnitState::of(at.0.kind(), &at.1.holder, self.happened(block))
    }

    fn happened(&self, block: &Block) -> Happened {
        if block.first_transfer.is_some() {
            return Happened::FirstTransfer;
        }
        let authorization = block.authorization.and_then(|it| self.authorizations.get(&it));
        match authorization {
            Some(authorization) if authorization.revoked.is_none() => Happened::Authorization,
            Some(_) | None => Happened::Nothing,
        }
    }
}

impl Scene<'_> {
    /// The act may lead from there to here: the last of the guards, after every rule.
    pub(super) fn leads(
        &self,
        from: Option<UnitState>,
        to: &Block,
        at: (AccountNumber, &Account),
    ) -> Result<(), Refusal> {
        states::unit_way(from, self.order, self.books.state_of(to, at))
    }
}

/// How far a proposal has come in these books.
pub(super) fn stage(books: &Books, request: &Request) -> Option<ProposalStage> {
    let id = request.proposal().id;
    ProposalStage::of(books.proposals.get(&id), books.decisions.get(&id))
}

/// The step may have led from there to where the proposal is now.
pub(super) fn led(
    books: &Books,
    request: &Request,
    from: Option<ProposalStage>,
) -> Result<(), Refused> {
    match stage(books, request) {
        Some(to) => Ok(states::proposal_way(from, request.step.kind(), to)?),
        None => Ok(()),
    }
}
