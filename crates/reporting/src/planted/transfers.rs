//! Errors in one of the two rows of a transfer.

use domain::aef::{ActionKind, ActionRow, TableId};
use domain::check::CheckId::X01;

use super::Plant;
use super::ground::{Ground, action, expected, missing};

/// An acquisition that one row of the sender faces, and no other of the year; not near the end of the
/// year, where the next one's rows would be looked at.
fn lone_acquisition(ground: &mut Ground<'_>) -> Option<(usize, usize, usize, u32)> {
    let (report, row) =
        ground.action(|ground, report, row| sender(ground, report, row).is_some())?;
    let (sender, at) = sender(ground, report, &ground.aefs[report].actions[row])?;
    Some((report, row, sender, at))
}

/// The sender's report, and its row.
fn sender(ground: &Ground<'_>, report: usize, row: &ActionRow) -> Option<(usize, u32)> {
    if row.kind != ActionKind::Acquisition || !(3..=10).contains(&row.when.day().month()) {
        return None;
    }
    let from = row.transferring?;
    let sender = ground.report_of(Some(from), report)?;
    let own = ground.aefs[report].submission.party;
    let there = ground.facing(sender, own, (row.outcome.units, true));
    let here = ground.facing(report, from, (row.outcome.units, false));
    match (there.as_slice(), here.len()) {
        ([only], 1) => Some((sender, only.at)),
        _ => None,
    }
}

pub(super) fn dropped_acquisition(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row, sender, at) = lone_acquisition(ground)?;
    let mut aef = ground.aefs[report].clone();
    let dropped = aef.actions.remove(row);
    let must = vec![
        expected(sender, X01, action(at, 21)),
        expected(report, X01, missing(TableId::Actions)),
    ];
    Some(Plant::Rows { report, aef: Box::new(aef), touched: vec![dropped.outcome.units], must })
}

pub(super) fn shifted_range(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row, sender, at) = lone_acquisition(ground)?;
    let mut aef = ground.aefs[report].clone();
    let before = aef.actions[row].outcome.units;
    let after = ground.unnamed(before);
    aef.actions[row].outcome.units = after;
    let must = vec![
        expected(report, X01, action(aef.actions[row].at, 20)),
        expected(report, X01, missing(TableId::Actions)),
        expected(sender, X01, action(at, 21)),
        expected(sender, X01, missing(TableId::Actions)),
    ];
    Some(Plant::Rows { report, aef: Box::new(aef), touched: vec![before, after], must })
}

pub(super) fn other_acquirer(ground: &mut Ground<'_>) -> Option<Plant> {
    let (receiver, row, report, at) = lone_acquisition(ground)?;
    let acquired = &ground.aefs[receiver].actions[row];
    let mut aef = ground.aefs[report].clone();
    let own = aef.submission.party;
    let sent = aef.actions.iter_mut().find(|it| it.at == at)?;
    // One that has nothing to do with these units, and has reported.
    let others = (0..ground.aefs.len()).filter(|other| {
        let submission = &ground.aefs[*other].submission;
        let units = (sent.outcome.units, false);
        submission.year == aef.submission.year
            && ![*other].contains(&receiver)
            && submission.party != own
            && ground.facing(*other, own, units).is_empty()
    });
    let other = ground.dice.of(&others.collect::<Vec<_>>())?;
    let party = ground.aefs[other].submission.party;
    if !ground.facing(report, party, (sent.outcome.units, true)).is_empty() {
        return None;
    }
    sent.acquiring = Some(party);
    let touched = vec![sent.outcome.units];
    let must = vec![
        expected(report, X01, action(at, 21)),
        expected(report, X01, missing(TableId::Actions)),
        expected(receiver, X01, action(acquired.at, 20)),
        expected(other, X01, missing(TableId::Actions)),
    ];
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}
