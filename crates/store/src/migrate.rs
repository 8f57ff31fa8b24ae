//! Brings a database to the schema that this executable carries.
//!
//! Migrations change tables, one thought each. The replaceable parts (functions, triggers,
//! policies, grants, views) are applied after them as a whole, in one transaction, every time.

use std::fmt;

use diesel::connection::{BoxableConnection, SimpleConnection as _};
use diesel::dsl::sql;
use diesel::migration::{
    Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion,
};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use diesel_migrations::MigrationHarness as _;
use domain::digest::Digest;

use crate::error::{Cause, DatabaseError};
use crate::installation::{self, DatabaseKind, Unfit};

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The rights on the database itself, which a copy of it does not keep.
pub const DATABASE_RIGHTS_SQL: &str =
    include_str!("../../../migrations/_replaceable/80_database.sql");

/// Nobody else may migrate at the same time. Waiting readers must not pile up behind us: a lock
/// that does not come soon makes the migration fail, and it can be run again.
const BEGIN: &str = "
    SELECT pg_advisory_lock(hashtext('itmo: migrate'));
    SET lock_timeout = '10s';
    SET ROLE itmo_owner;
";

/// Why a database could not be migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The server is too old.
    #[error("PostgreSQL 15 or newer is needed, this one says {found}")]
    TooOld {
        /// Its version number.
        found: i32,
    },
    /// What a database is for never changes.
    #[error("this database is for {is}, it cannot become one for {asked}")]
    AnotherKind {
        /// What it is for.
        is: DatabaseKind,
        /// What was asked.
        asked: DatabaseKind,
    },
    /// A newer release has migrated it.
    #[error("the database is at {found}, this program knows no further than {known}")]
    Newer {
        /// The version of the database's last migration.
        found: String,
        /// The version of this executable's last migration.
        known: String,
    },
    /// What the database says of itself cannot be read.
    #[error(transparent)]
    Installation(#[from] Unfit),
    /// A migration failed; it was undone, those before it stand.
    #[error("a migration failed")]
    Step(#[source] Cause),
    /// A replaceable part failed; all of them were undone.
    #[error("{name} failed")]
    Part {
        /// The file.
        name: &'static str,
        /// What the database said.
        source: diesel::result::Error,
    },
    /// Something else failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<diesel::result::Error> for MigrateError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What a migration did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Migrated {
    /// The migrations that ran, by name; none if the database was up to date.
    pub steps: Vec<String>,
    /// The version of the last one.
    pub schema_version: String,
}

/// The version of this executable's last migration.
pub fn schema_version() -> &'static str {
    STEPS.last().map_or("", Step::version)
}

/// SHA-256 over the text of all that this executable would apply.
pub fn fingerprint() -> Digest {
    let steps = STEPS.iter().flat_map(|step| [step.name, step.up, step.down]);
    let parts = [REPLACEABLE, MOVABLE_CLOCK].concat();
    let texts = steps.chain(parts.iter().flat_map(|(name, sql)| [*name, *sql]));
    // Lengths keep two texts from passing for one.
    let texts: Vec<String> = texts.map(|text| format!("{}:{text}", text.len())).collect();
    Digest::of(&texts.iter().map(String::as_bytes).collect::<Vec<_>>())
}

/// Brings the database to this executable's schema. `url` is that of a login that may become the
/// owner: `itmo_migrate`, or a superuser.
pub fn migrate(url: &str, kind: DatabaseKind) -> Result<Migrated, MigrateError> {
    let mut db = PgConnection::establish(url).map_err(DatabaseError::from)?;
    let version = sql::<Integer>("current_setting('server_version_num')::int");
    let version: i32 = diesel::select(version).get_result(&mut db)?;
    if version < 150_000 {
        return Err(MigrateError::TooOld { found: version });
    }
    db.batch_execute(BEGIN)?;
    may_migrate(&mut db, kind)?;
    let ran = db.run_pending_migrations(Embedded).map_err(MigrateError::Step)?;
    let steps = ran.iter().map(ToString::to_string).collect();
    db.transaction(|db| {
        apply(db, REPLACEABLE)?;
        record(db, kind)?;
        if kind.has_movable_clock() { apply(db, MOVABLE_CLOCK) } else { Ok(()) }
    })?;
    Ok(Migrated { steps, schema_version: schema_version().to_owned() })
}

/// Takes everything away again, with all data: for tests of the way down, and for nothing else.
pub fn revert(url: &str) -> Result<(), MigrateError> {
    let mut db = PgConnection::establish(url).map_err(DatabaseError::from)?;
    db.batch_execute(BEGIN)?;
    if let Some(found) = installation::installation(&mut db)?
        && found.kind != DatabaseKind::Test
    {
        return Err(MigrateError::AnotherKind { is: found.kind, asked: DatabaseKind::Test });
    }
    db.batch_execute(DROP_REPLACEABLE)?;
    db.revert_all_migrations(Embedded).map_err(MigrateError::Step)?;
    Ok(())
}

/// What stands in the way of the migrations that make the schemas.
const DROP_REPLACEABLE: &str = "
    DROP SCHEMA IF EXISTS published CASCADE;
    DROP FUNCTION IF EXISTS registry.now, registry.unit_is_in_one_place,
        registry.unit_is_reserved_once, registry.terminal_is_terminal, registry.refuse,
        identity.caller_by_token, identity.token_commitment,
        registry.underlying_behind, registry.lies_elsewhere, registry.own_sections CASCADE;
    DROP TABLE IF EXISTS registry.clock_offset;
";

fn may_migrate(db: &mut PgConnection, kind: DatabaseKind) -> Result<(), MigrateError> {
    let Some(found) = installation::installation(db)? else { return Ok(()) };
    if found.kind != kind {
        return Err(MigrateError::AnotherKind { is: found.kind, asked: kind });
    }
    if found.schema_version.as_str() > schema_version() {
        let known = schema_version().to_owned();
        return Err(MigrateError::Newer { found: found.schema_version, known });
    }
    Ok(())
}

fn apply(
    db: &mut PgConnection,
    parts: &'static [(&'static str, &'static str)],
) -> Result<(), MigrateError> {
    for &(name, sql) in parts {
        db.batch_execute(sql).map_err(|source| MigrateError::Part { name, source })?;
    }
    Ok(())
}

fn record(db: &mut PgConnection, kind: DatabaseKind) -> Result<(), MigrateError> {
    diesel::sql_query(
        "INSERT INTO registry.installation (kind, schema_version, fingerprint, made_at, migrated_at)
         VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp())
         ON CONFLICT (only_one) DO UPDATE SET schema_version = excluded.schema_version,
             fingerprint = excluded.fingerprint, migrated_at = excluded.migrated_at",
    )
    .bind::<Text, _>(kind.as_str())
    .bind::<Text, _>(schema_version())
    .bind::<Text, _>(fingerprint().to_string())
    .execute(db)?;
    Ok(())
}

/// One migration, as it was when this was built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

impl Step {
    /// The digits before the first underscore.
    fn version(&self) -> &'static str {
        self.name.split_once('_').map_or(self.name, |(version, _words)| version)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl MigrationName for Step {
    fn version(&self) -> MigrationVersion<'_> {
        self.version().into()
    }
}

impl MigrationMetadata for Step {}

impl Migration<Pg> for Step {
    fn run(&self, db: &mut dyn BoxableConnection<Pg>) -> diesel::migration::Result<()> {
        Ok(db.batch_execute(self.up)?)
    }

    fn revert(&self, db: &mut dyn BoxableConnection<Pg>) -> diesel::migration::Result<()> {
        Ok(db.batch_execute(self.down)?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

/// The migrations that this executable carries.
struct Embedded;

impl MigrationSource<Pg> for Embedded {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<Pg>>>> {
        Ok(STEPS.iter().map(|step| -> Box<dyn Migration<Pg>> { Box::new(*step) }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_for_production_cannot_move_the_clock() {
        let always =
            STEPS.iter().map(|step| step.up).chain(REPLACEABLE.iter().map(|(_, sql)| *sql));
        for sql in always {
            assert!(!sql.contains("clock_offset"), "{sql}");
            assert!(
                !sql.contains("FUNCTION registry.now") || sql.contains("RETURN clock_timestamp();")
            );
        }
        assert!(MOVABLE_CLOCK.iter().any(|(_, sql)| sql.contains("clock_offset")));
    }

    #[test]
    fn versions_of_migrations_rise() {
        assert!(!STEPS.is_empty());
        assert!(STEPS.is_sorted_by(|one, next| one.version() < next.version()));
        assert!(STEPS.iter().all(|step| step.version().len() == 14));
    }
}
