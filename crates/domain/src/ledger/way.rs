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

/// How far the proposals of a request have come: the one that it is about, and the one in whose place
/// that stands.
pub(super) type Stages = [Option<ProposalStage>; 2];

/// How far they have come in these books.
pub(super) fn stages(books: &Books, request: &Request) -> Stages {
    [Some(request.proposal()), request.replaced()].map(|proposal| {
        let id = proposal?.id;
        ProposalStage::of(books.proposals.get(&id), books.decisions.get(&id))
    })
}

/// The step may have led from there to where they are now.
pub(super) fn led(books: &Books, request: &Request, before: Stages) -> Result<(), Refused> {
    for (from, to) in before.into_iter().zip(stages(books, request)) {
        if let Some(to) = to {
            states::proposal_way(from, request.step.kind(), to)?;
        }
    }
    Ok(())
}
