//! What a Party tells of a year of its NDC.

use std::rc::Rc;

use domain::inventory::InventoryYear;
use domain::ledger::Order;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, day, must, year};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &InventoryYear) -> Result<(), Code> {
    let section = ledger.own_party(act)?;
    let told = order.year.number();
    let period = section.periods.iter().find(|it| it.has(told)).ok_or("year-outside-periods")?;
    must(!section.is_final(period, day(act.now)), "period-is-final")?;
    let figures = [&order.covered, &order.portion, &order.trajectory];
    must(figures.iter().any(|it| it.is_some()), "inventory-empty")?;
    let measured = order.covered.is_some() || order.portion.is_some();
    must(!measured || told < year(act.occurred), "year-not-over")?;
    let key = (act.section, told);
    *Rc::make_mut(&mut ledger.inventories).entry(key).or_default() += 1;
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let years = ["2021", "2022", "2023", "2024", "2024", "2025", "2025", "2026", "2036"];
    let order = InventoryYear {
        year: the(dice.one(&years)),
        covered: dice.percent(70).then(|| the("1030000.5")),
        portion: dice.percent(20).then(|| the("-410000")),
        trajectory: dice.percent(50).then(|| the("0")),
        source: the("national inventory"),
    };
    (section, Order::RecordInventoryYear(order))
}
