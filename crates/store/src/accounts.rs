//! Accounts, as their own section or their holder sees them.

use diesel::pg::Pg;
use diesel::prelude::*;
use domain::access::{ReadOwn, Seen};
use domain::account::{Account, AccountNumber};
use domain::id::Id;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{holder_of, parsed, section_no, year};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::registry::account as a;
use crate::store::Reading;

type Row = (Uuid, String, i16, String, Option<String>, String, Option<i16>, String, i64);

/// What of an account is read.
const COLUMNS: Columns = (
    a::id,
    a::number,
    a::section_id,
    a::holder_kind,
    a::entity_id,
    a::metric,
    a::year_of_use,
    a::name,
    a::opened_entry,
);
type Columns = (
    a::id,
    a::number,
    a::section_id,
    a::holder_kind,
    a::entity_id,
    a::metric,
    a::year_of_use,
    a::name,
    a::opened_entry,
);

/// The accounts that somebody sees: those of the section, or of their entities in it.
pub(crate) fn accounts_seen(seen: &Seen) -> a::BoxedQuery<'static, Pg> {
    let query = a::table.filter(a::section_id.eq(seen.section().number())).into_boxed();
    match seen.entities() {
        None => query,
        Some(entities) => {
            query.filter(a::entity_id.eq_any(entities.iter().map(ToString::to_string)))
        }
    }
}

impl Reading<'_, ReadOwn> {
    /// The accounts that the caller sees, in the order of their numbers.
    pub fn accounts(
        &mut self,
        after: Option<AccountNumber>,
        limit: Limit,
    ) -> Result<Page<(AccountNumber, Account), AccountNumber>, StoreError> {
        let after = after.map(|number| number.to_string()).unwrap_or_default();
        let rows: Vec<Row> = accounts_seen(self.permit().on())
            .filter(a::number.gt(after))
            .order(a::number)
            .select(COLUMNS)
            .limit(limit.rows())
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let accounts = rows.into_iter().map(account).collect::<Result<_, _>>()?;
        Ok(Page::of(accounts, limit, |(number, _)| *number))
    }

    /// An account, if the caller sees it.
    pub fn account(&mut self, number: AccountNumber) -> Result<Option<Account>, StoreError> {
        let row: Option<Row> = accounts_seen(self.permit().on())
            .filter(a::number.eq(number.to_string()))
            .select(COLUMNS)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        Ok(row.map(account).transpose()?.map(|(_, account)| account))
    }
}

fn account(row: Row) -> Result<(AccountNumber, Account), DatabaseError> {
    let (id, number, section, holder, entity, metric, year_of_use, name, opened) = row;
    let account = Account {
        id: Id::from_uuid(id),
        section: section_no(section)?,
        holder: holder_of(&holder, entity.as_deref())?,
        metric: parsed(&metric, "metric")?,
        year_of_use: year_of_use.map(|number| year(i32::from(number))).transpose()?,
        name,
        opened,
    };
    Ok((parsed(&number, "account number")?, account))
}
