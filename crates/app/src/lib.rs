//! What people and programs do with the registry: one function for each act, synchronous.

mod identity;
pub mod outside;
mod proposals;

use std::sync::Arc;

pub use identity::NotAuthenticated;
pub use proposals::{ApproveError, Draft, ProposeError, RequestKey};
pub use store::{Answer, CarryOutError, StoreError, Ticket};

use identity::Callers;
use outside::Ids;
use proposals::Remembered;
use store::Store;

/// The registry: everything that can be asked of it.
pub struct Registry {
    store: Store,
    ids: Arc<dyn Ids>,
    callers: Callers,
    remembered: Remembered,
}

impl Registry {
    /// The registry over this store.
    pub fn new(store: Store, ids: Arc<dyn Ids>) -> Self {
        Self { store, ids, callers: Callers::default(), remembered: Remembered::default() }
    }

    /// Whether the registry can do its work: the version of its database, which must answer.
    pub fn ready(&self) -> Result<String, StoreError> {
        self.store.ready()
    }
}
