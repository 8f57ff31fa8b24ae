//! Every table, walked by every login as nobody and as another section (T04).

use std::io::Read as _;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::result::Error;
use store::logins::Login;
use store::schema::registry;
use testkit::database::TestDatabase;

use crate::asking::{View, attempt, is_denied, lines, login, number, superuser};
use crate::two_sections::two_sections;

/// The tables with rows of sections or of people, and the column that says whose a row is.
const TENANTS: &str = "
    SELECT format('%s.%s %s', schema.nspname, class.relname, CASE
        WHEN class.relname = 'section' THEN 'id'
        WHEN class.relname = 'person' THEN 'NULL::int'
        ELSE 'section_id' END) AS line
    FROM pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
    WHERE class.relkind = 'r' AND class.relrowsecurity
        AND schema.nspname IN ('registry', 'identity', 'transparency', 'reporting')
    ORDER BY 1";

/// The logins that answer requests or write entries. The checker reads all: that is what it is for.
const WALKERS: [Login; 5] =
    [Login::Section, Login::Secretariat, Login::Public, Login::Ledger, Login::Jobs];

/// What nobody is: no setting, one that a commit has emptied, an empty one.
const NOBODY: [View; 3] = [View::Unset, View::Forgotten, View::Set("", "")];

/// Half of a context, which is none for those who answer requests.
const HALF: [View; 3] = [View::Set("", "{1,2}"), View::Set("one", "{}"), View::Set("all", "")];

/// Tables that the ledger may read whole, since units travel and their origin stays.
const SHARED: [&str; 14] = [
    "registry.section",
    "registry.ndc_period",
    "registry.approach",
    "registry.authorization",
    "registry.authorization_use",
    "registry.revocation",
    "registry.entity_authorization",
    "registry.series",
    "registry.issuance",
    "registry.section_settings",
    "registry.stop",
    "registry.underlying",
    "registry.conversion",
    "reporting.filing",
];

struct Tenant {
    table: String,
    whose: String,
}

fn tenants(db: &mut PgConnection) -> Vec<Tenant> {
    let tenants: Vec<Tenant> = lines(db, TENANTS)
        .into_iter()
        .map(|line| {
            let (table, whose) = line.split_once(' ').unwrap();
            Tenant { table: table.to_owned(), whose: whose.to_owned() }
        })
        .collect();
    assert_eq!(tenants.len(), 33);
    tenants
}

/// Nothing came of it: no row, or a clear no.
fn nothing(outcome: Result<usize, Error>, what: &str) {
    match outcome {
        Ok(rows) => assert_eq!(rows, 0, "{what}: {rows} rows"),
        Err(error) => assert!(is_denied(&error), "{what}: {error}"),
    }
}

/// It was refused, and because of a right or a policy.
fn refused(outcome: Result<usize, Error>, what: &str) {
    match outcome {
        Ok(rows) => panic!("{what}: {rows} rows"),
        Err(error) => assert!(is_denied(&error), "{what}: {error}"),
    }
}

fn sees_something_in_every_table(database: &TestDatabase) {
    let mut db = superuser(database);
    for Tenant { table, .. } in tenants(&mut db) {
        let rows = number(&mut db, &format!("SELECT count(*) AS number FROM {table}")).unwrap();
        assert!(rows >= 2, "{table} has {rows} rows: nothing is proven by not seeing them");
    }
}

#[test]
fn without_context_nobody_sees_or_changes_a_row_t04() {
    let database = two_sections();
    sees_something_in_every_table(&database);
    for who in WALKERS {
        for view in NOBODY {
            walk(&database, who, view);
        }
    }
}

#[test]
fn half_a_context_is_none_t04() {
    let database = two_sections();
    for view in HALF {
        walk(&database, Login::Section, view);
    }
    for view in [View::Set("", "{1,2}"), View::Set("one", "{1,2}"), View::Set("ALL", "")] {
        walk(&database, Login::Secretariat, view);
    }
    for view in [View::Set("all", "{1,2}"), View::Set("one", "{1}"), View::Set("public", "{}")] {
        walk(&database, Login::Public, view);
        walk(&database, Login::Jobs, view);
    }
}

/// Tries everything on every table, and gets nothing of it.
fn walk(database: &TestDatabase, who: Login, view: View) {
    let mut db = login(database, who);
    for Tenant { table, .. } in tenants(&mut superuser(database)) {
        let what = format!("{} in {view:?}: {table}", who.name());
        nothing(attempt(&mut db, view, &format!("SELECT * FROM {table}")), &what);
        nothing(attempt(&mut db, view, &format!("DELETE FROM {table}")), &what);
        updates_nothing(&mut db, view, &table, "true", &what);
        refused(attempt(&mut db, view, &format!("TRUNCATE {table} CASCADE")), &what);
    }
}

#[test]
fn nobody_inserts_a_row_without_context_t04() {
    let database = two_sections();
    let mut all = superuser(&database);
    for Tenant { table, .. } in tenants(&mut all) {
        let insert = again(&mut all, &table, "true");
        for who in WALKERS {
            let mut db = login(&database, who);
            for view in [View::Unset, View::Forgotten, View::Set("one", "{}"), View::Set("", "")] {
                let what = format!("{} in {view:?}: {table}", who.name());
                refused(attempt(&mut db, view, &insert), &what);
            }
        }
    }
}

#[test]
fn a_section_sees_its_own_rows_and_no_others_t04() {
    let database = two_sections();
    let tenants = tenants(&mut superuser(&database));
    let mut db = login(&database, Login::Section);
    let mut seen = 0;
    for Tenant { table, whose } in &tenants {
        let of = |section| format!("SELECT * FROM {table} WHERE {whose} = {section}");
        let view = View::Set("one", "{1}");
        nothing(attempt(&mut db, view, &of(2)), table);
        nothing(
            attempt(&mut db, View::Set("one", "{3}"), &format!("SELECT * FROM {table}")),
            table,
        );
        if let Ok(rows) = attempt(&mut db, view, &of(1)) {
            assert!(rows >= 1, "{table} hides its own rows");
            seen += 1;
        }
        // The word matters too: these belong to other logins.
        for word in ["all", "public", "batch"] {
            let view = View::Set(word, "{1,2}");
            nothing(attempt(&mut db, view, &format!("SELECT * FROM {table}")), table);
        }
    }
    assert_eq!(seen, 29, "tables that a section reads");
}

#[test]
fn a_section_writes_nothing_not_even_its_own_t04() {
    let database = two_sections();
    let mut all = superuser(&database);
    let mut db = login(&database, Login::Section);
    let view = View::Set("one", "{1}");
    for Tenant { table, .. } in tenants(&mut all) {
        let insert = again(&mut all, &table, "true");
        refused(attempt(&mut db, view, &insert), &table);
        refused(attempt(&mut db, view, &format!("DELETE FROM {table}")), &table);
        for column in columns(&mut all, &table) {
            let update = format!("UPDATE {table} SET {column} = {column}");
            refused(attempt(&mut db, view, &update), &table);
        }
    }
}

#[test]
fn the_ledger_writes_only_the_sections_of_its_batch_t04() {
    let database = two_sections();
    let mut all = superuser(&database);
    let mut db = login(&database, Login::Ledger);
    let view = View::Set("batch", "{1}");
    for Tenant { table, whose } in tenants(&mut all) {
        let of_two = format!("{whose} = 2");
        let select = format!("SELECT * FROM {table} WHERE {of_two}");
        if SHARED.contains(&table.as_str()) {
            assert_eq!(attempt(&mut db, view, &select).unwrap(), 1, "{table} is shared");
        } else {
            nothing(attempt(&mut db, view, &select), &table);
        }
        nothing(attempt(&mut db, view, &format!("DELETE FROM {table} WHERE {of_two}")), &table);
        updates_nothing(&mut db, view, &table, &of_two, &table);
        if table != "identity.person" {
            let insert = again(&mut all, &table, &of_two);
            refused(attempt(&mut db, view, &insert), &table);
        }
    }
}

#[test]
fn the_ledger_cannot_move_a_block_into_a_section_outside_its_batch() {
    let database = two_sections();
    let mut db = login(&database, Login::Ledger);
    let sql = "UPDATE registry.unit_block SET section_id = 2,
        account_id = '00000000-0000-7000-8000-000000000021'
        WHERE series_no = 1 AND first_serial = 1";
    refused(attempt(&mut db, View::Set("batch", "{1}"), sql), "one section");
    assert_eq!(attempt(&mut db, View::Set("batch", "{1,2}"), sql).unwrap(), 1);
}

#[test]
fn only_the_desk_opens_a_section() {
    let database = two_sections();
    let mut db = login(&database, Login::Ledger);
    let open = "INSERT INTO registry.section VALUES (3, 'XCO', 'XCO01', 'Corvana', 5, 0, 0)";
    refused(attempt(&mut db, View::Set("batch", "{1,2}"), open), "a section opens another");
    assert_eq!(attempt(&mut db, View::Set("batch", "{0}"), open).unwrap(), 1);
}

#[test]
fn the_secretariat_sees_all_for_a_reason_and_has_no_power_over_units() {
    let database = two_sections();
    let mut all = superuser(&database);
    let mut db = login(&database, Login::Secretariat);
    for Tenant { table, whose } in tenants(&mut all) {
        let count = format!("SELECT {whose} FROM {table}");
        for view in
            [View::Set("one", "{1}"), View::Set("two", "{1,2}"), View::Set("batch", "{1,2}")]
        {
            nothing(attempt(&mut db, view, &count), &table);
        }
        let view = View::Set("all", "{}");
        assert!(attempt(&mut db, view, &count).unwrap() >= 2, "{table}");
        refused(attempt(&mut db, view, &format!("DELETE FROM {table}")), &table);
        if table.starts_with("registry.") {
            let insert = again(&mut all, &table, "true");
            refused(attempt(&mut db, view, &insert), &table);
            for column in columns(&mut all, &table) {
                let update = format!("UPDATE {table} SET {column} = {column}");
                refused(attempt(&mut db, view, &update), &table);
            }
        }
    }
}

#[test]
fn both_sides_see_an_entry_and_a_third_section_does_not() {
    let database = two_sections();
    let add =
        "INSERT INTO registry.entry VALUES (5, 4, 1, 2, 'first-transfer', now(), now(), '{}')";
    diesel::sql_query(add).execute(&mut superuser(&database)).unwrap();
    let mut db = login(&database, Login::Section);
    let entry = "SELECT * FROM registry.entry WHERE entry_no = 5";
    for (sections, seen) in [("{1}", 1), ("{2}", 1), ("{3}", 0)] {
        assert_eq!(
            attempt(&mut db, View::Set("one", sections), entry).unwrap(),
            seen,
            "{sections}"
        );
    }
    // What stands on the other side of a proposal learns of it by the transfer desk, not here.
    let proposals = "SELECT * FROM registry.proposal WHERE other_section_id = 1";
    assert_eq!(attempt(&mut db, View::Set("one", "{1}"), proposals).unwrap(), 0);
    assert_eq!(attempt(&mut db, View::Set("one", "{2}"), proposals).unwrap(), 1);
}

#[test]
fn copying_a_table_out_copies_only_what_is_seen_t04() {
    let database = two_sections();
    assert_eq!(copied(&mut login(&database, Login::Section)), "");
    let set =
        "SELECT set_config('app.scope', 'one', true), set_config('app.sections', '{1}', true)";
    let mut within = login(&database, Login::Section);
    within.batch_execute("BEGIN").unwrap();
    within.batch_execute(set).unwrap();
    let mine = copied(&mut within);
    assert!(mine.contains("of Alorea") && !mine.contains("of Borvia"), "{mine}");
    let mut after = login(&database, Login::Section);
    after.transaction(|db| db.batch_execute(set)).unwrap();
    assert_eq!(copied(&mut after), "");
}

fn copied(db: &mut PgConnection) -> String {
    let mut text = String::new();
    let mut rows = diesel::copy_to(registry::entry::table).load_raw(db).unwrap();
    rows.read_to_string(&mut text).unwrap();
    text
}

/// Each column for itself: a login may have the right to change one and not another.
fn updates_nothing(db: &mut PgConnection, view: View, table: &str, rows: &str, what: &str) {
    for column in columns(db, table) {
        let update = format!("UPDATE {table} SET {column} = {column} WHERE {rows}");
        nothing(attempt(db, view, &update), what);
    }
}

fn columns(db: &mut PgConnection, table: &str) -> Vec<String> {
    let (schema, name) = table.split_once('.').unwrap();
    let columns = lines(
        db,
        &format!(
            "SELECT attname::text AS line FROM pg_attribute
             JOIN pg_class ON pg_class.oid = attrelid
             JOIN pg_namespace ON pg_namespace.oid = relnamespace
             WHERE nspname = '{schema}' AND relname = '{name}' AND attnum > 0
                 AND attgenerated = ''"
        ),
    );
    assert!(!columns.is_empty());
    columns
}

/// The statement that inserts a row again. That it is there already does not matter: policies speak
/// before constraints do.
fn again(db: &mut PgConnection, table: &str, which: &str) -> String {
    let rows = lines(
        db,
        &format!("SELECT to_jsonb(row)::text AS line FROM {table} AS row WHERE {which} LIMIT 1"),
    );
    let (row, columns) = (rows.into_iter().next().unwrap(), columns(db, table).join(", "));
    format!(
        "INSERT INTO {table} ({columns})
         SELECT {columns} FROM jsonb_populate_record(NULL::{table}, '{row}')"
    )
}
