//! Writes that are recorded: what happens when transactions stand in each other's way.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use domain::access::{Administer, Permit, Role};
use domain::digest::Digest;
use domain::event::Event;
use domain::id::{Id, Person, RoleGrant};
use domain::section::{Installation, SectionNo};
use domain::transparency::{Frontier, leaf_hash};
use store::logins::Login;
use store::pools::{PoolSettings, Pools};
use store::{LedgerWriter, Recorded, Store, StoreError, Tx};
use testkit::database::TestDatabase;
use uuid::Uuid;

use crate::asking::{lines, number, superuser};

#[expect(clippy::disallowed_methods, reason = "a test is at the console of its own registry")]
const PERMIT: Permit<Administer> = Permit::at_the_console();
const SALT: Digest = Digest::from_bytes([1; 32]);
const DESK: SectionNo = SectionNo::SECRETARIAT;
const ROLE: Role = Role::Auditor;

fn store(database: &TestDatabase) -> Store {
    let pools = Pools::open(&PoolSettings {
        section_url: database.url(Login::Section),
        secretariat_url: database.url(Login::Secretariat),
        public_url: database.url(Login::Public),
        size: 4,
    });
    let writer = LedgerWriter::start(database.url(Login::Ledger), Installation::Test).unwrap();
    Store::new(pools, writer, Installation::Test)
}

fn id<Of>(number: u128) -> Id<Of> {
    Id::from_uuid(Uuid::from_u128(number))
}

fn registered(number: u128) -> Event {
    Event::PersonRegistered { person: id(number), name: "Ada".parse().unwrap() }
}

fn register<'tx>(
    tx: &mut Tx<'tx, Administer>,
    number: u128,
) -> Result<Recorded<'tx, ()>, StoreError> {
    let recorded = tx.record(&registered(number), SALT, ())?;
    tx.register(&recorded, id(number), &"Ada".parse().unwrap())?;
    Ok(recorded)
}

fn count(database: &TestDatabase, table: &str) -> i64 {
    number(&mut superuser(database), &format!("SELECT count(*) AS number FROM {table}")).unwrap()
}

/// A grant that can be ended.
fn granted(store: &Store) -> (Id<RoleGrant>, Id<Person>) {
    let (grant, person) = (id(2), id(1));
    store.write(&PERMIT, |tx| register(tx, 1)).unwrap();
    let event = Event::RoleGranted { grant, person, section: DESK, role: ROLE };
    store
        .write(&PERMIT, |tx| -> Result<_, StoreError> {
            let recorded = tx.record(&event, SALT, ())?;
            tx.grant(&recorded, grant, person, DESK, &ROLE)?;
            Ok(recorded)
        })
        .unwrap();
    (grant, person)
}

#[test]
fn a_write_that_lost_a_deadlock_is_done_again_and_recorded_once() {
    let database = TestDatabase::new();
    let store = store(&database);
    let (grant, person) = granted(&store);
    let event = Event::RoleEnded { grant, person, section: DESK, role: ROLE };
    let tries = AtomicU32::new(0);
    // It holds the row, and then wants the lock that the write has taken first.
    let mut other = superuser(&database);
    other
        .batch_execute(
            "SET deadlock_timeout = '1min'; BEGIN; SELECT FROM identity.role_grant FOR UPDATE",
        )
        .unwrap();
    thread::scope(|scope| {
        let write = scope.spawn(|| {
            store.write(&PERMIT, |tx| {
                tries.fetch_add(1, Ordering::SeqCst);
                let recorded = tx.record(&event, SALT, ())?;
                tx.end(&recorded, grant)?;
                Ok(recorded)
            })
        });
        while count(&database, "pg_locks WHERE NOT granted") == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        other.batch_execute("SELECT pg_advisory_xact_lock(6202); COMMIT").unwrap();
        let done: Result<(), StoreError> = write.join().unwrap();
        done.unwrap();
    });
    assert_eq!(tries.load(Ordering::SeqCst), 2);
    assert_eq!(count(&database, "identity.event"), 3);
    assert_eq!(count(&database, "identity.role_grant WHERE ended_at IS NULL"), 0);
}

#[test]
fn a_head_that_another_writer_followed_without_the_lock_is_followed_again() {
    let database = TestDatabase::new();
    let store = store(&database);
    let mut other = superuser(&database);
    // As the ledger writer does for a single order: the next head, and no lock.
    other
        .batch_execute(
            "BEGIN; INSERT INTO transparency.log_batch
             SELECT batch_no + 1, last_entry, tree_size, frontier, last_section, 77, last_issuance,
                 last_authorization, last_entity_authorization, recorded_at
             FROM transparency.log_batch",
        )
        .unwrap();
    let tries = AtomicU32::new(0);
    thread::scope(|scope| {
        let write = scope.spawn(|| {
            store.write(&PERMIT, |tx| {
                tries.fetch_add(1, Ordering::SeqCst);
                register(tx, 1)
            })
        });
        while count(&database, "pg_locks WHERE NOT granted") == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        other.batch_execute("COMMIT").unwrap();
        let done: Result<(), StoreError> = write.join().unwrap();
        done.unwrap();
    });
    assert_eq!(tries.load(Ordering::SeqCst), 1);
    let heads = lines(
        &mut superuser(&database),
        "SELECT format('%s %s %s', batch_no, tree_size, last_series) AS line
         FROM transparency.log_batch ORDER BY batch_no",
    );
    // The counters go on from the other's head.
    assert_eq!(heads, ["0 0 0", "1 0 77", "2 1 77"]);
}

#[test]
fn what_a_body_refuses_is_undone_with_its_record() {
    let database = TestDatabase::new();
    let store = store(&database);
    let refused: Result<(), StoreError> = store.write(&PERMIT, |tx| {
        let _recorded = register(tx, 1)?;
        Err(StoreError::Busy)
    });
    assert!(matches!(refused, Err(StoreError::Busy)));
    assert_eq!(count(&database, "identity.person"), 0);
    assert_eq!(count(&database, "transparency.log_leaf"), 0);
    assert_eq!(count(&database, "transparency.log_batch"), 1);
}

#[test]
fn a_body_that_hides_a_failure_is_not_told_that_it_was_done() {
    let database = TestDatabase::new();
    let store = store(&database);
    let told: Result<(), StoreError> = store.write(&PERMIT, |tx| {
        let recorded = register(tx, 1)?;
        let nobody = tx.grant(&recorded, id(2), id(404), DESK, &ROLE);
        assert!(nobody.is_err());
        Ok(recorded)
    });
    assert!(matches!(told, Err(StoreError::Database(_))), "{told:?}");
    assert_eq!(count(&database, "identity.person"), 0);
}

#[test]
fn a_panic_in_a_body_leaves_nothing_behind() {
    let database = TestDatabase::new();
    let store = store(&database);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(&PERMIT, |tx| -> Result<Recorded<'_, ()>, StoreError> {
            let _recorded = register(tx, 1)?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&database, "identity.event"), 0);
    store.write(&PERMIT, |tx| register(tx, 1)).unwrap();
    assert_eq!(count(&database, "identity.event"), 1);
}

#[test]
fn the_leaves_of_events_have_the_root_that_the_head_names() {
    let database = TestDatabase::new();
    let store = store(&database);
    for number in 1..=5 {
        store.write(&PERMIT, |tx| register(tx, number)).unwrap();
    }
    let leaves = lines(
        &mut superuser(&database),
        "SELECT leaf AS line FROM transparency.log_leaf ORDER BY idx",
    );
    let mut log = Frontier::default();
    for leaf in &leaves {
        log.append(leaf_hash(leaf.as_bytes()));
    }
    let head = lines(
        &mut superuser(&database),
        "SELECT encode(frontier, 'hex') AS line FROM transparency.log_batch WHERE batch_no = 5",
    );
    // Four leaves below one hash, and the fifth.
    let frontier = log.to_bytes();
    let hashes: Vec<_> = frontier.chunks(32).filter_map(Digest::from_slice).collect();
    let [four, fifth] = hashes.as_slice() else { panic!("{hashes:?}") };
    assert_eq!((leaves.len(), head), (5, vec![format!("{four}{fifth}")]));
}
