//! A section lays down its own terms.

use domain::ledger::{Order, SetTerms};
use domain::section_terms::SectionTerms;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::section::sensible;
use crate::naive::{Act, Ledger};
use crate::names::{the, units};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &SetTerms) -> Result<(), Code> {
    ledger.own(act)?;
    sensible(&order.terms)?;
    ledger.change_section(act.section).lay_down(order.terms.clone(), act.now);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = sight.section(dice);
    (section, Order::SetTerms(SetTerms { terms: some_terms(dice) }))
}

fn some_terms(dice: &mut Dice) -> SectionTerms {
    let holidays = ["2025-12-25", "2026-01-01"];
    let holidays = dice.one(&[&holidays[..0], &holidays[..1], &holidays[1..]]);
    SectionTerms {
        waiting_hours: dice.one(&[0, 0, 0, 1, 24, 48, 720, 721]),
        withdrawal_hours: dice.one(&[0, 1, 2, 2, 12, 24]),
        lapse_days: dice.one(&[1, 7, 7, 7, 30, 90, 0]),
        acceptance: dice.percent(25),
        acceptance_days: dice.one(&[1, 3, 7, 7, 7, 7, 91]),
        units_per_act: dice.percent(25).then(|| units(1 + dice.below(15))),
        units_per_day: dice.percent(35).then(|| units(1 + dice.below(40))),
        administrators_approve_units: dice.percent(70),
        holidays: if dice.once_in(60) {
            vec![the("2025-12-25"); 251]
        } else {
            holidays.iter().map(|day| the(day)).collect()
        },
    }
}
