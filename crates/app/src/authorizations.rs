//! Authorizations: what Parties publish of them.

use domain::access::Permit;
use store::StoreError;
pub use store::authorizations::{
    AuthorizationFacts, AuthorizationKey, AuthorizationsWanted, ListedAuthorization,
};
use store::page::{Limit, Page};

use crate::Registry;

impl Registry {
    /// Versions of authorizations, in the order in which the first of each was recorded.
    pub fn authorizations(
        &self,
        wanted: &AuthorizationsWanted,
        after: Option<AuthorizationKey>,
        limit: Limit,
    ) -> Result<Page<ListedAuthorization, AuthorizationKey>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.authorizations(wanted, after, limit))
    }
}
