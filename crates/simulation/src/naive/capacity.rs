//! For whom somebody proposes: for the section as its officer, or for an entity as its
//! representative.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::account::Holder;
use domain::ledger::{Order, Proposal};

use super::facts::facts;
use super::policy::may_propose;
use super::{Ledger, must};
use crate::answer::Code;

/// Whether somebody with this role speaks for whom it is proposed.
pub(crate) fn speaks_for(role: &Role, proposal: &Proposal) -> bool {
    match (role, proposal.entity()) {
        (Role::EntityRepresentative(theirs), Some(entity)) => theirs == entity,
        (Role::EntityRepresentative(_), None) => false,
        (_officers, entity) => entity.is_none(),
    }
}

impl Ledger {
    /// The roles let their holder propose the order, for whom it is proposed: an officer, or the
    /// representative of the entity in whose account the units lie.
    pub(super) fn may_be_proposed(
        &self,
        proposal: &Proposal,
        roles: &BTreeSet<Role>,
        order: &Order,
    ) -> Result<(), Code> {
        let lets = |role: &Role| speaks_for(role, proposal) && may_propose(role, order.kind());
        must(roles.iter().any(lets), "initiator-not-entitled")?;
        let Some(entity) = proposal.entity() else { return Ok(()) };
        if let Some(from) = facts(order).from {
            let theirs = Holder::Entity { entity: entity.clone() };
            let own = self.accounts.get(&from).filter(|it| it.section == proposal.section);
            must(own.is_some_and(|it| it.holder == theirs), "account-not-represented")?;
        }
        if let Order::UseForOimp(used) = order
            && let Some(user) = &used.entity
        {
            must(user == entity, "entity-not-represented")?;
        }
        Ok(())
    }
}
