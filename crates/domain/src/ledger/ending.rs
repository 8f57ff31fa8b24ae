//! Orders that end the life of units, as plain values: their use and their cancellation.

use serde::{Deserialize, Serialize};

use crate::account::{AccountKind, AccountNumber};
use crate::beneficiary::Beneficiary;
use crate::entity::EntityId;
use crate::text::Text;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// Uses units towards the Party's own NDC.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseTowardsNdc {
    /// The account that holds them.
    pub from: AccountNumber,
    /// The account of kind 200 for the year of use.
    pub into: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// The calendar year for which they are used.
    pub year: Year,
}

/// A purpose other than an NDC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum OtherPurpose {
    /// International mitigation purposes.
    #[serde(rename = "IMP")]
    Imp,
    /// Other purposes.
    #[serde(rename = "OP")]
    Op,
}

impl OtherPurpose {
    /// The purpose as the nomenclature writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imp => "IMP",
            Self::Op => "OP",
        }
    }
}

/// Uses units for IMP or OP.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseForOimp {
    /// The account that holds them.
    pub from: AccountNumber,
    /// The account of kind 210.
    pub into: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// IMP or OP.
    pub purpose: OtherPurpose,
    /// Which one, for example CORSIA.
    pub named: Text<100>,
    /// The entity that uses them, if it is not the Party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityId>,
    /// For whose benefit: it stays in the section until it was reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Beneficiary>,
}

/// Why units are cancelled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CancellationReason {
    /// For another purpose (OP).
    OtherPurpose,
    /// Freely, for no claim of a Party.
    Voluntary,
    /// To deliver an overall mitigation in global emissions.
    Omge,
    /// For administrative or other reasons.
    Other,
}

impl CancellationReason {
    /// The reason as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherPurpose => "other-purpose",
            Self::Voluntary => "voluntary",
            Self::Omge => "omge",
            Self::Other => "other",
        }
    }

    /// The kind of account that receives such units.
    pub const fn account_kind(self) -> AccountKind {
        match self {
            Self::OtherPurpose => AccountKind::Cancellation,
            Self::Voluntary => AccountKind::VoluntaryCancellation,
            Self::Omge => AccountKind::OmgeCancellation,
            Self::Other => AccountKind::OtherCancellation,
        }
    }
}

/// Takes units out of circulation for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// The account that holds them.
    pub from: AccountNumber,
    /// The cancellation account of the kind that fits the reason.
    pub into: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// Why.
    pub reason: CancellationReason,
    /// A remark that stays in the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<200>>,
    /// For whose benefit: it stays in the section until it was reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Beneficiary>,
}
