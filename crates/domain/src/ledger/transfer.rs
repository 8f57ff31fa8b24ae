//! Transfers after the first, and moves inside a section.

use super::order::Transfer;
use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use crate::account::AccountKind;
use crate::unit::UnitRange;

/// Only the holder changes.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Transfer) -> Result<Effect, Refusal> {
    let section = scene.own("transfer")?;
    let party = section.party;
    if order.from == order.to {
        return Err(Refusal::SameAccount { account: order.to });
    }
    let from = scene.source(order.from, order.units.series)?;
    let to = scene.account(order.to)?;
    scene.has_not_withdrawn(order.to.party())?;
    if order.to.kind() != AccountKind::Holding {
        let needed = AccountKind::Holding.code();
        return Err(Refusal::WrongAccountKind { account: order.to, needed });
    }
    Scene::no_contribution(&to, order.to)?;
    Scene::same_metric(&from, &to, order.to)?;
    let held = scene.held(order.from, &from, order.units)?;
    let abroad = to.section != scene.section;
    if abroad {
        Scene::has_declared(section)?;
        if order.to.party() == order.units.series.party {
            all_authorized(scene, &held)?;
        } else {
            all_first_transferred(&held)?;
        }
    }
    let blocks = scene.move_to(held, order.from, (order.to, &to), |_same| {})?;
    let other_section = abroad.then_some(to.section);
    let effect = Effect { blocks, other_section, ..Effect::of(party) };
    Ok(accounts(order, effect))
}

/// Nothing goes abroad but by its first transfer.
pub(super) fn all_first_transferred(held: &Held) -> Result<(), Refusal> {
    match held.parts.iter().find(|part| part.block.first_transfer.is_none()) {
        Some(part) => {
            let units = UnitRange { series: held.units.series, serials: part.taken };
            Err(Refusal::NotFirstTransferred { units })
        }
        None => Ok(()),
    }
}

/// What the mechanism issued can go home before its first transfer, to the Party that hosted it, while
/// it is authorized. Once that is revoked it is a contribution to mitigation and stays.
fn all_authorized(scene: &Scene<'_>, held: &Held) -> Result<(), Refusal> {
    match held.parts.iter().find(|part| scene.authorization_of(part).is_none()) {
        Some(part) => {
            let units = UnitRange { series: held.units.series, serials: part.taken };
            Err(Refusal::NotAuthorized { units })
        }
        None => Ok(()),
    }
}

/// The accounts and the reference are for the two sections alone.
pub(super) fn accounts(order: &Transfer, effect: Effect) -> Effect {
    let effect = effect.private("accounts", &format!("{} {}", order.from, order.to));
    match &order.reference {
        Some(reference) => effect.private("reference", reference),
        None => effect,
    }
}
