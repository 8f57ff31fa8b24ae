//! Issuing units, planned or under an authorization.

use domain::authorization::Terms;
use domain::code_list::{ActivityType, Sector};
use domain::ledger::{Issue, Order};
use domain::metric::Metric;
use domain::underlying::Underlying;
use domain::vintage::Year;

use super::Wish;
use crate::names::{the, units};
use crate::setting::is_hours;
use crate::world::World;

/// A year up to now.
pub(super) fn vintage(world: &mut World) -> Year {
    let now = Year::of(world.now).number();
    let back = i16::try_from(world.dice.below(3)).unwrap_or(0);
    Year::new((now - back).max(2021)).expect("a year of this century")
}

/// The newest terms of one of a Party's authorizations for which the test holds.
pub(super) fn some_terms(
    world: &mut World,
    at: usize,
    fits: impl Fn(&Terms) -> bool,
) -> Option<Terms> {
    let host = &world.hosts[at];
    let newest = |id: &domain::authorization::AuthorizationId| {
        let number = world.books.authorization_names.get(&(host.section, id.clone()))?;
        let authorization = world.books.authorizations.get(number)?;
        let in_force = authorization.revoked.is_none();
        authorization.newest().filter(|it| in_force && fits(it)).cloned()
    };
    let fitting: Vec<Terms> = host.authorizations.iter().filter_map(newest).collect();
    world.dice.of(&fitting)
}

pub(super) fn activity(world: &mut World, terms: Option<&Terms>) -> ActivityType {
    let listed = terms.map(|it| it.activity_types.clone()).unwrap_or_default();
    world.dice.of(&listed).unwrap_or_else(|| the("Solar"))
}

pub(super) fn issue(world: &mut World) -> Option<Wish> {
    let at = world.some_host();
    let mechanism = the("CA0001");
    let terms = some_terms(world, at, |it| it.approach != mechanism)?;
    let hours = is_hours(&terms.metric);
    let quantity = 20 + world.dice.below(400);
    let sector: Sector = world.dice.of(&terms.sectors)?;
    let planned = world.dice.percent(35);
    let underlying = (world.dice.percent(40)).then(|| underlying(world, quantity, &terms.metric));
    let order = Issue {
        into: world.dice.one(&world.hosts[at].places[usize::from(hours)].holding),
        approach: terms.approach,
        vintage: vintage(world),
        quantity: units(quantity),
        metric: terms.metric.clone(),
        mitigation_type: the(world.dice.one(&[
            "Emission reductions",
            "Removals",
            "Emission reductions and removals",
        ])),
        sector,
        activity_type: activity(world, Some(&terms)),
        authorization: (!planned).then(|| terms.id.clone()),
        underlying,
    };
    Some((world.hosts[at].section, vec![Order::Issue(order)]))
}

/// Units of another programme, in one of its forms; one programme is in no list.
fn underlying(world: &mut World, quantity: u64, _metric: &Metric) -> Underlying {
    let number = world.fresh();
    let registry = world.dice.one(&["GS", "VCS", "vcs", "Puro"]);
    let (low, high) = (1000 * number, 1000 * number + quantity - 1);
    let [first, last] = [low, high].map(|id| match registry {
        "GS" => format!("GS1-1-TZ-GS11732-16-2022-25700-{id}"),
        "Puro" => format!("P-{id:015}"),
        _ => format!("16399-{id}-VCS-VCU-1491-VER-RW-3-4150-01012022-31122022-1"),
    });
    Underlying {
        registry: the(registry),
        first: the(&first),
        last: the(&last),
        immobilized: the("letter 7"),
    }
}
