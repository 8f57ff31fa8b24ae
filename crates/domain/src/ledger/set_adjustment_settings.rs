//! Laying down what the adjustments of a period are held against, and when they are final.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use super::set_terms::laid_down;
use crate::adjustment::{Amount, ElapsedYears, FirstTransferYear, PeriodSettings, Readings};
use crate::vintage::{Year, Years};

/// Lays down what counts for the adjustments of a period of the Party's NDC.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAdjustmentSettings {
    /// The first year of the period.
    pub first: Year,
    /// The budget of the whole period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Amount>,
    /// What the target year of a single-year NDC is to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Amount>,
    /// The last day on which the adjustments may change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// The years by which averages divide.
    pub elapsed: ElapsedYears,
    /// The year of a first transfer.
    pub first_transfer_year: FirstTransferYear,
}

impl SetAdjustmentSettings {
    /// Lays down these for the period that begins in a year.
    pub fn of(first: Year, settings: PeriodSettings) -> Self {
        let PeriodSettings { budget, target, last_day, readings } = settings;
        let Readings { elapsed, first_transfer_year } = readings;
        Self { first, budget, target, last_day, elapsed, first_transfer_year }
    }

    /// What counts.
    pub fn settings(&self) -> PeriodSettings {
        let Self { first: _, budget, target, last_day, elapsed, first_transfer_year } =
            self.clone();
        let readings = Readings { elapsed, first_transfer_year };
        PeriodSettings { budget, target, last_day, readings }
    }
}

/// Two persons lay it down, as long as the adjustments are not final. They are for the section and the
/// secretariat: the leaf commits to them, and tells the period alone.
pub(super) fn decide(
    scene: &mut Scene<'_>,
    order: &SetAdjustmentSettings,
) -> Result<Effect, Refusal> {
    let mut section = scene.own("set-adjustment-settings")?.clone();
    let (first, party, settings) = (order.first, section.party, order.settings());
    let mut periods = section.ndc_periods.iter().map(|it| it.period.years());
    let period = periods.find(|period| period.first == first);
    let period = period.ok_or(Refusal::PeriodUnknown { first, party })?;
    scene.still_open(&section, period)?;
    if let Some(last_day) = settings.last_day {
        not_too_early(scene, period, last_day)?;
    }
    let text = serde_json::to_string(&settings).unwrap_or_default();
    section.settings.periods.insert(first, settings);
    let party = laid_down(scene, section);
    Ok(Effect::of(party).fact("first", first.to_string()).private("settings", &text))
}

/// No adjustments are final before the period is over, or before anybody could know.
fn not_too_early(scene: &Scene<'_>, period: Years, last_day: Date) -> Result<(), Refusal> {
    let over = Date::new(period.last.number().saturating_add(1), 1, 1).unwrap_or(Date::MAX);
    let earliest = over.max(scene.recorded_on());
    if last_day < earliest {
        let (last_day, earliest) = (last_day.to_string(), earliest.to_string());
        return Err(Refusal::LastDayTooEarly { last_day, earliest });
    }
    Ok(())
}
