//! Recording an authorization, or a new version of one.

use std::rc::Rc;

use domain::authorization::Terms;
use domain::ledger::Order;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::vintage::Years;

use super::Wish;
use super::letter::{some_terms, spoil};
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::includes;
use crate::naive::{Act, Ledger, day, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Terms) -> Result<(), Code> {
    ledger.own_party(act)?;
    let party = ledger.participating(act)?.party;
    let lists = [
        order.parties.len(),
        order.entities.len(),
        order.sectors.len(),
        order.activity_types.len(),
    ];
    must(lists.iter().all(|length| *length <= 250), "list-too-long")?;
    ledger.takes_part(party, order.approach)?;
    must(order.date.year() >= 2021 && order.date <= day(act.occurred), "authorization-date")?;
    makes_sense(order)?;
    for entity in &order.entities {
        ledger.entity_is_current(act, &entity.to_string(), None)?;
    }
    let name = (act.section, order.id.clone());
    let former = ledger.authorizations.get(&name);
    must(former.is_none_or(|it| !it.revoked), "authorization-revoked")?;
    let versions = former.map_or(0, |it| it.versions.len());
    must(usize::from(order.version) == versions + 1, "authorization-version")?;
    if let Ok(former) = ledger.newest(&name) {
        let same = former.approach == order.approach && former.metric == order.metric;
        must(same, "authorization-changed")?;
        let first_transferred = ledger.first_transferred(&name);
        let room = order.quantity.is_none_or(|cap| first_transferred <= cap.count());
        must(room, "cap-below-first-transferred")?;
    }
    warn(ledger, act, party, order);
    let entry = ledger.entry;
    let authorizations = Rc::make_mut(&mut ledger.authorizations);
    authorizations.entry(name).or_default().versions.push((entry, order.clone()));
    Ok(())
}

/// What its text must be, whatever else there is.
fn makes_sense(order: &Terms) -> Result<(), Code> {
    let other_purposes = includes(order, "IMP") || includes(order, "OP");
    let definitions = usize::from(order.first_transfer.is_some())
        + usize::from(order.first_transfer_unlisted.is_some());
    must(!other_purposes || definitions > 0, "definition-missing")?;
    must(other_purposes || definitions == 0, "definition-forbidden")?;
    must(definitions < 2, "definition-twice")?;
    let tonnes = order.metric == Metric::Ghg;
    let surplus = if tonnes { &order.metric_description } else { &order.gwp_values };
    must(surplus.is_none(), "measure-mismatch")?;
    must(!order.sectors.is_empty(), "sectors-missing")?;
    let forwards = |years: Option<Years>| years.is_none_or(|it| it.first <= it.last);
    must(forwards(order.occurred) && forwards(order.used), "timeframe-reversed")
}

/// What is recorded all the same.
fn warn(ledger: &mut Ledger, act: &Act, party: PartyCode, order: &Terms) {
    let (id, approach) = (order.id.to_string(), order.approach.to_string());
    let reported = ledger.sections.get(&act.section).and_then(|it| it.reported);
    if reported.is_none_or(|date| order.date < date) {
        let party = ("party", party.to_string());
        ledger.warn("initial-report-missing", &[party, ("approach", approach.clone())]);
    }
    if id.contains(['/', '.']) {
        ledger.warn("unusual-authorization-id", &[("authorization", id.clone())]);
    }
    if let Some(words) = &order.first_transfer_unlisted {
        let definition = ("definition", words.to_string());
        ledger.warn("definition-unlisted", &[("authorization", id), definition]);
    }
    if let Some((other, values)) = other_values(ledger, act, order) {
        let (other, values) = (("other", other), ("other_values", values));
        ledger.warn("gwp-values-mixed", &[("approach", approach), other, values]);
    }
}

/// Of the other authorizations under the approach, the oldest that now says other GWP values.
fn other_values(ledger: &Ledger, act: &Act, order: &Terms) -> Option<(String, String)> {
    let own = (act.section, order.id.clone());
    let mut all: Vec<_> = ledger.authorizations.iter().filter(|(name, _)| **name != own).collect();
    all.sort_by_key(|(_, it)| it.recorded());
    let values = order.gwp_values.as_ref()?;
    all.into_iter().filter_map(|(_, it)| it.newest()).find_map(|other| {
        let its = other.gwp_values.as_ref().filter(|its| *its != values)?;
        (other.approach == order.approach).then(|| (other.id.to_string(), its.to_string()))
    })
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(30) { sight.mechanism } else { sight.section(dice) };
    let own: Vec<_> = sight.ledger.authorizations.iter().filter(|it| it.0.0 == section).collect();
    let revoked_too = dice.once_in(12);
    let open: Vec<_> = own.iter().filter(|it| revoked_too || !it.1.revoked).collect();
    let mut terms = some_terms(dice, day(sight.now));
    if dice.percent(40) {
        terms.date = day(sight.now);
    }
    let change = if open.len() > 12 { 90 } else { 30 };
    if dice.percent(change)
        && let Some(((_, id), known)) = dice.of(&open)
        && let Some(newest) = known.newest()
    {
        let stray = u16::from(dice.once_in(25));
        terms.id = id.clone();
        terms.version = u16::try_from(known.versions.len()).unwrap_or(0) + 1 + stray;
        if !dice.once_in(12) {
            terms.approach = newest.approach;
            terms.metric = newest.metric.clone();
        }
    } else {
        let between = dice.one(&["", "", "", "", "", "/", "."]);
        terms.id = the(&format!("A{between}{}", own.len() + 1));
    }
    let tonnes = terms.metric == Metric::Ghg;
    terms.gwp_values = terms.gwp_values.filter(|_| tonnes);
    terms.metric_description = terms.metric_description.filter(|_| !tonnes);
    spoil(dice, &mut terms);
    (section, Order::Authorize(terms))
}
