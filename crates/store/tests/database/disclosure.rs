//! `disclosure.toml` against the database: every column is classified, and nothing is published
//! that is not marked for it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use testkit::database::TestDatabase;

use crate::asking::{lines, superuser};

/// Who may learn what stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Disclosure {
    Public,
    PublicPart,
    Sides,
    Section,
    Secretariat,
    Nobody,
}

type Columns = BTreeMap<String, Disclosure>;

fn classified() -> BTreeMap<String, Columns> {
    let text = include_str!("../../disclosure.toml");
    let schemas: BTreeMap<String, BTreeMap<String, Columns>> = toml::from_str(text).unwrap();
    schemas
        .into_iter()
        .flat_map(|(schema, tables)| {
            tables.into_iter().map(move |(table, columns)| (format!("{schema}.{table}"), columns))
        })
        .collect()
}

fn disclosure(column: &str) -> Disclosure {
    let (table, column) = column.rsplit_once('.').unwrap();
    classified()[table][column]
}

#[test]
fn every_column_stands_in_disclosure_toml() {
    let columns = lines(
        &mut superuser(&TestDatabase::new()),
        "SELECT format('%s.%s.%s', nspname, relname, attname) AS line FROM pg_attribute
         JOIN pg_class ON pg_class.oid = attrelid
         JOIN pg_namespace ON pg_namespace.oid = relnamespace
         WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
             AND nspname IN ('registry', 'identity', 'transparency', 'reporting', 'interop',
                 'secretariat', 'jobs')",
    );
    let in_database: BTreeSet<String> = columns.into_iter().collect();
    let in_file: BTreeSet<String> = classified()
        .into_iter()
        .flat_map(|(table, columns)| {
            columns.into_keys().map(move |column| format!("{table}.{column}"))
        })
        .collect();
    let missing: Vec<_> = in_database.difference(&in_file).collect();
    let gone: Vec<_> = in_file.difference(&in_database).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing {missing:#?}, gone {gone:#?}");
}

/// By which a view finds the kind of an account, and which it does not show.
const ONLY_JOINED: [&str; 3] = [
    "registry.account.id",
    "registry.unit_block.account_id",
    "registry.unit_block_past.account_id",
];

#[test]
fn a_published_view_reads_only_columns_that_are_public() {
    let database = TestDatabase::new();
    let mut db = superuser(&database);
    let read = lines(
        &mut db,
        "SELECT DISTINCT format('%s.%s.%s', schema.nspname, base.relname, attname) AS line
         FROM pg_class AS view
         JOIN pg_rewrite ON ev_class = view.oid
         JOIN pg_depend ON classid = 'pg_rewrite'::regclass AND objid = pg_rewrite.oid
             AND refclassid = 'pg_class'::regclass AND refobjid <> view.oid
         JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid AND attnum > 0
         JOIN pg_class AS base ON base.oid = refobjid
         JOIN pg_namespace AS schema ON schema.oid = base.relnamespace
         WHERE view.relnamespace = 'published'::regnamespace ORDER BY 1",
    );
    assert!(read.len() > 60, "{read:#?}");
    for column in &read {
        let may = match disclosure(column) {
            Disclosure::Public | Disclosure::PublicPart => true,
            Disclosure::Section => ONLY_JOINED.contains(&column.as_str()),
            Disclosure::Sides | Disclosure::Secretariat | Disclosure::Nobody => false,
        };
        assert!(may, "{column} is read by a published view");
    }
}

#[test]
fn of_an_authorization_the_view_takes_only_what_it_names() {
    let takes = lines(
        &mut superuser(&TestDatabase::new()),
        "SELECT pg_get_viewdef('published.authorization'::regclass) AS line",
    )
    .concat();
    // Once, to take it apart by the names of its members.
    assert_eq!(takes.matches("terms").count(), 1, "{takes}");
    assert!(takes.contains("jsonb_each") && takes.contains("'purposes'"), "{takes}");
    assert!(!takes.contains("conditions") && !takes.contains("entities"), "{takes}");
}

#[test]
fn no_view_shows_an_identifier_that_only_joins() {
    let uuids = lines(
        &mut superuser(&TestDatabase::new()),
        "SELECT format('%s.%s', relname, attname) AS line FROM pg_attribute
         JOIN pg_class ON pg_class.oid = attrelid
         WHERE relnamespace = 'published'::regnamespace AND atttypid = 'uuid'::regtype",
    );
    assert!(uuids.is_empty(), "{uuids:?}");
}

#[test]
fn what_nobody_may_learn_no_login_may_read() {
    let database = TestDatabase::new();
    let mut db = superuser(&database);
    let mut secrets = 0;
    for (table, columns) in classified() {
        for (column, _) in columns.iter().filter(|(_, who)| **who == Disclosure::Nobody) {
            let readers = lines(
                &mut db,
                &format!(
                    "SELECT rolname::text AS line FROM pg_roles
                     WHERE rolname LIKE 'itmo%' AND rolcanlogin AND rolname <> 'itmo_cluster'
                         AND has_column_privilege(oid, '{table}'::regclass, '{column}', 'SELECT')"
                ),
            );
            assert!(readers.is_empty(), "{table}.{column} is read by {readers:?}");
            secrets += 1;
        }
    }
    assert!(secrets >= 1);
}
