//! Balances of a Party's NDC period: its structured summary, what a later report says otherwise, and what
//! planned acts would change.

use domain::access::{Caller, Denied, ReadDesk};
use domain::adjustment::{
    Facts, Inputs, NetIncrease, NotAPlan, NotFacts, Plan, Planned, Restated, Summary,
    UseOutsidePeriod, what_if,
};
use domain::inventory::InventoryYear;
use domain::party::PartyCode;
use domain::vintage::{Year, Years};
use jiff::civil::Date;
use store::StoreError;
use store::reports::BalanceFacts;

use crate::Registry;
use crate::reports::of_party;

/// Why there is no balance.
#[derive(Debug, thiserror::Error)]
pub enum BalanceError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store could not read it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The Party has no period that begins so.
    #[error("{party} has no NDC implementation period that begins in {first}")]
    PeriodUnknown {
        /// The Party.
        party: PartyCode,
        /// The year.
        first: Year,
    },
    /// The Party has not told how it adjusts in the period, or what its NDC is measured in.
    #[error("{party} has not told its method and its metric for the period from {first} on")]
    MethodNotTold {
        /// The Party.
        party: PartyCode,
        /// The first year of the period.
        first: Year,
    },
    /// The year has not begun.
    #[error("{year} has not begun")]
    NotBegun {
        /// The year.
        year: Year,
    },
    /// The plan makes no sense.
    #[error(transparent)]
    NotAPlan(#[from] NotAPlan),
    /// What the ledger has cannot be true: an error of ours.
    #[error("the ledger contradicts itself")]
    NotFacts(#[from] NotFacts),
    /// The ledger has a use that no rule lets through: an error of ours.
    #[error("the ledger has a use that it had to refuse")]
    UseOutsidePeriod(#[from] UseOutsidePeriod),
}

/// The balances of a period, as a report for a year has them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balance {
    /// The structured summary.
    pub summary: Summary,
    /// The last day on which the adjustments may change.
    pub last_day: Option<Date>,
    /// Whether that day is past.
    pub is_final: bool,
    /// What the report for an earlier year showed otherwise, if one was asked for.
    pub restated: Option<Vec<Restated>>,
}

/// What a Party thinks of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Intention {
    /// The year that is looked ahead to; without it, the last of the period. It is never before an act.
    pub as_of: Option<Year>,
    /// Figures of years that take the place of what was told: projections.
    pub figures: Vec<InventoryYear>,
    /// What it would do, in this order.
    pub acts: Vec<Planned>,
}

impl Registry {
    /// The balances of the caller's Party in the period that begins in a year, as a report for a year
    /// has them, or one for this year; and with `since`, what the report for that year showed
    /// otherwise.
    pub fn balance(
        &self,
        caller: &Caller,
        first: Year,
        (as_of, since): (Option<Year>, Option<Year>),
    ) -> Result<Balance, BalanceError> {
        let permit = of_party(caller)?;
        let found = self.store.read(&permit, |tx| tx.balance_facts(first, as_of))?;
        let this_year = found.today.year();
        for year in as_of.into_iter().chain(since) {
            if year.number() > this_year {
                return Err(BalanceError::NotBegun { year });
            }
        }
        let inputs = inputs(&found, found.as_of)?;
        let facts = Facts::new(found.events)?;
        let summary = Summary::of(&facts, &inputs)?;
        let restated = since.map(|since| {
            let earlier = Summary::of(&facts, &Inputs { as_of: since, ..inputs.clone() })?;
            Ok::<_, UseOutsidePeriod>(Restated::between(&earlier, &summary))
        });
        let is_final = inputs.finality().is_some_and(|it| it.is_over(found.today).is_some());
        Ok(Balance {
            summary,
            last_day: inputs.last_day,
            is_final,
            restated: restated.transpose()?,
        })
    }

    /// What planned acts would change in that period, if all of them were carried out. Nothing is
    /// recorded, and nothing reserved.
    pub fn plan(
        &self,
        caller: &Caller,
        first: Year,
        intention: &Intention,
    ) -> Result<Plan, BalanceError> {
        let permit = of_party(caller)?;
        let (mut found, standings) = self.store.read(&permit, |tx| {
            let found = tx.balance_facts(first, None)?;
            Ok::<_, StoreError>((found, tx.standings()?))
        })?;
        for figures in &intention.figures {
            found.told.retain(|it| it.year != figures.year);
            found.told.push(figures.clone());
        }
        let last = found.period.as_ref().map_or(found.as_of, |period| period.last);
        // No act is planned that the outlook then leaves out without a word.
        let ahead = intention.acts.iter().filter_map(Planned::year).max();
        let as_of = intention.as_of.unwrap_or(last);
        let inputs = inputs(&found, ahead.map_or(as_of, |ahead| ahead.max(as_of)))?;
        let facts = Facts::new(found.events)?;
        Ok(what_if(&facts, &inputs, &standings, &intention.acts)?)
    }
}

/// What all hosts added and all users subtracted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllBalances {
    /// The years.
    pub period: Years,
    /// By approach and metric.
    pub lines: Vec<NetIncrease>,
}

impl Registry {
    /// Whether participation has led to a net increase of emissions, for the secretariat: by approach,
    /// from a year up to another, or from the first of all up to this one.
    pub fn no_net_increase(
        &self,
        caller: &Caller,
        (first, last): (Option<Year>, Option<Year>),
    ) -> Result<AllBalances, BalanceError> {
        let permit = caller.permit::<ReadDesk>(())?;
        let found = self.store.read(&permit, |tx| tx.all_events())?;
        let (first, last) = (first.unwrap_or(Year::FIRST), last.unwrap_or(found.this_year));
        let period = Years { first, last };
        let lines = NetIncrease::table(&Facts::new(found.events)?, period);
        Ok(AllBalances { period, lines })
    }
}

/// What the Party has told of the period.
fn inputs(found: &BalanceFacts, as_of: Year) -> Result<Inputs, BalanceError> {
    let (party, first) = (found.party, found.first);
    let period = found.period.as_ref().ok_or(BalanceError::PeriodUnknown { party, first })?;
    let inputs = Inputs::of(party, period, as_of);
    let inputs = inputs.ok_or(BalanceError::MethodNotTold { party, first })?;
    let inputs = inputs.with(&found.settings, &found.told);
    Ok(Inputs { last_day: found.last_day, conversions: found.factors.clone(), ..inputs })
}
