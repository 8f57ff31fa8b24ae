//! Transactions. What a statement may see is set here, for the one transaction, and nowhere else.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::Error;
use diesel::sql_types::Text;
use domain::access::Scope;

use crate::error::DatabaseError;
use crate::pools::Pools;

/// Runs `body` in one transaction that only reads, under the login and with the view of `scope`.
pub fn read<T, E: From<DatabaseError>>(
    pools: &Pools,
    scope: &Scope,
    body: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = pools.connection(scope)?;
    let db: &mut PgConnection = &mut connection;
    db.build_transaction()
        .read_only()
        .run(|db| {
            let (word, sections) = in_words(scope);
            SetView { scope: word, sections, statement_timeout: "5s" }.execute(db)?;
            body(db).map_err(Failed::ByBody)
        })
        .map_err(|failed| match failed {
            Failed::ByBody(error) => error,
            Failed::ByDatabase(error) => DatabaseError::from(error).into(),
        })
}

/// Sets what the statements of the ledger's transaction may see and write: these sections.
pub fn set_batch_scope(db: &mut PgConnection, sections: &[i16]) -> Result<(), DatabaseError> {
    // No limit: a cancelled wait for a replica would show a commit that may yet be lost.
    SetView { scope: "batch", sections: as_array(sections), statement_timeout: "0" }.execute(db)?;
    Ok(())
}

/// diesel wants the error of a transaction's body to be made from its own: this is what it makes.
enum Failed<E> {
    ByBody(E),
    ByDatabase(Error),
}

impl<E> From<Error> for Failed<E> {
    fn from(error: Error) -> Self {
        Self::ByDatabase(error)
    }
}

/// The words of a scope, as the policies compare them.
fn in_words(scope: &Scope) -> (&'static str, String) {
    match scope {
        Scope::One(section) => ("one", as_array(&[section.number()])),
        Scope::All(_reason) => ("all", as_array(&[])),
        Scope::Public => ("public", as_array(&[])),
    }
}

/// An array as PostgreSQL writes it.
fn as_array(sections: &[i16]) -> String {
    let numbers: Vec<String> = sections.iter().map(ToString::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// What the statements of this transaction may see, and how long each may take. Local settings:
/// they end with the transaction, so that a pooled connection carries no view to the next caller.
#[derive(QueryId)]
struct SetView {
    scope: &'static str,
    sections: String,
    statement_timeout: &'static str,
}

impl QueryFragment<Pg> for SetView {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT set_config('app.scope', ");
        out.push_bind_param::<Text, _>(self.scope)?;
        out.push_sql(", true), set_config('app.sections', ");
        out.push_bind_param::<Text, _>(&self.sections)?;
        out.push_sql(", true), set_config('statement_timeout', ");
        out.push_bind_param::<Text, _>(self.statement_timeout)?;
        out.push_sql(", true)");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for SetView {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_written_as_an_array() {
        assert_eq!(as_array(&[]), "{}");
        assert_eq!(as_array(&[7]), "{7}");
        assert_eq!(as_array(&[1, 20, 300]), "{1,20,300}");
    }
}
