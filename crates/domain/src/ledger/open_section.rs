//! Opening a section.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::order::OpenSection;
use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::ndc::{NdcPeriod, RecordedPeriod};
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
    if !installation.admits(*party, scene.today()) {
        let installation = installation.as_str();
        return Err(Refusal::PartyNotAdmitted { party: *party, installation });
    }
    if scene.books.section_of(*party).is_some() {
        return Err(Refusal::SectionExists { party: *party });
    }
    let its_own = matches!(registry, RegistryId::Party(owner, _) if owner == party);
    let taken = scene.books.sections.iter().any(|(_, section)| section.registry == *registry);
    if !its_own || taken {
        return Err(Refusal::RegistryNotFree { registry: *registry, party: *party });
    }
    disjoint(ndc_periods.iter().map(NdcPeriod::years))?;
    let terms = terms.clone().unwrap_or_default();
    super::set_terms::sensible(&terms)?;
    let number = scene.books.head.section.saturating_add(1);
    scene.books.head.section = number;
    let since = scene.entry();
    let recorded =
        ndc_periods.iter().map(|period| RecordedPeriod { period: period.clone(), since });
    let section = Section {
        party: *party,
        registry: *registry,
        name: name.to_string(),
        ndc_periods: recorded.collect(),
        itmo_years: BTreeSet::new(),
        participation: Arc::default(),
        initial_reports: Arc::default(),
        last_serial: 0,
        accounts_opened: 0,
        settings: Settings { since: scene.entry(), terms, ..Settings::default() },
        spent: None,
        last_proposal: (Year::FIRST, 0),
        opened: scene.entry(),
    };
    let number = SectionNo::new(number).unwrap_or(SectionNo::SECRETARIAT);
    scene.books.sections.set(number, section);
    let periods: Vec<_> = ndc_periods.iter().map(|it| it.years().to_string()).collect();
    Ok(Effect { other_section: Some(number), ..Effect::of(*party) }
        .fact("name", name.as_str())
        .fact("ndc_periods", periods)
        .fact("registry", registry.to_string()))
}

/// Periods run forwards and do not overlap.
pub(super) fn disjoint(periods: impl IntoIterator<Item = Years>) -> Result<(), Refusal> {
    let mut sorted: Vec<Years> = periods.into_iter().collect();
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
