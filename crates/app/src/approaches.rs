//! Cooperative approaches.

use domain::access::Permit;
use domain::approach::ApproachId;
use domain::party::PartyCode;
use store::StoreError;
pub use store::approaches::ApproachFacts;
use store::page::{Limit, Page};

use crate::Registry;

impl Registry {
    /// Approaches in the order of their identifiers; those in which a Party takes part, or all.
    pub fn approaches(
        &self,
        party: Option<PartyCode>,
        after: Option<ApproachId>,
        limit: Limit,
    ) -> Result<Page<ApproachFacts, ApproachId>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.approaches(party, after, limit))
    }

    /// An approach, if it is recorded.
    pub fn approach(&self, id: ApproachId) -> Result<Option<ApproachFacts>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.approach(id))
    }
}
