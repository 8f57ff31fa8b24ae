//! `registry.now()`, and in which databases it can be moved.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use jiff::SignedDuration;
use store::installation::{DatabaseKind, set_clock_ahead};
use store::logins::Login;
use testkit::database::TestDatabase;

use crate::asking::{lines, login, number, superuser};

/// How many seconds the registry's clock is ahead of the server's.
const AHEAD: &str =
    "SELECT round(extract(epoch FROM registry.now() - clock_timestamp()))::bigint AS number";

#[test]
fn a_test_database_has_a_clock_that_its_owner_can_move() {
    let database = TestDatabase::new();
    let mut db = login(&database, Login::Ledger);
    assert_eq!(number(&mut db, AHEAD).unwrap(), 0);
    database.set_clock_ahead(SignedDuration::from_hours(24 * 365));
    assert_eq!(number(&mut db, AHEAD).unwrap(), 365 * 24 * 3600);
    database.set_clock_ahead(SignedDuration::from_secs(-60));
    assert_eq!(number(&mut db, AHEAD).unwrap(), -60);
}

#[test]
fn no_login_that_answers_requests_can_move_the_clock() {
    let database = TestDatabase::new();
    for who in Login::ALL {
        let mut db = login(&database, who);
        db.batch_execute("SET default_transaction_read_only = off").unwrap();
        let moved = db.batch_execute("UPDATE registry.clock_offset SET ahead = '1 day'");
        assert!(moved.is_err(), "{who:?}");
    }
}

#[test]
fn a_production_database_has_no_clock_to_move() {
    let database = TestDatabase::of_kind(DatabaseKind::Production);
    let mut db = superuser(&database);
    assert_eq!(
        lines(
            &mut db,
            "SELECT coalesce(to_regclass('registry.clock_offset')::text, 'none') AS line"
        ),
        ["none"]
    );
    let says =
        lines(&mut db, "SELECT pg_get_functiondef('registry.now'::regproc) AS line").concat();
    assert!(says.contains("clock_timestamp()") && !says.contains("offset"), "{says}");
    let hour = SignedDuration::from_hours(1);
    assert!(set_clock_ahead(&database.url(Login::Migrate), hour).is_err());
    // Nor does the folder with the movable clock let itself be applied there.
    let folder = include_str!("../../../../migrations/_movable_clock/10_movable_clock.sql");
    let mut owner = login(&database, Login::Migrate);
    owner.batch_execute("SET ROLE itmo_owner").unwrap();
    assert!(owner.transaction(|db| db.batch_execute(folder)).is_err());
}

#[test]
fn time_goes_on_within_a_transaction() {
    let database = TestDatabase::new();
    let mut db = login(&database, Login::Ledger);
    let sleep = "SELECT (extract(epoch FROM registry.now() - now()) >= 0.02)::int::bigint AS number
        FROM pg_sleep(0.02)";
    let later = db.transaction(|db| {
        db.batch_execute("SELECT pg_sleep(0.02)")?;
        number(db, sleep)
    });
    assert_eq!(later.unwrap(), 1);
}
