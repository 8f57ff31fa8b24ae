//! The logins of the registry, one for each zone of trust, and the database they work in.

use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use crate::error::DatabaseError;

/// The roles, as SQL to run once on a cluster. Production runs the same file by hand.
pub const LOGINS_SQL: &str = include_str!("../../../deploy/logins.sql");

/// Who connects. No login owns a table, none bypasses row-level security.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Login {
    /// Becomes the owner, on the one connection that migrates.
    Migrate,
    /// Reads one section.
    Section,
    /// Reads all sections, writes people and tokens, moves no units.
    Secretariat,
    /// Reads the published views.
    Public,
    /// Writes entries.
    Ledger,
    /// Works in the background.
    Jobs,
    /// Reads everything, to check it.
    Checker,
}

impl Login {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Migrate,
        Self::Section,
        Self::Secretariat,
        Self::Public,
        Self::Ledger,
        Self::Jobs,
        Self::Checker,
    ];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Migrate => "itmo_migrate",
            Self::Section => "itmo_section",
            Self::Secretariat => "itmo_secretariat",
            Self::Public => "itmo_public",
            Self::Ledger => "itmo_ledger",
            Self::Jobs => "itmo_jobs",
            Self::Checker => "itmo_checker",
        }
    }
}

/// The same server under another user, in another database: `url` is a libpq address in either
/// form, and what stands last in it counts.
pub fn address(url: &str, login: Login, database: &str) -> String {
    with(&with(url, "user", login.name()), "dbname", database)
}

/// The same server and user, in another database.
pub fn in_database(url: &str, database: &str) -> String {
    with(url, "dbname", database)
}

fn with(url: &str, word: &str, value: &str) -> String {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let joint = if url.contains('?') { '&' } else { '?' };
        format!("{url}{joint}{word}={value}")
    } else {
        format!("{url} {word}={value}")
    }
}

/// Makes the roles that are missing on the cluster, as a superuser.
pub fn create_logins(superuser_url: &str) -> Result<(), DatabaseError> {
    let mut db = PgConnection::establish(superuser_url)?;
    // Roles belong to the whole cluster: two at once would make the same ones.
    db.batch_execute("SELECT pg_advisory_lock(hashtext('itmo: logins'))")?;
    db.batch_execute(LOGINS_SQL)?;
    Ok(())
}

/// Makes the empty database, owned by a role that cannot log in, unless it is there; as a
/// superuser.
pub fn create_database(superuser_url: &str, name: &str) -> Result<(), DatabaseError> {
    let mut db = PgConnection::establish(superuser_url)?;
    db.batch_execute("SELECT pg_advisory_lock(hashtext('itmo: databases'))")?;
    if !has_database(&mut db, name)? {
        db.batch_execute(&format!("CREATE DATABASE {} OWNER itmo_owner", quoted(name)))?;
    }
    Ok(())
}

/// Whether the server has a database of this name.
pub(crate) fn has_database(db: &mut PgConnection, name: &str) -> Result<bool, DatabaseError> {
    let there = sql::<Bool>("EXISTS (SELECT FROM pg_database WHERE datname = ")
        .bind::<Text, _>(name)
        .sql(")");
    Ok(diesel::select(there).get_result(db)?)
}

/// A name as PostgreSQL reads it literally.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
