//! What the ledger has to say for a report: acts and holdings, from one Party's view or from all.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::version::Version;
use crate::account::AccountKind;
use crate::approach::ApproachId;
use crate::authorization::{FirstTransferDefinition, Terms};
use crate::code_list::{ActivityType, MitigationType, Sector};
use crate::conversion::Factor;
use crate::entity::{EntityAuthorization, EntityId};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::serial::Serials;
use crate::underlying::Underlying;
use crate::unit::UnitRange;
use crate::vintage::{Year, Years};

/// All that a report of a Party for a year is built from.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The Party that reports.
    pub party: PartyCode,
    /// The version of the submission.
    pub version: Version,
    /// The year that is reported.
    pub year: Year,
    /// The day of the submission.
    pub date: Date,
    /// The NDC implementation period to show: the one in which the year lies.
    pub period: Years,
    /// The versions of authorizations that the Party gave in the year.
    pub authorizations: Vec<Terms>,
    /// The entities that it authorized in the year.
    pub entities: Vec<EntityAuthorization>,
    /// What was done in the year that the Party may have to report, in the order of the ledger.
    pub acts: Vec<Act>,
    /// What the Party held at the end of the year, ITMOs alone.
    pub holdings: Vec<Held>,
    /// How many t CO2 eq the Party takes one unit of a non-GHG metric for, by approach.
    pub factors: BTreeMap<(ApproachId, Metric), Factor>,
}

/// What is the same for all units of a block, whoever holds them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockFacts {
    /// The authorization, as it was for them.
    pub terms: Arc<Terms>,
    /// Reductions, removals, or both.
    pub mitigation_type: MitigationType,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// All serials of the issuance: the underlying units are behind these.
    pub issued: Serials,
    /// The year in which they were issued, where whoever tells of them knows it.
    pub issued_in: Option<Year>,
    /// The underlying units of the issuance.
    pub underlying: Option<Underlying>,
}

/// Who has units, as reports see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeper {
    /// A Party, with the registry in which they are.
    Party(PartyCode, RegistryId),
    /// The Adaptation Fund.
    Fund,
    /// Nobody any more: they were used, cancelled or retired.
    Nobody,
}

impl Keeper {
    /// Who has units that lie in an account of this kind in the section of a Party. What lies in the
    /// section of the Article 6.4 mechanism, which is no Party, is its host's to report. Another
    /// registry's units are its Party's; those in a registry of the United Nations their host's.
    pub fn of(
        kind: AccountKind,
        (section, registry): (PartyCode, RegistryId),
        host: PartyCode,
        outside: Option<RegistryId>,
    ) -> Self {
        match (kind, outside) {
            (AccountKind::Holding, _) if section.is_mechanism() => Self::Party(host, registry),
            (AccountKind::Holding, _) => Self::Party(section, registry),
            (AccountKind::Outside, Some(registry @ RegistryId::Party(owner, _))) => {
                Self::Party(owner, registry)
            }
            (AccountKind::Outside, Some(registry @ RegistryId::UnitedNations(_))) => {
                Self::Party(host, registry)
            }
            (AccountKind::Outside, None)
            | (
                AccountKind::UseTowardsNdc
                | AccountKind::UseForOimp
                | AccountKind::Cancellation
                | AccountKind::VoluntaryCancellation
                | AccountKind::OmgeCancellation
                | AccountKind::OtherCancellation
                | AccountKind::Retirement,
                _,
            ) => Self::Nobody,
        }
    }

    /// The Party, if it is one.
    pub fn party(self) -> Option<PartyCode> {
        match self {
            Self::Party(party, _) => Some(party),
            Self::Fund | Self::Nobody => None,
        }
    }
}

/// What was done with a block of equal attributes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    /// The entry.
    pub entry: i64,
    /// When.
    pub occurred: Timestamp,
    /// What.
    pub kind: ActKind,
    /// Which units.
    pub units: UnitRange,
    /// What is the same for all of them; nothing, as long as they are not authorized.
    pub block: Option<BlockFacts>,
    /// In whose section, and in which registry, it was done.
    pub section: (PartyCode, RegistryId),
    /// Who had them; nobody, if they were just issued.
    pub from: Keeper,
    /// Who has them.
    pub to: Keeper,
    /// Whether it was their first transfer.
    pub is_first_transfer: bool,
    /// Whether they had been first transferred before.
    pub was_first_transferred: bool,
}

impl Act {
    /// The kind of account that the units came into, or stayed in.
    pub fn account_kind(&self) -> AccountKind {
        match &self.kind {
            ActKind::IssuedByMechanism if self.to == Keeper::Nobody => {
                AccountKind::OmgeCancellation
            }
            ActKind::Authorized
            | ActKind::IssuedByMechanism
            | ActKind::Moved
            | ActKind::Contributed => AccountKind::Holding,
            ActKind::UsedTowardsNdc(_) => AccountKind::UseTowardsNdc,
            ActKind::UsedForOimp { .. } => AccountKind::UseForOimp,
            ActKind::Cancelled(Cancellation::OtherPurpose) => AccountKind::Cancellation,
            ActKind::Cancelled(Cancellation::Voluntary) => AccountKind::VoluntaryCancellation,
            ActKind::Cancelled(Cancellation::Omge) => AccountKind::OmgeCancellation,
            ActKind::Cancelled(Cancellation::Other) => AccountKind::OtherCancellation,
            ActKind::Retired => AccountKind::Retirement,
        }
    }
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ActKind {
    /// They were issued, or put under an authorization.
    Authorized,
    /// They were issued by the mechanism, with its mandatory movements.
    IssuedByMechanism,
    /// They changed hands, or registries.
    Moved,
    /// They were given to the Adaptation Fund.
    Contributed,
    /// They were used towards an NDC.
    UsedTowardsNdc(Year),
    /// They were used for another purpose, with its name.
    UsedForOimp {
        /// Which, for example CORSIA.
        named: String,
        /// The entity that used them.
        entity: Option<EntityId>,
    },
    /// They were cancelled, for this reason.
    Cancelled(Cancellation),
    /// They were set aside.
    Retired,
}

/// Why they were cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cancellation {
    /// For another purpose (OP).
    OtherPurpose,
    /// Freely.
    Voluntary,
    /// For overall mitigation.
    Omge,
    /// For another reason.
    Other,
}

impl ActKind {
    /// What an entry says was done, by its act and its public facts; nothing, for what is not done
    /// with units. Who the entity was is not public.
    pub fn of(act: &str, facts: &Map<String, Value>, entity: Option<EntityId>) -> Option<Self> {
        let text = |name: &str| facts.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        Some(match act {
            "issue" | "authorize-units" => Self::Authorized,
            "issue-article-6-4" => Self::IssuedByMechanism,
            "first-transfer" | "transfer" | "transfer-out" | "transfer-in" => Self::Moved,
            "contribute-to-adaptation" => Self::Contributed,
            "use-towards-ndc" => Self::UsedTowardsNdc(text("year_of_use")?.parse().ok()?),
            "use-for-oimp" => Self::UsedForOimp { named: text("named")?, entity },
            "cancel" => Self::Cancelled(match text("reason")?.as_str() {
                "other-purpose" => Cancellation::OtherPurpose,
                "voluntary" => Cancellation::Voluntary,
                "omge" => Cancellation::Omge,
                _ => Cancellation::Other,
            }),
            "retire" => Self::Retired,
            _ => return None,
        })
    }
}

/// Units that the Party held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Which.
    pub units: UnitRange,
    /// What is the same for all of them.
    pub block: BlockFacts,
    /// The registry in which they are.
    pub registry: RegistryId,
}

impl BlockFacts {
    /// The event by which such units are first transferred as soon as they are there.
    pub(super) fn at_once(&self) -> Option<FirstTransferDefinition> {
        self.terms.first_transfer
    }

    /// Whether they are measured in a non-GHG metric, and in which.
    pub(super) fn non_ghg_metric(&self) -> Option<&str> {
        match &self.terms.metric {
            Metric::Ghg => None,
            Metric::NonGhg(name) => Some(name),
        }
    }
}
