//! What one's own section holds.

use domain::access::{Caller, ReadSection};
pub use store::holdings::{Holding, HoldingKey, HoldingsWanted};
use store::page::{Limit, Page};

use crate::{ReadError, Registry};

impl Registry {
    /// What lies in the accounts of the caller's section, now or at a moment.
    pub fn holdings(
        &self,
        caller: &Caller,
        wanted: &HoldingsWanted,
        after: Option<HoldingKey>,
        limit: Limit,
    ) -> Result<Page<Holding, HoldingKey>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.holdings(wanted, after, limit))?)
    }
}
