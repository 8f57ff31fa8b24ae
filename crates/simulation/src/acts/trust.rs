//! Trusting an account of another section, and no longer.

use domain::ledger::{Order, Trust};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, must};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Trust) -> Result<(), Code> {
    let section = ledger.own(act)?;
    let account = ledger.account(order.account)?;
    must(account.section != act.section, "same-party")?;
    must(account.kind == "100", "wrong-account-kind")?;
    must(!section.trusted.contains_key(&order.account), "already-trusted")?;
    must(section.trusted.len() <= 250, "list-too-long")?;
    let from = section.four_working_days(act.now);
    ledger.change_section(act.section).trusted.insert(order.account, from);
    Ok(())
}

pub(super) fn rule_of_distrust(ledger: &mut Ledger, act: &Act, order: &Trust) -> Result<(), Code> {
    let section = ledger.own(act)?;
    must(section.trusted.contains_key(&order.account), "not-trusted")?;
    ledger.change_section(act.section).trusted.remove(&order.account);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = sight.section(dice);
    let account = sight.place(dice, |it| it.kind == "100" && it.section != section)?;
    Some((section, Order::TrustRecipient(Trust { account })))
}

pub(super) fn wish_of_distrust(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = sight.section(dice);
    let trusted: Vec<_> = sight.ledger.sections.get(&section)?.trusted.keys().copied().collect();
    let other = sight.account(dice, |_| true)?;
    let account = dice.of(&trusted).filter(|_| dice.percent(90)).unwrap_or(other);
    Some((section, Order::DistrustRecipient(Trust { account })))
}
