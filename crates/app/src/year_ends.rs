//! The ends of calendar years.

use domain::access::Permit;
use domain::ledger::YearEnd;
use domain::vintage::Year;
use store::StoreError;

use crate::Registry;

impl Registry {
    /// The entry that ended a year, which everybody may cite; nothing, as long as it has not
    /// ended.
    pub fn year_end(&self, year: Year) -> Result<Option<YearEnd>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.year_end(year))
    }
}
