//! Errors in a row, by itself or beside the authorization that it names.

use domain::aef::{ActionKind, ActionRow, Place, Subtype, TableId, UnderlyingIds, When};
use domain::authorization::FirstTransferDefinition;
use domain::check::CheckId;
use domain::code_list::{MitigationType, Sector};
use jiff::civil::date;

use super::Plant;
use super::ground::{Ground, action, below_actions, changed, expected};
use crate::names::the;
use crate::setting::APPROACHES;

pub(super) fn duplicate(ground: &mut Ground<'_>) -> Option<Plant> {
    let (report, row) = ground.action(|_, _, _| true)?;
    let mut aef = ground.aefs[report].clone();
    let at = below_actions(&aef);
    let twice = ActionRow { at, ..aef.actions[row].clone() };
    let touched = vec![twice.outcome.units];
    aef.actions.push(twice);
    let must = vec![expected(report, CheckId::II02, action(at, 8))];
    Some(Plant::Rows { report, aef: Box::new(aef), touched, must })
}

pub(super) fn wrong_year(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| !row.ends_units())?;
    let year = ground.aefs[at.0].submission.year.number() + 1;
    Some(changed(ground, at, &[(CheckId::STC01, 1)], |row| {
        row.when = When::Day(date(year, 1, 5));
    }))
}

fn is_use_towards_ndc(row: &ActionRow) -> bool {
    row.kind == ActionKind::Use && row.year_of_use.is_some()
}

pub(super) fn use_without_party(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.kind == ActionKind::Use)?;
    Some(changed(ground, at, &[(CheckId::II06, 23)], |row| row.using_party = None))
}

pub(super) fn party_not_authorized(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|ground, _, row| {
        let mut versions = ground.versions(&row.outcome);
        is_use_towards_ndc(row) && versions.all(|it| !it.parties.is_empty())
    })?;
    Some(changed(ground, at, &[(CheckId::II06, 23)], |row| row.using_party = Some(the("XZY"))))
}

pub(super) fn entity_unknown(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.purpose.is_some() && row.using_party.is_some())?;
    let must = [(CheckId::II06, 24), (CheckId::X03, 24)];
    Some(changed(ground, at, &must, |row| row.using_entity = Some("NOBODY-1".into())))
}

pub(super) fn other_approach(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, _| true)?;
    let own = ground.aefs[at.0].actions[at.1].outcome.approach;
    let others: Vec<_> = APPROACHES
        .into_iter()
        .filter(|it| the::<domain::approach::ApproachId>(it) != own)
        .collect();
    let other = ground.dice.one(&others);
    Some(changed(ground, at, &[(CheckId::II07, 4)], |row| row.outcome.approach = the(other)))
}

pub(super) fn purpose_not_covered(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|ground, _, row| {
        let mut versions = ground.versions(&row.outcome);
        is_use_towards_ndc(row) && versions.all(|it| !it.purposes.include_oimp())
    })?;
    Some(changed(ground, at, &[(CheckId::STC02, 22)], |row| {
        row.year_of_use = None;
        row.purpose = Some("CORSIA".into());
    }))
}

pub(super) fn outside_period(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| is_use_towards_ndc(row))?;
    Some(changed(ground, at, &[(CheckId::STC03, 25)], |row| row.year_of_use = Some(the("2035"))))
}

pub(super) fn wrong_subtype(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|ground, _, row| {
        let issuance = |it: &domain::aef::AuthorizationRow| {
            it.definition.as_ref().is_some_and(|it| {
                *it == domain::aef::Definition::Listed(FirstTransferDefinition::Issuance)
            })
        };
        row.subtype == Some(Subtype::ToAnotherParty) && !ground.versions(&row.outcome).any(issuance)
    })?;
    Some(changed(ground, at, &[(CheckId::STC04, 3)], |row| row.subtype = Some(Subtype::Issuance)))
}

pub(super) fn metric_changed(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, row| row.outcome.non_ghg_metric.is_none())?;
    Some(changed(ground, at, &[(CheckId::II04, 13)], |row| {
        row.outcome.non_ghg_metric = Some("square metres of forest".into());
        row.outcome.quantity_non_ghg = Some("1".into());
    }))
}

/// An acquisition: the sender has a row about the same units.
fn is_known_to_another(ground: &Ground<'_>, report: usize, row: &ActionRow) -> bool {
    row.kind == ActionKind::Acquisition && ground.report_of(row.transferring, report).is_some()
}

pub(super) fn underlying_shifted(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|ground, report, row| {
        let both = shifted(&row.outcome.underlying).is_some();
        both && is_known_to_another(ground, report, row)
    })?;
    Some(changed(ground, at, &[(CheckId::II05, 11)], |row| {
        if let Some(shifted) = shifted(&row.outcome.underlying) {
            row.outcome.underlying = shifted;
        }
    }))
}

/// The same units of another programme, one further: nothing for a single one, whose identifiers do
/// not say in which number it is counted.
fn shifted(ids: &UnderlyingIds) -> Option<UnderlyingIds> {
    let (first, last) = (runs(ids.first.as_deref()?), runs(ids.last.as_deref()?));
    let counted = first.iter().zip(&last).position(|(one, other)| one != other)?;
    let next = |mut runs: Vec<String>| {
        let number = runs.get_mut(counted)?;
        let (width, next) = (number.len(), number.parse::<u64>().ok()? + 1);
        *number = format!("{next:0width$}");
        Some(runs.concat().into())
    };
    let registry = ids.registry.clone();
    Some(UnderlyingIds { registry, first: Some(next(first)?), last: Some(next(last)?) })
}

/// Runs of digits, and of anything else.
fn runs(id: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for it in id.chars() {
        let same = |run: &&mut String| {
            run.ends_with(|last: char| last.is_ascii_digit() == it.is_ascii_digit())
        };
        match runs.last_mut().filter(same) {
            Some(run) => run.push(it),
            None => runs.push(it.to_string()),
        }
    }
    runs
}

pub(super) fn mitigation_type_changed(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(is_known_to_another)?;
    let own = ground.aefs[at.0].actions[at.1].outcome.mitigation_type.clone();
    let other = if own.as_str() == "Removals" { "Emission reductions" } else { "Removals" };
    Some(changed(ground, at, &[(CheckId::X04, 18)], |row| {
        row.outcome.mitigation_type = the::<MitigationType>(other).into();
    }))
}

pub(super) fn authorization_unknown(ground: &mut Ground<'_>) -> Option<Plant> {
    let at = ground.action(|_, _, _| true)?;
    Some(changed(ground, at, &[(CheckId::X02, 5)], |row| {
        row.outcome.authorization = the("NONE-1");
    }))
}

/// A version that was reported before, with other sectors.
pub(super) fn sectors_changed(ground: &mut Ground<'_>) -> Option<Plant> {
    let last = ground.aefs.iter().map(|aef| aef.submission.year).max()?;
    let all = ground.aefs.iter().enumerate().filter(|(_, aef)| aef.submission.year < last);
    let rows = all.flat_map(|(at, aef)| aef.authorizations.iter().map(move |row| (at, row)));
    let (before, row) = ground.dice.of(&rows.collect::<Vec<_>>())?;
    let party = ground.aefs[before].submission.party;
    let report = ground
        .aefs
        .iter()
        .position(|it| (it.submission.party, it.submission.year) == (party, last))?;
    let mut aef = ground.aefs[report].clone();
    let at = aef.authorizations.iter().map(|it| it.at).max().unwrap_or(7) + 1;
    let mut again = row.clone();
    again.at = at;
    again.sectors = vec![the::<Sector>("Urban development").into()];
    aef.authorizations.push(again);
    let place = Place { table: TableId::Authorizations, row: at, field: Some(9) };
    let must = vec![expected(report, CheckId::II03, place)];
    Some(Plant::Rows { report, aef: Box::new(aef), touched: Vec::new(), must })
}
