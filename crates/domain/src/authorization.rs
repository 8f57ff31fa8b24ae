//! Authorizations: what a Party lets its mitigation outcomes be used for.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::approach::ApproachId;
use crate::code_list::{ActivityType, Sector};
use crate::entity::EntityId;
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::section::SectionNo;
use crate::text::Text;
use crate::vintage::{Year, Years};

/// The id that the authorizing Party gives: letters, digits, spaces, hyphens; also `/` and
/// `.`, which some checkers do not read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AuthorizationId(Box<str>);

/// The text is not an authorization ID.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an authorization ID has 1 to 100 letters, digits, spaces, hyphens, slashes or dots")]
pub struct NotAnAuthorizationId;

impl FromStr for AuthorizationId {
    type Err = NotAnAuthorizationId;
    fn from_str(text: &str) -> Result<Self, NotAnAuthorizationId> {
        let fits = |c: char| c.is_ascii_alphanumeric() || " -/.".contains(c);
        let fine = (1..=100).contains(&text.len()) && text.chars().all(fits);
        if fine && text.trim() == text { Ok(Self(text.into())) } else { Err(NotAnAuthorizationId) }
    }
}

impl AuthorizationId {
    /// Whether it holds a character that only newer checkers read.
    pub fn is_unusual(&self) -> bool {
        self.0.contains(['/', '.'])
    }
}

impl fmt::Display for AuthorizationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(AuthorizationId);

/// What the outcomes are authorized for (table 16b).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Purposes {
    /// Use towards an NDC.
    Ndc,
    /// Another international mitigation purpose, or another purpose.
    Oimp,
    /// International mitigation purposes other than an NDC.
    Imp,
    /// Other purposes.
    Op,
    /// An NDC, or OIMP: one of the two, once.
    NdcAndOimp,
    /// An NDC, or IMP.
    NdcAndImp,
    /// An NDC, or OP.
    NdcAndOp,
}

impl Purposes {
    /// All, in the order of the nomenclature.
    pub const ALL: [Self; 7] = [
        Self::Ndc,
        Self::Oimp,
        Self::Imp,
        Self::Op,
        Self::NdcAndOimp,
        Self::NdcAndImp,
        Self::NdcAndOp,
    ];

    /// Whether use towards an NDC is covered.
    pub const fn include_ndc(self) -> bool {
        matches!(self, Self::Ndc | Self::NdcAndOimp | Self::NdcAndImp | Self::NdcAndOp)
    }

    /// Whether international mitigation purposes are covered.
    pub const fn include_imp(self) -> bool {
        matches!(self, Self::Oimp | Self::Imp | Self::NdcAndOimp | Self::NdcAndImp)
    }

    /// Whether other purposes are covered.
    pub const fn include_op(self) -> bool {
        matches!(self, Self::Oimp | Self::Op | Self::NdcAndOimp | Self::NdcAndOp)
    }

    /// Whether anything but an NDC is covered, so that a first transfer definition is due.
    pub const fn include_oimp(self) -> bool {
        self.include_imp() || self.include_op()
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Ndc => "NDC",
            Self::Oimp => "OIMP",
            Self::Imp => "IMP",
            Self::Op => "OP",
            Self::NdcAndOimp => "NDC and OIMP",
            Self::NdcAndImp => "NDC and IMP",
            Self::NdcAndOp => "NDC and OP",
        }
    }
}

/// The text is none of the purposes of the nomenclature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of NDC, OIMP, IMP, OP, NDC and OIMP, NDC and IMP, NDC and OP")]
pub struct NotPurposes;

impl FromStr for Purposes {
    type Err = NotPurposes;
    fn from_str(text: &str) -> Result<Self, NotPurposes> {
        Self::ALL.into_iter().find(|purposes| purposes.words() == text).ok_or(NotPurposes)
    }
}

impl fmt::Display for Purposes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

crate::written_as_text!(Purposes);

/// When units authorized for OIMP count as first transferred (table 22b, R-160).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FirstTransferDefinition {
    /// With the authorization.
    Authorization,
    /// With the issuance.
    Issuance,
    /// With the use or the cancellation.
    UseOrCancellation,
}

impl FirstTransferDefinition {
    const fn words(self) -> &'static str {
        match self {
            Self::Authorization => "Authorisation",
            Self::Issuance => "Issuance",
            Self::UseOrCancellation => "Use or Cancellation",
        }
    }
}

/// The text is none of the definitions of the nomenclature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of Authorisation, Issuance, Use or Cancellation")]
pub struct NotADefinition;

impl FromStr for FirstTransferDefinition {
    type Err = NotADefinition;
    fn from_str(text: &str) -> Result<Self, NotADefinition> {
        [Self::Authorization, Self::Issuance, Self::UseOrCancellation]
            .into_iter()
            .find(|definition| definition.words() == text)
            .ok_or(NotADefinition)
    }
}

impl fmt::Display for FirstTransferDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

crate::written_as_text!(FirstTransferDefinition);

/// What outcomes are, as far as an authorization asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutcomeFacts<'o> {
    /// The approach they are under.
    pub approach: ApproachId,
    /// The year in which they occurred.
    pub vintage: Year,
    /// Their sector.
    pub sector: Sector,
    /// Their type of activity.
    pub activity_type: ActivityType,
    /// What they are measured in.
    pub metric: &'o Metric,
}

/// What an authorization says (R-110, AEF Table 2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The id that the Party gives.
    pub id: AuthorizationId,
    /// 1 for the first, one more for each change.
    pub version: u16,
    /// The day of the authorization.
    pub date: Date,
    /// The cooperative approach.
    pub approach: ApproachId,
    /// What for.
    pub purposes: Purposes,
    /// When OIMP units count as first transferred; only with a purpose that includes OIMP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_transfer: Option<FirstTransferDefinition>,
    /// The definition in the letter's own words, where it is none of the list: units then count as
    /// first transferred with their first international transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_transfer_unlisted: Option<Text<500>>,
    /// What the Party means by its definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_transfer_note: Option<Text<500>>,
    /// Which OIMP, for example CORSIA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oimp: Option<Text<100>>,
    /// The Parties that may use the units; empty for any Party.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyCode>,
    /// The entities that may act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<EntityId>,
    /// The most that may be first transferred; without it there is no cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Units>,
    /// What one unit measures.
    pub metric: Metric,
    /// The GWP values by which tonnes were calculated, for example `CH4 = 28`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwp_values: Option<Text<500>>,
    /// What a non-GHG metric measures, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric_description: Option<Text<500>>,
    /// The standard or methodology behind the outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub methodology: Option<Text<500>>,
    /// The registry that is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<Text<200>>,
    /// The sectors.
    pub sectors: Vec<Sector>,
    /// The activity types; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activity_types: Vec<ActivityType>,
    /// The vintages (R-115, "Occurred").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<Years>,
    /// The years of use (R-115, "Use").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Years>,
    /// The last day on which units are issued, or put, under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issuance: Option<Date>,
    /// The last day on which units are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_use: Option<Date>,
    /// The last day on which units are cancelled, where that needs an authorization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_cancellation: Option<Date>,
    /// Terms and conditions, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Text<2000>>,
    /// Where the letter is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Text<500>>,
}

impl Terms {
    /// Whether this Party may use the units: the authorizing Party always may.
    pub fn let_use(&self, party: PartyCode, authorizing: PartyCode) -> bool {
        party == authorizing || self.parties.is_empty() || self.parties.contains(&party)
    }

    /// Whether units become ITMOs by a transfer to another Party: with purpose NDC, and where the
    /// Party's own definition is none of the list.
    pub fn are_first_transferred_abroad(&self) -> bool {
        self.purposes.include_ndc() || self.first_transfer_unlisted.is_some()
    }

    /// The last day on which units can be used: what the last date of use and the time frame of use
    /// allow together.
    pub fn last_day_of_use(&self) -> Option<Date> {
        let of_years = self.used.and_then(|years| Date::new(years.last.number(), 12, 31).ok());
        self.last_use.into_iter().chain(of_years).min()
    }

    /// Whether they fit outcomes: else the first of what does not fit.
    pub fn fit(&self, outcome: &OutcomeFacts<'_>) -> Result<(), &'static str> {
        let OutcomeFacts { approach, vintage, sector, activity_type, metric } = *outcome;
        let any_activity = self.activity_types.is_empty();
        if self.approach != approach {
            Err("approach")
        } else if !self.cover_vintage(vintage) {
            Err("vintage")
        } else if !self.sectors.contains(&sector) {
            Err("sector")
        } else if !any_activity && !self.activity_types.contains(&activity_type) {
            Err("activity type")
        } else if self.metric != *metric {
            Err("metric")
        } else {
            Ok(())
        }
    }

    /// Whether this vintage is covered.
    pub fn cover_vintage(&self, vintage: Year) -> bool {
        self.occurred.is_none_or(|years| years.contains(vintage))
    }

    /// Whether use in this year is covered.
    pub fn cover_use_in(&self, year: Year) -> bool {
        self.used.is_none_or(|years| years.contains(year))
    }
}

/// The number of an authorization in the database: the same for all its versions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AuthorizationNo(pub i32);

/// An authorization with all its versions, oldest first, and what was first transferred under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authorization {
    /// The section of the authorizing Party.
    pub section: SectionNo,
    /// Each version, with the number of the entry that recorded it.
    pub versions: Vec<Version>,
    /// Units first transferred under any version.
    pub first_transferred: u64,
    /// That it was revoked, if it was.
    pub revoked: Option<Revocation>,
}

/// That an authorization was revoked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revocation {
    /// The day of the revocation.
    pub date: Date,
    /// Why.
    pub reason: Text<500>,
    /// The entry that recorded it.
    pub recorded: i64,
}

/// How things stand with a version of an authorization.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AuthorizationState {
    /// Units can be issued, first transferred or used under it.
    InForce,
    /// A later version has taken its place; what was first transferred under it stays.
    Amended,
    /// The Party has revoked it; what was first transferred under it stays usable.
    Revoked,
    /// The last day of use has passed.
    Expired,
    /// All that it covers was first transferred.
    Exhausted,
}

impl AuthorizationState {
    /// The state of the newest version on a day.
    pub fn of(terms: &Terms, first_transferred: u64, revoked: bool, today: Date) -> Self {
        let is_over = terms.last_day_of_use().is_some_and(|last| last < today);
        if revoked {
            Self::Revoked
        } else if is_over {
            Self::Expired
        } else if terms.quantity.is_some_and(|cap| cap.count() <= first_transferred) {
            Self::Exhausted
        } else {
            Self::InForce
        }
    }

    /// The state as the interface shows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Amended => "amended",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Exhausted => "exhausted",
        }
    }
}

/// A version of an authorization.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The entry that recorded it.
    pub recorded: i64,
    /// What it says.
    pub terms: Terms,
}

impl Authorization {
    /// What it says now; an authorization has at least one version.
    pub fn newest(&self) -> Option<&Terms> {
        self.versions.last().map(|version| &version.terms)
    }

    /// The day of the authorization: later versions change it, and do not move it.
    pub fn begins(&self) -> Option<Date> {
        self.versions.first().map(|version| version.terms.date)
    }

    /// What it said for units first transferred by this entry: a later change does not touch them
    /// . For units not yet first transferred, what it says now.
    pub fn as_of(&self, first_transfer: Option<i64>) -> Option<&Terms> {
        let Some(entry) = first_transfer else { return self.newest() };
        self.versions.iter().rev().find(|version| version.recorded <= entry).map(|it| &it.terms)
    }

    /// How many units may still be first transferred; `None` without a cap.
    pub fn remaining(&self) -> Option<u64> {
        let cap = self.newest()?.quantity?;
        Some(cap.count().saturating_sub(self.first_transferred))
    }
}
