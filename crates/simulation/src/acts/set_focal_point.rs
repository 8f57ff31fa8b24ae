//! A section's focal point.

use domain::focal_point::FocalPoint;
use domain::ledger::Order;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, _order: &FocalPoint) -> Result<(), Code> {
    ledger.own(act).map(|_section| ())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let (office, email) = (the("Climate Change Directorate"), the("article6@climate.invalid"));
    (sight.section(dice), Order::SetFocalPoint(FocalPoint { office, email }))
}
