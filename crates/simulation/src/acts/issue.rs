//! Issuing units.

use std::rc::Rc;

use domain::ledger::{Issue, Order};
use domain::underlying::Underlying;
use domain::unit::Series;

use super::Wish;
use super::authorize_units::fits;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{at_once, in_time};
use crate::naive::{Account, Act, First, Ledger, Unit, identifiers, must, year};
use crate::names::{metric, sector, the, units};
use crate::sight::Sight;

/// The highest serial of all.
pub(super) const SERIAL_MAX: u64 = (1 << 63) - 2;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Issue) -> Result<(), Code> {
    let section = ledger.own_party(act)?.clone();
    must(order.approach.to_string() != "CA0001", "mechanism-only")?;
    let account = ledger.own_of_kind(act, order.into, "100")?.clone();
    must(!account.is_of_fund(), "contribution-only")?;
    ledger.takes_part(section.party, order.approach)?;
    vintage_is_possible(act, order.vintage.number())?;
    must(account.metric == order.metric, "metric-mismatch")?;
    let quantity = order.quantity.count();
    let behind = match &order.underlying {
        Some(run) => free_identifiers(ledger, run, quantity)?,
        None => Vec::new(),
    };
    let series = Series {
        approach: order.approach,
        registry: section.registry,
        party: section.party,
        vintage: order.vintage,
    };
    let mut unit = Unit {
        series,
        place: order.into,
        authorization: None,
        first: None,
        reserved: None,
        sector: order.sector,
        activity: order.activity_type,
        metric: order.metric.clone(),
        since: act.occurred,
        run: 0,
        places: vec![(ledger.entry, order.into)],
    };
    if let Some(id) = &order.authorization {
        let name = (act.section, id.clone());
        let terms = ledger.in_force(act, &name)?;
        must(fits(terms, &unit), "authorization-does-not-fit")?;
        in_time(act, terms.last_issuance)?;
        ledger.has_room(&name, quantity)?;
        let version = ledger.authorizations[&name].versions.len() - 1;
        unit.first = at_once(terms).then_some(First { entry: ledger.entry, version });
        unit.authorization = Some(name);
    }
    let last = ledger.last_serial(section.registry);
    must(quantity <= SERIAL_MAX - last, "serials-exhausted")?;
    Rc::make_mut(&mut ledger.underlying).extend(behind);
    ledger.create(&unit, quantity);
    ledger.warn_of_caps(unit.authorization.filter(|_| unit.first.is_some()));
    Ok(())
}

/// 2021 or later, and not later than the year of the act.
pub(super) fn vintage_is_possible(act: &Act, vintage: i16) -> Result<(), Code> {
    must(vintage >= 2021, "vintage-too-early")?;
    must(vintage <= year(act.occurred), "vintage-too-late")
}

/// The underlying units, if they are as many and behind nothing else.
pub(super) fn free_identifiers(
    ledger: &Ledger,
    run: &Underlying,
    quantity: u64,
) -> Result<Vec<(String, String)>, Code> {
    let all = identifiers(run, quantity).ok_or("underlying-mismatch")?;
    must(!all.iter().any(|it| ledger.underlying.contains(it)), "underlying-taken")?;
    Ok(all)
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = sight.section(dice);
    let open = |it: &Account| it.section == section && it.kind == "100" && !it.is_of_fund();
    let of_entity = dice.percent(12);
    let its = sight.account(dice, |it| of_entity && open(it) && it.is_of_entity());
    let into = its.or_else(|| sight.place(dice, open))?;
    let its_metric = &sight.ledger.accounts.get(&into)?.metric;
    let authorization = if dice.percent(65) {
        sight.authorization(dice, section, |it| {
            it.metric == *its_metric && it.approach.to_string() != "CA0001"
        })
    } else {
        None
    };
    let terms =
        authorization.as_ref().and_then(|id| sight.ledger.newest(&(section, id.clone())).ok());
    let first = terms.and_then(|it| it.occurred).map(|it| it.first.number());
    let vintages: &[&str] = match first {
        _ if dice.once_in(25) => &["2020", "2026", "2027", "2028"],
        Some(2026) => &["2026"],
        Some(_) => &["2024", "2025"],
        None => &["2021", "2024", "2025", "2025"],
    };
    let quantity = 1 + dice.below(12);
    let order = Issue {
        into,
        approach: terms.map_or_else(|| the(dice.one(&["CA9001", "CA9002"])), |it| it.approach),
        vintage: the(dice.one(vintages)),
        quantity: units(quantity),
        metric: if dice.once_in(30) { metric(true) } else { its_metric.clone() },
        mitigation_type: the("Emission reductions"),
        sector: sector(dice.percent(12)),
        activity_type: the(if dice.percent(90) { "Solar" } else { "Wind" }),
        authorization,
        underlying: dice.percent(25).then(|| some_underlying(dice, quantity)),
    };
    Some((section, Order::Issue(spoilt(dice, sight, section, order))))
}

fn spoilt(
    dice: &mut Dice,
    sight: &Sight<'_>,
    section: domain::section::SectionNo,
    order: Issue,
) -> Issue {
    let begun = sight.ledger.sections.get(&section);
    let begun = begun.is_some_and(|it| sight.ledger.last_serial(it.registry) > 0);
    match dice.below(80) {
        // Only where serials were given: else there would be room for so many.
        0 if begun => {
            Issue { quantity: units(SERIAL_MAX), underlying: None, authorization: None, ..order }
        }
        1 => Issue { approach: the("CA0001"), ..order },
        2 => Issue { approach: the("CA9999"), ..order },
        3 => Issue { authorization: Some(the("A77")), ..order },
        _ => order,
    }
}

/// A run of a programme that issues few, so that some are asked for twice.
fn some_underlying(dice: &mut Dice, quantity: u64) -> Underlying {
    let first = 1 + dice.below(3_000);
    let stray = u64::from(dice.once_in(15));
    let id = |number: u64| the(&format!("GS1-{number}-16-2024"));
    let last = first + quantity - 1 + stray;
    let last = if dice.once_in(30) { id(first.saturating_sub(1)) } else { id(last) };
    let registry = the(dice.one(&["GS", "gs"]));
    let last = if dice.once_in(40) { the("GS1-5-17-2024") } else { last };
    Underlying { registry, first: id(first), last, immobilized: the("letter 7") }
}
