//! Reports that a Party takes out of its section: the agreed electronic format of a year.

use domain::access::{Act as _, Caller, Denied, Permit, ReadSection};
use domain::account::AccountKind;
use domain::aef::{Act, Aef, Facts, Rules, Version, build};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::vintage::{Year, Years};

use domain::aef::{ActionRow, HoldingRow, View};
use jiff::Timestamp;
use store::StoreError;
use store::page::{Limit, Page};

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
    /// It has more rows than one answer may have.
    #[error("the report for {year} has more than {most} rows")]
    TooLarge {
        /// The year.
        year: Year,
        /// The most rows.
        most: u32,
    },
    /// The build has no field rules.
    #[error("the field rules cannot be read")]
    NoRules,
}

/// The most entries, and the most blocks held, of which a report is built as one: some tens of megabytes.
pub(crate) const ROWS_MAX: u32 = 50_000;

/// A row of Table 3 with what a national registry needs besides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedAction {
    /// The entry.
    pub entry: i64,
    /// The kind of account that the units came into, or stayed in.
    pub account: AccountKind,
    /// The row.
    pub row: ActionRow,
}

/// Rows of Table 4 as of a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedHoldings {
    /// The moment.
    pub at: Timestamp,
    /// The rows, in the order of their identifiers.
    pub rows: Vec<HoldingRow>,
}

/// To read the section of the caller's Party; the desk of the secretariat is no Party's.
pub(crate) fn of_party(caller: &Caller) -> Result<Permit<ReadSection>, Denied> {
    if caller.section() == SectionNo::SECRETARIAT {
        return Err(Denied { act: ReadSection::NAME });
    }
    caller.permit::<ReadSection>(caller.section())
}

impl Registry {
    /// What the caller's Party has to report of a time, as rows of Table 3: those of so many entries
    /// after one.
    pub fn reported_actions(
        &self,
        caller: &Caller,
        span: (Timestamp, Timestamp),
        after: Option<i64>,
        limit: Limit,
    ) -> Result<Page<ReportedAction, i64>, ReportError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let permit = of_party(caller)?;
        let (of, page) = self.store.read(&permit, |tx| tx.reported_acts(span, after, limit))?;
        let view = View { rules, party: of.party, factors: &of.factors };
        let row = |act: &Act| {
            let row = view.action(act)?;
            Some(ReportedAction { entry: act.entry, account: act.account_kind(), row })
        };
        Ok(Page { items: page.items.iter().filter_map(row).collect(), next: page.next })
    }

    /// The ITMOs that the caller's Party holds, or held at a moment, as rows of Table 4.
    pub fn reported_holdings(
        &self,
        caller: &Caller,
        at: Option<Timestamp>,
    ) -> Result<ReportedHoldings, ReportError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let permit = of_party(caller)?;
        let (of, at, held) = self.store.read(&permit, |tx| tx.reported_holdings(at))?;
        let view = View { rules, party: of.party, factors: &of.factors };
        Ok(ReportedHoldings { at, rows: held.iter().map(|held| view.holding(held)).collect() })
    }

    /// The agreed electronic format of the caller's Party for a year, as the ledger has it now
    /// . For a year that is not over it is what would be reported if the year ended now.
    pub fn aef(&self, caller: &Caller, year: Year, version: Version) -> Result<Aef, ReportError> {
        self.aef_within(caller, (year, version), ROWS_MAX)
    }

    /// The same, if it has no more than so many entries, and blocks held: more than that is not read.
    pub fn aef_within(
        &self,
        caller: &Caller,
        (year, version): (Year, Version),
        most: u32,
    ) -> Result<Aef, ReportError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let permit = of_party(caller)?;
        let found = self.store.read(&permit, |tx| tx.report_facts(year, most))?;
        let found = found.ok_or(ReportError::TooLarge { year, most })?;
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
