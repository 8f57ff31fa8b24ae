//! Reports that a Party takes out of its section: the agreed electronic format of a year.

use domain::access::{Caller, Denied, ReadSection};
use domain::aef::{Aef, Facts, Rules, Version, build};
use domain::party::PartyCode;
use domain::vintage::{Year, Years};

use store::StoreError;

use crate::Registry;

/// Why a report cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store could not read it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The Party has no NDC implementation period for the year, and Table 1 asks for it.
    #[error("{party} has no NDC implementation period in which {year} lies")]
    NoPeriod {
        /// The Party.
        party: PartyCode,
        /// The year.
        year: Year,
    },
    /// The year has not begun.
    #[error("{year} has not begun")]
    NotBegun {
        /// The year.
        year: Year,
    },
    /// The build has no field rules.
    #[error("the field rules cannot be read")]
    NoRules,
}

impl Registry {
    /// The agreed electronic format of the caller's Party for a year, as the ledger has it now
    /// . For a year that is not over it is what would be reported if the year ended now.
    pub fn aef(&self, caller: &Caller, year: Year, version: Version) -> Result<Aef, ReportError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let permit = caller.permit::<ReadSection>(caller.section())?;
        let found = self.store.read(&permit, |tx| tx.report_facts(year))?;
        let party = found.party;
        if i32::from(found.today.year()) < i32::from(year.number()) {
            return Err(ReportError::NotBegun { year });
        }
        let mut periods = found.periods.iter().map(|it| it.period.years());
        let period: Years = periods
            .find(|period| period.contains(year))
            .ok_or(ReportError::NoPeriod { party, year })?;
        let facts = Facts {
            party,
            version,
            year,
            date: found.today,
            period,
            authorizations: found.authorizations,
            entities: found.entities,
            acts: found.acts,
            holdings: found.holdings,
            factors: found.factors,
        };
        Ok(build(rules, &facts))
    }
}
