//! Recording a cooperative approach.

use std::rc::Rc;

use domain::ledger::{Order, RecordApproach};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &RecordApproach) -> Result<(), Code> {
    let RecordApproach { id, parties, .. } = order;
    let section = ledger.own(act)?;
    must(parties.len() <= 250, "list-too-long")?;
    let (number, party) = (id.to_string(), section.party);
    let mechanism = party.as_str() == "QUN";
    must(mechanism || number != "CA0001", "mechanism-only")?;
    must(!mechanism || number == "CA0001", "not-for-mechanism")?;
    let fictional = number.starts_with("CA9") && number != "CA9000";
    must(mechanism || fictional || !ledger.fictional_only, "approach-not-admitted")?;
    must(!ledger.approaches.contains_key(id), "approach-exists")?;
    must(parties.contains(&party), "not-in-approach")?;
    Rc::make_mut(&mut ledger.approaches).insert(*id, parties.clone());
    Ok(())
}

pub(crate) fn order(id: &str, parties: &[&str]) -> RecordApproach {
    let parties = parties.iter().map(|party| the(party)).collect();
    RecordApproach { id: the(id), title: the("Cooking stoves"), parties }
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let ids = ["CA9001", "CA9003", "CA9004", "CA9000", "CA0007", "CA0001"];
    let mut order = order(dice.one(&ids), &["XAL", "XBO", "XCE", "QUN"]);
    if dice.once_in(8) {
        order.parties.truncate(1);
    } else if dice.once_in(20) {
        order.parties = vec![the("XAL"); 251];
    }
    let section = if dice.once_in(6) { sight.mechanism } else { sight.section(dice) };
    (section, Order::RecordApproach(order))
}
