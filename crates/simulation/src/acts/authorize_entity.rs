//! Authorizing an entity.

use std::rc::Rc;

use domain::entity::EntityAuthorization;
use domain::ledger::Order;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Entity, Ledger, must};
use crate::names::{ENTITIES, the};
use crate::sight::Sight;

pub(super) fn rule(
    ledger: &mut Ledger,
    act: &Act,
    order: &EntityAuthorization,
) -> Result<(), Code> {
    let party = ledger.participating(act)?.party;
    ledger.takes_part(party, order.approach)?;
    let (from, until) = (order.valid_from, order.valid_until);
    must(until.is_none_or(|until| from <= until), "entity-period-reversed")?;
    let (section, id, approach) = (act.section, order.entity.to_string(), order.approach);
    Rc::make_mut(&mut ledger.entities).push(Entity { section, id, approach, from, until });
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = sight.section(dice);
    let days = dice.one(&["2025-12-31", "2026-02-28", "2026-08-31", "2024-12-31"]);
    let order = EntityAuthorization {
        entity: the(dice.one(&ENTITIES)),
        name: the("Hidden Stoves Ltd"),
        country: the("XAL"),
        approach: the(dice.one(&["CA9001", "CA9001", "CA9002", "CA0001", "CA9999"])),
        valid_from: the("2025-01-01"),
        valid_until: Some(the(days)),
        conditions: dice.percent(50).then(|| the("quarterly audits")),
    };
    (section, Order::AuthorizeEntity(order))
}
