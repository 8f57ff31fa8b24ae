//! Adding or changing a period of a Party's NDC.

use serde::{Deserialize, Serialize};

use super::open_section::disjoint;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::metric::Metric;
use crate::ndc::{AdjustmentMethod, NdcPeriod, RecordedPeriod};
use crate::section::Section;
use crate::vintage::Year;

/// Adds a period of a Party's NDC, or changes the one that begins in the same year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetNdcPeriod {
    /// The first year of the period.
    pub first: Year,
    /// The last year.
    pub last: Year,
    /// How the Party adjusts throughout the period.
    pub method: AdjustmentMethod,
    /// The metric of the NDC.
    pub metric: Metric,
}

/// A Party adds a period, or changes the one that begins in the same year. After the first ITMO of a
/// period only what was not yet told of it can be added.
pub(super) fn decide(scene: &mut Scene<'_>, order: &SetNdcPeriod) -> Result<Effect, Refusal> {
    let SetNdcPeriod { first, last, method, metric } = order.clone();
    let mut section = scene.own("set-ndc-period")?.clone();
    let period = NdcPeriod { first, last, method: Some(method), metric: Some(metric.clone()) };
    let others = section.ndc_periods.iter().filter(|it| it.period.first != first);
    disjoint(others.map(|it| it.period.years()).chain([period.years()]))?;
    let known = section.ndc_periods.iter().position(|it| it.period.first == first);
    if let Some(known) = known.and_then(|at| section.ndc_periods.get(at)) {
        may_change(&section, &known.period, &period)?;
    }
    let recorded = RecordedPeriod { period, since: scene.entry() };
    match known.and_then(|at| section.ndc_periods.get_mut(at)) {
        Some(known) => *known = recorded,
        None => section.ndc_periods.push(recorded),
    }
    section.ndc_periods.sort_by_key(|it| it.period.first);
    let party = section.party;
    scene.books.sections.set(scene.section, section);
    Ok(Effect::of(party)
        .fact("first", first.to_string())
        .fact("last", last.to_string())
        .fact("method", method.to_string())
        .fact("metric", metric.to_string()))
}

/// The method applies consistently throughout the period: from its first ITMO on nothing that was
/// told of it changes.
fn may_change(section: &Section, known: &NdcPeriod, period: &NdcPeriod) -> Result<(), Refusal> {
    let keeps = known.last == period.last
        && (known.method.is_none() || known.method == period.method)
        && (known.metric.is_none() || known.metric == period.metric);
    let years = known.years();
    match section.itmo_years.iter().find(|year| years.contains(**year)) {
        Some(year) if !keeps => Err(Refusal::PeriodHasItmos { period: years, year: *year }),
        _ => Ok(()),
    }
}
