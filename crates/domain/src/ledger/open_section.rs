//! Opening a section.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::ndc::{NdcPeriod, RecordedPeriod};
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::section::{Section, SectionNo};
use crate::section_terms::{SectionTerms, Settings};
use crate::text::Text;
use crate::vintage::{Year, Years};

/// Opens a Party's section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenSection {
    /// The Party.
    pub party: PartyCode,
    /// The registry identifier that its units will carry.
    pub registry: RegistryId,
    /// The Party's name.
    pub name: Text<200>,
    /// The Party's request for it: which letter, of which day. No section is opened without one.
    pub request: Text<500>,
    /// Its NDC implementation periods.
    pub ndc_periods: Vec<NdcPeriod>,
    /// The terms that it begins with, if not the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<SectionTerms>,
}

/// The secretariat opens a section; that is the one order it can give.
pub(super) fn decide(scene: &mut Scene<'_>, order: &OpenSection) -> Result<Effect, Refusal> {
    let OpenSection { party, registry, name, request, ndc_periods, terms } = order;
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
        largest: crate::section::Largest::default(),
        last_proposal: (Year::FIRST, 0),
        opened: scene.entry(),
    };
    let number = SectionNo::new(number).unwrap_or(SectionNo::SECRETARIAT);
    scene.books.sections.set(number, section);
    let periods: Vec<_> = ndc_periods.iter().map(|it| it.years().to_string()).collect();
    Ok(Effect { other_section: Some(number), ..Effect::of(*party) }
        .fact("name", name.as_str())
        .fact("ndc_periods", periods)
        .fact("registry", registry.to_string())
        .private("request", request))
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
