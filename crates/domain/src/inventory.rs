//! What a Party tells of one year of its NDC: the figures that its structured summary begins with
//!

use serde::{Deserialize, Serialize};

use crate::adjustment::Amount;
use crate::text::Text;
use crate::vintage::Year;

/// The figures of a year, in t CO2 eq or in units of the metric of the NDC. They are the Party's own
/// until it publishes them itself, in its report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InventoryYear {
    /// The year.
    pub year: Year,
    /// Emissions and removals covered by the NDC, or the indicator: row 3. Without it the year has no
    /// balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<Amount>,
    /// The same for the portion of the NDC under para 10: row 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portion: Option<Amount>,
    /// The year's part of the trajectory or the budget: row 1 with method T, row 2 with method M.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trajectory: Option<Amount>,
    /// Where the figures come from, in words.
    pub source: Text<500>,
}

impl InventoryYear {
    /// Whether it tells no figure at all.
    pub const fn is_empty(&self) -> bool {
        self.covered.is_none() && self.portion.is_none() && self.trajectory.is_none()
    }

    /// Whether it tells what only an inventory of the whole year can.
    pub const fn is_measured(&self) -> bool {
        self.covered.is_some() || self.portion.is_some()
    }
}
