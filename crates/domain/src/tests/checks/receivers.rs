//! X01: sender and receiver report the same units.

use super::filing::{Filing, got, passed, said, sender_and_receiver, sent, units, used};
use crate::tests::world::the;

#[test]
fn x01_rows_may_cut_the_units_in_other_ways() {
    let [sender, _] = sender_and_receiver();
    let receiver = Filing::of("XBO", "2024")
        .does(got("2024-03-05", units("1-33"), "XAL"))
        .does(got("2024-03-05", units("34-100"), "XAL"))
        .holds(units("1-100"));
    assert_eq!(said([&sender, &receiver]), [""; 0]);
}

#[test]
fn x01_waits_for_a_receiver_that_has_not_reported_the_year() {
    let [sender, receiver] = sender_and_receiver();
    assert_eq!(said([&sender]), ["XAL 2024 X01 undetermined actions 9/21 on 1-100"]);
    let elsewhere = Filing::of("XBO", "2025");
    assert_eq!(said([&sender, &elsewhere]), ["XAL 2024 X01 undetermined actions 9/21 on 1-100"]);
    // XBO's authorization of XAL's units is X02's; here XAL has reported another year.
    let mut other_year = sender;
    other_year.0.submission.year = the("2023");
    other_year.0.actions.clear();
    assert_eq!(said([&other_year, &receiver]), ["XBO 2024 X01 undetermined actions 9/20 on 1-100"]);
}

#[test]
fn x01_units_that_the_receiver_has_not_got_fail_for_both() {
    let [sender, _] = sender_and_receiver();
    let receiver = Filing::of("XBO", "2024")
        .does(got("2024-03-05", units("1-90"), "XAL"))
        .holds(units("1-90"));
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 X01 actions 9/21 on 91-100 | XBO 2024 nowhere",
            "XBO 2024 X01 actions 0 on 91-100 | XAL 2024 actions 9",
        ]
    );
}

#[test]
fn x01_units_that_the_sender_has_not_sent_fail_for_both() {
    let [sender, receiver] = sender_and_receiver();
    let receiver =
        receiver.does(got("2024-03-06", units("101-110"), "XAL")).holds(units("101-110"));
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 X01 actions 0 on 101-110 | XBO 2024 actions 10",
            "XBO 2024 X01 actions 10/20 on 101-110 | XAL 2024 nowhere",
        ]
    );
}

#[test]
fn x01_units_that_go_twice_are_got_twice() {
    let [sender, receiver] = sender_and_receiver();
    let sender = sender.does(got("2024-04-05", units("1-100"), "XBO")).does(passed(
        "2024-05-05",
        units("1-100"),
        "XBO",
    ));
    let receiver = receiver.does(passed("2024-04-05", units("1-100"), "XAL"));
    let twice = receiver.clone().does(got("2024-05-05", units("1-100"), "XAL"));
    assert_eq!(said([&sender, &twice]), [""; 0]);
    // Without the second acquisition XBO's holdings are one coming short, too.
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 X01 actions 9/21 on 1-100 | XBO 2024 nowhere",
            "XBO 2024 ISC01 undetermined holdings 8/5 on 1-100 \
             | XAL 2024 actions 9 | XAL 2024 actions 10 | XAL 2024 actions 11",
            "XBO 2024 X01 actions 0 on 1-100 | XAL 2024 actions 9",
        ]
    );
}

#[test]
fn x01_another_party_than_the_one_named_contradicts_both() {
    let [sender, receiver] = sender_and_receiver();
    let mut third = receiver;
    third.0.submission.party = the("XCE");
    let named = Filing::of("XBO", "2024");
    assert_eq!(
        said([&sender, &named, &third]),
        [
            "XAL 2024 X01 actions 9/21 on 1-100 | XBO 2024 nowhere",
            "XAL 2024 X01 actions 0 on 1-100 | XCE 2024 actions 9",
            "XBO 2024 X01 actions 0 on 1-100 | XAL 2024 actions 9",
            "XCE 2024 X01 actions 9/20 on 1-100 | XAL 2024 nowhere",
        ]
    );
}

/// XAL sends in December 2024, and XBO gets on this day of 2025. Both report both years.
fn across_the_end_of_the_year(got_on: &str) -> Vec<String> {
    let [mut sender, _] = sender_and_receiver();
    sender.0.actions[0] = sent("2024-12-20", units("1-100"), "XBO");
    sender.0.actions[0].at = 9;
    let receiver = Filing::of("XBO", "2025").does(got(got_on, units("1-100"), "XAL"));
    let receiver = receiver.holds(units("1-100"));
    let (sender_next, receiver_before) = (Filing::of("XAL", "2025"), Filing::of("XBO", "2024"));
    said([&sender, &sender_next, &receiver, &receiver_before])
}

#[test]
fn x01_days_at_most_31_apart_across_the_end_of_the_year_are_remarked() {
    let remarked =
        ["XAL 2024 X01 remark actions 9/21 on 1-100", "XBO 2025 X01 remark actions 9/20 on 1-100"];
    assert_eq!(across_the_end_of_the_year("2025-01-20"), remarked, "31 days");
    let failed = [
        "XAL 2024 X01 actions 9/21 on 1-100 | XBO 2024 nowhere",
        "XAL 2025 X01 actions 0 on 1-100 | XBO 2025 actions 9",
        "XBO 2024 X01 actions 0 on 1-100 | XAL 2024 actions 9",
        "XBO 2025 X01 actions 9/20 on 1-100 | XAL 2025 nowhere",
    ];
    assert_eq!(across_the_end_of_the_year("2025-01-21"), failed, "32 days");
}

#[test]
fn x01_units_that_reach_a_row_partly_across_the_year_fail_for_the_rest() {
    let [mut sender, _] = sender_and_receiver();
    sender.0.actions[0] = sent("2024-12-20", units("1-100"), "XBO");
    sender.0.actions[0].at = 9;
    let receiver = Filing::of("XBO", "2025").does(got("2025-01-02", units("1-60"), "XAL"));
    let receiver = receiver.does(used("2025-02-01", units("1-60"), "XBO", "2025"));
    let (sender_next, receiver_before) = (Filing::of("XAL", "2025"), Filing::of("XBO", "2024"));
    assert_eq!(
        said([&sender, &sender_next, &receiver, &receiver_before]),
        [
            "XAL 2024 X01 remark actions 9/21 on 1-60",
            "XAL 2024 X01 actions 9/21 on 61-100 | XBO 2024 nowhere",
            "XBO 2024 X01 actions 0 on 61-100 | XAL 2024 actions 9",
            "XBO 2025 X01 remark actions 9/20 on 1-60",
        ]
    );
}
