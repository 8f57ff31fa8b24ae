//! Two natural persons, both entitled at that moment, stand behind what is carried out (14).

use domain::ledger::{Ending, Request};

use super::holds;
use crate::naive::capacity::speaks_for;
use crate::naive::policy::{alone, may_approve, may_propose};
use crate::world::World;

pub(super) fn two(world: &World, request: &Request) -> Result<(), String> {
    let carried_out = world
        .books
        .entries()
        .iter()
        .any(|entry| entry.evidence().is_some_and(|it| it.order.is_some()));
    let proposal = request.proposal();
    if !carried_out || proposal.orders.iter().all(|order| alone(order.kind())) {
        return Ok(());
    }
    let decision = world.books.decisions.get(&proposal.id);
    let decision = decision.filter(|it| it.ending == Ending::Executed);
    let second = decision.and_then(|it| it.by);
    let second = second.ok_or("invariant 14: it is carried out, and nobody approved it")?;
    holds(14, second.person != proposal.by.person, || "one person did it alone".to_owned())?;
    let ledger = &world.desk.ledger;
    let (first, second) =
        (ledger.roles(proposal.by, proposal.section), ledger.roles(second, proposal.section));
    for order in &proposal.orders {
        let kind = order.kind();
        let lets = |role: &_| speaks_for(role, proposal) && may_propose(role, kind);
        let proposed = first.iter().any(lets);
        let approved = second.iter().any(|role| may_approve(role, kind));
        holds(14, proposed && approved, || {
            format!("somebody who let {} happen may not", kind.as_str())
        })?;
    }
    Ok(())
}
