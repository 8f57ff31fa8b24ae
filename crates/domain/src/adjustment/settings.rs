//! What a Party lays down for the adjustments of one of its periods.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::inputs::Readings;

/// What a period is held against, when its adjustments are final, and how texts are read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodSettings {
    /// The budget of the whole period; without it the sum of a trajectory that has every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Amount>,
    /// What the target year of a single-year NDC is to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Amount>,
    /// The last day on which the adjustments may change; without it the day on which the first
    /// report with the period's last year is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// How texts that disagree are read.
    #[serde(default)]
    pub readings: Readings,
}
