//! Issuing units.

use serde::{Deserialize, Serialize};

use super::books::{Block, Issuance, SeriesNo};
use super::entry::LeafBlock;
use super::refusal::Refusal;
use super::scene::{Effect, Moved, Scene};
use crate::account::{Account, AccountKind, AccountNumber};
use crate::approach::ApproachId;
use crate::authorization::{
    AuthorizationId, AuthorizationNo, FirstTransferDefinition, OutcomeFacts, Terms,
};
use crate::code_list::{ActivityType, MitigationType, Sector};
use crate::metric::Metric;
use crate::quantity::Units;
use crate::section::Section;
use crate::serial::{Serial, Serials};
use crate::underlying::{Underlying, UnderlyingRun};
use crate::unit::{Series, UnitRange};
use crate::vintage::{Vintage, Year};

/// Issues units. The registry says nothing about their quality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The holding account of the issuing Party that receives them.
    pub into: AccountNumber,
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The year in which the mitigation occurred.
    pub vintage: Vintage,
    /// How many.
    pub quantity: Units,
    /// What one unit measures.
    pub metric: Metric,
    /// Reductions, removals, or both.
    pub mitigation_type: MitigationType,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// The authorization that covers them; without it they are planned only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<AuthorizationId>,
    /// The units of another programme behind them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub underlying: Option<Underlying>,
}

/// A Party issues units, planned or under an authorization.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Issue) -> Result<Effect, Refusal> {
    let mut section = scene.own("issue")?.clone();
    if order.approach == ApproachId::ARTICLE_6_4 {
        return Err(Refusal::MechanismOnly { order: "issue" });
    }
    let account = scene.destination(order.into, AccountKind::Holding)?;
    Scene::no_contribution(&account, order.into)?;
    scene.takes_part(section.party, order.approach)?;
    vintage_possible(scene, order.vintage)?;
    if account.metric != order.metric {
        let metric = order.metric.clone();
        return Err(Refusal::MetricMismatch { account: order.into, metric });
    }
    let underlying = order.underlying.as_ref();
    let run = underlying.map(|it| underlying_fits(scene, it, order.quantity)).transpose()?;
    let authorization = authorization_for(scene, order)?;
    let serials = next_serials(&section, order.quantity)?;
    let series = Series {
        approach: order.approach,
        registry: section.registry,
        party: section.party,
        vintage: order.vintage,
    };
    section.last_serial = serials.last().number();
    let party = section.party;
    scene.books.sections.set(scene.section, section);
    let units = UnitRange { series, serials };
    let first_transfer = authorization.as_ref().is_some_and(|(_, terms)| at_once(terms));
    let authorization = authorization.map(|it| it.0);
    record(scene, order, units, &account, (authorization, first_transfer))?;
    if let Some(run) = run {
        let key = (run.registry.clone(), run.form.clone(), scene.books.head.issuance);
        scene.books.underlying.set(key, run);
    }
    if first_transfer {
        scene.first_transfers(party, order.vintage)?;
    }
    let sums = authorization.filter(|_| first_transfer).map(|number| (number, order.quantity));
    let warnings = scene.count_first_transfers(sums.into_iter().collect());
    let to = order.into.into();
    let block = LeafBlock { from: None, of: None, previous: None, to, units };
    let effect = Effect { blocks: vec![block], ..Effect::of(party) };
    Ok(published(order, effect, first_transfer).warn(warnings))
}

/// Whether units are first transferred as soon as they are both issued and authorized.
pub(super) fn at_once(terms: &Terms) -> bool {
    match terms.first_transfer {
        Some(FirstTransferDefinition::Authorization | FirstTransferDefinition::Issuance) => true,
        Some(FirstTransferDefinition::UseOrCancellation) | None => false,
    }
}

/// 2021 or later, and not later than the current year.
pub(super) fn vintage_possible(scene: &Scene<'_>, vintage: Year) -> Result<(), Refusal> {
    if vintage < Year::FIRST {
        return Err(Refusal::VintageTooEarly { vintage, earliest: Year::FIRST });
    }
    let latest = Year::of(scene.occurred);
    if vintage > latest { Err(Refusal::VintageTooLate { vintage, latest }) } else { Ok(()) }
}

/// Underlying units are a run, as long as the block, and behind no other block. The
/// refusal does not tell in whose section they are.
pub(super) fn underlying_fits(
    scene: &Scene<'_>,
    underlying: &Underlying,
    quantity: Units,
) -> Result<UnderlyingRun, Refusal> {
    let count = underlying.units().unwrap_or(0);
    let run = match underlying.run() {
        Ok(run) if count == quantity.count() => run,
        Ok(_) | Err(_) => {
            return Err(Refusal::UnderlyingMismatch { underlying: count, quantity });
        }
    };
    if scene.books.has_underlying(&run) {
        let Underlying { first, last, .. } = underlying.clone();
        return Err(Refusal::UnderlyingTaken { first, last });
    }
    Ok(run)
}

/// The authorization that the order names, if it fits.
fn authorization_for(
    scene: &Scene<'_>,
    order: &Issue,
) -> Result<Option<(AuthorizationNo, Terms)>, Refusal> {
    let Some(id) = &order.authorization else { return Ok(None) };
    let (number, terms) = scene.own_terms(id)?;
    let outcome = OutcomeFacts {
        approach: order.approach,
        vintage: order.vintage,
        sector: order.sector,
        activity_type: order.activity_type,
        metric: &order.metric,
    };
    fits(&terms, &outcome)?;
    scene.in_time(&terms, "issuance", terms.last_issuance)?;
    scene.within_cap(number, order.quantity)?;
    Ok(Some((number, terms)))
}

/// The terms fit what is issued.
pub(super) fn fits(terms: &Terms, outcome: &OutcomeFacts<'_>) -> Result<(), Refusal> {
    let refuse = |field| Refusal::DoesNotFit { authorization: terms.id.clone(), field };
    terms.fit(outcome).map_err(refuse)
}

/// The next serials of the registry: never reused, never restarted.
pub(super) fn next_serials(section: &Section, quantity: Units) -> Result<Serials, Refusal> {
    let exhausted = Refusal::SerialsExhausted { quantity };
    let first = section.last_serial.saturating_add(1);
    let Ok(first) = Serial::new(first) else { return Err(exhausted) };
    Serials::starting_at(first, quantity).ok_or(exhausted)
}

/// The number of a series, which is new with its first units.
pub(super) fn series_no(scene: &mut Scene<'_>, series: Series) -> SeriesNo {
    scene.books.series.get(&series).copied().unwrap_or_else(|| {
        let number = scene.books.head.series.saturating_add(1);
        scene.books.head.series = number;
        scene.books.series.set(series, number);
        number
    })
}

/// Writes the issuance and its one block.
fn record(
    scene: &mut Scene<'_>,
    order: &Issue,
    units: UnitRange,
    account: &Account,
    (authorization, first_transfer): (Option<AuthorizationNo>, bool),
) -> Result<(), Refusal> {
    let (entry, section) = (scene.entry(), scene.section);
    let series = series_no(scene, units.series);
    let issuance = scene.books.head.issuance.saturating_add(1);
    scene.books.head.issuance = issuance;
    let facts = Issuance {
        section,
        series,
        serials: units.serials,
        entry,
        metric: order.metric.clone(),
        mitigation_type: order.mitigation_type,
        sector: order.sector,
        activity_type: order.activity_type,
        underlying: order.underlying.clone(),
    };
    scene.books.issuances.set(issuance, facts);
    let block = Block {
        last: units.serials.last(),
        account: account.id,
        section,
        issuance,
        authorization,
        first_transfer: first_transfer.then_some(entry),
        since_entry: entry,
        since_leaf: scene.books.head.log.size(),
        since_occurred: scene.occurred,
    };
    scene.leads(None, &block, (order.into, account))?;
    scene.moves.push(Moved { units, from: None, to: order.into });
    scene.books.blocks.set((series, units.serials.first()), block);
    Ok(())
}

fn published(order: &Issue, effect: Effect, first_transfer: bool) -> Effect {
    let mut effect = effect
        .fact("activity_type", order.activity_type.to_string())
        .fact("first_transfer", first_transfer)
        .fact("metric", order.metric.to_string())
        .fact("mitigation_type", order.mitigation_type.to_string())
        .fact("sector", order.sector.to_string())
        .private("account", &order.into);
    if let Some(id) = &order.authorization {
        effect = effect.fact("authorization", id.to_string());
    }
    if let Some(underlying) = &order.underlying {
        effect = effect.private("underlying", underlying);
        effect = effect.private("immobilized", &underlying.immobilized);
    }
    effect
}
