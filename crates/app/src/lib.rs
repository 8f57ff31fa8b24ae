//! What people and programs do with the registry: one function for each act, synchronous.

pub mod accounts;
pub mod actions;
pub mod approaches;
pub mod authorizations;
pub mod balances;
mod clock;
mod comparison;
pub mod conversions;
pub mod desk;
pub mod files;
pub mod filings;
pub mod holdings;
mod identity;
pub mod incoming;
pub mod outside;
mod people;
pub mod prefilled;
pub mod proposals;
mod remembered;
pub mod reporting;
pub mod reports;
pub mod sections;
pub mod statements;
pub mod stops;
pub mod units;
mod year_ends;

use std::sync::Arc;

pub use clock::{Followed, Passed};
pub use identity::NotAuthenticated;
pub use people::{
    Desk, EndError, GrantError, MakeTokenError, NotADesk, RevokeError, Secret, TokenMade,
    TokenWanted,
};
pub use proposals::{ApproveError, Draft, ProposeError, RequestKey};
pub use store::as_of::{AsOf, Standing, Time};
pub use store::page::{Limit, Page};
pub use store::{Answer, CarryOutError, PersonFacts, RoleFacts, StoreError, Ticket, TokenFacts};

use domain::access::Denied;
use domain::section::Installation;
use identity::Callers;
use outside::Ids;
use remembered::Remembered;
use reporting::DisputedUnits;
use store::Store;

/// The registry: everything that can be asked of it.
pub struct Registry {
    store: Store,
    ids: Arc<dyn Ids>,
    callers: Callers,
    remembered: Remembered,
    comparisons: comparison::Remembered,
    bytes_of_a_day: u64,
    disputed_units: DisputedUnits,
}

/// Why something was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store could not read it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Registry {
    /// The registry over this store.
    pub fn new(store: Store, ids: Arc<dyn Ids>) -> Self {
        Self {
            store,
            ids,
            callers: Callers::default(),
            remembered: Remembered::default(),
            comparisons: comparison::Remembered::default(),
            bytes_of_a_day: files::BYTES_OF_A_DAY_MAX,
            disputed_units: DisputedUnits::default(),
        }
    }

    /// The registry, in which no section hands in more bytes of files within a day.
    #[must_use]
    pub const fn with_bytes_of_a_day(mut self, most: u64) -> Self {
        self.bytes_of_a_day = most;
        self
    }

    /// The registry, in which units that an open inconsistency names are treated so.
    #[must_use]
    pub const fn with_disputed_units(mut self, disputed_units: DisputedUnits) -> Self {
        self.disputed_units = disputed_units;
        self
    }

    /// What the registry is for.
    pub const fn installation(&self) -> Installation {
        self.store.installation()
    }

    /// Whether the registry can do its work: the version of its database, which must answer.
    pub fn ready(&self) -> Result<String, StoreError> {
        self.store.ready()
    }
}
