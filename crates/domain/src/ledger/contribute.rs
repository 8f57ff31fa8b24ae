//! Voluntary contributions of ITMOs to adaptation.

use super::order::Transfer;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use super::transfer::{accounts, all_first_transferred};
use crate::account::Holder;

/// The holder gives ITMOs to the Adaptation Fund, whose account may lie in any section. No other act
/// of a Party brings units there, so that none is ever taken silently. An outcome before its first
/// transfer could only lie there: the Fund can neither authorize it nor count it.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Transfer) -> Result<Effect, Refusal> {
    let section = scene.own("contribute-to-adaptation")?;
    Scene::has_declared(section)?;
    let party = section.party;
    let from = scene.source(order.from, order.units.series)?;
    let to = scene.account(order.to)?;
    scene.has_not_withdrawn(order.to.party())?;
    if to.holder != Holder::AdaptationFund {
        return Err(Refusal::NotFundAccount { account: order.to });
    }
    Scene::same_metric(&from, &to, order.to)?;
    let held = scene.held(order.from, &from, order.units)?;
    all_first_transferred(&held)?;
    let blocks = scene.move_to(held, order.from, (order.to, &to), |_same| {})?;
    let other_section = (to.section != scene.section).then_some(to.section);
    let effect = Effect { blocks, other_section, ..Effect::of(party) };
    Ok(accounts(order, effect))
}
