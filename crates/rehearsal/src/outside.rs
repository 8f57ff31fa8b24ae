//! Identifiers that were chosen before: persons and tokens get those that the simulation uses.

use std::sync::{Mutex, PoisonError};

use app::outside::{Ids, RealIds};
use domain::access::Officer;
use domain::digest::Digest;
use uuid::Uuid;

/// Gives the next chosen identifier, and real ones when none is left.
#[derive(Debug, Default)]
pub(crate) struct ChosenIds(Mutex<Vec<Uuid>>);

impl ChosenIds {
    /// The next two identifiers are the person's and the token's. Nothing may lie between.
    pub(crate) fn choose(&self, officer: Officer) {
        let mut chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chosen.extend([officer.token.uuid(), officer.person.uuid()]);
    }
}

impl Ids for ChosenIds {
    fn uuid(&self) -> Uuid {
        let chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        chosen.unwrap_or_else(|| RealIds.uuid())
    }

    fn random(&self) -> Digest {
        RealIds.random()
    }
}
