//! Use towards the Party's own NDC.

use super::ending::UseTowardsNdc;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use super::transfer::all_first_transferred;
use crate::account::AccountKind;
use crate::vintage::Year;

/// A Party uses ITMOs that it holds towards its NDC, for a calendar year.
pub(super) fn decide(scene: &mut Scene<'_>, order: &UseTowardsNdc) -> Result<Effect, Refusal> {
    let UseTowardsNdc { from: source, into: number, units, year } = *order;
    let section = scene.own("use-towards-ndc")?;
    Scene::participates(section)?;
    let from = scene.source(source, units.series)?;
    let into = scene.destination(number, AccountKind::UseTowardsNdc)?;
    if into.year_of_use != Some(year) {
        return Err(Refusal::WrongAccountYear { account: number, year });
    }
    Scene::same_metric(&from, &into, number)?;
    let held = scene.held(source, &from, units)?;
    all_first_transferred(&held)?;
    let (party, vintage) = (section.party, units.series.vintage);
    for part in &held.parts {
        let (_, _, terms) = scene.terms_of(part, units.series)?;
        if !terms.purposes.include_ndc() {
            let purposes = terms.purposes;
            return Err(Refusal::PurposeNotCovered { purpose: "NDC", purposes });
        }
        if !terms.let_use(party, units.series.party) {
            return Err(Refusal::PartyNotAuthorized { party, authorization: terms.id.clone() });
        }
        let used = Year::of(scene.occurred);
        if let (false, Some(timeframe)) = (terms.cover_use_in(used), terms.used) {
            return Err(Refusal::UseOutsideTimeframe { year: used, timeframe });
        }
        scene.in_time(terms, "use", terms.last_use)?;
    }
    if section.period_with(vintage, year).is_none() {
        return Err(Refusal::OutsidePeriod { vintage, year, party });
    }
    let blocks = scene.move_to(held, source, (number, &into), |_same| {})?;
    Ok(Effect { blocks, ..Effect::of(party) }
        .fact("year_of_use", year.to_string())
        .private("accounts", &format!("{source} {number}")))
}
