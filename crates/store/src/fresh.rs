//! Fresh databases that are thrown away: copied from a template, which takes a fraction of a second
//! where migrating takes seconds. For tests, benches and checks.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::error::DatabaseError;
use crate::installation::DatabaseKind;
use crate::logins::{create_database, create_logins, has_database, in_database, quoted};
use crate::migrate::{DATABASE_RIGHTS_SQL, MigrateError, fingerprint, migrate};

/// Makes the database `name`, migrated and empty; as a superuser. The template is made the first
/// time, and anew whenever a migration has changed.
pub fn create(superuser_url: &str, name: &str, kind: DatabaseKind) -> Result<(), MigrateError> {
    let mut db = PgConnection::establish(superuser_url).map_err(DatabaseError::from)?;
    let template = template(&mut db, superuser_url, kind)?;
    let copy =
        format!("CREATE DATABASE {} OWNER itmo_owner TEMPLATE {}", quoted(name), quoted(&template));
    db.batch_execute(&copy)?;
    let mut db =
        PgConnection::establish(&in_database(superuser_url, name)).map_err(DatabaseError::from)?;
    db.batch_execute(DATABASE_RIGHTS_SQL)?;
    Ok(())
}

/// Throws the database away, whoever is connected; as a superuser.
pub fn discard(superuser_url: &str, name: &str) -> Result<(), DatabaseError> {
    let mut db = PgConnection::establish(superuser_url)?;
    db.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)))?;
    Ok(())
}

/// The name of the template, which is there afterwards. Its name holds a hash of all migrations;
/// it gets that name when it is complete, so that a run cut short leaves none that is half done.
fn template(
    db: &mut PgConnection,
    superuser_url: &str,
    kind: DatabaseKind,
) -> Result<String, MigrateError> {
    let hash: String = fingerprint().to_string().chars().take(16).collect();
    let name = format!("itmo_template_{kind}_{hash}");
    // Tests start together: the first makes it, the others wait.
    db.batch_execute("SELECT pg_advisory_lock(hashtext('itmo: template'))")?;
    if !has_database(db, &name)? {
        let unfinished = format!("{name}_unfinished");
        discard(superuser_url, &unfinished)?;
        create_logins(superuser_url)?;
        create_database(superuser_url, &unfinished)?;
        migrate(&in_database(superuser_url, &unfinished), kind)?;
        db.batch_execute(&format!(
            "ALTER DATABASE {} RENAME TO {}",
            quoted(&unfinished),
            quoted(&name)
        ))?;
    }
    db.batch_execute("SELECT pg_advisory_unlock(hashtext('itmo: template'))")?;
    Ok(name)
}
