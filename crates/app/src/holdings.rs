//! What one's own section holds.

use std::collections::BTreeMap;

use domain::access::Caller;
use domain::account::AccountNumber;
pub use store::holdings::{Holding, HoldingKey, HoldingsWanted};
use store::page::{Limit, Page};

use crate::{ReadError, Registry};

impl Registry {
    /// How many units lie in each of these accounts now; those that the caller does not see are
    /// left out.
    pub fn quantities(
        &self,
        caller: &Caller,
        accounts: &[AccountNumber],
    ) -> Result<BTreeMap<AccountNumber, u128>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.quantities(accounts))?)
    }

    /// What lies in the accounts that the caller sees in their section, now or at a moment.
    pub fn holdings(
        &self,
        caller: &Caller,
        wanted: &HoldingsWanted,
        after: Option<HoldingKey>,
        limit: Limit,
    ) -> Result<Page<Holding, HoldingKey>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.holdings(wanted, after, limit))?)
    }
}
