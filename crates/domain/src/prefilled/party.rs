//! What the ledger knows of a Party, for its reports.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::approaches::ListedApproach;
use crate::approach::ApproachId;
use crate::authorization::{AuthorizationState, Terms};
use crate::entity::EntityAuthorization;
use crate::ndc::NdcPeriod;
use crate::participation::{InitialReport, Participation};
use crate::party::PartyCode;

/// A Party, by its section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyFacts {
    /// The Party.
    pub party: PartyCode,
    /// Its name.
    pub name: String,
    /// The periods of its NDC.
    pub periods: Vec<NdcPeriod>,
    /// Its answers to the six questions, if it has answered.
    pub participation: Option<Participation>,
    /// Its initial report, if it is recorded.
    pub initial_report: Option<InitialReport>,
    /// The versions of its authorizations, oldest first.
    pub authorizations: Vec<GivenAuthorization>,
    /// The entities that it authorized.
    pub entities: Vec<EntityAuthorization>,
    /// The approaches in which it takes part.
    pub approaches: Vec<ListedApproach>,
}

/// A version of an authorization.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenAuthorization {
    /// What it says.
    pub terms: Terms,
    /// How things stand with it.
    pub state: AuthorizationState,
    /// How many units were first transferred under all its versions.
    pub first_transferred: u64,
    /// The day of its revocation, if it was revoked.
    pub revoked: Option<Date>,
    /// The day on which the registry took it down.
    pub recorded: Date,
}

impl PartyFacts {
    /// The approaches of authorizations, in their order.
    pub(super) fn authorized(&self) -> BTreeMap<ApproachId, Vec<&GivenAuthorization>> {
        let mut found: BTreeMap<ApproachId, Vec<_>> = BTreeMap::new();
        for given in &self.authorizations {
            found.entry(given.terms.approach).or_default().push(given);
        }
        found
    }

    pub(super) fn approach(&self, id: ApproachId) -> Option<&ListedApproach> {
        self.approaches.iter().find(|it| it.id == id)
    }
}

/// Several as one text.
pub(super) fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|it| it.to_string()).collect::<Vec<_>>().join(", ")
}
