//! X02 to X04: what rows refer to is reported, and units keep what they have for life.

use super::filing::{
    Filing, authorized, defined, got, holder, said, sender_and_receiver, sent, units, used_for,
    with,
};
use crate::aef::CONFIDENTIAL;
use crate::authorization::FirstTransferDefinition::Authorization;
use crate::code_list::MitigationType;
use crate::tests::world::the;

#[test]
fn x02_an_authorization_that_the_first_transferring_party_has_not_reported_fails() {
    let [sender, receiver] = sender_and_receiver();
    let wrong = |mut filing: Filing| {
        filing.0.actions.iter_mut().for_each(|row| row.outcome.authorization = the("A7"));
        filing
    };
    assert_eq!(said([&wrong(sender.clone()), &receiver]), ["XAL 2024 X02 actions 9/5 on 1-100"]);
    assert_eq!(said([&sender, &wrong(receiver.clone())]), ["XBO 2024 X02 actions 9/5 on 1-100"]);
    // An authorization of another Party with the same ID is another.
    let own = receiver.authorizes(authorized("A7", "NDC"));
    assert_eq!(said([&sender, &wrong(own)]), ["XBO 2024 X02 actions 9/5 on 1-100"]);
}

#[test]
fn x02_any_year_of_the_first_transferring_party_may_report_it() {
    let [mut sender, receiver] = sender_and_receiver();
    let given = sender.0.authorizations.pop().unwrap();
    let before = Filing::of("XAL", "2022").authorizes(given);
    assert_eq!(said([&before, &sender, &receiver]), [""; 0]);
}

#[test]
fn x02_waits_where_the_first_transferring_party_has_not_reported_the_year() {
    // XCE has what XBO sent on; XAL has reported nothing, so that II01 waits too.
    let third = Filing::of("XCE", "2024").holds(units("1-10"));
    assert_eq!(
        said([&third]),
        [
            "XCE 2024 II01 undetermined holdings 8/1 on 1-10",
            "XCE 2024 ISC01 undetermined holdings 8/5 on 1-10",
            "XCE 2024 X02 undetermined holdings 8/2 on 1-10",
        ]
    );
}

fn used_by_entity(entity: &str) -> Filing {
    let row = used_for("2024-05-01", units("1-100"), "XAL", "CORSIA");
    let row = with(row, |it| it.using_entity = Some(entity.into()));
    let mut filing = holder().without_holdings().does(row);
    filing.0.authorizations[0].entities = vec![entity.into()];
    filing
}

#[test]
fn x03_an_entity_that_no_table_5_has_fails() {
    let filing = used_by_entity("E-1");
    assert_eq!(said([&filing]), ["XAL 2024 X03 actions 10/24 on 1-100"]);
    assert_eq!(said([&filing.clone().names("E-1")]), [""; 0]);
    let elsewhere = Filing::of("XBO", "2023").names("E-1");
    assert_eq!(said([&filing, &elsewhere]), [""; 0], "another Party may have authorized it");
}

#[test]
fn x03_numbers_that_are_kept_back_are_looked_up_nowhere_r294() {
    assert_eq!(said([&used_by_entity(CONFIDENTIAL)]), [""; 0]);
    let kept_back = used_by_entity("E-1").names(CONFIDENTIAL);
    assert_eq!(said([&kept_back]), [""; 0], "it may be the one that Table 5 keeps back");
}

#[test]
fn x04_units_keep_their_mitigation_type() {
    let [sender, mut receiver] = sender_and_receiver();
    receiver.0.holdings[0].outcome.mitigation_type = the::<MitigationType>("Removals").into();
    // Both sides of the difference fail: nobody can tell which is right.
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 X04 actions 9/18 on 1-100 | XBO 2024 holdings 8",
            "XBO 2024 X04 actions 9/18 on 1-100 | XBO 2024 holdings 8",
            "XBO 2024 X04 holdings 8/15 on 1-100 | XAL 2024 actions 9",
        ]
    );
}

#[test]
fn x04_units_of_another_series_are_others() {
    let [sender, receiver] = sender_and_receiver();
    let removals = with(units("XBO 1-100"), |it| {
        it.mitigation_type = the::<MitigationType>("Removals").into();
        it.authorization = the("B1");
    });
    let receiver = receiver.authorizes(defined("B1", "NDC and OIMP", Authorization)).does(sent(
        "2024-06-01",
        removals.clone(),
        "XAL",
    ));
    let sender = sender.does(got("2024-06-01", removals.clone(), "XBO")).holds(removals);
    assert_eq!(said([&sender, &receiver]), [""; 0]);
}
