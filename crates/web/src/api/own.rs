//! What a section lays down for itself, and what it stops, as requests have it.

use domain::adjustment::{PeriodSettings, Readings};
use domain::focal_point::FocalPoint;
use domain::id::Id;
use domain::inventory::InventoryYear;
use domain::ledger::{LiftStop, SetAdjustmentSettings, SetStop, SetTerms, Trust};
use domain::section_terms::SectionTerms;
use domain::stop::StopTarget;

use super::asked::moment;
use super::fields::{Fields, Read};
use super::orders::{NewId, date, units};
use crate::problem::Flaw;

/// What can be stopped, as requests write it.
const TARGETS: [&str; 8] =
    ["person", "account", "units", "approach", "section", "pair", "proposal", "everything"];

/// Reads which terms a section lays down.
pub(super) fn set_terms(mut at: Fields<'_>) -> Read<SetTerms> {
    let terms = at.object("terms", terms);
    at.end();
    Ok(SetTerms { terms: terms? })
}

/// Reads a section's terms. What is left out is as usual.
pub(super) fn terms(mut at: Fields<'_>) -> Read<SectionTerms> {
    let usual = SectionTerms::default();
    let waiting_hours = at.small("waiting_hours", usual.waiting_hours);
    let withdrawal_hours = at.small("withdrawal_hours", usual.withdrawal_hours);
    let lapse_days = at.small("lapse_days", usual.lapse_days);
    let acceptance = at.flag("acceptance", usual.acceptance);
    let acceptance_days = at.small("acceptance_days", usual.acceptance_days);
    let (units_per_act, units_per_day) = (at.may("units_per_act"), at.may("units_per_day"));
    let approve_units = "administrators_approve_units";
    let administrators = at.flag(approve_units, usual.administrators_approve_units);
    let holidays = at.list_as("holidays", date);
    at.end();
    Ok(SectionTerms {
        waiting_hours: waiting_hours?,
        withdrawal_hours: withdrawal_hours?,
        lapse_days: lapse_days?,
        acceptance: acceptance?,
        acceptance_days: acceptance_days?,
        units_per_act: units_per_act?,
        units_per_day: units_per_day?,
        administrators_approve_units: administrators?,
        holidays: holidays?,
    })
}

/// Reads whom a section names to answer for it.
pub(super) fn focal_point(mut at: Fields<'_>) -> Read<FocalPoint> {
    let (office, email) = (at.need("office"), at.need("email"));
    at.end();
    Ok(FocalPoint { office: office?, email: email? })
}

/// Reads what a Party tells of a year of its NDC.
pub(super) fn inventory_year(mut at: Fields<'_>) -> Read<InventoryYear> {
    let (year, source) = (at.need("year"), at.need("source"));
    let (covered, portion) = (at.may("covered"), at.may("portion"));
    let trajectory = at.may("trajectory");
    at.end();
    Ok(InventoryYear {
        year: year?,
        covered: covered?,
        portion: portion?,
        trajectory: trajectory?,
        source: source?,
    })
}

/// Reads what counts for the adjustments of a period. What is left out is as usual.
pub(super) fn adjustment_settings(mut at: Fields<'_>) -> Read<SetAdjustmentSettings> {
    let (first, last_day) = (at.need("first"), at.may_as("last_day", date));
    let (budget, target) = (at.may("budget"), at.may("target"));
    let (elapsed, transfer_year) = (at.may("elapsed"), at.may("first_transfer_year"));
    at.end();
    let readings = Readings {
        elapsed: elapsed?.unwrap_or_default(),
        first_transfer_year: transfer_year?.unwrap_or_default(),
    };
    let settings =
        PeriodSettings { budget: budget?, target: target?, last_day: last_day?, readings };
    Ok(SetAdjustmentSettings::of(first?, settings))
}

/// Reads whom a section trusts, or trusts no longer.
pub(super) fn trust(mut at: Fields<'_>) -> Read<Trust> {
    let account = at.need("account");
    at.end();
    Ok(Trust { account: account? })
}

/// Reads what is to be stopped.
pub(super) fn set_stop(mut at: Fields<'_>, new_id: NewId<'_>) -> Read<SetStop> {
    let target = at.object("target", target);
    let (reason, until) = (at.need("reason"), at.may_as("until", moment));
    at.end();
    Ok(SetStop { id: Id::from_uuid(new_id()), target: target?, reason: reason?, until: until? })
}

/// Reads which stop is to be lifted.
pub(super) fn lift_stop(mut at: Fields<'_>) -> Read<LiftStop> {
    let (stop, reason) = (at.need("stop"), at.need("reason"));
    at.end();
    Ok(LiftStop { stop: stop?, reason: reason? })
}

fn target(mut at: Fields<'_>) -> Read<StopTarget> {
    let kind = at.need_as("target", |text| {
        let known = TARGETS.into_iter().find(|known| *known == text);
        known.ok_or_else(|| Flaw::stop_target(TARGETS.join(", ")))
    })?;
    let target = match kind {
        "person" => at.need("person").map(|person| StopTarget::Person { person }),
        "account" => at.need("account").map(|account| StopTarget::Account { account }),
        "units" => units(&mut at).map(|units| StopTarget::Units { units }),
        "approach" => at.need("approach").map(|approach| StopTarget::Approach { approach }),
        "section" => at.need("party").map(|party| StopTarget::Section { party }),
        "pair" => {
            let (one, other) = (at.need("one"), at.need("other"));
            one.and_then(|one| Ok(StopTarget::Pair { one, other: other? }))
        }
        "proposal" => {
            let (proposal, parties) = (at.need("proposal"), at.list("parties"));
            proposal.and_then(|proposal| Ok(StopTarget::Proposal { proposal, parties: parties? }))
        }
        _ => Ok(StopTarget::Everything {}),
    };
    at.end();
    target
}
