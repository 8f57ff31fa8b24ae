//! Cancellation.

use super::ending::{Cancel, CancellationReason, OtherPurpose};
use super::first_transfer::Sums;
use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use super::transfer::all_first_transferred;
use super::use_for_oimp::may_end_for;
use crate::authorization::{AuthorizationNo, FirstTransferDefinition, Terms};
use crate::quantity::Units;

/// Cancellation takes units out of circulation for good.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Cancel) -> Result<Effect, Refusal> {
    let party = scene.own("cancel")?.party;
    let from = scene.source(order.from, order.units.series)?;
    let into = scene.destination(order.into, order.reason.account_kind())?;
    Scene::same_metric(&from, &into, order.into)?;
    let held = scene.held(order.from, &from, order.units)?;
    let sums = may_end(scene, &held, order.reason)?;
    let entry = scene.entry();
    let first_transferred = !sums.is_empty();
    let now_first = |number: AuthorizationNo| sums.iter().any(|(known, _)| *known == number);
    let blocks = scene.move_to(held, order.from, (order.into, &into), |block| {
        if block.first_transfer.is_none() && block.authorization.is_some_and(now_first) {
            block.first_transfer = Some(entry);
        }
    })?;
    let warnings = scene.count_first_transfers(sums);
    let effect = Effect { blocks, ..Effect::of(party) }
        .fact("first_transfer", first_transferred)
        .fact("reason", order.reason.as_str())
        .private("accounts", &format!("{} {}", order.from, order.into))
        .warn(warnings);
    let effect = scene.keep_beneficiary(order.beneficiary.as_ref(), effect);
    Ok(match &order.note {
        Some(note) => effect.private("note", note),
        None => effect,
    })
}

/// Whether units may end for this reason. Gives those that are first transferred by it.
fn may_end(
    scene: &Scene<'_>,
    held: &Held,
    reason: CancellationReason,
) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
    match reason {
        CancellationReason::OtherPurpose => {
            may_end_for(scene, held, OtherPurpose::Op, None, |terms| in_time(scene, terms))
        }
        CancellationReason::Voluntary | CancellationReason::Omge => {
            all_first_transferred(held).map(|()| Vec::new())
        }
        CancellationReason::Other => first_transferred_by_cancellation(scene, held),
    }
}

/// An outcome that is not first transferred may end without it, unless its authorization says that
/// cancellation is the first transfer: then the host adjusts.
fn first_transferred_by_cancellation(
    scene: &Scene<'_>,
    held: &Held,
) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
    let mut sums = Sums::default();
    for part in &held.parts {
        if part.block.first_transfer.is_some() || scene.authorization_of(part).is_none() {
            continue;
        }
        let (number, _, terms) = scene.terms_of(part, held.units.series)?;
        if terms.first_transfer == Some(FirstTransferDefinition::UseOrCancellation) {
            scene.has_not_withdrawn(held.units.series.party)?;
            in_time(scene, terms)?;
            sums.add(number, part.taken);
        }
    }
    sums.within_caps(scene)
}

/// Only what an authorization is needed for has a last day: a holder may always cancel freely
///
fn in_time(scene: &Scene<'_>, terms: &Terms) -> Result<(), Refusal> {
    scene.in_time(terms, "cancellation", terms.last_cancellation)
}
