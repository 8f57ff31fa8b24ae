//! Use for other international mitigation purposes.

use super::ending::{OtherPurpose, UseForOimp};
use super::first_transfer::Sums;
use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use crate::account::AccountKind;
use crate::authorization::{AuthorizationNo, FirstTransferDefinition, Terms};
use crate::entity::EntityId;
use crate::quantity::Units;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// A Party, or an entity that it authorized, uses units for IMP or OP.
pub(super) fn decide(scene: &mut Scene<'_>, order: &UseForOimp) -> Result<Effect, Refusal> {
    let section = scene.own("use-for-oimp")?;
    Scene::participates(section)?;
    let party = section.party;
    let from = scene.source(order.from, order.units.series)?;
    let into = scene.destination(order.into, AccountKind::UseForOimp)?;
    Scene::same_metric(&from, &into, order.into)?;
    let held = scene.held(order.from, &from, order.units)?;
    let entity = order.entity.as_ref();
    let sums = may_end_for(scene, &held, order.purpose, entity, |terms| {
        scene.in_time(terms, "use", terms.last_use)
    })?;
    let entry = scene.entry();
    let blocks = scene.move_to(held, order.from, (order.into, &into), |block| {
        block.first_transfer = block.first_transfer.or(Some(entry));
    })?;
    let first_transfer = !sums.is_empty();
    let warnings = scene.count_first_transfers(sums);
    let effect = Effect { blocks, ..Effect::of(party) }
        .fact("first_transfer", first_transfer)
        .fact("named", order.named.as_str())
        .fact("purpose", order.purpose.as_str())
        .private("accounts", &format!("{} {}", order.from, order.into))
        .warn(warnings);
    let effect = scene.keep_beneficiary(order.beneficiary.as_ref(), effect);
    Ok(match &order.entity {
        Some(entity) => effect.private("entity", entity),
        None => effect,
    })
}

/// Each part is authorized for the purpose, in time, and first transferred or first transferred by
/// this very act. Gives the units that are first transferred now, by authorization.
pub(super) fn may_end_for(
    scene: &Scene<'_>,
    held: &Held,
    purpose: OtherPurpose,
    entity: Option<&EntityId>,
    in_time: impl Fn(&Terms) -> Result<(), Refusal>,
) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
    let series = held.units.series;
    let mut sums = Sums::default();
    for part in &held.parts {
        let (number, authorizing, terms) = scene.terms_of(part, series)?;
        let covered = match purpose {
            OtherPurpose::Imp => terms.purposes.include_imp(),
            OtherPurpose::Op => terms.purposes.include_op(),
        };
        if !covered {
            let (purpose, purposes) = (purpose.as_str(), terms.purposes);
            return Err(Refusal::PurposeNotCovered { purpose, purposes });
        }
        if let Some(entity) = entity.filter(|entity| !terms.entities.contains(entity)) {
            let (entity, authorization) = (entity.clone(), terms.id.clone());
            return Err(Refusal::EntityNotCovered { entity, authorization });
        }
        if let Some(entity) = entity {
            scene.entity_may_use(entity, series.approach, authorizing)?;
        }
        let used = Year::of(scene.occurred);
        if let (false, Some(timeframe)) = (terms.cover_use_in(used), terms.used) {
            return Err(Refusal::UseOutsideTimeframe { year: used, timeframe });
        }
        in_time(terms)?;
        if part.block.first_transfer.is_none() {
            scene.has_not_withdrawn(series.party)?;
            if terms.first_transfer != Some(FirstTransferDefinition::UseOrCancellation) {
                let units = UnitRange { series, serials: part.taken };
                return Err(Refusal::NotFirstTransferred { units });
            }
            if let (false, Some(timeframe)) = (terms.cover_vintage(series.vintage), terms.occurred)
            {
                let vintage = series.vintage;
                return Err(Refusal::VintageOutsideTimeframe { vintage, timeframe });
            }
            sums.add(number, part.taken);
        }
    }
    sums.within_caps(scene)
}
