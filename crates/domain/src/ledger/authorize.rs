//! Authorizing mitigation outcomes.

use jiff::civil::{Date, date};

use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::account::Holder;
use crate::authorization::{Authorization, AuthorizationNo, Terms, Version};

const EARLIEST: Date = date(2021, 1, 1);

/// A Party records an authorization, or a new version of one.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Terms) -> Result<Effect, Refusal> {
    let section = scene.own("authorize")?;
    bounded("parties", &order.parties)?;
    bounded("entities", &order.entities)?;
    bounded("sectors", &order.sectors)?;
    bounded("activity_types", &order.activity_types)?;
    scene.takes_part(section.party, order.approach)?;
    let today = scene.occurred.to_zoned(jiff::tz::TimeZone::UTC).date();
    if order.date < EARLIEST || order.date > today {
        return Err(Refusal::AuthorizationDate { date: order.date.to_string() });
    }
    well_formed(order)?;
    for entity in &order.entities {
        scene.entity_current(&Holder::Entity { entity: entity.clone() })?;
    }
    let name = (scene.section, order.id.clone());
    let known = scene.books.authorization_names.get(&name).copied();
    let (number, authorization) = match known {
        Some(number) => (number, scene.books.authorizations.get(&number).cloned()),
        None => (AuthorizationNo(scene.books.head.authorization.saturating_add(1)), None),
    };
    let versions = authorization.as_ref().map_or(0, |it| it.versions.len());
    let expected = u16::try_from(versions.saturating_add(1)).unwrap_or(u16::MAX);
    if order.version != expected {
        return Err(Refusal::AuthorizationVersion { version: order.version, expected });
    }
    if let Some(authorization) = &authorization {
        fits_former(authorization, order)?;
    } else {
        scene.books.head.authorization = number.0;
        scene.books.authorization_names.set(name, number);
    }
    let version = Version { recorded: scene.entry(), terms: order.clone() };
    let (section_no, versions) = (scene.section, Vec::new());
    let fresh = Authorization { section: section_no, versions, first_transferred: 0 };
    let mut authorization = authorization.unwrap_or(fresh);
    authorization.versions.push(version);
    scene.books.authorizations.set(number, authorization);
    Ok(published(order, Effect::of(section.party)))
}

/// What the text of an authorization must satisfy by itself.
fn well_formed(terms: &Terms) -> Result<(), Refusal> {
    let purposes = terms.purposes;
    match terms.first_transfer {
        None if purposes.include_oimp() => return Err(Refusal::DefinitionMissing { purposes }),
        Some(_) if !purposes.include_oimp() => {
            return Err(Refusal::DefinitionForbidden { purposes });
        }
        _ => {}
    }
    if terms.sectors.is_empty() {
        return Err(Refusal::SectorsMissing {});
    }
    let reversed = [terms.occurred, terms.used].into_iter().flatten();
    match reversed.into_iter().find(|years| years.last < years.first) {
        Some(timeframe) => Err(Refusal::TimeframeReversed { timeframe }),
        None => Ok(()),
    }
}

/// What a new version may not do to what was done under the former ones.
fn fits_former(former: &Authorization, terms: &Terms) -> Result<(), Refusal> {
    let changed = |field| Err(Refusal::AuthorizationChanged { field });
    match former.newest() {
        Some(newest) if newest.approach != terms.approach => return changed("approach"),
        Some(newest) if newest.metric != terms.metric => return changed("metric"),
        _ => {}
    }
    match terms.quantity {
        Some(cap) if cap.count() < former.first_transferred => {
            let first_transferred = former.first_transferred;
            Err(Refusal::CapBelowFirstTransferred { cap, first_transferred })
        }
        _ => Ok(()),
    }
}

/// What everybody may know of an authorization, and what its leaf only commits to.
fn published(terms: &Terms, effect: Effect) -> Effect {
    let text = |years: crate::vintage::Years| years.to_string();
    let mut effect = effect
        .fact("approach", terms.approach.to_string())
        .fact("authorization", terms.id.to_string())
        .fact("date", terms.date.to_string())
        .fact("metric", terms.metric.to_string())
        .fact("purposes", terms.purposes.to_string())
        .fact("version", terms.version);
    let optional = [
        ("document", terms.document.as_ref().map(ToString::to_string)),
        ("first_transfer", terms.first_transfer.map(|it| it.to_string())),
        ("occurred", terms.occurred.map(text)),
        ("oimp", terms.oimp.as_ref().map(ToString::to_string)),
        ("quantity", terms.quantity.map(|it| it.to_string())),
        ("used", terms.used.map(text)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            effect = effect.fact(name, value);
        }
    }
    let parties: Vec<_> = terms.parties.iter().map(ToString::to_string).collect();
    let sectors: Vec<_> = terms.sectors.iter().map(ToString::to_string).collect();
    let activities: Vec<_> = terms.activity_types.iter().map(ToString::to_string).collect();
    effect = effect.fact("activity_types", activities).fact("parties", parties);
    effect = effect.fact("sectors", sectors);
    if let Some(conditions) = &terms.conditions {
        effect = effect.private("conditions", conditions);
    }
    for entity in &terms.entities {
        effect = effect.private("entity", entity);
    }
    effect
}
