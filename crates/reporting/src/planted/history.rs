//! Errors in the lives of units: what is held, begins, ends, or is too much.

use domain::aef::{ActionKind, ActionRow, Aef, HoldingRow, Place, Subtype, TableId, When};
use domain::check::CheckId;
use jiff::civil::date;

use super::Plant;
use super::ground::{Ground, action, below_actions, expected, holding, missing};

pub(super) fn holdings_missing(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground.holding(|_, _| true)?;
    let mut aef = ground.aefs[report].clone();
    let dropped = aef.holdings.remove(row);
    let must = vec![expected(report, CheckId::ISC01, missing(TableId::Holdings))];
    Some(Plant::Rows { report, aef: Box::new(aef), touched: vec![dropped.outcome.units], must })
}

fn below_holdings(aef: &Aef) -> u32 {
    aef.holdings.iter().map(|row| row.at).max().unwrap_or(7) + 1
}

pub(super) fn holdings_twice(ground: &mut Ground<'_>) -> Option<Plant> {
    let first = ground.aefs.iter().map(|aef| aef.submission.year).min()?;
    let (report, row) = ground.holding(|aef, _| aef.submission.year > first)?;
    let mut aef = ground.aefs[report].clone();
    let twice = HoldingRow { at: below_holdings(&aef), ..aef.holdings[row].clone() };
    let (at, touched) = (aef.holdings[row].at, vec![twice.outcome.units]);
    aef.holdings.push(twice);
    let must = vec![expected(report, CheckId::ISC01, holding(at, 5))];
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}

pub(super) fn used_units_held(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground
        .action(|ground, report, row| row.kind == ActionKind::Use && ground.knows_before(report))?;
    let mut aef = ground.aefs[report].clone();
    let (at, outcome) = (below_holdings(&aef), aef.actions[row].outcome.clone());
    let touched = vec![outcome.units];
    aef.holdings.push(HoldingRow { at, outcome });
    let must = vec![
        expected(report, CheckId::ISC01, holding(at, 5)),
        expected(report, CheckId::X05, holding(at, 5)),
    ];
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}

/// A transfer by a Party that is not the first transferring one, as if it were.
pub(super) fn second_first_transfer(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground.action(|ground, report, row| {
        let own = ground.aefs[report].submission.party;
        row.kind == ActionKind::Transfer && row.acquiring.is_some() && row.outcome.party != own
    })?;
    let mut aef = ground.aefs[report].clone();
    let planted = &mut aef.actions[row];
    (planted.kind, planted.subtype) = (ActionKind::FirstTransfer, Some(Subtype::ToAnotherParty));
    let must = vec![expected(report, CheckId::X06, action(planted.at, 2))];
    let touched = vec![planted.outcome.units];
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}

/// The newest version allows one less than was first transferred: the last row passes it.
pub(super) fn cap_exceeded(ground: &mut Ground<'_>) -> Option<Plant> {
    let (some, row) = ground.action(|ground, report, row| {
        let own = ground.aefs[report].submission.party;
        row.is_first_transfer() && row.outcome.party == own
    })?;
    let (party, id) = {
        let outcome = &ground.aefs[some].actions[row].outcome;
        (outcome.party, outcome.authorization.clone())
    };
    let own = ground.aefs.iter().enumerate().filter(|(_, aef)| aef.submission.party == party);
    let first_transfers = own.clone().flat_map(|(at, aef)| {
        let under = |row: &&ActionRow| {
            row.is_first_transfer() && row.outcome.party == party && row.outcome.authorization == id
        };
        aef.actions.iter().filter(under).map(move |row| (at, row))
    });
    let sum: u64 = first_transfers.clone().map(|(_, row)| row.outcome.units.units().count()).sum();
    let (last, row) = first_transfers
        .max_by_key(|(at, row)| (ground.aefs[*at].submission.year, row.when.day(), row.at))?;
    let versions = own.flat_map(|(at, aef)| {
        let rows = aef.authorizations.iter().enumerate();
        rows.filter(|(_, it)| it.id == id).map(move |(row, it)| (it.version, at, row))
    });
    let (_, report, version) = versions.max()?;
    let mut aef = ground.aefs[report].clone();
    aef.authorizations[version].quantity = Some(sum - 1);
    let place = Place { table: TableId::Actions, row: row.at, field: Some(5) };
    let must = vec![expected(last, CheckId::X07, place)];
    Some(Plant::Rows { report, aef: Box::new(aef), touched: vec![row.outcome.units], must })
}

/// A free cancellation of units that nobody has named.
pub(super) fn never_held(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground.action(|ground, report, row| {
        row.kind == ActionKind::VoluntaryCancellation && ground.knows_before(report)
    })?;
    let mut aef = ground.aefs[report].clone();
    let mut planted = ActionRow { at: below_actions(&aef), ..aef.actions[row].clone() };
    planted.outcome.units = ground.unnamed(planted.outcome.units);
    let must = vec![
        expected(report, CheckId::ISC01, missing(TableId::Holdings)),
        expected(report, CheckId::X08, action(planted.at, 8)),
    ];
    let touched = vec![planted.outcome.units];
    aef.actions.push(planted);
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}

pub(super) fn ended_twice(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) =
        ground.action(|_, _, row| row.kind == ActionKind::Use && row.when.day().month() < 12)?;
    let mut aef = ground.aefs[report].clone();
    let year = aef.submission.year.number();
    let planted = ActionRow {
        at: below_actions(&aef),
        when: When::Day(date(year, 12, 30)),
        kind: ActionKind::VoluntaryCancellation,
        subtype: Some(Subtype::OtherCancellations),
        purpose: None,
        using_entity: None,
        year_of_use: None,
        ..aef.actions[row].clone()
    };
    let must = vec![expected(report, CheckId::X05, action(planted.at, 8))];
    let touched = vec![planted.outcome.units];
    aef.actions.push(planted);
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}
