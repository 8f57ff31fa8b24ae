//! Recording how a non-GHG metric is converted.

use std::rc::Rc;

use domain::ledger::{Order, RecordConversion};
use domain::metric::Metric;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, must};
use crate::names::{metric, the};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &RecordConversion) -> Result<(), Code> {
    let party = ledger.own_party(act)?.party;
    ledger.takes_part(party, order.approach)?;
    must(order.metric != Metric::Ghg, "conversion-of-ghg")?;
    let key = (act.section, order.approach, order.metric.clone());
    let versions = ledger.conversions.get(&key).copied().unwrap_or(0);
    must(order.version == versions + 1, "conversion-version")?;
    Rc::make_mut(&mut ledger.conversions).insert(key, order.version);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let approach = the(dice.one(&["CA9001", "CA9001", "CA9002", "CA9999"]));
    let metric = metric(!dice.once_in(8));
    let known = sight.ledger.conversions.get(&(section, approach, metric.clone()));
    let version = known.copied().unwrap_or(0) + 1 + u16::from(dice.once_in(6));
    let (method, factor) = (the("grid average"), the("0.4571"));
    (
        section,
        Order::RecordConversion(RecordConversion { approach, metric, version, method, factor }),
    )
}
