//! How units are named: series, ranges of units, and their canonical string.

use std::fmt;
use std::str::FromStr;

use crate::approach::{ApproachId, NotAnApproachId};
use crate::party::{NotAPartyCode, PartyCode};
use crate::quantity::Units;
use crate::registry::{NotARegistryId, RegistryId};
use crate::serial::{NotASerial, Serial, Serials};
use crate::vintage::{NotAYear, Vintage};

/// All units with the same approach, registry, Party and vintage: whatever their serials.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Series {
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The registry that allotted the serials.
    pub registry: RegistryId,
    /// The first transferring Party.
    pub party: PartyCode,
    /// The year in which the mitigation occurred.
    pub vintage: Vintage,
}

/// A run of units of one series, written `CA9042-XAL01-XAL-1204501..1209500-2024`, or with
/// one serial for a single unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitRange {
    /// What all of them share.
    pub series: Series,
    /// Which of them.
    pub serials: Serials,
}

/// Why a text names no units: which of the five parts is wrong, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotUnits {
    /// Five parts, joined by hyphens, are needed.
    #[error("an identifier has five parts: approach, registry, Party, serial, vintage")]
    Parts,
    /// The first part.
    #[error("part 1: {0}")]
    Approach(#[from] NotAnApproachId),
    /// The second part.
    #[error("part 2: {0}")]
    Registry(#[from] NotARegistryId),
    /// The third part.
    #[error("part 3: {0}")]
    Party(#[from] NotAPartyCode),
    /// The fourth part.
    #[error("part 4: {0}")]
    Serial(#[from] NotASerial),
    /// The fifth part.
    #[error("part 5: {0}")]
    Vintage(#[from] NotAYear),
    /// The first serial is above the last.
    #[error("the first serial, {first}, is above the last, {last}")]
    Reversed {
        /// The one given as first.
        first: Serial,
        /// The one given as last.
        last: Serial,
    },
    /// First and last differ in more than the serial.
    #[error("the two ends name different series: all parts but the serial must be equal")]
    TwoSeries,
}

impl UnitRange {
    /// How many units there are.
    pub fn units(&self) -> Units {
        self.serials.units()
    }

    /// The range named by its two ends, each the identifier of one unit (AEF First ID and Last ID).
    pub fn between(first: &str, last: &str) -> Result<Self, NotUnits> {
        let (first, last) = (one_unit(first)?, one_unit(last)?);
        if first.series != last.series {
            return Err(NotUnits::TwoSeries);
        }
        let (first_serial, last_serial) = (first.serials.first(), last.serials.last());
        let serials = Serials::new(first_serial, last_serial)
            .ok_or(NotUnits::Reversed { first: first_serial, last: last_serial })?;
        Ok(Self { series: first.series, serials })
    }

    /// The identifier of the first unit.
    pub fn first_id(&self) -> String {
        self.series.unit(self.serials.first())
    }

    /// The identifier of the last unit.
    pub fn last_id(&self) -> String {
        self.series.unit(self.serials.last())
    }
}

/// Reads the identifier of one unit; a range is not one.
fn one_unit(text: &str) -> Result<UnitRange, NotUnits> {
    if text.contains("..") {
        return Err(NotASerial::NotANumber.into());
    }
    text.parse()
}

impl Series {
    /// The identifier of the unit with this serial.
    pub fn unit(&self, serial: Serial) -> String {
        let Self { approach, registry, party, vintage } = self;
        format!("{approach}-{registry}-{party}-{serial}-{vintage}")
    }
}

impl FromStr for UnitRange {
    type Err = NotUnits;

    fn from_str(text: &str) -> Result<Self, NotUnits> {
        let mut pieces = text.split('-');
        let mut piece = || pieces.next().ok_or(NotUnits::Parts);
        let (approach, registry, party, serials, vintage) =
            (piece()?, piece()?, piece()?, piece()?, piece()?);
        if pieces.next().is_some() {
            return Err(NotUnits::Parts);
        }
        let (approach, registry) = (approach.parse()?, registry.parse()?);
        let party = party.parse()?;
        let (first, last) = serials.split_once("..").unwrap_or((serials, serials));
        let (first, last): (Serial, Serial) = (first.parse()?, last.parse()?);
        let vintage = vintage.parse()?;
        let serials = Serials::new(first, last).ok_or(NotUnits::Reversed { first, last })?;
        Ok(Self { series: Series { approach, registry, party, vintage }, serials })
    }
}

impl fmt::Display for UnitRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Series { approach, registry, party, vintage } = self.series;
        let (first, last) = (self.serials.first(), self.serials.last());
        write!(f, "{approach}-{registry}-{party}-{first}")?;
        if first < last {
            write!(f, "..{last}")?;
        }
        write!(f, "-{vintage}")
    }
}

crate::written_as_text!(UnitRange);

impl fmt::Display for Series {
    /// The series as the common part of its identifiers, with a star for the serial.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { approach, registry, party, vintage } = self;
        write!(f, "{approach}-{registry}-{party}-*-{vintage}")
    }
}
