//! X01: sender and receiver report the same units.
//!
//! Decision: as R-264 has it, counted unit by unit and in the same reported year. A receiver that has
//! not reported the year leaves the check waiting; one that has, without the units, contradicts both.
//! Where the other side has them in the next year or the one before, at most 31 days away, it is
//! remarked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::corpus::{Filing, UnitRow};
use super::failure::{Failure, OtherSide};
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use super::runs::Runs;
use crate::aef::{ActionKind, ActionRow, Aef, Place, TableId};
use crate::party::PartyCode;
use crate::unit::UnitRange;

/// How far apart the two sides' days may lie across the end of a year.
const DAYS_APART: i32 = 31;

/// One of the two directions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Out,
    In,
}

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for ((other, direction), rows) in between(look) {
        match look.corpus.of(other, look.year()) {
            Some(filing) => failures.extend(compared(look, (other, filing), direction, &rows)),
            None => failures.extend(rows.iter().map(|row| {
                let cause = format!("{other} has not reported {} yet.", look.year());
                let place = cell(row, field(direction));
                inconsistent(CheckId::X01, place, cause).on([row.outcome.units]).undetermined()
            })),
        }
    }
    failures
}

fn field(direction: Direction) -> u8 {
    match direction {
        Direction::Out => action::ACQUIRING,
        Direction::In => action::TRANSFERRING,
    }
}

/// The other Party of a row, and whether units went there or came from there.
fn other_party(row: &ActionRow) -> Option<(PartyCode, Direction)> {
    match row.kind {
        ActionKind::FirstTransfer | ActionKind::Transfer => {
            row.acquiring.map(|party| (party, Direction::Out))
        }
        ActionKind::Acquisition => row.transferring.map(|party| (party, Direction::In)),
        ActionKind::Authorization
        | ActionKind::Use
        | ActionKind::Cancellation
        | ActionKind::VoluntaryCancellation => None,
    }
}

/// The rows of this submission by the other Party; and, without rows, each Party that has reported
/// something with this one.
fn between<'c>(look: &Look<'_, 'c>) -> BTreeMap<(PartyCode, Direction), Vec<&'c ActionRow>> {
    let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in &look.aef.actions {
        if let Some(key) = other_party(row) {
            rows.entry(key).or_default().push(row);
        }
    }
    let others = look.corpus.filings().filter(|it| *it != look.filing);
    for aef in others.map(|it| look.corpus.aef(it)) {
        if aef.submission.year != look.year() {
            continue;
        }
        for row in &aef.actions {
            match other_party(row) {
                Some((party, direction)) if party == look.party() => {
                    let ours = match direction {
                        Direction::Out => Direction::In,
                        Direction::In => Direction::Out,
                    };
                    rows.entry((aef.submission.party, ours)).or_default();
                }
                _ => {}
            }
        }
    }
    rows
}

fn compared(
    look: &Look<'_, '_>,
    (other, filing): (PartyCode, Filing),
    direction: Direction,
    rows: &[&ActionRow],
) -> Vec<Failure> {
    let aef = look.corpus.aef(filing);
    let mut counts = Runs::default();
    for row in rows {
        counts.add(row.outcome.units, 1);
    }
    let theirs = facing(aef, look.party(), direction);
    for row in &theirs {
        counts.add(row.outcome.units, -1);
    }
    let differences: Vec<_> = counts.unequal_to_zero().collect();
    let mut failures = Vec::new();
    for (units, number) in differences {
        if number > 0 {
            failures.extend(missing_there(look, (other, aef), direction, (rows, units)));
        } else {
            let there = theirs.iter().find(|row| overlap(row.outcome.units, units).is_some());
            failures.extend(missing_here(look, (other, aef), direction, (there.copied(), units)));
        }
    }
    failures
}

/// The other side's rows about this Party, in the opposite direction.
fn facing(aef: &Aef, party: PartyCode, direction: Direction) -> Vec<&ActionRow> {
    let wanted = match direction {
        Direction::Out => Direction::In,
        Direction::In => Direction::Out,
    };
    aef.actions.iter().filter(|row| other_party(row) == Some((party, wanted))).collect()
}

fn overlap(one: UnitRange, other: UnitRange) -> Option<UnitRange> {
    let serials = one.serials.overlap(other.serials)?;
    (one.series == other.series).then_some(UnitRange { series: one.series, serials })
}

fn missing_there(
    look: &Look<'_, '_>,
    (other, aef): (PartyCode, &Aef),
    direction: Direction,
    (rows, units): (&[&ActionRow], UnitRange),
) -> Option<Failure> {
    let row = rows.iter().find(|row| overlap(row.outcome.units, units).is_some())?;
    let verb = match direction {
        Direction::Out => "acquired",
        Direction::In => "transferred",
    };
    let failure =
        |cause| inconsistent(CheckId::X01, cell(row, field(direction)), cause).on([units]);
    if let Some(day) = in_next_year(look, other, direction, (row, units)) {
        return Some(failure(format!("{other} reports them for {day}, in another year.")).remark());
    }
    let year = aef.submission.year;
    let says = format!("these units are not among those {verb}");
    let side = OtherSide { party: other, year, place: None, says };
    Some(failure(format!("{other} has not reported that it {verb} {units}.")).against([side]))
}

/// When the other side has them in a neighbouring year, not too many days away.
fn in_next_year(
    look: &Look<'_, '_>,
    other: PartyCode,
    direction: Direction,
    (row, units): (&ActionRow, UnitRange),
) -> Option<Date> {
    let day = row.when.day();
    let mentions = look.corpus.overlapping(units.series, units.serials);
    let facing = mentions.filter_map(|it| match it.row {
        UnitRow::Action(theirs) => Some((look.corpus.aef(it.filing), theirs)),
        UnitRow::Holding(_) => None,
    });
    let wanted = match direction {
        Direction::Out => Direction::In,
        Direction::In => Direction::Out,
    };
    facing
        .filter(|(aef, theirs)| {
            aef.submission.party == other
                && aef.submission.year != look.year()
                && other_party(theirs) == Some((look.party(), wanted))
        })
        .map(|(_, theirs)| theirs.when.day())
        .find(|theirs| day.until(*theirs).is_ok_and(|it| it.get_days().abs() <= DAYS_APART))
}

fn missing_here(
    look: &Look<'_, '_>,
    (other, aef): (PartyCode, &Aef),
    direction: Direction,
    (there, units): (Option<&ActionRow>, UnitRange),
) -> Option<Failure> {
    let theirs = there?;
    if in_next_year(look, look.party(), direction, (theirs, units)).is_some() {
        return None;
    }
    let verb = match direction {
        Direction::Out => "acquired them from",
        Direction::In => "transferred them to",
    };
    let place = Place { table: TableId::Actions, row: 0, field: None };
    let cause = format!("{other} reports that it {verb} {}: {units}.", look.party());
    let side = OtherSide {
        party: other,
        year: aef.submission.year,
        place: Some(Place { table: TableId::Actions, row: theirs.at, field: None }),
        says: format!("{} on {}", theirs.kind, theirs.when.day()),
    };
    Some(inconsistent(CheckId::X01, place, cause).on([units]).against([side]))
}
