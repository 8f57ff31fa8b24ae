//! Cells that the field rules must find: a file with one of them is not compared.

use domain::aef::{ActionKind, Issue, Place, Subtype, TableId};

use super::Plant;
use super::ground::Ground;

/// A cell of an action.
fn of_action(
    ground: &Ground<'_>,
    (report, row): (usize, usize),
    (field, text): (u8, String),
    issue: Issue,
) -> Plant {
    let at = ground.aefs[report].actions[row].at;
    let place = Place { table: TableId::Actions, row: at, field: Some(field) };
    Plant::Cell { report, place, row, text, issue }
}

pub(super) fn wrong_quantity(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.outcome.non_ghg_metric.is_none())?;
    let count = ground.aefs[at.0].actions[at.1].outcome.units.units().count();
    let text = (count + 1).to_string();
    Some(of_action(ground, at, (16, text), Issue::InconsistentBlock))
}

pub(super) fn reversed_range(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.outcome.units.units().count() > 1)?;
    let mut units = ground.aefs[at.0].actions[at.1].outcome.units;
    let above = units.serials.last().number() + 1;
    let above = domain::serial::Serial::new(above).ok()?;
    units.serials = domain::serial::Serials::new(above, above)?;
    Some(of_action(ground, at, (8, units.first_id()), Issue::InvalidBlockRange))
}

pub(super) fn no_acquirer(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.subtype == Some(Subtype::ToAnotherParty))?;
    Some(of_action(ground, at, (21, "NA".to_owned()), Issue::ConditionalRequired))
}

pub(super) fn other_host(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.kind == ActionKind::Acquisition)?;
    Some(of_action(ground, at, (6, "XZY".to_owned()), Issue::InconsistentBlock))
}

pub(super) fn vintage_of_holding(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground.holding(|_, _| true)?;
    let holding = &ground.aefs[report].holdings[row];
    let text = (holding.outcome.vintage.number() + 1).to_string();
    let place = Place { table: TableId::Holdings, row: holding.at, field: Some(16) };
    Some(Plant::Cell { report, place, row, text, issue: Issue::InconsistentBlock })
}

#[expect(clippy::unnecessary_wraps, reason = "not every error has a place")]
pub(super) fn platform_cell(ground: &mut Ground<'_>) -> Option<Plant> {
    let report = ground.dice.index(ground.aefs.len());
    // The fifth field stands in row 8.
    let place = Place { table: TableId::Submission, row: 8, field: Some(5) };
    let text = "reviewed".to_owned();
    Some(Plant::Cell { report, place, row: 0, text, issue: Issue::CarpPopulated })
}

/// A cell of some authorization.
fn of_authorization(
    ground: &mut Ground<'_>,
    (field, text): (u8, &str),
    issue: Issue,
) -> Option<Plant> {
    let all = ground.aefs.iter().enumerate();
    let rows = all.flat_map(|(at, aef)| (0..aef.authorizations.len()).map(move |row| (at, row)));
    let (report, row) = ground.dice.of(&rows.collect::<Vec<_>>())?;
    let at = ground.aefs[report].authorizations[row].at;
    let place = Place { table: TableId::Authorizations, row: at, field: Some(field) };
    Some(Plant::Cell { report, place, row, text: text.to_owned(), issue })
}

pub(super) fn unlisted_sector(ground: &mut Ground<'_>) -> Option<Plant> {
    of_authorization(ground, (9, "Energy"), Issue::UnknownControlledValue)
}

pub(super) fn no_date(ground: &mut Ground<'_>) -> Option<Plant> {
    of_authorization(ground, (2, ""), Issue::Required)
}
