//! X05, X06 and X08: units begin once, end once, and are somebody's in between.

use super::filing::{
    Filing, authorized, cancelled, defined, first, got, passed, said, sender_and_receiver, sent,
    units, used, used_for,
};
use crate::aef::Subtype;
use crate::authorization::FirstTransferDefinition::{Authorization, UseOrCancellation};
use crate::tests::world::the;

#[test]
fn x05_units_that_were_used_do_not_appear_again_in_whosever_report() {
    let [sender, receiver] = sender_and_receiver();
    let ended = receiver.without_holdings().does(used("2024-05-01", units("1-100"), "XBO", "2024"));
    assert_eq!(said([&sender, &ended]), [""; 0]);
    // XCE has them all the same; X08 and ISC01 know where XCE has them from.
    let ended_and_sent = ended.does(passed("2024-06-01", units("1-10"), "XCE"));
    let third = Filing::of("XCE", "2024").does(got("2024-06-01", units("1-10"), "XBO"));
    let third = third.does(cancelled("2024-07-01", units("1-10"), "XCE"));
    assert_eq!(
        said([&sender, &ended_and_sent, &third]),
        [
            // By the sums XBO sent out ten more than it had.
            "XBO 2024 ISC01 undetermined holdings 0 on 1-10 \
             | XAL 2024 actions 9 | XCE 2024 actions 9 | XCE 2024 actions 10",
            "XBO 2024 X05 actions 11/8 on 1-10 | XBO 2024 actions 10",
            "XCE 2024 X05 actions 9/8 on 1-10 | XBO 2024 actions 10",
            "XCE 2024 X05 actions 10/8 on 1-10 | XBO 2024 actions 10",
        ]
    );
}

#[test]
fn x05_of_two_ends_the_later_fails_and_of_one_day_the_one_that_is_reported_later() {
    let [sender, receiver] = sender_and_receiver();
    let with = |one: &str, other: &str| {
        let receiver = receiver.clone().without_holdings();
        let receiver = receiver.does(cancelled(one, units("1-100"), "XBO")).does(used(
            other,
            units("1-100"),
            "XBO",
            "2024",
        ));
        said([&sender, &receiver])
    };
    // By the sums 100 units went out twice.
    let sums = "XBO 2024 ISC01 undetermined holdings 0 on 1-100 | XAL 2024 actions 9";
    let second = "XBO 2024 X05 actions 11/8 on 1-100 | XBO 2024 actions 10";
    assert_eq!(with("2024-05-01", "2024-05-02"), [sums, second]);
    assert_eq!(with("2024-05-01", "2024-05-01"), [sums, second]);
    let first = "XBO 2024 X05 actions 10/8 on 1-100 | XBO 2024 actions 11";
    assert_eq!(with("2024-05-02", "2024-05-01"), [sums, first]);
}

#[test]
fn x05_acts_of_one_day_without_moments_are_in_no_order() {
    let [sender, receiver] = sender_and_receiver();
    let ended = receiver.without_holdings().does(used("2024-03-05", units("1-100"), "XBO", "2024"));
    assert_eq!(said([&sender, &ended]), [""; 0]);
    // With moments they are: sent on after the use, which ISC01 and X08 do not see by days.
    let [mut sender, _] = sender_and_receiver();
    sender.0.actions[0].when = the("2024-03-05T10:00:00.000Z");
    let mut ended = ended;
    ended.0.actions[1].when = the("2024-03-05T09:00:00.000Z");
    assert_eq!(
        said([&sender, &ended]),
        ["XAL 2024 X05 actions 9/8 on 1-100 | XBO 2024 actions 10"]
    );
}

#[test]
fn x05_holdings_of_a_later_year_have_no_units_that_ended_before() {
    let [sender, receiver] = sender_and_receiver();
    let ended = receiver.without_holdings().does(used("2024-05-01", units("1-100"), "XBO", "2024"));
    let next = Filing::of("XBO", "2025").holds(units("1-5"));
    assert_eq!(
        said([&sender, &ended, &next]),
        [
            // Nothing explains them either.
            "XBO 2025 ISC01 holdings 8/5 on 1-5 \
             | XAL 2024 actions 9 | XBO 2024 actions 9 | XBO 2024 actions 10",
            "XBO 2025 X05 holdings 8/5 on 1-5 | XBO 2024 actions 10",
        ]
    );
    // An end of a later year does not touch the holdings before.
    let before = Filing::of("XBO", "2024").does(got("2024-03-05", units("1-100"), "XAL"));
    let before = before.holds(units("1-100"));
    let ends = Filing::of("XBO", "2025").does(used("2025-05-01", units("1-100"), "XBO", "2025"));
    assert_eq!(said([&sender, &before, &ends]), [""; 0]);
}

#[test]
fn x06_a_second_first_transfer_fails() {
    let [sender, receiver] = sender_and_receiver();
    let twice = sender.does(sent("2024-06-01", units("91-100"), "XCE"));
    let third = Filing::of("XCE", "2024").does(got("2024-06-01", units("91-100"), "XAL"));
    assert_eq!(
        said([&twice, &receiver, &third.clone().holds(units("91-100"))]),
        ["XAL 2024 X06 actions 10/2 on 91-100 | XAL 2024 actions 9"]
    );
    // By another event too, and across years.
    let [sender, receiver] = sender_and_receiver();
    let next = Filing::of("XAL", "2025")
        .authorizes(defined("A2", "NDC and OIMP", Authorization))
        .does(crate::tests::checks::filing::with(
            first("2025-06-01", units("91-100"), Subtype::Authorization),
            |it| it.outcome.authorization = the("A2"),
        ))
        .holds(units("91-100"));
    assert_eq!(
        said([&sender, &receiver, &next]),
        ["XAL 2025 X06 actions 9/2 on 91-100 | XAL 2024 actions 9"]
    );
}

#[test]
fn x06_the_same_units_abroad_for_the_first_time_on_another_day_are_no_repetition() {
    let [sender, receiver] = sender_and_receiver();
    let again = sender.does(sent("2024-06-01", units("1-100"), "XBO"));
    let again_got = receiver.clone().does(got("2024-06-01", units("1-100"), "XAL"));
    // XBO has got them twice, and holds them once.
    assert_eq!(
        said([&again, &again_got]),
        [
            "XAL 2024 X06 actions 10/2 on 1-100 | XAL 2024 actions 9",
            "XBO 2024 ISC01 holdings 8/5 on 1-100 | XAL 2024 actions 9 | XAL 2024 actions 10",
        ]
    );
}

#[test]
fn x06_the_mandatory_share_is_a_first_transfer_too_r173_r177() {
    let share =
        super::filing::given("2024-03-04", units("1-5"), Subtype::MandatoryToAdaptationFund);
    let [sender, receiver] = sender_and_receiver();
    assert_eq!(
        said([&sender.does(share), &receiver]),
        ["XAL 2024 X06 actions 9/2 on 1-5 | XAL 2024 actions 10"]
    );
}

#[test]
fn x06_the_same_row_twice_is_one_first_transfer_that_ii02_finds() {
    let row = first("2024-03-05", units("1-100"), Subtype::UseOrCancellation);
    let twice = Filing::of("XAL", "2024")
        .authorizes(defined("A1", "OIMP", UseOrCancellation))
        .does(row.clone())
        .does(row);
    assert_eq!(said([&twice]), ["XAL 2024 II02 actions 10/8 on 1-100 | XAL 2024 actions 9"]);
}

#[test]
fn x08_units_that_nothing_brought_fail_where_the_year_before_is_reported() {
    let [sender, receiver] = sender_and_receiver();
    let spends = receiver.does(used("2024-05-01", units("101-110"), "XBO", "2024"));
    let isc01 = "XBO 2024 ISC01 undetermined holdings 0 on 101-110";
    let x08 = "XBO 2024 X08 undetermined actions 10/8 on 101-110";
    assert_eq!(said([&sender, &spends]), [isc01, x08], "and the sums wait for the same");
    let before = Filing::of("XBO", "2023");
    let [isc01, x08] = [isc01, x08].map(|line| line.replace("undetermined ", ""));
    assert_eq!(said([&sender, &spends, &before]), [isc01, x08]);
}

#[test]
fn x08_what_is_got_later_in_the_year_does_not_count_and_on_the_same_day_it_does() {
    let [sender, receiver] = sender_and_receiver();
    let on = |day: &str| {
        let receiver = receiver.clone().without_holdings();
        let used = used(day, units("1-100"), "XBO", "2024");
        said([&sender, &receiver.does(used), &Filing::of("XBO", "2023")])
    };
    assert_eq!(on("2024-03-05"), [""; 0]);
    assert_eq!(
        on("2024-03-04"),
        [
            "XAL 2024 X05 actions 9/8 on 1-100 | XBO 2024 actions 10",
            "XBO 2024 X05 actions 9/8 on 1-100 | XBO 2024 actions 10",
            "XBO 2024 X08 actions 10/8 on 1-100",
        ],
        "X05 says of the rows of 5 March that they come after the end"
    );
}

#[test]
fn x08_holdings_of_an_earlier_year_are_got() {
    let [sender, receiver] = sender_and_receiver();
    let next = Filing::of("XBO", "2025").does(passed("2025-02-01", units("41-100"), "XCE"));
    let next = next.holds(units("1-40"));
    let third = Filing::of("XCE", "2025").does(got("2025-02-01", units("41-100"), "XBO"));
    assert_eq!(said([&sender, &receiver, &next, &third.holds(units("41-100"))]), [""; 0]);
}

#[test]
fn x08_a_first_transfer_needs_no_holding() {
    let own = Filing::of("XAL", "2024").authorizes(authorized("A1", "NDC and OP")).does(used_for(
        "2024-05-01",
        units("1-10"),
        "XAL",
        "OP",
    ));
    // A use that is none has had none before it.
    assert_eq!(
        said([&own, &Filing::of("XAL", "2023")]),
        ["XAL 2024 ISC01 holdings 0 on 1-10", "XAL 2024 X08 actions 9/8 on 1-10"]
    );
    let [sender, receiver] = sender_and_receiver();
    assert_eq!(said([&sender, &receiver, &Filing::of("XAL", "2023")]), [""; 0]);
}
