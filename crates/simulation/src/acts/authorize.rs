//! Recording an authorization, or a new version of one.

use std::rc::Rc;

use domain::authorization::Terms;
use domain::ledger::Order;
use domain::metric::Metric;
use domain::vintage::Years;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, day, must};
use crate::names::{metric, sector, the, units};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Terms) -> Result<(), Code> {
    let party = ledger.own_party(act)?.party;
    let lists = [
        order.parties.len(),
        order.entities.len(),
        order.sectors.len(),
        order.activity_types.len(),
    ];
    must(lists.iter().all(|length| *length <= 250), "list-too-long")?;
    ledger.takes_part(party, order.approach)?;
    must(order.date.year() >= 2021 && order.date <= day(act.occurred), "authorization-date")?;
    let other_purposes = includes(order, "IMP") || includes(order, "OP");
    must(!other_purposes || order.first_transfer.is_some(), "definition-missing")?;
    must(other_purposes || order.first_transfer.is_none(), "definition-forbidden")?;
    must(!order.sectors.is_empty(), "sectors-missing")?;
    let forwards = |years: Option<Years>| years.is_none_or(|it| it.first <= it.last);
    must(forwards(order.occurred) && forwards(order.used), "timeframe-reversed")?;
    for entity in &order.entities {
        ledger.entity_is_current(act, &entity.to_string())?;
    }
    let name = (act.section, order.id.clone());
    let versions = ledger.authorizations.get(&name).map_or(0, Vec::len);
    must(usize::from(order.version) == versions + 1, "authorization-version")?;
    if let Ok(former) = ledger.newest(&name) {
        let same = former.approach == order.approach && former.metric == order.metric;
        must(same, "authorization-changed")?;
        let first_transferred = ledger.first_transferred(&name);
        let room = order.quantity.is_none_or(|cap| first_transferred <= cap.count());
        must(room, "cap-below-first-transferred")?;
    }
    let entry = ledger.entry;
    let versions = Rc::make_mut(&mut ledger.authorizations).entry(name).or_default();
    versions.push((entry, order.clone()));
    Ok(())
}

/// Whether the purposes include NDC, IMP or OP; OIMP is both of the last two.
pub(super) fn includes(terms: &Terms, purpose: &str) -> bool {
    let purposes = terms.purposes.to_string();
    let mut words = purposes.split(" and ");
    words.any(|word| word == purpose || (word == "OIMP" && purpose != "NDC"))
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(30) { sight.mechanism } else { sight.section(dice) };
    let own: Vec<_> = sight.ledger.authorizations.iter().filter(|it| it.0.0 == section).collect();
    let mut terms = some_terms(dice);
    if dice.percent(40) {
        terms.date = day(sight.now);
    }
    let change = if own.len() > 12 { 90 } else { 30 };
    if dice.percent(change)
        && let Some(((_, id), versions)) = dice.of(&own)
        && let Some((_, newest)) = versions.last()
    {
        let stray = u16::from(dice.once_in(25));
        terms.id = id.clone();
        terms.version = u16::try_from(versions.len()).unwrap_or(0) + 1 + stray;
        if !dice.once_in(12) {
            terms.approach = newest.approach;
            terms.metric = newest.metric.clone();
        }
    } else {
        terms.id = the(&format!("A{}", own.len() + 1));
    }
    spoil(dice, &mut terms);
    (section, Order::Authorize(terms))
}

fn some_terms(dice: &mut Dice) -> Terms {
    let purposes = dice.one(&[
        "NDC",
        "NDC",
        "OIMP",
        "IMP",
        "OP",
        "NDC and OIMP",
        "NDC and OIMP",
        "NDC and IMP",
        "NDC and OP",
    ]);
    let definition = dice.one(&["Authorisation", "Issuance", "Use or Cancellation"]);
    let due = purposes != "NDC";
    let spans = [("2021", "2025"), ("2024", "2030"), ("2026", "2030")];
    let years = |dice: &mut Dice| {
        let (first, last) = dice.one(&spans);
        dice.percent(20).then(|| Years { first: the(first), last: the(last) })
    };
    let parties = ["XBO", "XAL", "XCE", "XDE"];
    let parties = dice.one(&[&parties[..0], &parties[..0], &parties[..1], &parties[1..]]);
    let mechanism = dice.percent(20);
    Terms {
        id: the("A0"),
        version: 1,
        date: the("2025-03-01"),
        approach: the(match dice.below(6) {
            _ if mechanism => "CA0001",
            0 => "CA9002",
            _ => "CA9001",
        }),
        purposes: the(purposes),
        first_transfer: due.then(|| the(definition)),
        oimp: None,
        parties: parties.iter().map(|party| the(party)).collect(),
        entities: if dice.percent(12) { vec![the("E-1")] } else { Vec::new() },
        quantity: dice.percent(45).then(|| units(5 + dice.below(80))),
        metric: if mechanism { Metric::Ghg } else { metric(dice.percent(15)) },
        sectors: if dice.percent(70) {
            vec![sector(false), sector(true)]
        } else {
            vec![sector(false)]
        },
        activity_types: if dice.percent(20) { vec![the("Solar")] } else { Vec::new() },
        occurred: years(dice),
        used: years(dice),
        conditions: dice.percent(10).then(|| the("can be changed by letter")),
        document: None,
    }
}

fn spoil(dice: &mut Dice, terms: &mut Terms) {
    match dice.below(70) {
        0 => terms.date = the("2020-12-31"),
        1 => terms.date = the("2031-01-01"),
        2 => terms.first_transfer = None,
        3 => terms.first_transfer = Some(the("Issuance")),
        4 => terms.sectors.clear(),
        5 => terms.used = Some(Years { first: the("2026"), last: the("2025") }),
        6 => terms.approach = the("CA9999"),
        7 if dice.once_in(4) => terms.parties = vec![the("XAL"); 251],
        8 => terms.entities = vec![the("E-7")],
        _ => {}
    }
}
