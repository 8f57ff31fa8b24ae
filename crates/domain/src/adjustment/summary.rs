//! The structured summary of one Party and one NDC period (section "quantitative information" of the
//! report, R-200 to R-222).

use serde::Serialize;

use super::amount::Amount;
use super::attainment::Attainment;
use super::event::{Event, What};
use super::facts::Facts;
use super::inputs::{Inputs, Readings};
use super::left_out::LeftOut;
use super::year::{Counted, YearSummary};
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod;
use crate::party::PartyCode;
use crate::unit::UnitRange;
use crate::vintage::{Year, Years};

/// What a Party reports of a period, as of a year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Summary {
    /// The Party.
    pub party: PartyCode,
    /// The period.
    pub period: Years,
    /// The method of the period.
    pub method: AdjustmentMethod,
    /// What amounts are in.
    pub metric: Metric,
    /// How texts that disagree were read.
    pub readings: Readings,
    /// The year that the report is for.
    pub as_of: Year,
    /// The years of the period up to that one.
    pub years: Vec<YearSummary>,
    /// The whole period against its budget; `null` with method V.
    pub multi_year: Option<Attainment>,
    /// The target year against the target; `null` with method M.
    pub target_year: Option<Attainment>,
    /// What stands in no row, or not in all.
    pub left_out: Vec<LeftOut>,
}

/// Units are used for a year of another NDC period than that of their vintage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "entry {entry} uses {units} for {year}: vintage and use lie in different periods of {party}"
)]
pub struct UseOutsidePeriod {
    /// The entry.
    pub entry: i64,
    /// The units.
    pub units: UnitRange,
    /// The year for which they are used.
    pub year: Year,
    /// The Party that uses them.
    pub party: PartyCode,
}

impl Summary {
    /// The summary that these facts and what the Party told give. It does not matter in which order
    /// events come, nor of which other Parties there are some.
    pub fn of(facts: &Facts, inputs: &Inputs) -> Result<Self, UseOutsidePeriod> {
        let known: Vec<_> = facts.events().iter().filter(|it| touches(it, inputs)).collect();
        for event in &known {
            within_period(event, inputs.period)?;
        }
        let left_out: Vec<_> =
            known.iter().map(|event| (*event, LeftOut::of(event, inputs))).collect();
        let counts =
            |left: &Option<LeftOut>| !left.as_ref().is_some_and(|it| it.why.is_everywhere());
        let counted = Counted {
            events: left_out.iter().filter(|(_, it)| counts(it)).map(|(event, _)| *event).collect(),
            years: inputs.years().collect(),
            inputs,
        };
        let years: Vec<_> =
            inputs.years().map(|year| YearSummary::of(year, &counted, inputs)).collect();
        Ok(Self {
            party: inputs.party,
            period: inputs.period,
            method: inputs.method,
            metric: inputs.metric.clone(),
            readings: inputs.readings,
            as_of: inputs.as_of,
            multi_year: Attainment::multi_year(inputs, &years),
            target_year: Attainment::target_year(inputs, &years),
            years,
            left_out: left_out.into_iter().filter_map(|(_, left)| left).collect(),
        })
    }

    /// One of its years.
    pub fn year(&self, year: Year) -> Option<&YearSummary> {
        self.years.iter().find(|it| it.year == year)
    }

    /// The balance, or the adjusted indicator, of a year; none without a figure.
    pub fn balance(&self, year: Year) -> Option<&Amount> {
        self.year(year).and_then(YearSummary::balance)
    }
}

/// Whether the event is the Party's, known to the report, and of the period by either of its years.
fn touches(event: &Event, inputs: &Inputs) -> bool {
    let years = [event.event_year(inputs.readings.first_transfer_year), event.adjusted_year()];
    let of_period = years.iter().any(|year| inputs.period.contains(*year))
        || matches!(event.what, What::Used { .. }) && inputs.period.contains(event.vintage());
    event.party() == inputs.party && event.occurred_in() <= inputs.as_of && of_period
}

fn within_period(event: &Event, period: Years) -> Result<(), UseOutsidePeriod> {
    let What::Used { party, year } = event.what else { return Ok(()) };
    if period.contains(year) && period.contains(event.vintage()) {
        return Ok(());
    }
    Err(UseOutsidePeriod { entry: event.entry, units: event.units, year, party })
}
