//! The accounts of a section, and what its Party has recorded.

use std::collections::BTreeMap;

use domain::account::AccountNumber;
use domain::authorization::AuthorizationId;
use domain::entity::EntityId;
use domain::ledger::CancellationReason;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::vintage::Year;

/// A Party, and where it keeps what.
pub(crate) struct Host {
    pub(crate) party: PartyCode,
    pub(crate) section: SectionNo,
    /// For tonnes, and for the other metric.
    pub(crate) places: [Places; 2],
    pub(crate) authorizations: Vec<AuthorizationId>,
    pub(crate) entities: Vec<EntityId>,
}

/// Accounts of one metric.
pub(crate) struct Places {
    /// Holding accounts: two of the Party.
    pub(crate) holding: [AccountNumber; 2],
    pub(crate) by_year_of_use: BTreeMap<Year, AccountNumber>,
    pub(crate) oimp: AccountNumber,
    pub(crate) cancellation: AccountNumber,
    pub(crate) voluntary: AccountNumber,
    pub(crate) omge: AccountNumber,
    pub(crate) other: AccountNumber,
    pub(crate) retirement: AccountNumber,
    pub(crate) fund: AccountNumber,
    /// Registries outside, and the accounts that stand for them.
    pub(crate) outside: Vec<(RegistryId, AccountNumber)>,
}

/// The section of the Article 6.4 mechanism.
pub(crate) struct Mechanism {
    pub(crate) section: SectionNo,
    pub(crate) pending: AccountNumber,
    pub(crate) fund: AccountNumber,
    pub(crate) omge: AccountNumber,
    pub(crate) voluntary: AccountNumber,
}

impl Places {
    /// Where units go that are cancelled for a reason.
    pub(crate) const fn cancelled(&self, reason: CancellationReason) -> AccountNumber {
        match reason {
            CancellationReason::OtherPurpose => self.cancellation,
            CancellationReason::Voluntary => self.voluntary,
            CancellationReason::Omge => self.omge,
            CancellationReason::Other => self.other,
        }
    }
}
