//! Accounts of one's own section, or of the entities that one represents in it.

use domain::access::Caller;
use domain::account::{Account, AccountNumber};
use store::page::{Limit, Page};

use crate::{ReadError, Registry};

impl Registry {
    /// The accounts that the caller sees in their section, in the order of their numbers.
    pub fn accounts(
        &self,
        caller: &Caller,
        after: Option<AccountNumber>,
        limit: Limit,
    ) -> Result<Page<(AccountNumber, Account), AccountNumber>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.accounts(after, limit))?)
    }

    /// An account that the caller sees. Another section's is not there, nor another holder's for a
    /// representative.
    pub fn account(
        &self,
        caller: &Caller,
        number: AccountNumber,
    ) -> Result<Option<Account>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.account(number))?)
    }
}
