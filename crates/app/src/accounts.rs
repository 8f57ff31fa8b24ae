//! Accounts of one's own section.

use domain::access::{Caller, ReadSection};
use domain::account::{Account, AccountNumber};
use store::page::{Limit, Page};

use crate::{ReadError, Registry};

impl Registry {
    /// The accounts of the caller's section, in the order of their numbers.
    pub fn accounts(
        &self,
        caller: &Caller,
        after: Option<AccountNumber>,
        limit: Limit,
    ) -> Result<Page<(AccountNumber, Account), AccountNumber>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.accounts(after, limit))?)
    }

    /// An account of the caller's section. Another section's is not there.
    pub fn account(
        &self,
        caller: &Caller,
        number: AccountNumber,
    ) -> Result<Option<Account>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.account(number))?)
    }
}
