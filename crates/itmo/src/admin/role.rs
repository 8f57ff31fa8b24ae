//! What persons may do, and where: the role, and the entity that a representative represents.

use app::{Desk, EndError, GrantError, Registry};
use clap::builder::PossibleValuesParser;
use domain::access::{NotARole, Role};
use domain::entity::EntityId;
use domain::id::{Id, Person};
use serde_json::{Value, json};

use super::{PERMIT, SEE_PEOPLE, Said, away, no_section};

/// Which role, whose, and where.
#[derive(clap::Args)]
pub(crate) struct RoleArguments {
    /// The id of the person (`itmo admin person list` shows it)
    person: Id<Person>,
    /// The Party whose section it is, or `secretariat`
    section: Desk,
    /// The role
    #[arg(value_parser = PossibleValuesParser::new(Role::NAMES))]
    role: String,
    /// The entity that an entity-representative represents, by the number in its authorization
    #[arg(long, value_name = "NUMBER")]
    entity: Option<EntityId>,
}

impl RoleArguments {
    /// The role, which is for an entity if it is a representative's, and for none otherwise.
    fn role(&self) -> anyhow::Result<Role> {
        let role = Role::named(&self.role, self.entity.clone());
        role.map_err(|error| match error {
            NotARole::ForAnEntity => anyhow::anyhow!(
                "an entity-representative represents one entity: add --entity NUMBER"
            ),
            NotARole::ForNoEntity => {
                anyhow::anyhow!("a {} represents no entity: leave --entity away", self.role)
            }
            NotARole::Unknown => error.into(),
        })
    }
}

/// A role in words: `party-approver`, or `entity-representative of AL-4471`.
pub(super) fn in_words(role: &Role) -> String {
    match role.entity() {
        Some(entity) => format!("{} of {entity}", role.name()),
        None => role.name().to_owned(),
    }
}

pub(super) fn grant(registry: &Registry, arguments: &RoleArguments) -> anyhow::Result<Said> {
    let RoleArguments { person, section, .. } = *arguments;
    let role = arguments.role()?;
    let words = in_words(&role);
    registry.grant_role(&PERMIT, person, section, &role).map_err(|error| match error {
        GrantError::NoSuchPerson => anyhow::anyhow!("nobody has the id {person}. {SEE_PEOPLE}"),
        GrantError::NoSuchSection(party) => no_section(party),
        GrantError::NotThere { role: Role::RegistryAdministrator } => anyhow::anyhow!(
            "a registry-administrator works at the desk of the secretariat: name the section \
             `secretariat`"
        ),
        GrantError::NotThere { .. } => anyhow::anyhow!(
            "a {words} works in the section of a Party: name the Party, for example XAL"
        ),
        GrantError::NoSuchEntity(entity) => anyhow::anyhow!(
            "{section} has authorized no entity with the number {entity}. Its officers do it first: \
             one proposes the order authorize-entity, another approves it"
        ),
        GrantError::Held => anyhow::anyhow!("{person} is {words} at {section} already"),
        GrantError::Store(error) => away(error),
    })?;
    Ok(Said {
        json: role_json(arguments, &role),
        text: String::new(),
        note: format!("{person} is {words} at {section} from now on\n"),
    })
}

fn role_json(arguments: &RoleArguments, role: &Role) -> Value {
    let RoleArguments { person, section, .. } = arguments;
    let (role, entity) = (role.name(), role.entity());
    json!({ "person": person, "section": section.to_string(), "role": role, "entity": entity })
}

pub(super) fn end_role(registry: &Registry, arguments: &RoleArguments) -> anyhow::Result<Said> {
    let RoleArguments { person, section, .. } = *arguments;
    let role = arguments.role()?;
    let words = in_words(&role);
    registry.end_role(&PERMIT, person, section, &role).map_err(|error| match error {
        EndError::NoSuchSection(party) => no_section(party),
        EndError::NotHeld => anyhow::anyhow!(
            "{person} is not {words} at {section}. `itmo admin person list` shows who holds what"
        ),
        EndError::Store(error) => away(error),
    })?;
    Ok(Said {
        json: role_json(arguments, &role),
        text: String::new(),
        note: format!("{person} is no longer {words} at {section}\n"),
    })
}
