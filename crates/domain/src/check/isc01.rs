//! ISC01: holdings follow from the holdings before and the actions of the year.
//!
//! Decision: counted unit by unit, so that what left and came back in a year is right.
//! Outcomes of the Party's own that are not first transferred may stand in the holdings or not: the
//! sources do not say. What is held without any explanation fails, unless the Party has not reported
//! the year before: then it waits.

use super::corpus::UnitRow;
use super::failure::{Failure, OtherSide};
use super::id::CheckId;
use super::look::{Look, inconsistent, shared};
use super::runs::Runs;
use crate::aef::{ActionKind, Aef, HoldingRow, Place, Subtype, TableId};
use crate::unit::UnitRange;
use crate::vintage::Year;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let (party, year) = (look.party(), look.year());
    let before = Year::new(year.number().saturating_sub(1)).ok();
    let before = before.and_then(|it| look.corpus.of(party, it)).map(|it| look.corpus.aef(it));
    let (mut counts, mut known_before) = (Runs::default(), Runs::default());
    if let Some(before) = before {
        add_holdings(look, &mut counts, before, 1);
        add_holdings(look, &mut known_before, before, 1);
    }
    for row in &look.aef.actions {
        counts.add(row.outcome.units, change(row));
    }
    add_holdings(look, &mut counts, look.aef, -1);
    // What of its own it held before, and nobody reports as first transferred by then, may have been so
    // in a year that is not at hand.
    let held_before = |units: &UnitRange| {
        before.is_some_and(|aef| aef.holdings.iter().any(|row| overlaps(row, *units)))
            && !known_before.not_above_zero(*units).is_empty()
    };
    let differences: Vec<_> = counts
        .unequal_to_zero()
        .filter(|(units, by)| *by > 0 || units.series.party != party || !held_before(units))
        .collect();
    differences.into_iter().map(|it| failure(look, it, before.is_some())).collect()
}

fn overlaps(row: &HoldingRow, units: UnitRange) -> bool {
    let theirs = row.outcome.units;
    theirs.series == units.series && theirs.serials.overlap(units.serials).is_some()
}

/// What an action does to the holdings, for each unit.
pub(super) fn change(row: &crate::aef::ActionRow) -> i64 {
    match (row.kind, row.subtype) {
        (ActionKind::Acquisition, _)
        | (ActionKind::FirstTransfer, Some(Subtype::Authorization | Subtype::Issuance)) => 1,
        // Which event it was is not said: to nobody else, and used by nobody, it was kept.
        (ActionKind::FirstTransfer, None | Some(Subtype::NotYetDefined))
            if row.acquiring.is_none() && row.using_party.is_none() =>
        {
            1
        }
        // It was no holding before, and is none after.
        (ActionKind::FirstTransfer | ActionKind::Authorization, _)
        | (ActionKind::Transfer, Some(Subtype::MandatoryToAdaptationFund))
        | (
            ActionKind::Cancellation | ActionKind::VoluntaryCancellation,
            Some(Subtype::MandatoryOmge),
        ) => 0,
        (
            ActionKind::Transfer
            | ActionKind::Use
            | ActionKind::Cancellation
            | ActionKind::VoluntaryCancellation,
            _,
        ) => -1,
    }
}

/// The holdings, without outcomes of the Party's own that are not first transferred by then.
fn add_holdings(look: &Look<'_, '_>, counts: &mut Runs, aef: &Aef, number: i64) {
    let (party, year) = (aef.submission.party, aef.submission.year);
    for row in &aef.holdings {
        let units = row.outcome.units;
        if units.series.party != party {
            counts.add(units, number);
            continue;
        }
        let mut first_transferred = Runs::default();
        for mention in look.corpus.overlapping(units.series, units.serials) {
            let by_then = look.corpus.aef(mention.filing).submission.year <= year;
            if let UnitRow::Action(action) = mention.row
                && by_then
                && action.is_first_transfer()
                && let Some(serials) = units.serials.overlap(mention.serials)
            {
                first_transferred.add(UnitRange { series: units.series, serials }, 1);
            }
        }
        for (units, _) in first_transferred.unequal_to_zero() {
            counts.add(units, number);
        }
    }
}

fn failure(look: &Look<'_, '_>, (units, number): (UnitRange, i64), knows_before: bool) -> Failure {
    let year = look.year();
    let mut here = look.corpus.overlapping(units.series, units.serials);
    let held = here.find_map(|it| match it.row {
        UnitRow::Holding(row) if it.filing == look.filing => Some(row),
        UnitRow::Holding(_) | UnitRow::Action(_) => None,
    });
    let place = match held {
        Some(row) => UnitRow::Holding(row).shared(shared::FIRST_ID),
        None => Place { table: TableId::Holdings, row: 0, field: None },
    };
    let cause = match (number > 0, held.is_some()) {
        (true, false) => {
            format!("By the actions of {year} {units} are held, and Table 4 has not got them.")
        }
        (true, true) => {
            format!("By the actions of {year} {units} came in more often than they went out.")
        }
        (false, true) => format!("Table 4 has {units}, and nothing reported says how they came."),
        (false, false) => format!("{units} went out, and nothing reported says how they came."),
    };
    let mentions = look.corpus.overlapping(units.series, units.serials);
    let mut others: Vec<OtherSide> = mentions
        .filter(|it| it.filing != look.filing)
        .map(|it| match it.row {
            UnitRow::Action(row) => look.side(&it, format!("{} on {}", row.kind, row.when.day())),
            UnitRow::Holding(_) => look.side(&it, "held at the end of the year"),
        })
        .collect();
    others.sort();
    let failure = inconsistent(CheckId::ISC01, place, cause).on([units]).against(others);
    if number < 0 && !knows_before { failure.undetermined() } else { failure }
}
