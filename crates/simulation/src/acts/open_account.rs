//! Opening an account.

use std::rc::Rc;

use domain::account::{AccountKind, AccountNumber, Holder};
use domain::id::Id;
use domain::ledger::{OpenAccount, Order};
use domain::registry::RegistryId;
use uuid::Uuid;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::parties::admitted;
use crate::naive::{Account, Act, Ledger, must};
use crate::names::{ENTITIES, metric, the};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &OpenAccount) -> Result<(), Code> {
    let OpenAccount { id, kind, holder, metric, year_of_use, .. } = order;
    let section = ledger.own(act)?;
    let party = section.party;
    must(!ledger.accounts.values().any(|it| it.id == *id), "account-id-taken")?;
    let code = kind.code();
    must((code == "200") == year_of_use.is_some(), "year-of-use-mismatch")?;
    must(may_hold(holder, code), "holder-mismatch")?;
    match holder {
        Holder::Entity { entity } => ledger.entity_is_current(act, &entity.to_string(), None)?,
        Holder::Outside { registry } => outside(ledger, act, order, *registry)?,
        Holder::Party | Holder::AdaptationFund | Holder::Pending => {}
    }
    let count = section.accounts + 1;
    let account = Account {
        id: *id,
        section: act.section,
        kind: code,
        holder: holder.clone(),
        metric: metric.clone(),
        year: year_of_use.map(|year| year.number()),
    };
    ledger.change_section(act.section).accounts = count;
    Rc::make_mut(&mut ledger.accounts).insert(AccountNumber::new(party, *kind, count), account);
    Ok(())
}

fn may_hold(holder: &Holder, code: &str) -> bool {
    match holder {
        Holder::Party => code != "OUT",
        Holder::Entity { .. } => code != "OUT" && code != "200",
        Holder::AdaptationFund | Holder::Pending => code == "100",
        Holder::Outside { .. } => code == "OUT",
    }
}

/// One account for each registry outside and metric; what has a section here is not outside.
fn outside(
    ledger: &Ledger,
    act: &Act,
    order: &OpenAccount,
    registry: RegistryId,
) -> Result<(), Code> {
    let here = ledger.sections.values().any(|it| it.registry == registry);
    must(!here, "registry-not-outside")?;
    if let RegistryId::Party(party, _) = registry {
        must(admitted(ledger, act, party), "party-not-admitted")?;
    }
    let same = |it: &Account| {
        it.section == act.section && it.holder == order.holder && it.metric == order.metric
    };
    must(!ledger.accounts.values().any(same), "outside-account-exists")
}

/// An account of a kind, for tonnes or megawatt hours.
pub(crate) fn order(id: Uuid, kind: &str, holder: Holder, hours: bool) -> OpenAccount {
    let kind: AccountKind = the(kind);
    let year_of_use = (kind == AccountKind::UseTowardsNdc).then(|| the("2025"));
    let (id, metric, name) = (Id::from_uuid(id), metric(hours), the("Secret garden"));
    OpenAccount { id, kind, holder, metric, year_of_use, name }
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = sight.section(dice);
    // Sections that have enough open few more, so that units find to one another.
    let many = sight.ledger.sections.get(&section).is_some_and(|it| it.accounts > 20);
    if many && dice.percent(70) {
        return None;
    }
    let kinds = ["100", "100", "200", "210", "300", "310", "320", "330", "R", "OUT"];
    let kind = dice.one(&kinds);
    let registry = dice.one(&["XDE01", "XDE01", "XAL01", "USA01", "UN02", "XAL02", "XEF03"]);
    let holder = match dice.below(10) {
        _ if kind == "OUT" && dice.percent(90) => Holder::Outside { registry: the(registry) },
        0..2 => Holder::Entity { entity: the(dice.one(&ENTITIES)) },
        2 => Holder::AdaptationFund,
        3 => Holder::Pending,
        4 if dice.percent(20) => Holder::Outside { registry: the(registry) },
        _ => Holder::Party,
    };
    let mut order = order(dice.uuid(), kind, holder, dice.percent(20));
    if dice.once_in(15)
        && !sight.fresh_ids
        && let Some(account) = sight.account(dice, |_| true)
    {
        order.id = sight.ledger.accounts[&account].id;
    }
    if dice.once_in(15) {
        order.year_of_use = None;
    } else if dice.once_in(25) || (kind == "200" && dice.percent(50)) {
        order.year_of_use = Some(the("2026"));
    }
    Some((section, Order::OpenAccount(order)))
}
