//! A Party's initial report.

use domain::ledger::Order;
use domain::participation::InitialReport;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, day, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &InitialReport) -> Result<(), Code> {
    ledger.own_party(act)?;
    must(order.date <= day(act.occurred), "report-in-future")?;
    ledger.change_section(act.section).reported = Some(order.date);
    Ok(())
}

pub(crate) fn order(date: &str) -> InitialReport {
    let (document, review) = (the("https://climate.invalid/initial-report"), the("not-reviewed"));
    InitialReport { date: the(date), document, review }
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let date = dice.one(&["2024-12-31", "2025-03-01", "2025-03-02", "2025-09-01", "2031-01-01"]);
    let review = the(dice.one(&["not-reviewed", "under-review", "reviewed"]));
    (section, Order::RecordInitialReport(InitialReport { review, ..order(date) }))
}
