//! What counts for the adjustments of a period, and until when they change.

use domain::adjustment::{PeriodSettings, Readings};
use domain::ledger::{Order, SetAdjustmentSettings};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, day, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(
    ledger: &mut Ledger,
    act: &Act,
    order: &SetAdjustmentSettings,
) -> Result<(), Code> {
    let section = ledger.own_party(act)?;
    let first = order.first.number();
    let period = section.periods.iter().find(|it| it.first == first).ok_or("period-unknown")?;
    let today = day(act.now);
    must(!section.is_final(period, today), "period-is-final")?;
    if let Some(last) = order.last_day {
        must(last >= today && last.year() > period.last, "last-day-too-early")?;
    }
    ledger.change_section(act.section).last_days.insert(first, order.last_day);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let first = the(dice.one(&["2021", "2021", "2026", "2031", "2022"]));
    // Soon, so that something comes after it.
    let soon = |days: i64| sight.today().checked_add(days.days()).unwrap_or(Date::MAX);
    let days = i64::try_from(dice.below(12)).unwrap_or(0);
    let last_day = dice.percent(60).then(|| soon(days - 2));
    let settings = PeriodSettings {
        budget: dice.percent(50).then(|| the("5150000")),
        target: dice.percent(50).then(|| the("1050000.25")),
        last_day,
        readings: Readings::default(),
    };
    (section, Order::SetAdjustmentSettings(SetAdjustmentSettings::of(first, settings)))
}
