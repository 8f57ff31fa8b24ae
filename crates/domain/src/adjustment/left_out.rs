//! What a summary does not count, or counts in some of its rows only.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::event::{Block, Event};
use super::inputs::Inputs;

/// Units that touch the period and stand in no row, or not in all rows in which others stand: said,
/// so that nothing falls out of the sums silently.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeftOut {
    /// The units.
    #[serde(flatten)]
    pub block: Block,
    /// Why.
    pub why: WhyLeftOut,
    /// What they stand for in t CO2 eq, if they are of another metric and the Party has recorded how
    /// it converts that.
    pub converted: Option<Amount>,
}

/// Why units are left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyLeftOut {
    /// They are measured in another metric than the NDC: in no row.
    OtherMetric,
    /// They came after the adjustments of the period were final: in no row.
    AfterFinality,
    /// They are used for a year of the period that the report does not cover yet: in no row.
    LaterYear,
    /// The year of the first transfer is none of the period: only in what goes by vintage.
    EventOutsidePeriod,
    /// The vintage is none of the period: only in what goes by the year of the event.
    VintageOutsidePeriod,
}

impl WhyLeftOut {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherMetric => "other-metric",
            Self::AfterFinality => "after-finality",
            Self::LaterYear => "later-year",
            Self::EventOutsidePeriod => "event-outside-period",
            Self::VintageOutsidePeriod => "vintage-outside-period",
        }
    }
}

impl WhyLeftOut {
    /// Whether they stand in no row at all.
    pub const fn is_everywhere(self) -> bool {
        matches!(self, Self::OtherMetric | Self::AfterFinality | Self::LaterYear)
    }

    /// Why an event that touches the period is left out, if it is.
    fn of(event: &Event, inputs: &Inputs) -> Option<Self> {
        let rule = inputs.readings.first_transfer_year;
        let (happened, adjusts) = (event.event_year(rule), event.adjusted_year());
        if event.metric != inputs.metric {
            Some(Self::OtherMetric)
        } else if inputs.finality().is_some_and(|it| it.allows(event, rule).is_err()) {
            Some(Self::AfterFinality)
        } else if happened.max(adjusts) > inputs.as_of {
            Some(Self::LaterYear)
        } else if !inputs.period.contains(happened) {
            Some(Self::EventOutsidePeriod)
        } else if !inputs.period.contains(adjusts) {
            Some(Self::VintageOutsidePeriod)
        } else {
            None
        }
    }
}

impl LeftOut {
    /// What is left out of an event that touches the period.
    pub(super) fn of(event: &Event, inputs: &Inputs) -> Option<Self> {
        let why = WhyLeftOut::of(event, inputs)?;
        let converted = if why == WhyLeftOut::OtherMetric {
            let key = (event.units.series.approach, event.metric.clone());
            let factor = inputs.conversions.get(&key);
            factor.map(|factor| Amount::converted(event.count(), factor))
        } else {
            None
        };
        Some(Self { block: event.block(), why, converted })
    }
}
