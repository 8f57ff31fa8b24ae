//! Revoking an authorization.

use std::rc::Rc;

use domain::ledger::{Order, RevokeAuthorization};
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
    order: &RevokeAuthorization,
) -> Result<(), Code> {
    ledger.own_party(act)?;
    let name = (act.section, order.id.clone());
    let given = ledger.in_force(act, &name)?.date;
    must(given <= order.date && order.date <= day(act.occurred), "revocation-date")?;
    if let Some(known) = Rc::make_mut(&mut ledger.authorizations).get_mut(&name) {
        known.revoked = true;
    }
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(25) { sight.mechanism } else { sight.section(dice) };
    let id = sight.authorization(dice, section, |_| true).unwrap_or_else(|| the("A77"));
    let newest = sight.ledger.newest(&(section, id.clone())).map(|terms| terms.date);
    let today = day(sight.now);
    let date: Date = match dice.below(12) {
        0 => the("2021-01-01"),
        1 => today.tomorrow().unwrap_or(today),
        2 => newest.unwrap_or(today),
        _ => today,
    };
    let reason = the("the minister said so");
    (section, Order::RevokeAuthorization(RevokeAuthorization { id, date, reason }))
}
