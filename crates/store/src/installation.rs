//! What a database is for, and whether its schema fits this executable.

use std::fmt;
use std::str::FromStr;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::error::DatabaseError;
use crate::migrate::schema_version;
use crate::schema::registry::installation;

/// What a database is for. It is settled when the database is first migrated, for good.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DatabaseKind {
    /// Real Parties, real units, the real time.
    Production,
    /// Fictional Parties, to be looked at; its clock can be moved.
    Demonstration,
    /// Thrown away after a test; its clock can be moved.
    Test,
}

impl DatabaseKind {
    /// The word that stands in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Demonstration => "demonstration",
            Self::Test => "test",
        }
    }

    /// Whether `registry.now()` has an offset there that can be moved.
    pub const fn has_movable_clock(self) -> bool {
        match self {
            Self::Production => false,
            Self::Demonstration | Self::Test => true,
        }
    }
}

impl fmt::Display for DatabaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no kind of database.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a database is for production, demonstration or test")]
pub struct NotADatabaseKind;

impl FromStr for DatabaseKind {
    type Err = NotADatabaseKind;

    fn from_str(text: &str) -> Result<Self, NotADatabaseKind> {
        [Self::Production, Self::Demonstration, Self::Test]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(NotADatabaseKind)
    }
}

/// What a database says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Installation {
    /// What it is for.
    pub kind: DatabaseKind,
    /// The version of its last migration.
    pub schema_version: String,
    /// A hash over the text of all that was applied to it.
    pub fingerprint: String,
}

/// Why a database does not fit this executable.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Nothing was ever migrated there, or not as far as this executable needs.
    #[error("the schema is at {found}, this program needs {needed}: run `itmo migrate`")]
    Behind {
        /// The version of the database's last migration, or "nothing".
        found: String,
        /// The version of this executable's last migration.
        needed: String,
    },
    /// The word for its kind is unknown.
    #[error(transparent)]
    Kind(#[from] NotADatabaseKind),
    /// It could not be asked.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What the database says of itself; `None` where nothing was ever migrated.
pub fn installation(db: &mut PgConnection) -> Result<Option<Installation>, Unfit> {
    let there = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
        "to_regclass('registry.installation') IS NOT NULL",
    ));
    if !there.get_result::<bool>(db).map_err(DatabaseError::from)? {
        return Ok(None);
    }
    let row: Option<(String, String, String)> = installation::table
        .select((installation::kind, installation::schema_version, installation::fingerprint))
        .first(db)
        .optional()
        .map_err(DatabaseError::from)?;
    let Some((kind, schema_version, fingerprint)) = row else { return Ok(None) };
    Ok(Some(Installation { kind: kind.parse()?, schema_version, fingerprint }))
}

/// What the database is, if its schema is at least as far as this executable needs. A newer one is
/// fine: migrations are safe to run while the previous release serves.
pub fn check(db: &mut PgConnection) -> Result<Installation, Unfit> {
    let needed = schema_version();
    let behind = |found: &str| Unfit::Behind { found: found.to_owned(), needed: needed.to_owned() };
    let found = installation(db)?.ok_or_else(|| behind("nothing"))?;
    if found.schema_version.as_str() < needed {
        return Err(behind(&found.schema_version));
    }
    Ok(found)
}

/// Sets how far the clock of a demonstration or test database is ahead; `url` is that of a login
/// that may become the owner. In a production database there is nothing to set, and this fails.
pub fn set_clock_ahead(url: &str, ahead: jiff::SignedDuration) -> Result<(), DatabaseError> {
    let mut db = PgConnection::establish(url)?;
    db.batch_execute("SET ROLE itmo_owner")?;
    let microseconds = i64::try_from(ahead.as_micros()).unwrap_or(i64::MAX);
    let rows =
        diesel::sql_query("UPDATE registry.clock_offset SET ahead = $1 * interval '1 microsecond'")
            .bind::<diesel::sql_types::BigInt, _>(microseconds)
            .execute(&mut db)?;
    if rows == 1 { Ok(()) } else { Err(diesel::result::Error::NotFound.into()) }
}
