//! X07 and X09: sums of first transfers and of uses.

use std::collections::BTreeMap;

use super::filing::{
    Filing, authorized, defined, first, got, said, said_with, sender_and_receiver, sent, units,
    used, with,
};
use crate::aef::{ActionRow, Subtype};
use crate::authorization::FirstTransferDefinition::{Issuance, UseOrCancellation};
use crate::check::ReportedAmounts;
use crate::tests::world::the;

fn ended(on: &str, run: &str) -> ActionRow {
    first(on, units(run), Subtype::UseOrCancellation)
}

fn capped(cap: Option<u64>) -> Filing {
    let row = with(defined("A1", "OIMP", UseOrCancellation), |it| it.quantity = cap);
    Filing::of("XAL", "2024").authorizes(row)
}

#[test]
fn x07_first_transfers_above_the_authorized_quantity_fail_in_the_row_that_passes_it() {
    let rows = |filing: Filing| {
        let filing = filing.does(ended("2024-03-01", "1-60"));
        filing.does(ended("2024-03-03", "61-70")).does(ended("2024-03-02", "71-110"))
    };
    assert_eq!(said([&rows(capped(Some(110)))]), [""; 0]);
    assert_eq!(said([&rows(capped(None))]), [""; 0], "without a quantity there is no cap");
    assert_eq!(
        said([&rows(capped(Some(105)))]),
        ["XAL 2024 X07 actions 10/5 on 61-70"],
        "the last by its day, not by its row"
    );
    assert_eq!(said([&rows(capped(Some(50)))]), ["XAL 2024 X07 actions 9/5 on 1-60"], "one alone");
}

#[test]
fn x07_years_before_count_and_the_newest_version_says_how_many() {
    let before = with(capped(Some(100)).does(ended("2023-03-01", "1-60")), |it| {
        it.0.submission.year = the("2023");
    });
    let next = Filing::of("XAL", "2024").does(ended("2024-03-01", "61-110"));
    assert_eq!(said([&before, &next]), ["XAL 2024 X07 actions 9/5 on 61-110"]);
    let raised = with(defined("A1", "OIMP", UseOrCancellation), |it| {
        it.version = the("2");
        it.quantity = Some(110);
    });
    assert_eq!(said([&before, &next.authorizes(raised)]), [""; 0]);
}

#[test]
fn x07_another_authorization_and_another_party_have_caps_of_their_own() {
    let other = |row: ActionRow| with(row, |it| it.outcome.authorization = the("A2"));
    let two = capped(Some(60))
        .authorizes(with(defined("A2", "OIMP", UseOrCancellation), |it| it.quantity = Some(40)))
        .does(ended("2024-03-01", "1-60"))
        .does(other(ended("2024-03-01", "61-100")));
    assert_eq!(said([&two]), [""; 0]);
    // What XBO transfers on of XAL's is no first transfer.
    let [mut sender, receiver] = sender_and_receiver();
    sender.0.authorizations[0].quantity = Some(100);
    let receiver = receiver.without_holdings().does(super::filing::passed(
        "2024-04-01",
        units("1-100"),
        "XCE",
    ));
    let third = Filing::of("XCE", "2024").does(got("2024-04-01", units("1-100"), "XBO"));
    assert_eq!(said([&sender, &receiver, &third.holds(units("1-100"))]), [""; 0]);
}

/// XAL first transfers 100 for NDCs, 10 of another authorization for OIMP alone, and uses 30 of
/// XBO's.
fn reports() -> [Filing; 2] {
    let own_issuance = with(first("2024-02-01", units("201-210"), Subtype::Issuance), |it| {
        it.outcome.authorization = the("A2");
    });
    let from_xbo = with(units("XBO 1-30"), |it| it.authorization = the("B1"));
    let [sender, receiver] = sender_and_receiver();
    let sender = sender
        .authorizes(defined("A2", "OIMP", Issuance))
        .does(own_issuance.clone())
        .does(got("2024-06-01", from_xbo.clone(), "XBO"))
        .does(used("2024-07-01", from_xbo.clone(), "XAL", "2023"))
        .holds(own_issuance.outcome);
    let receiver =
        receiver.authorizes(authorized("B1", "NDC")).does(sent("2024-06-01", from_xbo, "XAL"));
    [sender, receiver]
}

#[test]
fn x09_the_sums_of_the_rows_are_those_of_the_structured_summary() {
    let reports = reports();
    let amounts = |first_transferred, for_other_purposes, used_towards_ndc| {
        let amounts = ReportedAmounts { first_transferred, for_other_purposes, used_towards_ndc };
        said_with(&reports, &BTreeMap::from([("XAL", amounts)]))
    };
    assert_eq!(amounts(100, 10, 0), [""; 0], "the use is for 2023");
    let wrong = ["XAL 2024 X09 actions 0"];
    assert_eq!(amounts(110, 10, 0), wrong);
    assert_eq!(amounts(100, 0, 0), wrong);
    assert_eq!(amounts(100, 10, 30), wrong);
    assert_eq!(amounts(0, 0, 1).len(), 3, "each row by itself");
    assert_eq!(said(&reports), [""; 0], "without a summary nothing is compared");
}

#[test]
fn x09_uses_count_for_the_year_of_use_in_whatever_year_they_are_reported() {
    let [sender, receiver] = reports();
    let before = Filing::of("XAL", "2023");
    // Both years of XAL are compared with the same figures here: 2023 has the use alone.
    let amounts =
        ReportedAmounts { first_transferred: 0, for_other_purposes: 0, used_towards_ndc: 30 };
    let said = said_with([&sender, &receiver, &before], &BTreeMap::from([("XAL", amounts)]));
    assert!(said.iter().all(|line| line.starts_with("XAL 2024 X09")), "{said:?}");
    assert_eq!(said.len(), 3);
}
