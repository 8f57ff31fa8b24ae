//! Authorizing mitigation outcomes.

use jiff::civil::{Date, date};

use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use super::warning::Warning;
use crate::account::Holder;
use crate::authorization::{Authorization, AuthorizationNo, Terms, Version};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::section::Section;
use crate::text::Text;

const EARLIEST: Date = date(2021, 1, 1);

/// A Party records an authorization, or a new version of one.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Terms) -> Result<Effect, Refusal> {
    let section = scene.own("authorize")?.clone();
    Scene::participates(&section)?;
    bounded("parties", &order.parties)?;
    bounded("entities", &order.entities)?;
    bounded("sectors", &order.sectors)?;
    bounded("activity_types", &order.activity_types)?;
    scene.takes_part(section.party, order.approach)?;
    let today = scene.today();
    if order.date < EARLIEST || order.date > today {
        return Err(Refusal::AuthorizationDate { date: order.date.to_string() });
    }
    well_formed(order)?;
    for entity in &order.entities {
        scene.entity_current(&Holder::Entity { entity: entity.clone() }, None)?;
    }
    let name = (scene.section, order.id.clone());
    let known = scene.books.authorization_names.get(&name).copied();
    let (number, authorization) = match known {
        Some(number) => (number, scene.books.authorizations.get(&number).cloned()),
        None => (AuthorizationNo(scene.books.head.authorization.saturating_add(1)), None),
    };
    if let Some(authorization) = &authorization {
        Scene::in_force(authorization, &order.id)?;
    }
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
    let (first_transferred, revoked) = (0, None);
    let fresh = Authorization { section: section_no, versions, first_transferred, revoked };
    let mut authorization = authorization.unwrap_or(fresh);
    authorization.versions.push(version);
    scene.books.authorizations.set(number, authorization);
    take_part(scene, section.party, order);
    let warnings = warnings(scene, &section, number, order);
    Ok(published(order, Effect::of(section.party)).warn(warnings))
}

/// The Party that authorizes and those that it names take part in the approach, as reports see it.
fn take_part(scene: &mut Scene<'_>, party: PartyCode, terms: &Terms) {
    let known = scene.books.participants.get(&terms.approach);
    let mut participants = known.cloned().unwrap_or_default();
    participants.add(party, &terms.parties);
    if known != Some(&participants) {
        scene.books.participants.set(terms.approach, participants);
    }
}

/// What the text of an authorization must satisfy by itself.
fn well_formed(terms: &Terms) -> Result<(), Refusal> {
    let purposes = terms.purposes;
    match (terms.first_transfer.is_some(), terms.first_transfer_unlisted.is_some()) {
        (false, false) if purposes.include_oimp() => {
            return Err(Refusal::DefinitionMissing { purposes });
        }
        (true, _) | (_, true) if !purposes.include_oimp() => {
            return Err(Refusal::DefinitionForbidden { purposes });
        }
        (true, true) => return Err(Refusal::DefinitionTwice {}),
        _ => {}
    }
    let surplus = match terms.metric {
        Metric::Ghg => &terms.metric_description,
        Metric::NonGhg(_) => &terms.gwp_values,
    };
    if surplus.is_some() {
        return Err(Refusal::MeasureMismatch { metric: terms.metric.clone() });
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

/// What is recorded, and should be looked at.
fn warnings(
    scene: &Scene<'_>,
    section: &Section,
    number: AuthorizationNo,
    terms: &Terms,
) -> Vec<Warning> {
    let authorization = terms.id.clone();
    let mut warnings = Vec::new();
    let reported = section.initial_report().is_some_and(|report| report.date <= terms.date);
    if !reported {
        let (party, approach) = (section.party, terms.approach);
        warnings.push(Warning::InitialReportMissing { party, approach });
    }
    if authorization.is_unusual() {
        warnings.push(Warning::UnusualId { authorization: authorization.clone() });
    }
    if let Some(definition) = terms.first_transfer_unlisted.clone() {
        warnings.push(Warning::DefinitionUnlisted { authorization, definition });
    }
    warnings.extend(other_gwp_values(scene, number, terms));
    warnings
}

/// Another authorization under the same approach that states other GWP values.
fn other_gwp_values(scene: &Scene<'_>, number: AuthorizationNo, terms: &Terms) -> Option<Warning> {
    let (approach, values) = (terms.approach, terms.gwp_values.as_ref()?);
    let all = scene.books.authorizations.iter().filter(|(other, _)| **other != number);
    let other = all.filter_map(|(_, it)| it.newest()).find(|other| {
        other.approach == approach && other.gwp_values.as_ref().is_some_and(|it| it != values)
    })?;
    let other_values = other.gwp_values.clone()?;
    Some(Warning::GwpValuesMixed { approach, other: other.id.clone(), other_values })
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
    let mut effect = effect
        .fact("approach", terms.approach.to_string())
        .fact("authorization", terms.id.to_string())
        .fact("date", terms.date.to_string())
        .fact("metric", terms.metric.to_string())
        .fact("purposes", terms.purposes.to_string())
        .fact("version", terms.version);
    for (name, value) in optional(terms) {
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

/// What of it may be left out, by the names of its facts.
fn optional(terms: &Terms) -> [(&'static str, Option<String>); 15] {
    fn words<const MAX: usize>(text: Option<&Text<MAX>>) -> Option<String> {
        text.map(ToString::to_string)
    }
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    [
        ("document", words(terms.document.as_ref())),
        ("first_transfer", terms.first_transfer.map(|it| it.to_string())),
        ("first_transfer_note", words(terms.first_transfer_note.as_ref())),
        ("first_transfer_unlisted", words(terms.first_transfer_unlisted.as_ref())),
        ("gwp_values", words(terms.gwp_values.as_ref())),
        ("last_cancellation", day(terms.last_cancellation)),
        ("last_issuance", day(terms.last_issuance)),
        ("last_use", day(terms.last_use)),
        ("methodology", words(terms.methodology.as_ref())),
        ("metric_description", words(terms.metric_description.as_ref())),
        ("occurred", terms.occurred.map(|years| years.to_string())),
        ("oimp", words(terms.oimp.as_ref())),
        ("quantity", terms.quantity.map(|it| it.to_string())),
        ("registry", words(terms.registry.as_ref())),
        ("used", terms.used.map(|years| years.to_string())),
    ]
}
