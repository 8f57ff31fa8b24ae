//! Transactions of `store::tx`: what they show, and that nothing of one reaches the next (T03).

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::prelude::*;
use domain::access::Scope;
use domain::section::SectionNo;
use store::error::DatabaseError;
use store::logins::Login;
use store::pools::{PoolSettings, Pools};
use store::schema::registry::account;
use store::tx;
use testkit::database::TestDatabase;

use crate::asking::{lines, login, number};
use crate::two_sections::two_sections;

/// Pools of one connection each: whatever a transaction leaves behind, the next one gets.
fn pools(database: &TestDatabase) -> Pools {
    Pools::open(&PoolSettings {
        section_url: database.url(Login::Section),
        secretariat_url: database.url(Login::Secretariat),
        public_url: database.url(Login::Public),
        size: 1,
    })
}

fn one(section: i16) -> Scope {
    Scope::One(SectionNo::new(section).unwrap())
}

/// The sections of all accounts that a transaction of this scope sees.
fn accounts(pools: &Pools, scope: &Scope) -> Result<Vec<i16>, DatabaseError> {
    tx::read(pools, scope, |db| {
        Ok(account::table.select(account::section_id).order(account::number).load(db)?)
    })
}

#[test]
fn a_transaction_sees_what_its_scope_says() {
    let database = two_sections();
    let pools = pools(&database);
    assert_eq!(accounts(&pools, &one(1)).unwrap(), [1, 1]);
    assert_eq!(accounts(&pools, &one(2)).unwrap(), [2]);
    assert!(accounts(&pools, &one(3)).unwrap().is_empty());
    assert_eq!(accounts(&pools, &Scope::All("to test it")).unwrap(), [1, 1, 2]);
    assert!(accounts(&pools, &Scope::Public).is_err());
}

#[test]
fn a_panic_an_error_and_a_timeout_leave_nothing_to_the_next_caller_t03() {
    let database = two_sections();
    let pools = pools(&database);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        tx::read(&pools, &one(1), |_db| -> Result<(), DatabaseError> { panic!("on purpose") })
    }));
    assert!(panicked.is_err());
    assert_eq!(accounts(&pools, &one(2)).unwrap(), [2]);

    let failed: Result<(), DatabaseError> =
        tx::read(&pools, &one(1), |db| Ok(number(db, "SELECT 1 / 0 AS number").map(|_| ())?));
    assert!(matches!(failed, Err(DatabaseError::Other(_))));
    assert_eq!(accounts(&pools, &one(2)).unwrap(), [2]);

    let cut: Result<i64, DatabaseError> = tx::read(&pools, &one(1), |db| {
        Ok(number(db, "SELECT pg_terminate_backend(pg_backend_pid())::int::bigint AS number")?)
    });
    assert!(matches!(cut, Err(DatabaseError::Unreachable(_))), "{cut:?}");
    assert_eq!(accounts(&pools, &one(2)).unwrap(), [2]);

    // And without a transaction around it, the same connection shows nothing at all.
    let mut connection = pools.connection(&one(1)).unwrap();
    let seen: Vec<i16> = account::table.select(account::section_id).load(&mut connection).unwrap();
    assert!(seen.is_empty());
}

#[test]
fn a_reading_transaction_neither_writes_nor_lasts() {
    let database = two_sections();
    let pools = pools(&database);
    let wrote: Result<(), DatabaseError> = tx::read(&pools, &Scope::All("to test it"), |db| {
        let insert = "INSERT INTO identity.person VALUES (gen_random_uuid(), 'x', registry.now())";
        diesel::sql_query(insert).execute(db)?;
        Ok(())
    });
    assert!(wrote.is_err());
    let limits = tx::read(&pools, &one(1), |db| -> Result<_, DatabaseError> {
        Ok(lines(
            db,
            "SELECT current_setting(name) AS line FROM unnest(ARRAY['statement_timeout',
                'idle_in_transaction_session_timeout', 'transaction_read_only']) AS name",
        ))
    });
    assert_eq!(limits.unwrap(), ["5s", "30s", "on"]);
}

#[test]
fn when_all_connections_are_out_the_next_caller_is_told_so() {
    let database = two_sections();
    let pools = pools(&database);
    let _held = pools.connection(&one(1)).unwrap();
    let told = pools.connection(&one(2)).err();
    assert!(matches!(told, Some(DatabaseError::Busy(_))), "{told:?}");
}

#[test]
fn when_the_database_is_away_the_caller_is_told_so() {
    let nowhere = "postgresql:///itmo?host=/nonexistent".to_owned();
    let pools = Pools::open(&PoolSettings {
        section_url: nowhere.clone(),
        secretariat_url: nowhere.clone(),
        public_url: nowhere,
        size: 1,
    });
    let told = accounts(&pools, &one(1));
    assert!(matches!(told, Err(DatabaseError::Unreachable(_))), "{told:?}");
}

#[test]
fn a_constraint_arrives_by_its_name() {
    let database = two_sections();
    let mut db = login(&database, Login::Ledger);
    let twice = db.transaction(|db| -> Result<(), DatabaseError> {
        let again = "INSERT INTO transparency.log_batch SELECT * FROM transparency.log_batch";
        diesel::sql_query(again).execute(db)?;
        Ok(())
    });
    assert!(twice.unwrap_err().is_refused_by("a_head_is_followed_once"));
}
