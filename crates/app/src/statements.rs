//! Statements of accounts of one's own section, or of the entities that one represents in it.

use domain::access::Caller;
use domain::account::AccountNumber;
use jiff::Timestamp;
pub use store::statements::{Statement, StatementKey};

use crate::{Limit, ReadError, Registry};

impl Registry {
    /// A statement of an account that the caller sees, from one moment up to another or to now: some of
    /// its movements, after an entry.
    pub fn statement(
        &self,
        caller: &Caller,
        account: AccountNumber,
        period: (Timestamp, Option<Timestamp>),
        after: Option<StatementKey>,
        limit: Limit,
    ) -> Result<Option<Statement>, ReadError> {
        let permit = caller.reads_own()?;
        Ok(self.store.read(&permit, |tx| tx.statement(account, period, after, limit))?)
    }
}
