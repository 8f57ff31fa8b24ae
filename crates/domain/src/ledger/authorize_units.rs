//! Putting planned units under an authorization.

use serde::{Deserialize, Serialize};

use super::issue::{at_once, fits};
use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use crate::account::AccountNumber;
use crate::authorization::{AuthorizationId, OutcomeFacts, Terms};
use crate::unit::UnitRange;

/// Puts planned units under an authorization.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorizeUnits {
    /// The account that holds them.
    pub account: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// The authorization.
    pub authorization: AuthorizationId,
}

/// Planned units become authorized ones; under some definitions that is their first transfer.
pub(super) fn decide(scene: &mut Scene<'_>, order: &AuthorizeUnits) -> Result<Effect, Refusal> {
    let section = scene.own("authorize-units")?;
    Scene::participates(section)?;
    let party = section.party;
    let account = scene.source(order.account, order.units.series)?;
    let held = scene.held(order.account, &account, order.units)?;
    let (number, terms) = scene.own_terms(&order.authorization)?;
    for part in &held.parts {
        if scene.authorization_of(part).is_some() {
            let units = UnitRange { series: order.units.series, serials: part.taken };
            return Err(Refusal::AlreadyAuthorized { units });
        }
    }
    all_fit(scene, &held, &terms)?;
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
    Ok(Effect { blocks, ..Effect::of(party) }
        .fact("authorization", order.authorization.to_string())
        .fact("first_transfer", first_transfer)
        .private("account", &order.account)
        .warn(warnings))
}

/// The authorization fits what was issued.
fn all_fit(scene: &Scene<'_>, held: &Held, terms: &Terms) -> Result<(), Refusal> {
    let series = held.units.series;
    for part in &held.parts {
        let Some(issued) = scene.books.issuances.get(&part.block.issuance) else {
            let authorization = terms.id.clone();
            return Err(Refusal::DoesNotFit { authorization, field: "issuance" });
        };
        let outcome = OutcomeFacts {
            approach: series.approach,
            vintage: series.vintage,
            sector: issued.sector,
            activity_type: issued.activity_type,
            metric: &issued.metric,
        };
        fits(terms, &outcome)?;
    }
    Ok(())
}
