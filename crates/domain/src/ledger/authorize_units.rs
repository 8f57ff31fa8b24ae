//! Putting planned units under an authorization.

use super::issue::at_once;
use super::order::AuthorizeUnits;
use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use crate::authorization::Terms;
use crate::unit::UnitRange;

/// Planned units become authorized ones; under some definitions that is their first transfer.
pub(super) fn decide(scene: &mut Scene<'_>, order: &AuthorizeUnits) -> Result<Effect, Refusal> {
    let section = scene.own("authorize-units")?;
    Scene::participates(&section)?;
    let account = scene.source(order.account)?;
    let held = scene.held(order.account, &account, order.units)?;
    let (number, terms) = scene.own_terms(&order.authorization)?;
    for part in &held.parts {
        if scene.authorization_of(part).is_some() {
            let units = UnitRange { series: order.units.series, serials: part.taken };
            return Err(Refusal::AlreadyAuthorized { units });
        }
    }
    fits(scene, &held, &terms)?;
    scene.in_time(&terms, "issuance", terms.last_issuance)?;
    scene.within_cap(number, order.units.units())?;
    let entry = scene.entry();
    let first_transfer = at_once(&terms);
    let blocks = scene.move_to(held, order.account, (order.account, &account), |block| {
        block.authorization = Some(number);
        block.first_transfer = first_transfer.then_some(entry);
    })?;
    let sums = first_transfer.then(|| (number, order.units.units()));
    let warnings = scene.count_first_transfers(sums.into_iter().collect());
    Ok(Effect { blocks, ..Effect::of(section.party) }
        .fact("authorization", order.authorization.to_string())
        .fact("first_transfer", first_transfer)
        .private("account", &order.account)
        .warn(warnings))
}

/// The authorization fits what was issued.
fn fits(scene: &Scene<'_>, held: &Held, terms: &Terms) -> Result<(), Refusal> {
    let refuse = |field| Err(Refusal::DoesNotFit { authorization: terms.id.clone(), field });
    let series = held.units.series;
    if terms.approach != series.approach {
        return refuse("approach");
    }
    if !terms.cover_vintage(series.vintage) {
        return refuse("vintage");
    }
    for part in &held.parts {
        let Some(issued) = scene.books.issuances.get(&part.block.issuance) else {
            return refuse("issuance");
        };
        if !terms.sectors.contains(&issued.sector) {
            return refuse("sector");
        }
        let any = terms.activity_types.is_empty();
        if !any && !terms.activity_types.contains(&issued.activity_type) {
            return refuse("activity type");
        }
        if terms.metric != issued.metric {
            return refuse("metric");
        }
    }
    Ok(())
}
