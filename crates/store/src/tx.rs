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
/// All its statements see the same state: what one finds, the next does not miss.
pub fn read<T, E: From<DatabaseError>>(
    pools: &Pools,
    scope: &Scope,
    body: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = pools.connection(scope)?;
    let db: &mut PgConnection = &mut connection;
    db.build_transaction()
        .repeatable_read()
        .read_only()
        .run(|db| {
            SetView::of(scope).execute(db)?;
            see_accounts(db, scope)?;
            body(db).map_err(Failed::ByBody)
        })
        .map_err(|failed| match failed {
            Failed::ByBody(error) => error,
            Failed::ByDatabase(error) => DatabaseError::from(error).into(),
        })
}

/// Runs `body` in one READ COMMITTED transaction that writes, under the login of the secretariat and
/// with the view of `scope`. What the body refuses is undone and stands inside; outside stands what
/// the database refused.
pub(crate) fn write<T, E>(
    pools: &Pools,
    scope: &Scope,
    body: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<Result<T, E>, DatabaseError> {
    let mut connection = pools.secretariat()?;
    let db: &mut PgConnection = &mut connection;
    let done = db.build_transaction().read_committed().read_write().run(|db| {
        SetView::of(scope).execute(db)?;
        body(db).map_err(Failed::ByBody)
    });
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Failed::ByBody(error)) => Ok(Err(error)),
        Err(Failed::ByDatabase(error)) => Err(error.into()),
    }
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

/// Which accounts the entities hold: what lies in them is all that a representative sees of units. An
/// account never changes its holder.
fn see_accounts(db: &mut PgConnection, scope: &Scope) -> QueryResult<()> {
    if let Scope::OfEntities(..) = scope {
        diesel::sql_query(
            "SELECT set_config('app.accounts', coalesce(array_agg(id), '{}')::text, true) \
             FROM registry.account",
        )
        .execute(db)?;
    }
    Ok(())
}

/// What the statements of this transaction may see, and how long each may take. Local settings:
/// they end with the transaction, so that a pooled connection carries no view to the next caller.
#[derive(QueryId)]
struct SetView {
    scope: &'static str,
    sections: String,
    entities: String,
}

impl SetView {
    /// The word of a scope and the arrays of its sections and entities, as the policies compare them.
    fn of(scope: &Scope) -> Self {
        let (scope, sections, entities) = match scope {
            Scope::One(section) => ("one", format!("{{{section}}}"), String::new()),
            Scope::OfEntities(section, entities) => {
                // No number of an entity holds a quotation mark or a backslash.
                let quoted: Vec<_> = entities.iter().map(|it| format!("\"{it}\"")).collect();
                ("entities", format!("{{{section}}}"), format!("{{{}}}", quoted.join(",")))
            }
            Scope::All(_reason) => ("all", "{}".to_owned(), String::new()),
            Scope::Public => ("public", "{}".to_owned(), String::new()),
        };
        Self { scope, sections, entities }
    }
}

impl QueryFragment<Pg> for SetView {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT set_config('app.scope', ");
        out.push_bind_param::<Text, _>(self.scope)?;
        out.push_sql(", true), set_config('app.sections', ");
        out.push_bind_param::<Text, _>(&self.sections)?;
        out.push_sql(", true), set_config('app.entities', ");
        out.push_bind_param::<Text, _>(&self.entities)?;
        out.push_sql(", true), set_config('app.accounts', '', true), set_config('statement_timeout', '5s', true)");
        // Pages of lists come from an index in its order, and stop where the page ends. The planner
        // cannot know how many rows the policies let through: it takes them for few, and would
        // rather collect all of them and sort.
        out.push_sql(", set_config('enable_bitmapscan', 'off', true)");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for SetView {}
