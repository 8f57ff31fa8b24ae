//! Authorizations, of outcomes and of entities.

use domain::authorization::{FirstTransferDefinition, Purposes, Terms};
use domain::code_list::Sector;
use domain::entity::EntityAuthorization;
use domain::ledger::{AuthorizeUnits, Order, RevokeAuthorization};
use domain::party::PartyCode;
use domain::vintage::Years;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Wish;
use crate::names::{metric, the, units as count};
use crate::setting::APPROACHES;
use crate::world::World;

const SECTORS: [&str; 4] =
    ["Energy generation", "Agriculture", "Waste management", "Transportation"];

fn today(world: &World) -> Date {
    world.now.to_zoned(TimeZone::UTC).date()
}

/// A new authorization, or a new version of one.
pub(super) fn authorize(world: &mut World) -> Option<Wish> {
    let at = world.some_host();
    let known = world.hosts[at].authorizations.clone();
    let changes = if known.len() < 4 { 5 } else { 60 };
    let terms = if world.dice.percent(changes)
        && let Some(id) = world.dice.of(&known)
    {
        amended(world, at, &id)?
    } else {
        let terms = fresh(world, at);
        world.hosts[at].authorizations.push(terms.id.clone());
        terms
    };
    Some((world.hosts[at].section, vec![Order::Authorize(terms)]))
}

fn newest(world: &World, at: usize, id: &domain::authorization::AuthorizationId) -> Option<Terms> {
    let name = (world.hosts[at].section, id.clone());
    let number = world.books.authorization_names.get(&name)?;
    world.books.authorizations.get(number)?.newest().cloned()
}

fn amended(
    world: &mut World,
    at: usize,
    id: &domain::authorization::AuthorizationId,
) -> Option<Terms> {
    let mut terms = newest(world, at, id)?;
    terms.version += 1;
    match world.dice.below(5) {
        0 => terms.quantity = None,
        1 => terms.quantity = terms.quantity.map(|it| count(it.count() * 2)),
        2 => terms.parties.clear(),
        3 => {
            terms.sectors = SECTORS.map(the::<Sector>).to_vec();
            terms.activity_types.clear();
        }
        _ => purposes(world, &mut terms),
    }
    terms.conditions = Some(the("as changed by letter"));
    Some(terms)
}

/// What for, and which event is the first transfer.
fn purposes(world: &mut World, terms: &mut Terms) {
    let dice = &mut world.dice;
    terms.purposes = dice.one(&Purposes::ALL);
    (terms.first_transfer, terms.first_transfer_unlisted) = (None, None);
    if !terms.purposes.include_oimp() {
        return;
    }
    if dice.percent(8) {
        terms.first_transfer_unlisted = Some(the("first international transfer"));
    } else {
        terms.first_transfer = Some(dice.one(&[
            FirstTransferDefinition::Authorization,
            FirstTransferDefinition::Issuance,
            FirstTransferDefinition::UseOrCancellation,
        ]));
    }
}

fn fresh(world: &mut World, at: usize) -> Terms {
    let (date, host) = (today(world), world.hosts[at].party);
    let number = world.hosts[at].authorizations.len() + 1;
    let mechanism = world.dice.percent(20);
    let approach = if mechanism { "CA0001" } else { approach(world, at) };
    let hours = !mechanism && world.dice.percent(15);
    let parties = some_parties(world);
    let entities = world.hosts[at].entities.clone();
    let dice = &mut world.dice;
    let between = if dice.percent(2) { "/" } else { "-" };
    let years = |first, last| Years { first: the(first), last: the(last) };
    let mut terms = Terms {
        id: the(&format!("{host}{between}A{number}")),
        version: 1,
        date,
        approach: the(approach),
        purposes: Purposes::Ndc,
        first_transfer: None,
        first_transfer_unlisted: None,
        first_transfer_note: dice.percent(10).then(|| the("as the letter says")),
        oimp: dice.percent(50).then(|| the("CORSIA")),
        parties,
        entities: entities.into_iter().filter(|_| dice.percent(60)).collect(),
        quantity: dice.percent(45).then(|| count(500 + dice.below(20_000))),
        metric: metric(hours),
        gwp_values: (!hours && dice.percent(20)).then(|| the("CH4 = 28")),
        metric_description: None,
        methodology: None,
        registry: None,
        sectors: (0..2).map(|_| the(dice.one(&SECTORS))).collect(),
        activity_types: if dice.percent(25) { vec![the("Solar"), the("Wind")] } else { Vec::new() },
        occurred: dice.percent(25).then(|| years("2021", "2030")),
        used: dice.percent(20).then(|| years("2023", "2030")),
        last_issuance: None,
        last_use: None,
        last_cancellation: None,
        conditions: dice.percent(20).then(|| the("can be changed by letter")),
        document: None,
    };
    terms.sectors.dedup();
    purposes(world, &mut terms);
    terms
}

fn approach(world: &mut World, at: usize) -> &'static str {
    let takes_part = |place: &usize| *place == 0 || at % APPROACHES.len() <= *place;
    let own: Vec<_> = (0..APPROACHES.len()).filter(takes_part).collect();
    APPROACHES[world.dice.one(&own)]
}

/// Any Party, or some.
fn some_parties(world: &mut World) -> Vec<PartyCode> {
    if world.dice.percent(55) {
        return Vec::new();
    }
    let many = 1 + world.dice.below(5);
    let mut parties: Vec<_> = (0..many)
        .map(|_| {
            let at = world.some_host();
            world.hosts[at].party
        })
        .collect();
    parties.sort();
    parties.dedup();
    parties
}

/// An entity under some approach.
#[expect(clippy::unnecessary_wraps, reason = "not every act is possible")]
pub(super) fn entity(world: &mut World) -> Option<Wish> {
    let at = world.some_host();
    let approach = approach(world, at);
    let again = world.hosts[at].entities.last().cloned().filter(|_| world.dice.percent(50));
    let number = world.hosts[at].entities.len() + 1;
    let party = world.hosts[at].party;
    let entity = again.unwrap_or_else(|| the(&format!("{party}-{number} (2).3")));
    if !world.hosts[at].entities.contains(&entity) {
        world.hosts[at].entities.push(entity.clone());
    }
    let last = the("2026-06-30");
    let order = EntityAuthorization {
        entity,
        name: the("Hidden Stoves Ltd"),
        country: party,
        approach: the(approach),
        valid_from: today(world),
        valid_until: (world.dice.percent(20) && today(world) < last).then_some(last),
        conditions: world.dice.percent(30).then(|| the("quarterly audits")),
    };
    Some((world.hosts[at].section, vec![Order::AuthorizeEntity(order)]))
}

/// Puts planned units under an authorization that fits them.
pub(super) fn units(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| !lot.is_itmo() && lot.terms.is_none())?;
    let issued = world.books.issuances.get(&lot.block.issuance)?.clone();
    let at = world.hosts.iter().position(|host| host.section == lot.section)?;
    let outcome = domain::authorization::OutcomeFacts {
        approach: lot.units.series.approach,
        vintage: lot.units.series.vintage,
        sector: issued.sector,
        activity_type: issued.activity_type,
        metric: &issued.metric,
    };
    let own = world.hosts[at].authorizations.clone();
    let fit = |id: &&domain::authorization::AuthorizationId| {
        newest(world, at, id).is_some_and(|it| it.fit(&outcome).is_ok())
    };
    let fitting: Vec<_> = own.iter().filter(fit).cloned().collect();
    let authorization = world.dice.of(&fitting)?;
    let units = lot.some(&mut world.dice);
    let order = AuthorizeUnits { account: lot.account, units, authorization };
    Some((lot.section, vec![Order::AuthorizeUnits(order)]))
}

/// Revokes one.
pub(super) fn revoke(world: &mut World) -> Option<Wish> {
    let at = world.some_host();
    let known = world.hosts[at].authorizations.clone();
    let id = world.dice.of(&known)?;
    let (date, reason) = (today(world), the("the minister said so"));
    let order = RevokeAuthorization { id, date, reason };
    Some((world.hosts[at].section, vec![Order::RevokeAuthorization(order)]))
}
