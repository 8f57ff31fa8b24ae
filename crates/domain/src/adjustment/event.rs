//! What touches a balance: a first transfer, or a use towards an NDC.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authorization::Purposes;
use crate::code_list::{ActivityType, Sector};
use crate::entity::EntityId;
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::text::Text;
use crate::unit::UnitRange;
use crate::vintage::{Vintage, Year};

/// One event that touches a balance, of a run of units that share everything below.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Event {
    /// The entry that recorded it.
    pub entry: i64,
    /// Which units. Their series has the approach, the first transferring Party and the vintage.
    pub units: UnitRange,
    /// When it happened: the reports for this UTC year and for later ones know it.
    pub occurred: Timestamp,
    /// When it was taken down: what comes after the adjustments are final changes none.
    pub recorded: Timestamp,
    /// What happened.
    pub what: What,
    /// What one unit measures.
    pub metric: Metric,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// What the units are authorized for.
    pub purposes: Purposes,
    /// Which OIMP, as the authorization names it.
    pub oimp: Option<Text<100>>,
}

/// What happened to the units.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// They became ITMOs: the host adds them.
    FirstTransferred {
        /// By which act.
        by: Trigger,
        /// Who is to use them, as far as that is known.
        using: Option<Using>,
    },
    /// A Party used them towards its NDC, and subtracts them.
    Used {
        /// Which Party.
        party: PartyCode,
        /// The calendar year for which it used them.
        year: Year,
    },
}

/// The act that is the first transfer, and what the practice of programmes asks of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trigger {
    /// The first international transfer; also where the Party's own definition is none of the list
    ///
    Transfer,
    /// The authorization, of units that may have been issued later.
    Authorization {
        /// The year of the authorization.
        given: Year,
    },
    /// The issuance, of units that may have been authorized later.
    Issuance {
        /// The year of the issuance.
        issued: Year,
    },
    /// The use or the cancellation.
    UseOrCancellation,
}

/// Who uses units: a Party, or an authorized entity.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Using {
    /// A Party, towards its NDC.
    Party(PartyCode),
    /// An entity, for OIMP.
    Entity(EntityId),
}

/// In which year an authorization or an issuance is a first transfer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstTransferYear {
    /// Once the units are both issued and authorized: when it occurred.
    #[default]
    Strict,
    /// The year of the authorization or of the issuance, whatever is still missing then: the practice
    /// of the programmes behind the units.
    Programme,
}

impl FirstTransferYear {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Programme => "programme",
        }
    }
}

/// The text names no reading of the year of a first transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of strict, programme")]
pub struct NotAFirstTransferYear;

impl FromStr for FirstTransferYear {
    type Err = NotAFirstTransferYear;
    fn from_str(text: &str) -> Result<Self, NotAFirstTransferYear> {
        match text {
            "strict" => Ok(Self::Strict),
            "programme" => Ok(Self::Programme),
            _ => Err(NotAFirstTransferYear),
        }
    }
}

impl Event {
    /// How many units.
    pub fn count(&self) -> u64 {
        self.units.units().count()
    }

    /// The year in which the mitigation occurred.
    pub const fn vintage(&self) -> Vintage {
        self.units.series.vintage
    }

    /// The year in which it happened.
    pub fn occurred_in(&self) -> Year {
        Year::of(self.occurred)
    }

    /// The Party whose balance it touches: the host of a first transfer, the user of a use.
    pub const fn party(&self) -> PartyCode {
        match self.what {
            What::FirstTransferred { .. } => self.units.series.party,
            What::Used { party, .. } => party,
        }
    }

    /// The year of the event itself: that of the first transfer under this rule, or the one for which
    /// the units are used.
    pub fn event_year(&self, rule: FirstTransferYear) -> Year {
        match (&self.what, rule) {
            (What::Used { year, .. }, _) => *year,
            (What::FirstTransferred { by, .. }, FirstTransferYear::Programme) => match by {
                Trigger::Authorization { given } => *given,
                Trigger::Issuance { issued } => *issued,
                Trigger::Transfer | Trigger::UseOrCancellation => self.occurred_in(),
            },
            (What::FirstTransferred { .. }, FirstTransferYear::Strict) => self.occurred_in(),
        }
    }

    /// The year to which the adjustment belongs, save by averages: the vintage of what was first
    /// transferred, the year for which units are used.
    pub const fn adjusted_year(&self) -> Year {
        match self.what {
            What::FirstTransferred { .. } => self.units.series.vintage,
            What::Used { year, .. } => year,
        }
    }

    /// Who uses the units, as far as that is known.
    pub fn using(&self) -> Option<Using> {
        match &self.what {
            What::FirstTransferred { using, .. } => using.clone(),
            What::Used { party, .. } => Some(Using::Party(*party)),
        }
    }

    /// Itself, as what stands behind a cell.
    pub const fn block(&self) -> Block {
        let effect = match self.what {
            What::FirstTransferred { .. } => Effect::FirstTransferred,
            What::Used { .. } => Effect::Used,
        };
        Block { entry: self.entry, units: self.units, effect }
    }
}

/// Units behind a cell, and the entry that put them there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Block {
    /// The entry.
    #[serde(serialize_with = "as_digits")]
    pub entry: i64,
    /// The units.
    pub units: UnitRange,
    /// How they count.
    pub effect: Effect,
}

/// How units count in a net quantity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// First transferred: added.
    FirstTransferred,
    /// Used towards the NDC: subtracted.
    Used,
}

impl Effect {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstTransferred => "first-transferred",
            Self::Used => "used",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn as_digits<S: serde::Serializer>(number: &i64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(number)
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstTransferred => "first transferred",
            Self::Used => "used",
        })
    }
}
