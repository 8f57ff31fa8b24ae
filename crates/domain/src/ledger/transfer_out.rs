//! Moving units to another registry.

use super::first_transfer::may_leave;
use super::order::Transfer;
use super::refusal::Refusal;
use super::scene::{Effect, Held, Part, Scene};
use super::transfer::accounts;
use crate::account::{AccountKind, Holder};
use crate::authorization::AuthorizationNo;
use crate::quantity::Units;
use crate::registry::RegistryId;
use crate::unit::UnitRange;

/// The units keep their identifiers and are traced: they lie in the account of the section that
/// stands for the other registry, until they come back.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Transfer) -> Result<Effect, Refusal> {
    let section = scene.own("transfer-out")?;
    Scene::has_declared(section)?;
    let party = section.party;
    let from = scene.source(order.from, order.units.series)?;
    let to = scene.destination(order.to, AccountKind::Outside)?;
    let Holder::Outside { registry } = to.holder else {
        let needed = AccountKind::Outside.code();
        return Err(Refusal::WrongAccountKind { account: order.to, needed });
    };
    if let RegistryId::Party(owner, _) = registry {
        scene.has_not_withdrawn(owner)?;
    }
    Scene::same_metric(&from, &to, order.to)?;
    let held = scene.held(order.from, &from, order.units)?;
    let sums = first_transferred_by_leaving(scene, &held, registry)?;
    let entry = scene.entry();
    let first_transfer = !sums.is_empty();
    let blocks = scene.move_to(held, order.from, (order.to, &to), |block| {
        block.first_transfer = block.first_transfer.or(Some(entry));
    })?;
    let warnings = scene.count_first_transfers(sums);
    let effect = Effect { blocks, ..Effect::of(party) }
        .fact("first_transfer", first_transfer)
        .fact("registry", registry.to_string())
        .warn(warnings);
    Ok(accounts(order, effect))
}

/// A registry of another Party than the host receives outcomes by their first transfer, which needs
/// what every first transfer needs. To any other registry only ITMOs go. Gives the units that are
/// first transferred now, by authorization.
fn first_transferred_by_leaving(
    scene: &Scene<'_>,
    held: &Held,
    registry: RegistryId,
) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
    let series = held.units.series;
    let outcome = |part: &&Part| part.block.first_transfer.is_none();
    let outcomes: Vec<Part> = held.parts.iter().filter(outcome).copied().collect();
    let Some(first) = outcomes.first() else { return Ok(Vec::new()) };
    match registry {
        RegistryId::Party(receiver, _) if receiver != series.party => {
            may_leave(scene, series, &outcomes, receiver)
        }
        RegistryId::Party(..) | RegistryId::UnitedNations(_) => {
            let units = UnitRange { series, serials: first.taken };
            Err(Refusal::NotFirstTransferred { units })
        }
    }
}
