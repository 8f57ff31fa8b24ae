//! Who calls: what the login of a section can learn about people, and what it cannot.

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, SmallInt, Text};
use store::logins::Login;

use crate::asking::{View, attempt, is_denied, login, superuser};
use crate::two_sections::two_sections;

#[derive(QueryableByName, PartialEq, Debug)]
struct Caller {
    #[diesel(sql_type = Nullable<SmallInt>)]
    section_id: Option<i16>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Array<Text>)]
    roles: Vec<String>,
}

fn caller(db: &mut PgConnection, token: &str) -> Option<Caller> {
    diesel::sql_query("SELECT * FROM identity.caller_by_token(sha256(convert_to($1, 'UTF8')))")
        .bind::<Text, _>(token)
        .get_result(db)
        .optional()
        .unwrap()
}

fn change(database: &testkit::database::TestDatabase, sql: &str) {
    assert_eq!(diesel::sql_query(sql).execute(&mut superuser(database)).unwrap(), 1);
}

#[test]
fn a_token_tells_whose_it_is_and_which_roles_they_have() {
    let database = two_sections();
    let mut db = login(&database, Login::Section);
    let says = |section_id, kind: &str, role: &str| {
        Some(Caller { section_id, kind: kind.to_owned(), roles: vec![role.to_owned()] })
    };
    assert_eq!(caller(&mut db, "one"), says(Some(1), "person", "approver"));
    assert_eq!(caller(&mut db, "two"), says(Some(2), "program", "approver"));
    assert_eq!(caller(&mut db, "three"), says(None, "person", "desk"));
    assert_eq!(caller(&mut db, "four"), None);
}

#[test]
fn a_token_that_expired_or_was_revoked_opens_nothing() {
    let database = two_sections();
    let mut db = login(&database, Login::Section);
    change(&database, "UPDATE identity.token SET revoked_at = now() WHERE label = 'ledger bridge'");
    assert_eq!(caller(&mut db, "two"), None);
    assert!(caller(&mut db, "one").is_some());
    database.set_clock_ahead(jiff::SignedDuration::from_hours(25));
    assert_eq!(caller(&mut db, "one"), None);
}

#[test]
fn a_role_that_ended_is_not_told() {
    let database = two_sections();
    let mut db = login(&database, Login::Section);
    change(&database, "UPDATE identity.role_grant SET ended_at = now() WHERE section_id = 1");
    assert_eq!(caller(&mut db, "one").unwrap().roles, Vec::<String>::new());
}

#[test]
fn who_does_not_hold_a_token_learns_nothing_about_people() {
    let database = two_sections();
    for who in [Login::Section, Login::Public, Login::Jobs] {
        let mut db = login(&database, who);
        for table in ["person", "role_grant", "token"] {
            let refused = attempt(
                &mut db,
                View::Set("one", "{1}"),
                &format!("SELECT * FROM identity.{table}"),
            );
            assert!(is_denied(&refused.unwrap_err()), "{who:?} reads {table}");
        }
    }
    for who in [Login::Public, Login::Jobs, Login::Ledger, Login::Checker] {
        let mut db = login(&database, who);
        let asked = "SELECT * FROM identity.caller_by_token(sha256('one'))";
        assert!(is_denied(&attempt(&mut db, View::Unset, asked).unwrap_err()), "{who:?} asks");
    }
}

#[test]
fn nobody_reads_the_hashes_of_tokens() {
    let database = two_sections();
    for who in Login::ALL {
        let mut db = login(&database, who);
        let asked = "SELECT token_hash FROM identity.token";
        let refused = attempt(&mut db, View::Set("all", "{1,2}"), asked).unwrap_err();
        assert!(is_denied(&refused), "{who:?}");
    }
}

#[test]
fn only_the_checker_asks_for_commitments_to_hashes_of_tokens() {
    let database = two_sections();
    for who in Login::ALL {
        let mut db = login(&database, who);
        let asked = "SELECT identity.token_commitment(gen_random_uuid(), 'a salt')";
        match attempt(&mut db, View::Set("all", "{1,2}"), asked) {
            Ok(_) => assert_eq!(who, Login::Checker),
            Err(refused) => assert!(is_denied(&refused), "{who:?}"),
        }
    }
}

#[test]
fn the_secretariat_records_people_and_ends_what_they_may_do() {
    let database = two_sections();
    let mut db = login(&database, Login::Secretariat);
    let all = View::Set("all", "{}");
    for (sql, rows) in [
        ("INSERT INTO identity.person VALUES (gen_random_uuid(), 'Di', registry.now())", 1),
        ("UPDATE identity.role_grant SET ended_at = registry.now() WHERE section_id = 1", 1),
        ("UPDATE identity.token SET revoked_at = registry.now() WHERE section_id = 1", 1),
    ] {
        assert_eq!(attempt(&mut db, all, sql).unwrap(), rows, "{sql}");
        // Without a reason, the same is nothing or a clear no.
        let without = attempt(&mut db, View::Unset, sql);
        assert!(without.as_ref().is_ok_and(|rows| *rows == 0) || is_denied(&without.unwrap_err()));
    }
    // Nothing is rewritten: a grant does not change hands, a token does not change its section.
    for sql in [
        "UPDATE identity.role_grant SET person_id = person_id",
        "UPDATE identity.token SET section_id = 2",
        "DELETE FROM identity.token",
    ] {
        assert!(is_denied(&attempt(&mut db, all, sql).unwrap_err()), "{sql}");
    }
}
