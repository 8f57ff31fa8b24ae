//! How Parties convert non-GHG metrics.

use domain::access::Permit;
use store::StoreError;
pub use store::conversions::{ConversionFacts, ConversionsWanted};
use store::page::{Limit, Page};

use crate::Registry;

impl Registry {
    /// Versions of conversions, in the order in which they were recorded.
    pub fn conversions(
        &self,
        wanted: &ConversionsWanted,
        after: Option<i64>,
        limit: Limit,
    ) -> Result<Page<ConversionFacts, i64>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.conversions(wanted, after, limit))
    }
}
