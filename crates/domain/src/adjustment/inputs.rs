//! What a Party has told of its NDC period, and how its summary is to be made.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::event::FirstTransferYear;
use super::finality::Finality;
use super::settings::PeriodSettings;
use crate::approach::ApproachId;
use crate::conversion::Factor;
use crate::inventory::InventoryYear;
use crate::metric::Metric;
use crate::ndc::{AdjustmentMethod, NdcPeriod};
use crate::party::PartyCode;
use crate::vintage::{Year, Years};

/// Amounts by year. A year that is missing has no figure, which is not zero.
pub type Figures = BTreeMap<Year, Amount>;

/// What a Party has told of one NDC period, and what a report on it knew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// The Party.
    pub party: PartyCode,
    /// The years of the period; the last one is the target year of a single-year NDC.
    pub period: Years,
    /// The one method of the period.
    pub method: AdjustmentMethod,
    /// What the NDC is measured in: t CO2 eq, or a non-GHG indicator.
    pub metric: Metric,
    /// How texts that disagree are read.
    pub readings: Readings,
    /// The multi-year trajectory or budget by year: row 1 with method T, row 2 with method M.
    pub trajectory: Figures,
    /// The budget of the whole period; without it the sum of a trajectory that has every year.
    pub budget: Option<Amount>,
    /// What the target year of a single-year NDC is to reach.
    pub target: Option<Amount>,
    /// Emissions and removals covered by the NDC or by the categories under para 10, or the
    /// indicator: row 3.
    pub inventory: Figures,
    /// The same for the portion of the NDC under para 10, row 4, if the Party balances that portion.
    pub portion: Option<Figures>,
    /// The year that the report is for: it knows what occurred up to that year's end.
    pub as_of: Year,
    /// The last day on which the adjustments of the period may change, if it is known.
    pub last_day: Option<Date>,
    /// How the Party converts other metrics to t CO2 eq.
    pub conversions: BTreeMap<(ApproachId, Metric), Factor>,
}

/// How texts that disagree are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// The years by which averages divide.
    pub elapsed: ElapsedYears,
    /// The year of a first transfer.
    pub first_transfer_year: FirstTransferYear,
}

/// The years by which an average divides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ElapsedYears {
    /// All years from the first of the period on.
    #[default]
    Calendar,
    /// Those of them that have an inventory figure.
    Inventory,
}

impl ElapsedYears {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Inventory => "inventory",
        }
    }
}

/// The text names no way to count the elapsed years.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of calendar, inventory")]
pub struct NotElapsedYears;

impl FromStr for ElapsedYears {
    type Err = NotElapsedYears;
    fn from_str(text: &str) -> Result<Self, NotElapsedYears> {
        match text {
            "calendar" => Ok(Self::Calendar),
            "inventory" => Ok(Self::Inventory),
            _ => Err(NotElapsedYears),
        }
    }
}

impl Inputs {
    /// A period of which no figures are told yet; none while the Party has not told its method and
    /// its metric.
    pub fn of(party: PartyCode, period: &NdcPeriod, as_of: Year) -> Option<Self> {
        Some(Self {
            party,
            period: period.years(),
            method: period.method?,
            metric: period.metric.clone()?,
            readings: Readings::default(),
            trajectory: Figures::new(),
            budget: None,
            target: None,
            inventory: Figures::new(),
            portion: None,
            as_of,
            last_day: None,
            conversions: BTreeMap::new(),
        })
    }

    /// The same with what the Party has laid down for the period, and told of its years.
    #[must_use]
    pub fn with(self, settings: &PeriodSettings, told: &[InventoryYear]) -> Self {
        let figures = |of: fn(&InventoryYear) -> Option<&Amount>| -> Figures {
            let told = told.iter().filter(|it| self.period.contains(it.year));
            told.filter_map(|it| Some((it.year, of(it)?.clone()))).collect()
        };
        let portion = figures(|it| it.portion.as_ref());
        Self {
            readings: settings.readings,
            budget: settings.budget.clone(),
            target: settings.target.clone(),
            trajectory: figures(|it| it.trajectory.as_ref()),
            inventory: figures(|it| it.covered.as_ref()),
            portion: (!portion.is_empty()).then_some(portion),
            ..self
        }
    }

    /// The figures that are balanced: row 4 where the Party balances a portion, else row 3.
    pub fn balanced(&self) -> &Figures {
        self.portion.as_ref().unwrap_or(&self.inventory)
    }

    /// The years of the period that the report covers.
    pub fn years(&self) -> impl Iterator<Item = Year> {
        let last = self.period.last.min(self.as_of);
        (self.period.first.number()..=last.number()).filter_map(|year| Year::new(year).ok())
    }

    /// When the adjustments of the period are final, if that is known.
    pub fn finality(&self) -> Option<Finality> {
        let Self { party, period, .. } = *self;
        self.last_day.map(|last_day| Finality { party, period, last_day })
    }

    /// Years that have elapsed in the period with the end of `year`; none before the first.
    pub(super) fn elapsed(&self, year: Year) -> Option<NonZeroU32> {
        let so_far = self.years().filter(|it| *it <= year);
        let count = match self.readings.elapsed {
            ElapsedYears::Calendar => so_far.count(),
            ElapsedYears::Inventory => so_far.filter(|it| self.balanced().contains_key(it)).count(),
        };
        u32::try_from(count).ok().and_then(NonZeroU32::new)
    }

    /// The budget of the period, told or summed up.
    pub(super) fn whole_budget(&self) -> Option<Amount> {
        let sum = || {
            let all = self.period.first.number()..=self.period.last.number();
            let figures = all.map(|year| self.trajectory.get(&Year::new(year).ok()?));
            figures.collect::<Option<Vec<_>>>().map(|it| it.into_iter().sum())
        };
        self.budget.clone().or_else(sum)
    }
}
