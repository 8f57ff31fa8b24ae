//! The submission that is looked at, among the others.

use super::corpus::{Corpus, Filing, Mention, UnitRow};
use super::failure::{Failure, OtherSide, Verdict};
use super::id::CheckId;
use crate::aef::{ActionRow, Aef, AuthorizationRow, Outcome, Place, TableId};
use crate::party::PartyCode;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// A submission, and all that it is compared with.
pub(super) struct Look<'l, 'c> {
    pub(super) corpus: &'l Corpus<'c>,
    pub(super) filing: Filing,
    pub(super) aef: &'c Aef,
}

/// The numbers of fields of Table 4; those of Table 3 are three higher.
pub(super) mod shared {
    pub(in crate::check) const APPROACH: u8 = 1;
    pub(in crate::check) const AUTHORIZATION: u8 = 2;
    pub(in crate::check) const FIRST_ID: u8 = 5;
    pub(in crate::check) const UNDERLYING_FIRST: u8 = 8;
    pub(in crate::check) const METRIC: u8 = 10;
    pub(in crate::check) const MITIGATION_TYPE: u8 = 15;
}

/// The numbers of fields of Table 3.
pub(super) mod action {
    pub(in crate::check) const DATE: u8 = 1;
    pub(in crate::check) const KIND: u8 = 2;
    pub(in crate::check) const SUBTYPE: u8 = 3;
    pub(in crate::check) const AUTHORIZATION: u8 = 5;
    pub(in crate::check) const FIRST_ID: u8 = 8;
    pub(in crate::check) const VINTAGE: u8 = 19;
    pub(in crate::check) const TRANSFERRING: u8 = 20;
    pub(in crate::check) const ACQUIRING: u8 = 21;
    pub(in crate::check) const PURPOSE: u8 = 22;
    pub(in crate::check) const USING_PARTY: u8 = 23;
    pub(in crate::check) const USING_ENTITY: u8 = 24;
    pub(in crate::check) const YEAR_OF_USE: u8 = 25;
}

impl<'l, 'c> Look<'l, 'c> {
    pub(super) fn new(corpus: &'l Corpus<'c>, filing: Filing) -> Self {
        Self { corpus, filing, aef: corpus.aef(filing) }
    }

    pub(super) fn party(&self) -> PartyCode {
        self.aef.submission.party
    }

    pub(super) fn year(&self) -> Year {
        self.aef.submission.year
    }

    /// The rows about units, actions first.
    pub(super) fn unit_rows(&self) -> impl Iterator<Item = UnitRow<'c>> {
        let actions = self.aef.actions.iter().map(UnitRow::Action);
        actions.chain(self.aef.holdings.iter().map(UnitRow::Holding))
    }

    /// All other rows, here and elsewhere, that mention units of a row.
    pub(super) fn others(&self, row: UnitRow<'c>) -> impl Iterator<Item = Mention<'c>> {
        let (filing, place) = (self.filing, row.place());
        let units = row.outcome().units;
        let found = self.corpus.overlapping(units.series, units.serials);
        found.filter(move |it| it.filing != filing || it.row.place() != place)
    }

    /// The versions of the authorization that a row names, in the first transferring Party's tables.
    pub(super) fn versions(&self, outcome: &Outcome) -> &[(Filing, &'c AuthorizationRow)] {
        self.corpus.versions(outcome.party, &outcome.authorization)
    }

    /// Another side's row, and what it says there.
    pub(super) fn side(&self, mention: &Mention<'c>, says: impl Into<String>) -> OtherSide {
        let submission = &self.corpus.aef(mention.filing).submission;
        let place = Some(mention.row.place());
        OtherSide { party: submission.party, year: submission.year, place, says: says.into() }
    }
}

/// A field of an action.
pub(super) fn cell(row: &ActionRow, field: u8) -> Place {
    Place { table: TableId::Actions, row: row.at, field: Some(field) }
}

/// What units two runs have in common.
pub(super) fn common(units: UnitRange, mention: &Mention<'_>) -> UnitRange {
    let serials = units.serials.overlap(mention.serials).unwrap_or(units.serials);
    UnitRange { series: units.series, serials }
}

/// That two things contradict each other.
pub(super) fn inconsistent(check: CheckId, place: Place, cause: String) -> Failure {
    let (verdict, units, others) = (Verdict::Inconsistent, Vec::new(), Vec::new());
    Failure { check, verdict, place, units, cause, others }
}

impl Failure {
    pub(super) fn on(mut self, units: impl IntoIterator<Item = UnitRange>) -> Self {
        self.units.extend(units);
        self
    }

    pub(super) fn against(mut self, others: impl IntoIterator<Item = OtherSide>) -> Self {
        self.others.extend(others);
        self
    }

    pub(super) fn undetermined(mut self) -> Self {
        self.verdict = Verdict::Undetermined;
        self
    }

    pub(super) fn remark(mut self) -> Self {
        self.verdict = Verdict::Remark;
        self
    }
}

/// Text that is nothing if it is empty.
pub(super) fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("nothing")
}
