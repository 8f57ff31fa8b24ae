//! Who holds which role, which changes while proposals wait.

use std::collections::BTreeSet;

use domain::access::{Officer, Role};
use domain::section::SectionNo;

use crate::dice::Dice;
use crate::naive::DESK;
use crate::names::{ENTITIES, OFFICERS, officer, represents, section};

/// Sections up to this number have officers. The last is never opened, and its officers hold roles
/// that nobody would get: what they may not do is left to the rules.
pub(crate) const SECTIONS: i16 = 12;

/// A person, a section, and the roles that they have there from now on.
pub type Appointment = (Officer, SectionNo, BTreeSet<Role>);

/// The section that an officer's token opens.
pub(crate) fn home(officer: Officer) -> SectionNo {
    let number = officer.person.uuid().as_u64_pair().1 / 10;
    i16::try_from(number).map_or(DESK, section)
}

/// The officers that each section begins with.
pub(crate) fn usual() -> Vec<Appointment> {
    (0..=SECTIONS).flat_map(|number| usual_of(section(number))).collect()
}

pub(crate) fn usual_of(section: SectionNo) -> Vec<Appointment> {
    use Role::{Auditor, PartyAdministrator, PartyApprover, PartyInitiator, RegistryAdministrator};
    let [first, second] = ENTITIES.map(represents);
    let roles: Vec<Vec<Role>> = if section == DESK {
        let administrator = vec![RegistryAdministrator];
        vec![administrator.clone(), administrator.clone(), vec![Auditor], administrator]
    } else if section.number() == SECTIONS {
        let some = vec![RegistryAdministrator, PartyInitiator, PartyAdministrator];
        vec![some, Role::OF_OFFICERS.to_vec(), vec![], vec![], vec![first], vec![second]]
    } else {
        vec![
            vec![PartyInitiator, PartyAdministrator],
            vec![PartyApprover],
            vec![PartyAdministrator, Auditor],
            vec![PartyInitiator],
            vec![first.clone()],
            vec![PartyInitiator, first, second],
        ]
    };
    (1..=OFFICERS)
        .zip(roles)
        .map(|(which, roles)| (officer(section, which), section, roles.into_iter().collect()))
        .collect()
}

/// Now and then somebody gets other roles, and soon after the usual ones again.
pub(crate) fn changes(dice: &mut Dice) -> Vec<Appointment> {
    let some = |dice: &mut Dice| section(i16::try_from(dice.below(6)).unwrap_or(0));
    if dice.once_in(25) {
        return usual_of(some(dice));
    }
    if !dice.once_in(60) {
        return Vec::new();
    }
    let (home, place) = (some(dice), some(dice));
    let place = if dice.percent(80) { home } else { place };
    let any = dice.once_in(6);
    let here = |role: &Role| any || role.belongs_in(place);
    let all = Role::OF_OFFICERS.into_iter().chain(ENTITIES.map(represents));
    let roles = all.filter(|role| here(role) && dice.percent(25));
    let roles = roles.collect();
    vec![(officer(home, 1 + dice.below(OFFICERS)), place, roles)]
}
