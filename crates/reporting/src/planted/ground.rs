//! Where an error can be planted.

use domain::aef::{ActionKind, ActionRow, Aef, HoldingRow, Outcome, Place, TableId};
use domain::check::CheckId;
use domain::serial::{Serial, Serials};
use domain::unit::UnitRange;
use simulation::Dice;

use super::{Expected, Plant, overlap};

/// The reports, and chance to choose from them.
pub(super) struct Ground<'g> {
    pub(super) aefs: &'g [Aef],
    pub(super) dice: Dice,
}

impl<'g> Ground<'g> {
    pub(super) fn new(aefs: &'g [Aef], seed: u64) -> Self {
        Self { aefs, dice: Dice::new(seed, 1) }
    }

    /// Some action for which the test holds: its report, and its index in it.
    pub(super) fn action(
        &mut self,
        fits: impl Fn(&Self, usize, &ActionRow) -> bool,
    ) -> Option<(usize, usize)> {
        let of_report = |(report, aef): (usize, &'g Aef)| {
            let rows = aef.actions.iter().enumerate();
            let fitting = rows.filter(|(_, row)| fits(self, report, row));
            fitting.map(|(row, _)| (report, row)).collect::<Vec<_>>()
        };
        let all: Vec<_> = self.aefs.iter().enumerate().flat_map(of_report).collect();
        self.dice.of(&all)
    }

    /// Some holding for which the test holds.
    pub(super) fn holding(
        &mut self,
        fits: impl Fn(&Aef, &HoldingRow) -> bool,
    ) -> Option<(usize, usize)> {
        let of_report = |(report, aef): (usize, &'g Aef)| {
            let rows = aef.holdings.iter().enumerate();
            let fitting = rows.filter(|(_, row)| fits(aef, row));
            fitting.map(|(row, _)| (report, row)).collect::<Vec<_>>()
        };
        let all: Vec<_> = self.aefs.iter().enumerate().flat_map(of_report).collect();
        self.dice.of(&all)
    }

    /// The report of the same year by another Party.
    pub(super) fn report_of(
        &self,
        party: Option<domain::party::PartyCode>,
        report: usize,
    ) -> Option<usize> {
        let (party, year) = (party?, self.aefs[report].submission.year);
        self.aefs.iter().position(|it| (it.submission.party, it.submission.year) == (party, year))
    }

    /// Whether the Party has reported the year before: else checks wait for it.
    pub(super) fn knows_before(&self, report: usize) -> bool {
        let submission = &self.aefs[report].submission;
        self.aefs.iter().any(|it| {
            it.submission.party == submission.party && it.submission.year < submission.year
        })
    }

    /// The rows of a report that send these units to a Party, or that got them from it.
    pub(super) fn facing(
        &self,
        report: usize,
        other: domain::party::PartyCode,
        (units, out): (UnitRange, bool),
    ) -> Vec<&'g ActionRow> {
        let faces = |row: &&ActionRow| {
            let sent = matches!(row.kind, ActionKind::FirstTransfer | ActionKind::Transfer);
            let got = row.kind == ActionKind::Acquisition;
            let party = if out && sent { row.acquiring } else { None };
            let party = if !out && got { row.transferring } else { party };
            party == Some(other) && overlap(row.outcome.units, units)
        };
        self.aefs[report].actions.iter().filter(faces).collect()
    }

    /// Units of the series that no row names, as many as these.
    pub(super) fn unnamed(&self, units: UnitRange) -> UnitRange {
        let all = self.aefs.iter().flat_map(outcomes).map(|it| it.units);
        let last = all.filter(|it| it.series == units.series).map(|it| it.serials.last().number());
        let first = Serial::new(last.max().unwrap_or(0) + 1_000).expect("there are higher serials");
        let serials = Serials::starting_at(first, units.units()).expect("there are higher serials");
        UnitRange { serials, ..units }
    }

    /// The versions of the authorization that a row names, in all reports.
    pub(super) fn versions(
        &self,
        outcome: &Outcome,
    ) -> impl Iterator<Item = &'g domain::aef::AuthorizationRow> {
        let (party, id) = (outcome.party, outcome.authorization.clone());
        let own = self.aefs.iter().filter(move |aef| aef.submission.party == party);
        own.flat_map(|aef| &aef.authorizations).filter(move |row| row.id == id)
    }
}

/// All that Tables 3 and 4 say of units.
pub(super) fn outcomes(aef: &Aef) -> impl Iterator<Item = &Outcome> {
    let actions = aef.actions.iter().map(|row| &row.outcome);
    actions.chain(aef.holdings.iter().map(|row| &row.outcome))
}

pub(super) const fn action(row: u32, field: u8) -> Place {
    Place { table: TableId::Actions, row, field: Some(field) }
}

pub(super) const fn holding(row: u32, field: u8) -> Place {
    Place { table: TableId::Holdings, row, field: Some(field) }
}

/// A table as a whole: the row is missing there.
pub(super) const fn missing(table: TableId) -> Place {
    Place { table, row: 0, field: None }
}

pub(super) const fn expected(report: usize, check: CheckId, place: Place) -> Expected {
    Expected { report, check, place }
}

/// The row below the last action.
pub(super) fn below_actions(aef: &Aef) -> u32 {
    aef.actions.iter().map(|row| row.at).max().unwrap_or(8) + 1
}

/// An action of a report changed, which one check must find in one of its fields.
pub(super) fn changed(
    ground: &Ground<'_>,
    (report, row): (usize, usize),
    must: &[(CheckId, u8)],
    change: impl FnOnce(&mut ActionRow),
) -> Plant {
    let mut aef = ground.aefs[report].clone();
    let touched = vec![aef.actions[row].outcome.units];
    change(&mut aef.actions[row]);
    let at = aef.actions[row].at;
    let must = must.iter().map(|(check, field)| expected(report, *check, action(at, *field)));
    Plant::Rows { report, must: must.collect(), aef: Box::new(aef), touched }
}
