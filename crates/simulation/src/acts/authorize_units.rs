//! Putting planned units under an authorization.

use domain::authorization::Terms;
use domain::ledger::{AuthorizeUnits, Order};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{at_once, in_time};
use crate::naive::units::within;
use crate::naive::{Act, Ledger, Unit, must};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &AuthorizeUnits) -> Result<(), Code> {
    let AuthorizeUnits { account, units, authorization } = order;
    ledger.own_party(act)?;
    ledger.participating(act)?;
    ledger.source(act, *account, *units)?;
    ledger.held(act, *account, *units)?;
    let name = (act.section, authorization.clone());
    let terms = ledger.in_force(act, &name)?.clone();
    let planned = ledger.each(*units).all(|unit| !ledger.is_covered(unit));
    must(planned, "already-authorized")?;
    let fits = ledger.each(*units).all(|unit| fits(&terms, unit));
    must(fits, "authorization-does-not-fit")?;
    in_time(act, terms.last_issuance)?;
    let count = units.serials.last().number() - units.serials.first().number() + 1;
    ledger.has_room(&name, count)?;
    ledger.put_under(*units, &name);
    if at_once(&terms) {
        ledger.now_first(*units, |_, _| true);
    }
    ledger.take(act, *units, *account);
    Ok(())
}

/// Approach, vintage, sector, activity type and metric.
pub(super) fn fits(terms: &Terms, unit: &Unit) -> bool {
    terms.approach == unit.series.approach
        && within(terms.occurred, unit.series.vintage.number())
        && terms.sectors.contains(&unit.sector)
        && (terms.activity_types.is_empty() || terms.activity_types.contains(&unit.activity))
        && terms.metric == unit.metric
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight.some_units(dice, |ledger, unit| {
        !ledger.is_covered(unit) && unit.place.kind().code() == "100"
    })?;
    let section = sight.ledger.accounts.get(&unit.place)?.section;
    let careless = dice.once_in(12);
    let authorization =
        sight.authorization(dice, section, |terms| careless || fits(terms, unit))?;
    let account = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    Some((section, Order::AuthorizeUnits(AuthorizeUnits { account, units, authorization })))
}
