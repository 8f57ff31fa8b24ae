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
use super::runs::{Runs, without};
use crate::aef::{ActionKind, ActionRow, Aef, Place, TableId};
use crate::party::PartyCode;
use crate::serial::Serials;
use crate::unit::UnitRange;

/// How far apart the two sides' days may lie across the end of a year.
const DAYS_APART: i32 = 31;

/// One of the two directions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Out,
    In,
}

impl Direction {
    const fn opposite(self) -> Self {
        match self {
            Self::Out => Self::In,
            Self::In => Self::Out,
        }
    }
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
pub(super) fn other_party(row: &ActionRow) -> Option<(PartyCode, Direction)> {
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
    for (other, direction) in look.corpus.facing(look.party(), look.year()) {
        rows.entry((other, direction.opposite())).or_default();
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
    let theirs = facing(aef, look.party(), direction);
    let mut counts = Runs::default();
    for row in rows {
        counts.add(row.outcome.units, 1);
    }
    for row in &theirs {
        counts.add(row.outcome.units, -1);
    }
    let mut failures = Vec::new();
    for (units, number) in counts.unequal_to_zero() {
        if number > 0 {
            for part in by_row(rows, units) {
                failures.extend(missing_there(look, (other, aef), direction, part));
            }
        } else {
            for part in by_row(&theirs, units) {
                failures.extend(missing_here(look, (other, aef), direction, part));
            }
        }
    }
    failures
}

/// The other side's rows about this Party, in the opposite direction.
fn facing(aef: &Aef, party: PartyCode, direction: Direction) -> Vec<&ActionRow> {
    let wanted = Some((party, direction.opposite()));
    aef.actions.iter().filter(|row| other_party(row) == wanted).collect()
}

/// Units by the first of the rows that has them.
fn by_row<'r>(rows: &[&'r ActionRow], units: UnitRange) -> Vec<(&'r ActionRow, UnitRange)> {
    let (mut parts, mut rest) = (Vec::new(), vec![units.serials]);
    for row in rows.iter().filter(|row| row.outcome.units.series == units.series) {
        if rest.is_empty() {
            break;
        }
        let found = taken(&mut rest, row.outcome.units.serials);
        let found = found.into_iter().map(|it| UnitRange { series: units.series, serials: it });
        parts.extend(found.map(|units| (*row, units)));
    }
    parts
}

/// Takes out of runs what they have in common with another, and gives it.
fn taken(rest: &mut Vec<Serials>, other: Serials) -> Vec<Serials> {
    let common = rest.iter().filter_map(|run| run.overlap(other)).collect();
    *rest = rest.iter().flat_map(|run| without(*run, other)).collect();
    common
}

/// Units of a row of this Party that the other one has not in its rows.
fn missing_there(
    look: &Look<'_, '_>,
    (other, aef): (PartyCode, &Aef),
    direction: Direction,
    (row, units): (&ActionRow, UnitRange),
) -> Vec<Failure> {
    let verb = match direction {
        Direction::Out => "acquired",
        Direction::In => "transferred",
    };
    let failure =
        |units, cause| inconsistent(CheckId::X01, cell(row, field(direction)), cause).on([units]);
    let facing = (other, look.party(), direction.opposite());
    let (near, rest) = across_the_end_of_the_year(look, facing, (row.when.day(), units));
    let near = near.into_iter().map(|(units, day)| {
        let cause = format!("{other} reports {units} for {day}, in another year.");
        failure(units, cause).remark()
    });
    let rest = rest.into_iter().map(|units| {
        let says = format!("these units are not among those {verb}");
        let side = OtherSide { party: other, year: aef.submission.year, place: None, says };
        let cause = format!("{other} has not reported that it {verb} {units}.");
        failure(units, cause).against([side])
    });
    near.chain(rest).collect()
}

/// Units of a row of the other Party that this one has not in its rows.
fn missing_here(
    look: &Look<'_, '_>,
    (other, aef): (PartyCode, &Aef),
    direction: Direction,
    (theirs, units): (&ActionRow, UnitRange),
) -> Vec<Failure> {
    let own = (look.party(), other, direction);
    let (_, rest) = across_the_end_of_the_year(look, own, (theirs.when.day(), units));
    let verb = match direction {
        Direction::Out => "acquired them from",
        Direction::In => "transferred them to",
    };
    let failure = |units| {
        let place = Place { table: TableId::Actions, row: 0, field: None };
        let cause = format!("{other} reports that it {verb} {}: {units}.", look.party());
        let side = OtherSide {
            party: other,
            year: aef.submission.year,
            place: Some(Place { table: TableId::Actions, row: theirs.at, field: None }),
            says: format!("{} on {}", theirs.kind, theirs.when.day()),
        };
        inconsistent(CheckId::X01, place, cause).on([units]).against([side])
    };
    rest.into_iter().map(failure).collect()
}

/// Which of these units a Party has in rows of another year about the other Party, not too many days
/// away; and those that it has not.
fn across_the_end_of_the_year(
    look: &Look<'_, '_>,
    (whose, with, direction): (PartyCode, PartyCode, Direction),
    (day, units): (Date, UnitRange),
) -> (Vec<(UnitRange, Date)>, Vec<UnitRange>) {
    let of_series = |serials| UnitRange { series: units.series, serials };
    let (mut near, mut rest) = (Vec::new(), vec![units.serials]);
    for mention in look.corpus.overlapping(units.series, units.serials) {
        let UnitRow::Action(theirs) = mention.row else { continue };
        let submission = &look.corpus.aef(mention.filing).submission;
        let (when, elsewhere) = (theirs.when.day(), submission.year != look.year());
        let is_near = day.until(when).is_ok_and(|it| it.get_days().abs() <= DAYS_APART);
        let faces = other_party(theirs) == Some((with, direction));
        if submission.party == whose && elsewhere && faces && is_near {
            let found = taken(&mut rest, mention.serials);
            near.extend(found.into_iter().map(|it| (of_series(it), when)));
        }
    }
    (near, rest.into_iter().map(of_series).collect())
}
