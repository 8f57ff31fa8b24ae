//! What is no unit, and the same in both ledgers too: sections, accounts, stops and proposals.

use std::collections::BTreeSet;

use domain::ledger::{Awaiting, Ending};
use domain::ndc::NdcPeriod;
use domain::participation::{Answer, Participation};
use domain::section::Section;
use jiff::civil::Date;

use super::holds;
use crate::naive::{Known, Period, Way};
use crate::world::World;

pub(super) fn all(world: &World) -> Result<(), String> {
    sections(world)?;
    stops(world)?;
    let ledger = &world.desk.ledger;
    let accounts = world.books.accounts.iter().all(|(number, account)| {
        let naive = ledger.accounts.get(number);
        naive.is_some_and(|it| it.id == account.id && it.holder == account.holder)
    });
    holds(5, accounts, || "accounts differ".to_owned())?;
    for (id, waiting) in world.books.proposals.iter() {
        let known = world.desk.known.get(id);
        let same = known.is_some_and(|known| proposal(world, waiting, known));
        holds(5, same, || format!("proposal {id} differs: {waiting:?} and {known:?}"))?;
    }
    Ok(())
}

/// Serials are allotted without a gap, terms count from the same moment on, and as much has left.
fn sections(world: &World) -> Result<(), String> {
    let ledger = &world.desk.ledger;
    for (number, section) in world.books.sections.iter() {
        let naive = ledger.sections.get(number);
        let naive = naive.ok_or(format!("invariant 5: no section {number}"))?;
        let last = ledger.last_serial(section.registry);
        holds(7, section.last_serial == last, || format!("section {number}: serial {last}"))?;
        let terms = section.settings.terms_at(world.now) == naive.terms_at(world.now);
        let same = terms && section.settings.trusted == naive.trusted;
        holds(5, same, || format!("section {number} has other terms"))?;
        let told = declared(section) == (naive.participation, naive.reported);
        let periods = periods(section) == naive.periods;
        let years: BTreeSet<i16> = section.itmo_years.iter().map(|year| year.number()).collect();
        holds(5, told && periods && years == ledger.itmo_years(section.party), || {
            format!("section {number} has told something else: {section:?} and {naive:?}")
        })?;
        let most = [section.largest.sent, section.largest.ended];
        holds(10, most == naive.most, || format!("section {number}: {most:?} moved most"))?;
        let left = section.spent.is_none_or(|it| it.units == naive.left_on(it.day));
        holds(10, left, || format!("section {number}: {:?} have left", section.spent))?;
    }
    Ok(())
}

/// The newest answers, and the day of the newest initial report.
fn declared(section: &Section) -> (Option<[bool; 6]>, Option<Date>) {
    let yes = |answers: &Participation| answers.items().map(|(_, it)| it.answer == Answer::Yes);
    (section.participates().map(yes), section.initial_report().map(|report| report.date))
}

/// The periods, in the order of their years.
fn periods(section: &Section) -> Vec<Period> {
    let periods = section.ndc_periods.iter().map(|recorded| &recorded.period);
    let period = |it: &NdcPeriod| Period {
        first: it.first.number(),
        last: it.last.number(),
        method: it.method.map(|method| method.to_string()),
        metric: it.metric.clone(),
    };
    periods.map(period).collect()
}

fn stops(world: &World) -> Result<(), String> {
    let stops = &world.desk.ledger.stops;
    let same = world.books.stops.iter().all(|(id, stop)| {
        let naive = stops.get(id);
        naive.is_some_and(|it| it.lifted == stop.lifted.is_some() && it.until == stop.until)
    });
    holds(5, same, || "stops differ".to_owned())
}

fn proposal(world: &World, waiting: &Awaiting, known: &Known) -> bool {
    let approved = match (&waiting.approved, known.approved) {
        (Some(ours), Some(naive)) => {
            let agreed = (naive.due, naive.lapses, naive.receiver, naive.agreed.entry);
            (ours.due, ours.lapses, ours.receiver, ours.consent.entry) == agreed
        }
        (None, None) => true,
        _ => false,
    };
    let accepted = waiting.accepted.map(|it| it.entry) == known.accepted.map(|it| it.entry);
    let decision = world.books.decisions.get(&waiting.proposal.id);
    let ended = decision.map(|it| way(it.ending)) == known.ended.map(|it| it.way);
    approved && accepted && ended && waiting.lapses == known.lapses
}

const fn way(ending: Ending) -> Way {
    match ending {
        Ending::Executed => Way::CarriedOut,
        Ending::Rejected => Way::Rejected,
        Ending::Withdrawn => Way::Withdrawn,
        Ending::Replaced => Way::Replaced,
        Ending::Declined => Way::Declined,
        Ending::Lapsed | Ending::Failed => Way::ByTime,
    }
}
