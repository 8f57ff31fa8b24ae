//! Sections: each Party's room in the registry.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::adjustment::Finality;
use crate::ndc::RecordedPeriod;
use crate::participation::{Declared, InitialReport, Participation};
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::section_terms::Settings;
use crate::vintage::{Year, Years};

/// The number of a section. The secretariat's own desk is [`SectionNo::SECRETARIAT`]: it holds
/// proposals, but neither accounts nor units.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct SectionNo(i16);

impl SectionNo {
    /// The desk of the secretariat, which has no units and can have none.
    pub const SECRETARIAT: Self = Self(0);

    /// The section with this number; `None` if negative.
    pub const fn new(number: i16) -> Option<Self> {
        if number < 0 { None } else { Some(Self(number)) }
    }

    /// The number.
    pub const fn number(self) -> i16 {
        self.0
    }
}

impl fmt::Display for SectionNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A section as the ledger knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// The Party whose section it is.
    pub party: PartyCode,
    /// The registry identifier that its units carry.
    pub registry: RegistryId,
    /// The Party's name.
    pub name: String,
    /// The Party's NDC implementation periods.
    pub ndc_periods: Vec<RecordedPeriod>,
    /// Vintages that it first transferred, and years for which it used: those of this session, and
    /// all of them where a period is about to change.
    pub itmo_years: BTreeSet<Year>,
    /// Its participation records, oldest first: those that are loaded, of which the newest counts.
    pub participation: Arc<Vec<Declared<Participation>>>,
    /// Its initial reports, oldest first: those that are loaded, of which the newest counts.
    pub initial_reports: Arc<Vec<Declared<InitialReport>>>,
    /// The highest serial that its registry has allotted; 0 before the first.
    pub last_serial: u64,
    /// How many accounts it has opened.
    pub accounts_opened: u32,
    /// What the Party has laid down for its section.
    pub settings: Settings,
    /// What was approved to leave on the newest day on which a daily limit counted.
    pub spent: Option<Spent>,
    /// What it has moved most.
    pub largest: Largest,
    /// The year and number of its newest proposal.
    pub last_proposal: (Year, u32),
    /// The entry that opened it.
    pub opened: i64,
}

/// What was approved in a day (UTC) to leave a section for others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spent {
    /// The day.
    pub day: jiff::civil::Date,
    /// How many units.
    pub units: u64,
}

/// The most units that one proposal of a section has moved for good, by what became of them; 0 where
/// none has moved any yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Largest {
    /// To another section or another registry, or to the Adaptation Fund.
    pub sent: u64,
    /// Used, cancelled or retired.
    pub ended: u64,
}

impl Section {
    /// The NDC period that contains both years, if there is one.
    pub fn period_with(&self, vintage: Year, used: Year) -> Option<Years> {
        let mut periods = self.ndc_periods.iter().map(|recorded| recorded.period.years());
        periods.find(|years| years.contains(vintage) && years.contains(used))
    }

    /// When the adjustments of one of its periods are final: after the day that the Party has set, if that
    /// lies after the period; else after the day on which the first report with its last year is due
    ///
    pub fn finality(&self, period: Years) -> Option<Finality> {
        self.settings.finality(self.party, period)
    }

    /// The participation record that counts.
    pub fn participates(&self) -> Option<&Participation> {
        self.participation.last().map(|declared| &declared.what)
    }

    /// The initial report that counts.
    pub fn initial_report(&self) -> Option<&InitialReport> {
        self.initial_reports.last().map(|declared| &declared.what)
    }
}

/// What kind of database this is: real Parties and fictional ones never meet in the same one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Installation {
    /// Real Parties only.
    Production,
    /// Fictional Parties only (`XAA` to `XZZ`, approaches from CA9001 up).
    Demonstration,
    /// Both, in a database that is thrown away.
    Test,
}

impl Installation {
    /// Whether a Party may get a section here on this day. The mechanism may, whatever the Parties
    /// are.
    pub fn admits(self, party: PartyCode, day: Date) -> bool {
        if party.is_mechanism() {
            return true;
        }
        match self {
            Self::Production => party.is_listed(day),
            Self::Demonstration => party.is_fictional(),
            Self::Test => party.is_listed(day) || party.is_fictional(),
        }
    }

    /// The kind as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Demonstration => "demonstration",
            Self::Test => "test",
        }
    }

    /// Reads what [`Self::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Production, Self::Demonstration, Self::Test]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}
