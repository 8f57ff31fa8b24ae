//! For whose benefit units ended, and whether everybody may know.

use std::rc::Rc;

use domain::beneficiary::{Beneficiary, Verdict};
use domain::ledger::{Order, ReviewBeneficiary};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &ReviewBeneficiary) -> Result<(), Code> {
    ledger.own(act)?;
    let entry = order.entry.number();
    let named = ledger.beneficiaries.get(&entry).filter(|it| it.0 == act.section);
    let (section, review) = *named.ok_or("beneficiary-unknown")?;
    must(review.is_none(), "beneficiary-reviewed")?;
    let review = Some(ledger.entry);
    Rc::make_mut(&mut ledger.beneficiaries).insert(entry, (section, review));
    Ok(())
}

impl Ledger {
    /// The entry names a beneficiary.
    pub(super) fn name_beneficiary(&mut self, act: &Act) {
        let entry = self.entry;
        Rc::make_mut(&mut self.beneficiaries).insert(entry, (act.section, None));
    }
}

pub(super) fn some_beneficiary(dice: &mut Dice) -> Option<Beneficiary> {
    let (name, country) = (the("Airlines of the North"), Some(the("XAL")));
    dice.percent(25).then_some(Beneficiary { name, country, remark: None })
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let careless = dice.once_in(8);
    let open = |it: &(&i64, &(_, Option<i64>))| it.1.1.is_none() || careless;
    let all: Vec<_> = sight.ledger.beneficiaries.iter().filter(open).collect();
    let found = dice.of(&all).map(|(entry, named)| (*entry, named.0));
    let (entry, section) = found.unwrap_or((1, sight.section(dice)));
    let section = if dice.once_in(20) { sight.section(dice) } else { section };
    let (verdict, reason) = (dice.one(&Verdict::ALL), the("asked for"));
    let entry = the(&entry.to_string());
    (section, Order::ReviewBeneficiary(ReviewBeneficiary { entry, verdict, reason }))
}
