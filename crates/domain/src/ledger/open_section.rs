//! Opening a section.

use super::order::OpenSection;
use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::registry::RegistryId;
use crate::section::{Section, SectionNo};
use crate::section_terms::Settings;
use crate::vintage::{Year, Years};

/// The secretariat opens a section; that is the one order it can give.
pub(super) fn decide(scene: &mut Scene<'_>, order: &OpenSection) -> Result<Effect, Refusal> {
    let OpenSection { party, registry, name, ndc_periods, terms } = order;
    if scene.section != SectionNo::SECRETARIAT {
        return Err(Refusal::WrongDesk { order: "open-section" });
    }
    bounded("ndc_periods", ndc_periods)?;
    let installation = scene.books.installation;
    if !installation.admits(*party) {
        let installation = installation.as_str();
        return Err(Refusal::PartyNotAdmitted { party: *party, installation });
    }
    if scene.books.section_of(*party).is_some() {
        return Err(Refusal::SectionExists { party: *party });
    }
    // The mechanism's section issues under the mechanism's registry, and has no NDC.
    let its_own = match registry {
        RegistryId::Party(owner, _) => owner == party && !party.is_mechanism(),
        RegistryId::UnitedNations(_) => party.is_mechanism() && *registry == RegistryId::MECHANISM,
    };
    let taken = scene.books.sections.iter().any(|(_, section)| section.registry == *registry);
    if !its_own || taken {
        return Err(Refusal::RegistryNotFree { registry: *registry, party: *party });
    }
    if party.is_mechanism() && !ndc_periods.is_empty() {
        return Err(Refusal::NotForMechanism { order: "use-towards-ndc" });
    }
    disjoint(ndc_periods)?;
    let terms = terms.clone().unwrap_or_default();
    super::set_terms::sensible(&terms)?;
    let number = scene.books.head.section.saturating_add(1);
    scene.books.head.section = number;
    let section = Section {
        party: *party,
        registry: *registry,
        name: name.to_string(),
        ndc_periods: ndc_periods.clone(),
        last_serial: 0,
        accounts_opened: 0,
        settings: Settings { since: scene.entry(), terms, ..Settings::default() },
        spent: None,
        last_proposal: (Year::FIRST, 0),
        opened: scene.entry(),
    };
    let number = SectionNo::new(number).unwrap_or(SectionNo::SECRETARIAT);
    scene.books.sections.set(number, section);
    let periods: Vec<_> = ndc_periods.iter().map(Years::to_string).collect();
    Ok(Effect { other_section: Some(number), ..Effect::of(*party) }
        .fact("name", name.as_str())
        .fact("ndc_periods", periods)
        .fact("registry", registry.to_string()))
}

/// Periods run forwards and do not overlap.
fn disjoint(periods: &[Years]) -> Result<(), Refusal> {
    let mut sorted = periods.to_vec();
    sorted.sort();
    let mut last: Option<Year> = None;
    for period in sorted {
        if period.last < period.first || last.is_some_and(|last| period.first <= last) {
            return Err(Refusal::PeriodsOverlap { period });
        }
        last = Some(period.last);
    }
    Ok(())
}
