//! A unit is in one place, terminal is terminal, a first transfer happens once: kept by the
//! database, whatever the code believes. All of it as the login of the ledger writer.

use diesel::prelude::*;
use diesel::result::Error;
use store::logins::Login;
use testkit::database::TestDatabase;

use crate::asking::{View, attempt, constraint, login, superuser};
use crate::two_sections::two_sections;

const BOTH: View = View::Set("batch", "{1,2}");

const ALOREA: &str = "'00000000-0000-7000-8000-000000000011', 1";
const BORVIA: &str = "'00000000-0000-7000-8000-000000000021', 2";

/// Adds a block of series 1, whose serials 1 to 200 are in blocks 1-100 and 101-200 already.
fn add(first: i64, last: i64, place: &str) -> String {
    format!(
        "INSERT INTO registry.unit_block VALUES
        (1, {first}, {last}, {place}, 1, 1, 3, 5, 4, now())"
    )
}

fn ledger(database: &TestDatabase) -> PgConnection {
    login(database, Login::Ledger)
}

#[test]
fn a_block_that_overlaps_another_is_refused() {
    let database = two_sections();
    let mut db = ledger(&database);
    for (first, last) in [(1, 5), (50, 60), (100, 100), (150, 250), (200, 200), (99, 300)] {
        let refused = constraint(attempt(&mut db, BOTH, &add(first, last, ALOREA)));
        let begins = "a_block_begins_once";
        assert!(refused == "unit_is_in_one_place" || first == 1 && refused == begins, "{refused}");
    }
    assert_eq!(attempt(&mut db, BOTH, &add(201, 300, ALOREA)).unwrap(), 1);
}

#[test]
fn two_blocks_of_one_statement_do_not_overlap_either() {
    let database = two_sections();
    let mut db = ledger(&database);
    let both = |second: i64| {
        format!("{}, (1, {second}, 400, {BORVIA}, 1, 1, 3, 5, 4, now())", add(201, 300, ALOREA))
    };
    assert_eq!(constraint(attempt(&mut db, BOTH, &both(300))), "unit_is_in_one_place");
    assert_eq!(attempt(&mut db, BOTH, &both(301)).unwrap(), 2);
}

#[test]
fn a_block_cannot_grow_over_its_neighbour() {
    let database = two_sections();
    let mut db = ledger(&database);
    let grow =
        "UPDATE registry.unit_block SET last_serial = 101 WHERE series_no = 1 AND first_serial = 1";
    assert_eq!(constraint(attempt(&mut db, BOTH, grow)), "unit_is_in_one_place");
}

#[test]
fn a_clash_with_a_block_that_the_batch_does_not_see_is_refused_in_the_same_words_t06() {
    let database = two_sections();
    let mut db = ledger(&database);
    let theirs = "INSERT INTO registry.unit_block VALUES
        (2, 100, 100, '00000000-0000-7000-8000-000000000011', 1, 2, 2, NULL, 5, 4, now())";
    let hidden = attempt(&mut db, View::Set("batch", "{1}"), theirs).unwrap_err();
    let own = attempt(&mut db, View::Set("batch", "{1}"), &add(50, 60, ALOREA)).unwrap_err();
    assert_eq!(hidden.to_string(), own.to_string());
    let (Error::DatabaseError(_, hidden), Error::DatabaseError(_, own)) = (hidden, own) else {
        panic!("both come from the database");
    };
    assert_eq!(hidden.details(), own.details());
    assert_eq!(hidden.constraint_name(), own.constraint_name());
}

#[test]
fn splitting_in_one_statement_leaves_every_unit_in_one_place() {
    let database = two_sections();
    let mut db = ledger(&database);
    // The middle goes to Borvia, both ends stay: one row changed in place, two added, one past.
    let split = format!(
        "WITH kept AS (
            UPDATE registry.unit_block SET last_serial = 30, since_entry = 5
            WHERE series_no = 1 AND first_serial = 1 RETURNING 1
        ), was AS (
            INSERT INTO registry.unit_block_past VALUES
                (1, 1, 100, {ALOREA}, 1, 1, 3, 3, 2, now(), 5, now()) RETURNING 1
        )
        INSERT INTO registry.unit_block VALUES
            (1, 31, 60, {BORVIA}, 1, 1, 3, 5, 4, now()),
            (1, 61, 100, {ALOREA}, 1, 1, 3, 5, 4, now())"
    );
    assert_eq!(attempt(&mut db, BOTH, &split).unwrap(), 2);
    let torn = split.replace("(1, 31, 60", "(1, 30, 60");
    assert_eq!(constraint(attempt(&mut db, BOTH, &torn)), "unit_is_in_one_place");
}

#[test]
fn units_never_leave_a_terminal_account_t22() {
    let database = two_sections();
    let mut db = ledger(&database);
    let used = "WHERE series_no = 1 AND first_serial = 101";
    for change in [
        "account_id = '00000000-0000-7000-8000-000000000011'".to_owned(),
        "account_id = '00000000-0000-7000-8000-000000000021', section_id = 2".to_owned(),
        "last_serial = 150".to_owned(),
        "authorization_no = 2".to_owned(),
    ] {
        let update = format!("UPDATE registry.unit_block SET {change} {used}");
        assert_eq!(constraint(attempt(&mut db, BOTH, &update)), "terminal_is_terminal", "{change}");
    }
    let past = "INSERT INTO registry.unit_block_past VALUES
        (1, 101, 200, '00000000-0000-7000-8000-000000000012', 1, 1, 1, 3, 3, 2, now(), 5, now())";
    assert_eq!(constraint(attempt(&mut db, BOTH, past)), "terminal_is_terminal");
}

#[test]
fn a_terminal_account_does_not_become_another_kind() {
    let database = two_sections();
    // The ledger has no right to try; the owner's right is not enough.
    let change = "UPDATE registry.account SET kind = '100', year_of_use = NULL WHERE kind = '200'";
    let refused = diesel::sql_query(change).execute(&mut superuser(&database));
    assert_eq!(constraint(refused), "a_kind_of_account_is_for_good");
}

#[test]
fn a_first_transfer_happens_once_r149() {
    let database = two_sections();
    let mut db = ledger(&database);
    let transferred = "WHERE series_no = 1 AND first_serial = 1";
    let refused = "a_first_transfer_happens_once";
    for again in ["5", "NULL"] {
        let update =
            format!("UPDATE registry.unit_block SET first_transfer_entry = {again} {transferred}");
        assert_eq!(constraint(attempt(&mut db, BOTH, &update)), refused);
    }
    let first = "UPDATE registry.unit_block SET first_transfer_entry = 5 WHERE series_no = 2";
    assert_eq!(attempt(&mut db, BOTH, first).unwrap(), 1);
}

#[test]
fn two_proposals_never_reserve_the_same_unit() {
    let database = two_sections();
    let mut db = ledger(&database);
    let reserve = |first: i64, last: i64| {
        format!(
            "INSERT INTO registry.reservation VALUES
            (1, {first}, {last}, '00000000-0000-7000-8000-0000000000b1', 1)"
        )
    };
    for (first, last) in [(5, 6), (10, 30)] {
        let refused = constraint(attempt(&mut db, BOTH, &reserve(first, last)));
        assert_eq!(refused, "unit_is_reserved_once");
    }
    assert_eq!(attempt(&mut db, BOTH, &reserve(11, 30)).unwrap(), 1);
    // Freed and taken again by one statement.
    let again = format!(
        "{} ON CONFLICT (series_no, first_serial) DO UPDATE SET
        last_serial = excluded.last_serial, proposal_id = excluded.proposal_id",
        reserve(1, 20)
    );
    assert_eq!(attempt(&mut db, BOTH, &again).unwrap(), 1);
    let both = format!(
        "{}, (1, 20, 25, '00000000-0000-7000-8000-0000000000b1', 1)
        ON CONFLICT (series_no, first_serial) DO UPDATE SET last_serial = excluded.last_serial",
        reserve(1, 20)
    );
    assert_eq!(constraint(attempt(&mut db, BOTH, &both)), "unit_is_reserved_once");
}

#[test]
fn impossible_serials_are_refused() {
    let database = two_sections();
    let mut db = ledger(&database);
    for (first, last, refused) in [
        (0, 5, "serials_start_at_one"),
        (900, 899, "block_has_at_least_one_unit"),
        (900, i64::MAX, "serials_end_at_the_highest"),
    ] {
        assert_eq!(constraint(attempt(&mut db, BOTH, &add(first, last, ALOREA))), refused);
    }
}

#[test]
fn a_head_is_followed_once() {
    let database = two_sections();
    let mut db = ledger(&database);
    let follow = "INSERT INTO transparency.log_batch SELECT 1, last_entry, tree_size, frontier,
        last_section, last_series, last_issuance, last_authorization, last_entity_authorization,
        recorded_at FROM transparency.log_batch WHERE batch_no = 0";
    assert_eq!(constraint(attempt(&mut db, BOTH, follow)), "a_head_is_followed_once");
}
