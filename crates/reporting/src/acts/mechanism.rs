//! What the section of the Article 6.4 mechanism does.

use domain::ledger::{Designation, IssueArticle64, Order, Transfer};

use super::Wish;
use super::issue::{activity, some_terms, vintage};
use crate::names::{the, units};
use crate::world::World;

/// Issues A6.4ERs that a Party has authorized.
pub(super) fn issue(world: &mut World) -> Option<Wish> {
    let at = world.some_host();
    let approach = the("CA0001");
    let terms = some_terms(world, at, |it| it.approach == approach)?;
    let quantity = 100 + world.dice.below(900);
    let first = 10_000 * world.fresh();
    let serial = |number: u64| the(&number.to_string());
    let order = IssueArticle64 {
        host: world.hosts[at].party,
        activity: the("PoA 10471"),
        vintage: vintage(world),
        quantity: units(quantity),
        first: serial(first),
        last: serial(first + quantity - 1),
        designation: Designation::Authorized,
        mitigation_type: the("Emission reductions"),
        sector: world.dice.of(&terms.sectors)?,
        activity_type: activity(world, Some(&terms)),
        pending: world.mechanism().pending,
        fund: world.mechanism().fund,
        omge: world.mechanism().omge,
        omge_quantity: None,
        authorization: terms.id,
    };
    Some((world.mechanism().section, vec![Order::IssueArticle64(order)]))
}

/// Sends what is pending to the Party that hosts, or to another.
pub(super) fn distribute(world: &mut World) -> Option<Wish> {
    let section = world.mechanism().section;
    let lot = world.lot(|lot| lot.section == section)?;
    let at = world.some_host();
    let home = world.hosts.iter().position(|host| host.party == lot.host())?;
    let at = if world.dice.percent(40) { home } else { at };
    if !lot.lets(world.hosts[at].party) {
        return None;
    }
    let to = world.dice.one(&world.hosts[at].places[0].holding);
    let units = lot.some(&mut world.dice);
    let order = Transfer { from: lot.account, to, units, reference: None };
    let order = if lot.is_itmo() || at == home {
        Order::Transfer(order)
    } else {
        Order::FirstTransfer(order)
    };
    Some((section, vec![order]))
}
