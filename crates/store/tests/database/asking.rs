//! Questions to a database, and what it answers or refuses.

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Text};
use store::logins::Login;
use testkit::database::TestDatabase;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A connection as the superuser, for whom there are no walls.
pub(crate) fn superuser(database: &TestDatabase) -> PgConnection {
    PgConnection::establish(&database.superuser_url()).unwrap()
}

/// A connection as this login.
pub(crate) fn login(database: &TestDatabase, login: Login) -> PgConnection {
    PgConnection::establish(&database.url(login)).unwrap()
}

/// The column `line` of every row.
pub(crate) fn lines(db: &mut PgConnection, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = diesel::sql_query(sql).load(db).unwrap_or_else(|e| panic!("{e}: {sql}"));
    lines.into_iter().map(|Line { line }| line).collect()
}

/// The column `number` of the one row.
pub(crate) fn number(db: &mut PgConnection, sql: &str) -> Result<i64, Error> {
    diesel::sql_query(sql).get_result::<Number>(db).map(|Number { number }| number)
}

/// What the transaction says it may see: the settings that policies compare.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View {
    /// Nothing was ever set.
    Unset,
    /// A transaction before this one had set it.
    Forgotten,
    /// A scope and its sections.
    Set(&'static str, &'static str),
}

/// Runs one statement in a transaction of its own, and takes back what it did: the rows it
/// touched, or the error.
pub(crate) fn attempt(db: &mut PgConnection, view: View, sql: &str) -> Result<usize, Error> {
    if let View::Forgotten = view {
        // The settings of a transaction that committed are empty afterwards, not unset.
        db.transaction(|db| set(db, "one", "{1,2}")).unwrap();
    }
    let mut outcome = Ok(0);
    // Also the logins that only read by default: what stops them must not be that default alone.
    let undone = db.build_transaction().read_write().run(|db| {
        if let View::Set(scope, sections) = view {
            set(db, scope, sections)?;
        }
        outcome = diesel::sql_query(sql).execute(db);
        Err::<(), Error>(Error::RollbackTransaction)
    });
    assert!(undone.is_err());
    outcome
}

fn set(db: &mut PgConnection, scope: &str, sections: &str) -> Result<(), Error> {
    diesel::sql_query(
        "SELECT set_config('app.scope', $1, true), set_config('app.sections', $2, true)",
    )
    .bind::<Text, _>(scope)
    .bind::<Text, _>(sections)
    .execute(db)?;
    Ok(())
}

/// Whether the database refused because of a right or a policy, and not for another reason.
pub(crate) fn is_denied(error: &Error) -> bool {
    let says = error.to_string();
    says.starts_with("permission denied") || says.contains("violates row-level security policy")
}

/// The name of the constraint that refused.
pub(crate) fn constraint<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::DatabaseError(_, says)) => {
            says.constraint_name().map_or_else(|| says.message().to_owned(), ToOwned::to_owned)
        }
        Err(other) => panic!("no constraint: {other}"),
        Ok(_) => panic!("nothing refused it"),
    }
}
