//! The way up, the way down, and the way up again.

use diesel::prelude::*;
use store::installation::{DatabaseKind, Unfit, check, installation};
use store::logins::Login;
use store::migrate::{MigrateError, fingerprint, migrate, revert, schema_version};
use testkit::database::TestDatabase;

use crate::asking::{lines, login, superuser};

/// Everything that makes a schema what it is: one line for each thing. Rights are sorted: in
/// which order they were given does not matter.
const SCHEMA: &str = "
    WITH ours AS (
        SELECT oid, nspname FROM pg_namespace
        WHERE nspname IN ('registry', 'identity', 'transparency', 'reporting', 'published', 'public')
    ), class AS (
        SELECT pg_class.*, nspname FROM pg_class JOIN ours ON ours.oid = relnamespace
    )
    SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole,
        (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(nspacl) AS item),
        obj_description(oid)) AS line
    FROM pg_namespace WHERE oid IN (SELECT oid FROM ours)
    UNION ALL SELECT concat_ws(' ', 'class', nspname, relname, relkind, relowner::regrole,
        (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(relacl) AS item),
        relrowsecurity, relforcerowsecurity, reloptions, obj_description(oid)) FROM class
    UNION ALL SELECT concat_ws(' ', 'column', nspname, relname, attnum, attname,
        format_type(atttypid, atttypmod), attnotnull,
        (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(attacl) AS item),
        col_description(attrelid, attnum),
        (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
            WHERE adrelid = attrelid AND adnum = attnum))
    FROM class JOIN pg_attribute ON attrelid = class.oid WHERE attnum > 0
    UNION ALL SELECT concat_ws(' ', 'constraint', nspname, relname, conname,
        pg_get_constraintdef(pg_constraint.oid))
    FROM class JOIN pg_constraint ON conrelid = class.oid
    UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid))
    FROM class JOIN pg_index ON indrelid = class.oid
    UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(pg_trigger.oid))
    FROM class JOIN pg_trigger ON tgrelid = class.oid WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', 'policy', policies) FROM pg_policies AS policies
    UNION ALL SELECT concat_ws(' ', 'view', nspname, relname, pg_get_viewdef(oid))
    FROM class WHERE relkind = 'v'
    UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(pg_proc.oid), proowner::regrole,
        (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(proacl) AS item),
        obj_description(pg_proc.oid)) FROM pg_proc JOIN ours ON ours.oid = pronamespace
    UNION ALL SELECT concat_ws(' ', 'database',
        (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(datacl) AS item))
    FROM pg_database
        WHERE datname = current_database()
    ORDER BY 1";

fn schema(database: &TestDatabase) -> Vec<String> {
    let schema = lines(&mut superuser(database), SCHEMA);
    assert!(schema.len() > 400, "{} things", schema.len());
    schema
}

/// Nothing but the difference is worth reading.
fn same(one: &[String], other: &[String], what: &str) {
    let only = |here: &[String], there: &[String]| -> Vec<String> {
        here.iter().filter(|line| !there.contains(line)).cloned().collect()
    };
    let (gone, new) = (only(one, other), only(other, one));
    assert!(gone.is_empty() && new.is_empty(), "{what}: gone {gone:#?}, new {new:#?}");
}

#[test]
fn up_down_and_up_again_gives_the_same_schema() {
    let database = TestDatabase::unmigrated();
    let migrating = database.url(Login::Migrate);
    let first = migrate(&migrating, DatabaseKind::Test).unwrap();
    assert_eq!(first.schema_version, schema_version());
    let up = schema(&database);
    revert(&migrating).unwrap();
    let left = lines(
        &mut superuser(&database),
        "SELECT nspname::text AS line FROM pg_namespace
         WHERE nspname IN ('registry', 'identity', 'transparency', 'reporting', 'published')",
    );
    assert!(left.is_empty(), "{left:?}");
    let again = migrate(&migrating, DatabaseKind::Test).unwrap();
    assert_eq!(again.steps, first.steps);
    same(&up, &schema(&database), "up again");
}

#[test]
fn what_is_replaceable_is_applied_twice_without_a_trace() {
    for kind in [DatabaseKind::Production, DatabaseKind::Test] {
        let database = TestDatabase::unmigrated();
        let migrating = database.url(Login::Migrate);
        migrate(&migrating, kind).unwrap();
        let once = schema(&database);
        let twice = migrate(&migrating, kind).unwrap();
        assert!(twice.steps.is_empty());
        same(&once, &schema(&database), "twice");
    }
}

#[test]
fn what_a_hand_has_changed_is_put_right_by_migrating() {
    let database = TestDatabase::unmigrated();
    migrate(&database.url(Login::Migrate), DatabaseKind::Test).unwrap();
    let right = schema(&database);
    let mut db = superuser(&database);
    for wrong in [
        "GRANT SELECT ON registry.entry TO itmo_public",
        "GRANT UPDATE, DELETE ON registry.entry TO itmo_ledger",
        "CREATE POLICY open ON registry.unit_block FOR SELECT TO PUBLIC USING (true)",
        "ALTER TABLE registry.unit_block NO FORCE ROW LEVEL SECURITY",
        "DROP TRIGGER terminal_is_terminal_updated ON registry.unit_block",
        "GRANT CREATE ON SCHEMA registry TO PUBLIC",
        "CREATE OR REPLACE VIEW published.section AS SELECT id, party, registry_id, name, 0::bigint
            AS opened_entry FROM registry.section",
    ] {
        diesel::sql_query(wrong).execute(&mut db).unwrap();
        assert!(schema(&database) != right, "{wrong} changed nothing");
        migrate(&database.url(Login::Migrate), DatabaseKind::Test).unwrap();
        same(&right, &schema(&database), wrong);
    }
}

#[test]
fn a_copy_of_the_template_is_what_migrating_makes() {
    let copy = TestDatabase::new();
    let migrated = TestDatabase::unmigrated();
    migrate(&migrated.url(Login::Migrate), DatabaseKind::Test).unwrap();
    same(&schema(&migrated), &schema(&copy), "a copy");
}

#[test]
fn the_schema_says_how_far_it_has_come() {
    let database = TestDatabase::new();
    for who in Login::ALL.into_iter().filter(|who| *who != Login::Migrate) {
        let found = check(&mut login(&database, who)).unwrap();
        assert_eq!(found.kind, DatabaseKind::Test);
        assert_eq!(found.schema_version, schema_version());
        assert_eq!(found.fingerprint, fingerprint().to_string());
    }
}

#[test]
fn an_older_schema_is_not_served() {
    let database = TestDatabase::unmigrated();
    let mut db = superuser(&database);
    assert!(installation(&mut db).unwrap().is_none());
    assert!(matches!(check(&mut db), Err(Unfit::Behind { found, .. }) if found == "nothing"));
    migrate(&database.url(Login::Migrate), DatabaseKind::Test).unwrap();
    set_version(&mut db, "20200101000000");
    assert!(matches!(check(&mut db), Err(Unfit::Behind { .. })));
}

#[test]
fn a_newer_schema_is_served_but_not_migrated() {
    let database = TestDatabase::new();
    let mut db = superuser(&database);
    set_version(&mut db, "29991231000000");
    assert!(check(&mut db).is_ok());
    let refused = migrate(&database.url(Login::Migrate), DatabaseKind::Test);
    assert!(matches!(refused, Err(MigrateError::Newer { .. })));
}

#[test]
fn what_a_database_is_for_never_changes() {
    let database = TestDatabase::of_kind(DatabaseKind::Production);
    let migrating = database.url(Login::Migrate);
    let refused = migrate(&migrating, DatabaseKind::Demonstration);
    assert!(matches!(refused, Err(MigrateError::AnotherKind { .. })));
    assert!(matches!(revert(&migrating), Err(MigrateError::AnotherKind { .. })));
    let change = diesel::sql_query("UPDATE registry.installation SET kind = 'test'");
    assert!(change.execute(&mut superuser(&database)).is_err());
}

#[test]
fn nobody_else_can_migrate() {
    let database = TestDatabase::unmigrated();
    for who in Login::ALL.into_iter().filter(|who| *who != Login::Migrate) {
        assert!(migrate(&database.url(who), DatabaseKind::Test).is_err(), "{who:?}");
    }
}

#[test]
fn two_who_migrate_at_once_wait_for_each_other() {
    let database = TestDatabase::unmigrated();
    let url = database.url(Login::Migrate);
    let steps: Vec<usize> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| migrate(&url, DatabaseKind::Test).unwrap().steps.len()))
            .collect();
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(steps.contains(&0) && steps.iter().any(|steps| *steps > 0), "{steps:?}");
}

fn set_version(db: &mut PgConnection, version: &str) {
    let set = diesel::sql_query("UPDATE registry.installation SET schema_version = $1");
    set.bind::<diesel::sql_types::Text, _>(version).execute(db).unwrap();
}
