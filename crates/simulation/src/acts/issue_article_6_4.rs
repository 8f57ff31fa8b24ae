//! Issuing authorized A6.4ERs, with the two mandatory movements.

use std::rc::Rc;

use domain::account::Holder;
use domain::ledger::{Designation, IssueArticle64, Order};
use domain::metric::Metric;
use domain::registry::RegistryId;
use domain::serial::Serial;
use domain::underlying::Underlying;
use domain::unit::Series;

use super::Wish;
use super::authorize_units::fits;
use super::issue::{SERIAL_MAX, free_identifiers, vintage_is_possible};
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{at_once, in_time};
use crate::naive::parties::still_party;
use crate::naive::{Account, Act, First, Ledger, Unit, must};
use crate::names::{sector, the, units};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &IssueArticle64) -> Result<(), Code> {
    must(ledger.own(act)?.party.as_str() == "QUN", "mechanism-only")?;
    must(order.designation == Designation::Authorized, "mitigation-contribution")?;
    places(ledger, act, order)?;
    let host = ledger.section_of(order.host).ok_or("host-unknown")?;
    still_party(act, order.host)?;
    ledger.takes_part(order.host, the("CA0001"))?;
    vintage_is_possible(act, order.vintage.number())?;
    let quantity = order.quantity.count();
    let behind = free_identifiers(ledger, &own_run(order), quantity)?;
    let registry: RegistryId = the("UN01");
    let series =
        Series { approach: the("CA0001"), registry, party: order.host, vintage: order.vintage };
    let name = (host, order.authorization.clone());
    let terms = ledger.in_force(act, &name)?.clone();
    let version = ledger.authorizations[&name].versions.len() - 1;
    let unit = Unit {
        series,
        place: order.pending,
        authorization: Some(name.clone()),
        first: None,
        reserved: None,
        sector: order.sector,
        activity: order.activity_type,
        metric: Metric::Ghg,
        since: act.occurred,
        run: 0,
        places: Vec::new(),
    };
    must(fits(&terms, &unit), "authorization-does-not-fit")?;
    in_time(act, terms.last_issuance)?;
    ledger.has_room(&name, quantity)?;
    // Five and two in a hundred, whole units, rather more than less.
    let share = |percent: u64| (quantity * percent).div_ceil(100);
    let omge = order.omge_quantity.map_or(share(2), |asked| asked.count());
    must(omge >= share(2), "omge-below-least")?;
    must(share(5) + omge <= quantity, "shares-above-quantity")?;
    must(quantity <= SERIAL_MAX - ledger.last_serial(registry), "serials-exhausted")?;
    Rc::make_mut(&mut ledger.underlying).extend(behind);
    let first = First { entry: ledger.entry, version };
    let rest = quantity - share(5) - omge;
    for (place, count, first) in [
        (order.pending, rest, at_once(&terms).then_some(first)),
        (order.fund, share(5), Some(first)),
        (order.omge, omge, Some(first)),
    ] {
        let places = vec![(ledger.entry, place)];
        ledger.create(&Unit { place, first, places, ..unit.clone() }, count);
    }
    ledger.warn_of_caps([name]);
    Ok(())
}

fn places(ledger: &Ledger, act: &Act, order: &IssueArticle64) -> Result<(), Code> {
    let pending = ledger.own_of_kind(act, order.pending, "100")?;
    must(pending.holder == Holder::Pending, "not-pending-account")?;
    let fund = ledger.own_of_kind(act, order.fund, "100")?;
    must(fund.is_of_fund(), "not-fund-account")?;
    let omge = ledger.own_of_kind(act, order.omge, "320")?;
    let tonnes = [pending, fund, omge].iter().all(|it| it.metric == Metric::Ghg);
    must(tonnes, "metric-mismatch")
}

/// The A6.4ERs' own identifiers: a run of the mechanism's registry.
fn own_run(order: &IssueArticle64) -> Underlying {
    let IssueArticle64 { host, activity, vintage, .. } = order;
    let id = |serial: Serial| the(&format!("{host}-{activity}-{vintage}-{serial}"));
    let (first, last) = (id(order.first), id(order.last));
    Underlying { registry: the("UN01"), first, last, immobilized: the("there") }
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = sight.mechanism;
    let any_metric = dice.once_in(15);
    let mut place = |fits: &dyn Fn(&Account) -> bool| {
        let measured = |it: &Account| any_metric || it.metric == Metric::Ghg;
        sight.place(dice, |it| it.section == section && measured(it) && fits(it))
    };
    let pending = place(&|it| it.holder == Holder::Pending)?;
    let other = place(&|it| it.kind == "100" && it.holder != Holder::Pending)?;
    let fund = place(&|it| it.is_of_fund())?;
    let omge = place(&|it| it.kind == "320")?;
    let host_section = sight.party_section(dice);
    let host = sight.ledger.sections.get(&host_section)?.party;
    let authorization = sight
        .authorization(dice, host_section, |it| it.approach.to_string() == "CA0001")
        .unwrap_or_else(|| the("A1"));
    let quantity = match dice.below(12) {
        0 => 1 + dice.below(2),
        1..3 => 51 + dice.below(50),
        _ => 2 + dice.below(30),
    };
    let (first, stray) = (1 + dice.below(20_000), u64::from(dice.once_in(25)));
    let serial = |number: u64| Serial::new(number).unwrap_or(Serial::LOWEST);
    let order = IssueArticle64 {
        host: if dice.once_in(30) { the("XZZ") } else { host },
        activity: the(dice.one(&["PoA 10471", "PoA 10472"])),
        vintage: the(dice.one(&["2021", "2024", "2024", "2025", "2026"])),
        quantity: units(quantity),
        first: serial(first),
        last: serial(first + quantity - 1 + stray),
        designation: if dice.once_in(30) {
            Designation::MitigationContribution
        } else {
            Designation::Authorized
        },
        authorization,
        mitigation_type: the("Emission reductions"),
        sector: sector(dice.percent(10)),
        activity_type: the("Solar"),
        pending: if dice.once_in(15) { other } else { pending },
        fund,
        omge,
        omge_quantity: match dice.below(10) {
            0 | 3 => Some(units(1)),
            1 => Some(units(1 + dice.below(5))),
            2 => Some(units(quantity)),
            _ => None,
        },
    };
    let section = if dice.once_in(30) { host_section } else { section };
    Some((section, Order::IssueArticle64(order)))
}
