//! What everybody may see, and what nobody sees by mistake.

use diesel::prelude::*;
use store::logins::Login;
use store::schema::published;

use crate::asking::{View, attempt, is_denied, lines, login, superuser};
use crate::two_sections::two_sections;

/// All of a view as text.
fn text(db: &mut PgConnection, view: &str) -> String {
    lines(db, &format!("SELECT to_jsonb(row)::text AS line FROM published.{view} AS row"))
        .join("\n")
}

fn views(db: &mut PgConnection) -> Vec<String> {
    let views =
        lines(db, "SELECT viewname::text AS line FROM pg_views WHERE schemaname = 'published'");
    assert_eq!(views.len(), 19);
    views
}

#[test]
fn the_public_login_sees_the_published_views_and_nothing_else() {
    let database = two_sections();
    let views = views(&mut superuser(&database));
    let mut db = login(&database, Login::Public);
    for view in &views {
        assert!(text(&mut db, view).len() > 2, "{view} shows nothing");
    }
    let readable = lines(
        &mut db,
        "SELECT format('%s.%s', nspname, relname) AS line FROM pg_class
         JOIN pg_namespace ON pg_namespace.oid = relnamespace
         WHERE relkind IN ('r', 'v') AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'
             AND has_schema_privilege(nspname, 'USAGE')
             AND has_any_column_privilege(pg_class.oid, 'SELECT')
             AND nspname <> 'published' ORDER BY 1",
    );
    assert_eq!(readable, ["registry.clock_offset", "registry.installation"]);
}

#[test]
fn nothing_confidential_is_published() {
    let database = two_sections();
    let mut db = login(&database, Login::Public);
    for view in views(&mut superuser(&database)) {
        let text = text(&mut db, &view);
        // What the sections keep to themselves, in terms, entries and names of accounts.
        for secret in ["of Alorea", "of Borvia", "00000000-0000-7000", "-100-0001", "E1"] {
            assert!(!text.contains(secret), "{view}: {secret} in {text}");
        }
    }
}

#[test]
fn proposals_are_not_published_not_even_through_a_leaky_function() {
    let database = two_sections();
    let mut db = login(&database, Login::Public);
    let acts: Vec<String> = published::entry::table
        .select(published::entry::act)
        .order(published::entry::entry_no)
        .load(&mut db)
        .unwrap();
    assert_eq!(acts, ["issue", "issue"]);
    // A condition that fails on what it must not see would tell that it is there.
    let probe = "SELECT 1 FROM published.entry WHERE (act || ' 1')::text = 'x' OR
        CASE act WHEN 'propose' THEN 1 / (entry_no - entry_no) ELSE 0 END > 0";
    assert_eq!(attempt(&mut db, View::Unset, probe).unwrap(), 0);
}

#[test]
fn blocks_are_published_by_kind_of_account_and_section() {
    let database = two_sections();
    let mut db = login(&database, Login::Public);
    let holder: (i64, i64, i16, String, Option<i16>) = published::unit_block::table
        .filter(published::unit_block::series_no.eq(1))
        .filter(published::unit_block::first_serial.le(150))
        .order(published::unit_block::first_serial.desc())
        .select((
            published::unit_block::first_serial,
            published::unit_block::last_serial,
            published::unit_block::section_id,
            published::unit_block::account_kind,
            published::unit_block::year_of_use,
        ))
        .first(&mut db)
        .unwrap();
    assert_eq!(holder, (101, 200, 1, "200".to_owned(), Some(2025)));
}

#[test]
fn a_published_view_cannot_be_written_through() {
    let database = two_sections();
    for who in [Login::Public, Login::Section, Login::Secretariat, Login::Ledger, Login::Checker] {
        let mut db = login(&database, who);
        for sql in [
            "UPDATE published.section SET name = 'x'",
            "DELETE FROM published.series",
            "INSERT INTO published.ndc_period VALUES (1, 2031, 2040, 1)",
        ] {
            let refused = attempt(&mut db, View::Set("all", "{1,2}"), sql).unwrap_err();
            assert!(is_denied(&refused), "{who:?}: {refused}");
        }
    }
}
