//! In which capacity somebody proposes: as an officer of the section, or for an entity that they
//! represent, which proposes from its own accounts alone.

use super::books::Books;
use super::order::Order;
use super::proposal::Proposal;
use super::refusal::Refusal;
use crate::access::Role;
use crate::account::Holder;
use crate::entity::EntityId;

/// Whether it counts for this proposal: a representative's role counts for what was proposed for that
/// entity, and there no role of an officer stands in for it.
pub(super) fn counts(role: &Role, proposal: &Proposal) -> bool {
    role.entity() == proposal.entity()
}

/// Whether these roles let their holder propose the order, in the capacity of the proposal.
pub(super) fn may_propose(
    books: &Books,
    proposal: &Proposal,
    roles: &[Role],
    order: &Order,
) -> Result<(), Refusal> {
    let kind = order.kind();
    if !roles.iter().any(|role| counts(role, proposal) && role.may_propose(kind)) {
        return Err(Refusal::InitiatorNotEntitled { order: kind.as_str() });
    }
    proposal.entity().map_or(Ok(()), |entity| is_for(books, proposal, entity, order))
}

/// Units leave an account of the entity, and are used by no other. An account that does not exist is
/// refused like another's.
fn is_for(
    books: &Books,
    proposal: &Proposal,
    entity: &EntityId,
    order: &Order,
) -> Result<(), Refusal> {
    if let Some((number, _)) = order.units() {
        let account = books.accounts.get(&number);
        let theirs = account.is_some_and(|it| {
            it.section == proposal.section
                && matches!(&it.holder, Holder::Entity { entity: holder } if holder == entity)
        });
        if !theirs {
            let entity = entity.clone();
            return Err(Refusal::AccountNotRepresented { account: number, entity });
        }
    }
    if let Order::UseForOimp(order) = order
        && order.entity.as_ref().is_some_and(|it| it != entity)
    {
        return Err(Refusal::EntityNotRepresented { entity: entity.clone() });
    }
    Ok(())
}
