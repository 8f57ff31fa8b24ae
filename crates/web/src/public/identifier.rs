//! An identifier of units, as a page shows it: what the units share is muted, the serials stand out.

use domain::unit::UnitRange;

/// The parts of an identifier, ready to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identifier {
    /// The cooperative approach.
    pub approach: String,
    /// The registry that allotted the serials.
    pub registry: String,
    /// The code of the first transferring Party.
    pub party: String,
    /// The first serial.
    pub first: String,
    /// The last serial; `None` for a single unit.
    pub last: Option<String>,
    /// The vintage.
    pub vintage: String,
    /// The whole, as it is written in addresses.
    pub whole: String,
}

impl From<&UnitRange> for Identifier {
    fn from(units: &UnitRange) -> Self {
        let (first, last) = (units.serials.first(), units.serials.last());
        Self {
            approach: units.series.approach.to_string(),
            registry: units.series.registry.to_string(),
            party: units.series.party.to_string(),
            first: first.to_string(),
            last: (first < last).then(|| last.to_string()),
            vintage: units.series.vintage.to_string(),
            whole: units.to_string(),
        }
    }
}

impl Identifier {
    /// The page of these units.
    pub fn address(&self) -> String {
        format!("/itmo/{}", self.whole)
    }

    /// The serials alone: `1204501..1209500`.
    pub fn serials(&self) -> String {
        match &self.last {
            Some(last) => format!("{}..{last}", self.first),
            None => self.first.clone(),
        }
    }
}
