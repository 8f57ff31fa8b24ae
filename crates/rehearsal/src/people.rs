//! The simulation's officers, as persons with roles and tokens of the registry.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use app::{Desk, EndError, GrantError, MakeTokenError, Registry, StoreError, TokenWanted};
use domain::access::{Administer, Caller, Officer, Permit, Role};
use domain::id::{Id, Person};
use domain::section::SectionNo;
use testkit::orders::read;

use crate::outside::ChosenIds;

const CONSOLE: Permit<Administer> = Permit::at_the_console();

/// Who is registered, and who holds which role where.
#[derive(Default)]
pub(crate) struct People {
    homes: BTreeMap<Id<Person>, SectionNo>,
    roles: BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>,
}

/// Why somebody was not given their roles.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Somebody could not be registered.
    #[error(transparent)]
    Register(#[from] StoreError),
    /// A token was not made.
    #[error(transparent)]
    Token(#[from] MakeTokenError),
    /// A role was not granted.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// A role was not ended.
    #[error(transparent)]
    End(#[from] EndError),
}

impl People {
    /// Gives an officer exactly these roles there. Whoever is new is registered first, and gets a
    /// token of this section.
    pub(crate) fn appoint(
        &mut self,
        (registry, ids): (&Registry, &ChosenIds),
        (officer, section, desk): (Officer, SectionNo, Desk),
        roles: &BTreeSet<Role>,
    ) -> Result<(), PeopleError> {
        let person = officer.person;
        if let Entry::Vacant(fresh) = self.homes.entry(person) {
            fresh.insert(section);
            register(registry, ids, officer, desk)?;
        }
        let held = self.roles.entry((person, section)).or_default();
        for role in roles.difference(held) {
            registry.grant_role(&CONSOLE, person, desk, role)?;
        }
        for role in held.difference(roles) {
            registry.end_role(&CONSOLE, person, desk, role)?;
        }
        held.clone_from(roles);
        Ok(())
    }

    /// The officer as a caller, by the roles that they hold where their token is for.
    pub(crate) fn caller(&self, officer: Officer) -> Option<Caller> {
        let home = *self.homes.get(&officer.person)?;
        let roles = self.roles.get(&(officer.person, home)).cloned().unwrap_or_default();
        Some(Caller::authenticated(officer, home, roles))
    }
}

fn register(
    registry: &Registry,
    ids: &ChosenIds,
    officer: Officer,
    desk: Desk,
) -> Result<(), PeopleError> {
    ids.choose(officer);
    let person = registry.register_person(&CONSOLE, &read("Somebody"))?;
    let (caller, label) = (officer.kind, read("rehearsal"));
    registry.make_token(&CONSOLE, &TokenWanted { person, desk, caller, label, expires: None })?;
    Ok(())
}
