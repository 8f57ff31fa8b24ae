//! Taking back units from another registry.

use super::order::Transfer;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use super::transfer::accounts;
use crate::account::{AccountKind, Holder};

/// The same units come back, from the registry where they are: it is named by the account that stands
/// for it, and what does not lie there does not come in. Units that are held, used, cancelled or
/// retired here lie elsewhere; so do those in a third registry, and those that never were.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Transfer) -> Result<Effect, Refusal> {
    let party = scene.own("transfer-in")?.party;
    let from = scene.destination(order.from, AccountKind::Outside)?;
    let Holder::Outside { registry } = from.holder else {
        let needed = AccountKind::Outside.code();
        return Err(Refusal::WrongAccountKind { account: order.from, needed });
    };
    let to = scene.destination(order.to, AccountKind::Holding)?;
    Scene::no_contribution(&to, order.to)?;
    Scene::same_metric(&from, &to, order.to)?;
    let held = scene.held(order.from, &from, order.units).map_err(|why| {
        if let Refusal::NotHeld { units, .. } = why {
            return Refusal::NotOutside { units, registry };
        }
        why
    })?;
    let blocks = scene.move_to(held, order.from, (order.to, &to), |_same| {})?;
    let effect = Effect { blocks, ..Effect::of(party) };
    Ok(accounts(order, effect.fact("registry", registry.to_string())))
}
