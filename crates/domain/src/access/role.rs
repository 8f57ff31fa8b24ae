//! Roles, and the policy: which role may propose and approve what.

use std::fmt;
use std::str::FromStr;

use crate::entity::EntityId;
use crate::ledger::OrderKind;
use crate::section::SectionNo;

/// What a person is for a section, or for the secretariat.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Secretariat: opens sections, maintains lists; moves nothing.
    RegistryAdministrator,
    /// Party: opens accounts, enters authorizations, approves.
    PartyAdministrator,
    /// Party: proposes what creates, moves or ends units.
    PartyInitiator,
    /// Party: approves what another person proposed.
    PartyApprover,
    /// Reads what a section holds and did.
    Auditor,
    /// An entity that the Party authorized: proposes what its authorization allows, from its own
    /// accounts, and sees nothing else of the section.
    EntityRepresentative(EntityId),
}

impl Role {
    /// The roles of officers, which are for a whole section.
    pub const OF_OFFICERS: [Self; 5] = [
        Self::RegistryAdministrator,
        Self::PartyAdministrator,
        Self::PartyInitiator,
        Self::PartyApprover,
        Self::Auditor,
    ];

    /// The names of all roles.
    pub const NAMES: [&str; 6] = [
        Self::RegistryAdministrator.name(),
        Self::PartyAdministrator.name(),
        Self::PartyInitiator.name(),
        Self::PartyApprover.name(),
        Self::Auditor.name(),
        Self::ENTITY_REPRESENTATIVE,
    ];

    const ENTITY_REPRESENTATIVE: &str = "entity-representative";

    /// The role in one word, without the entity that it may be for.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RegistryAdministrator => "registry-administrator",
            Self::PartyAdministrator => "party-administrator",
            Self::PartyInitiator => "party-initiator",
            Self::PartyApprover => "party-approver",
            Self::Auditor => "auditor",
            Self::EntityRepresentative(_) => Self::ENTITY_REPRESENTATIVE,
        }
    }

    /// The role with this name: a representative's is for one entity, and no other role for any.
    pub fn named(name: &str, entity: Option<EntityId>) -> Result<Self, NotARole> {
        let of_officers = Self::OF_OFFICERS.into_iter().find(|role| role.name() == name);
        match (of_officers, entity) {
            (Some(role), None) => Ok(role),
            (Some(_), Some(_)) => Err(NotARole::ForNoEntity),
            (None, Some(entity)) if name == Self::ENTITY_REPRESENTATIVE => {
                Ok(Self::EntityRepresentative(entity))
            }
            (None, None) if name == Self::ENTITY_REPRESENTATIVE => Err(NotARole::ForAnEntity),
            (None, _) => Err(NotARole::Unknown),
        }
    }

    /// The entity that it is for: a representative's.
    pub const fn entity(&self) -> Option<&EntityId> {
        match self {
            Self::EntityRepresentative(entity) => Some(entity),
            Self::RegistryAdministrator
            | Self::PartyAdministrator
            | Self::PartyInitiator
            | Self::PartyApprover
            | Self::Auditor => None,
        }
    }

    /// Whether somebody can hold this role there: the secretariat and the Parties have their own,
    /// and auditors read at either.
    pub fn belongs_in(&self, section: SectionNo) -> bool {
        let desk = section == SectionNo::SECRETARIAT;
        match self {
            Self::RegistryAdministrator => desk,
            Self::PartyAdministrator
            | Self::PartyInitiator
            | Self::PartyApprover
            | Self::EntityRepresentative(_) => !desk,
            Self::Auditor => true,
        }
    }

    /// Whether the policy lets this role propose such an order.
    pub const fn may_propose(&self, kind: OrderKind) -> bool {
        match kind {
            OrderKind::OpenSection => matches!(self, Self::RegistryAdministrator),
            OrderKind::OpenAccount
            | OrderKind::RecordApproach
            | OrderKind::AuthorizeEntity
            | OrderKind::RecordConversion
            | OrderKind::ReviewBeneficiary
            | OrderKind::Authorize
            | OrderKind::SetTerms
            | OrderKind::TrustRecipient
            | OrderKind::RevokeAuthorization
            | OrderKind::RecordParticipation
            | OrderKind::RecordInitialReport
            | OrderKind::SetNdcPeriod
            | OrderKind::SetFocalPoint
            | OrderKind::RecordInventoryYear
            | OrderKind::SetAdjustmentSettings => matches!(self, Self::PartyAdministrator),
            // What is reported is what officers and programs of the Party did and held.
            OrderKind::FileReport | OrderKind::ExplainInconsistency => {
                matches!(self, Self::PartyInitiator | Self::PartyAdministrator)
            }
            // Every officer who acts and sees that something is wrong can stop it.
            OrderKind::SetStop => !matches!(self, Self::Auditor | Self::EntityRepresentative(_)),
            OrderKind::DistrustRecipient => matches!(
                self,
                Self::PartyAdministrator | Self::PartyInitiator | Self::PartyApprover
            ),
            OrderKind::LiftStop => {
                matches!(self, Self::RegistryAdministrator | Self::PartyAdministrator)
            }
            // What its holder may do with units, if the rules allow it.
            OrderKind::FirstTransfer
            | OrderKind::Transfer
            | OrderKind::UseForOimp
            | OrderKind::ContributeToAdaptation
            | OrderKind::Cancel => {
                matches!(self, Self::PartyInitiator | Self::EntityRepresentative(_))
            }
            OrderKind::AuthorizeUnits
            | OrderKind::Issue
            | OrderKind::UseTowardsNdc
            | OrderKind::IssueArticle64
            | OrderKind::TransferIn
            | OrderKind::TransferOut
            | OrderKind::Retire => matches!(self, Self::PartyInitiator),
        }
    }

    /// Whether the policy lets this role approve such an order.
    pub const fn may_approve(&self, kind: OrderKind) -> bool {
        match kind {
            OrderKind::OpenSection => matches!(self, Self::RegistryAdministrator),
            OrderKind::OpenAccount
            | OrderKind::RecordApproach
            | OrderKind::AuthorizeEntity
            | OrderKind::Authorize
            | OrderKind::AuthorizeUnits
            | OrderKind::Issue
            | OrderKind::FirstTransfer
            | OrderKind::Transfer
            | OrderKind::UseTowardsNdc
            | OrderKind::UseForOimp
            | OrderKind::IssueArticle64
            | OrderKind::TransferIn
            | OrderKind::TransferOut
            | OrderKind::RecordConversion
            | OrderKind::ReviewBeneficiary
            | OrderKind::ContributeToAdaptation
            | OrderKind::Retire
            | OrderKind::Cancel
            | OrderKind::SetTerms
            | OrderKind::TrustRecipient
            | OrderKind::RevokeAuthorization
            | OrderKind::RecordParticipation
            | OrderKind::RecordInitialReport
            | OrderKind::SetNdcPeriod
            | OrderKind::SetFocalPoint
            | OrderKind::RecordInventoryYear
            | OrderKind::SetAdjustmentSettings
            | OrderKind::FileReport
            | OrderKind::ExplainInconsistency => {
                matches!(self, Self::PartyApprover | Self::PartyAdministrator)
            }
            OrderKind::LiftStop => matches!(
                self,
                Self::RegistryAdministrator | Self::PartyApprover | Self::PartyAdministrator
            ),
            // One person does it alone: there is nothing to approve.
            OrderKind::SetStop | OrderKind::DistrustRecipient => false,
        }
    }

    /// Whether the policy lets this role accept, or decline, what others send.
    pub const fn may_accept(&self) -> bool {
        matches!(self, Self::PartyApprover | Self::PartyAdministrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entity() {
            Some(entity) => write!(f, "{}:{entity}", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

/// The text names no role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotARole {
    /// There is no such name.
    #[error(
        "a role is one of registry-administrator, party-administrator, party-initiator, \
         party-approver, auditor, entity-representative"
    )]
    Unknown,
    /// It is for one entity, which is not named.
    #[error("an entity-representative represents one entity: name it")]
    ForAnEntity,
    /// It is for a whole section, and an entity is named.
    #[error("only an entity-representative represents an entity: name none")]
    ForNoEntity,
}

/// The role as it is written: its name, and after a colon the entity that it is for.
impl FromStr for Role {
    type Err = NotARole;
    fn from_str(text: &str) -> Result<Self, NotARole> {
        let Some((name, entity)) = text.split_once(':') else { return Self::named(text, None) };
        let entity = entity.parse().map_err(|_no_entity| NotARole::Unknown)?;
        Self::named(name, Some(entity))
    }
}

crate::written_as_text!(Role);
