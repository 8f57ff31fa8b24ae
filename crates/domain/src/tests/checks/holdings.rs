//! ISC01: holdings follow from the holdings before and the actions of the year.

use super::filing::{
    Filing, authorized, cancelled, given, got, holder, passed, said, sender_and_receiver, sent,
    units, used,
};
use crate::aef::Subtype;
use crate::tests::world::the;

#[test]
fn isc01_what_came_and_stayed_is_held_and_what_went_is_not() {
    let [sender, receiver] = sender_and_receiver();
    let receiver = receiver
        .without_holdings()
        .does(passed("2024-04-01", units("1-10"), "XCE"))
        .does(used("2024-04-02", units("11-20"), "XBO", "2024"))
        .does(cancelled("2024-04-03", units("21-30"), "XBO"))
        .does(given("2024-04-04", units("31-40"), Subtype::VoluntaryToAdaptationFund))
        .holds(units("41-100"));
    let third = Filing::of("XCE", "2024").does(got("2024-04-01", units("1-10"), "XBO"));
    let third = third.holds(units("1-10"));
    assert_eq!(said([&sender, &receiver, &third]), [""; 0]);
}

#[test]
fn isc01_what_came_back_in_the_year_is_held_once() {
    let [sender, receiver] = sender_and_receiver();
    let sender = sender.does(got("2024-05-01", units("1-50"), "XBO")).holds(units("1-50"));
    let receiver = receiver.without_holdings().does(passed("2024-05-01", units("1-50"), "XAL"));
    assert_eq!(said([&sender, &receiver.clone().holds(units("51-100"))]), [""; 0]);
    assert_eq!(
        said([&sender, &receiver.holds(units("41-100"))]),
        // The unit-by-unit sum is below zero; XBO has not reported 2023, from which they may be.
        ["XBO 2024 ISC01 undetermined holdings 8/5 on 41-50 \
          | XAL 2024 actions 9 | XAL 2024 actions 10 | XAL 2024 holdings 8"]
    );
}

#[test]
fn isc01_units_that_are_missing_from_the_holdings_fail_with_what_others_say_of_them() {
    let [sender, receiver] = sender_and_receiver();
    let none = receiver.without_holdings();
    assert_eq!(said([&sender, &none]), ["XBO 2024 ISC01 holdings 0 on 1-100 | XAL 2024 actions 9"]);
    let some = none.holds(units("1-40")).holds(units("61-100"));
    assert_eq!(said([&sender, &some]), ["XBO 2024 ISC01 holdings 0 on 41-60 | XAL 2024 actions 9"]);
}

#[test]
fn isc01_units_whose_origin_nothing_tells_wait_for_the_report_of_the_year_before() {
    let [sender, receiver] = sender_and_receiver();
    let receiver = receiver.holds(units("101-110"));
    let waits = ["XBO 2024 ISC01 undetermined holdings 9/5 on 101-110"];
    assert_eq!(said([&sender, &receiver]), waits);
    let before = Filing::of("XBO", "2023");
    assert_eq!(said([&sender, &receiver, &before]), ["XBO 2024 ISC01 holdings 9/5 on 101-110"]);
    let before = before.holds(units("101-110"));
    let [sent, got] = ["XBO", "XAL"].map(|it| (it, units("101-110")));
    let sender_before = Filing::of("XAL", "2023").does(sent_in_2023(sent));
    let before = before.does(got_in_2023(got));
    assert_eq!(said([&sender, &receiver, &before, &sender_before]), [""; 0]);
}

fn sent_in_2023((to, units): (&str, crate::aef::Outcome)) -> crate::aef::ActionRow {
    sent("2023-05-01", units, to)
}

fn got_in_2023((from, units): (&str, crate::aef::Outcome)) -> crate::aef::ActionRow {
    got("2023-05-01", units, from)
}

#[test]
fn isc01_holdings_go_on_from_year_to_year_and_what_vanishes_between_them_fails() {
    let [sender, receiver] = sender_and_receiver();
    let same = Filing::of("XBO", "2025").holds(units("1-100"));
    assert_eq!(said([&sender, &receiver, &same]), [""; 0]);
    let less = Filing::of("XBO", "2025").holds(units("1-60"));
    assert_eq!(
        said([&sender, &receiver, &less]),
        ["XBO 2025 ISC01 holdings 0 on 61-100 \
          | XAL 2024 actions 9 | XBO 2024 actions 9 | XBO 2024 holdings 8"]
    );
}

#[test]
fn isc01_own_outcomes_before_their_first_transfer_may_be_held_or_not_17_6() {
    assert_eq!(said([&holder().holds(units("101-300"))]), [""; 0]);
    // They are no ITMOs of the year's end, though they are first transferred in the next year.
    let kept = holder().holds(units("101-300"));
    let next = Filing::of("XAL", "2025")
        .does(sent("2025-02-01", units("101-150"), "XBO"))
        .holds(units("1-100"));
    let receiver = Filing::of("XBO", "2025").does(got("2025-02-01", units("101-150"), "XAL"));
    assert_eq!(said([&kept, &next, &receiver.holds(units("101-150"))]), [""; 0]);
    // Those of others are ITMOs wherever they stand.
    let other = Filing::of("XCE", "2024").holds(units("101-300"));
    let before = Filing::of("XCE", "2023");
    assert_eq!(said([&holder(), &other, &before]), ["XCE 2024 ISC01 holdings 8/5 on 101-300"]);
}

#[test]
fn isc01_used_units_in_the_holdings_fail_r246() {
    let [sender, receiver] = sender_and_receiver();
    let receiver = receiver.does(used("2024-05-01", units("91-100"), "XBO", "2024"));
    let before = with_no_units_before();
    // X05 says it of the same row: the units had come to their end.
    assert_eq!(
        said([&sender, &receiver, &before]),
        [
            "XBO 2024 ISC01 holdings 8/5 on 91-100 | XAL 2024 actions 9",
            "XBO 2024 X05 holdings 8/5 on 91-100 | XBO 2024 actions 10",
        ]
    );
}

fn with_no_units_before() -> Filing {
    Filing::of("XBO", "2023").authorizes({
        let mut row = authorized("B1", "NDC");
        row.approach = the("CA9002");
        row
    })
}

#[test]
fn isc01_own_itmos_that_are_held_on_are_held_once_and_not_after_their_use_r265() {
    let before = holder();
    let same = Filing::of("XAL", "2025").holds(units("1-100"));
    assert_eq!(said([&before, &same]), [""; 0]);
    let twice = same.clone().holds(units("41-50"));
    assert_eq!(
        said([&before, &twice]),
        ["XAL 2025 ISC01 holdings 8/5 on 41-50 | XAL 2024 actions 9 | XAL 2024 holdings 8"]
    );
    let used = same.does(used("2025-05-01", units("91-100"), "XAL", "2025"));
    let said = said([&before, &used]);
    let isc01 = said.iter().filter(|it| it.contains("ISC01")).collect::<Vec<_>>();
    let [line] = isc01[..] else { panic!("{said:?}") };
    assert!(line.contains("holdings 8/5 on 91-100"), "{line}");
}
