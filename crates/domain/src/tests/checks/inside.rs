//! II01 to II07: a report says nothing that its own tables, or another's about the same, contradict.

use super::filing::{
    Filing, authorized, defined, first, got, holder, said, sender_and_receiver, sent, units, used,
    used_for, with,
};
use crate::aef::{ActionRow, CONFIDENTIAL, Outcome, Subtype, UnderlyingIds};
use crate::authorization::FirstTransferDefinition::UseOrCancellation;
use crate::code_list::Sector;
use crate::tests::world::the;

#[test]
fn ii01_a_party_that_an_authorization_names_or_that_gives_one_takes_part() {
    let [sender, receiver] = sender_and_receiver();
    assert_eq!(said([&sender, &receiver]), [""; 0], "any Party");
    let mut named = sender.clone();
    named.0.authorizations[0].parties = vec![the("XBO")];
    assert_eq!(said([&named, &receiver]), [""; 0]);
    named.0.authorizations[0].parties = vec![the("XCE")];
    let giver = receiver.clone().authorizes(authorized("B1", "NDC"));
    assert_eq!(said([&named, &giver]), [""; 0], "its own authorization is under the approach");
}

#[test]
fn ii01_a_party_that_no_authorization_names_fails_with_each_of_its_rows() {
    let [mut sender, receiver] = sender_and_receiver();
    sender.0.authorizations[0].parties = vec![the("XCE")];
    let wrong = said([&sender, &receiver]);
    assert_eq!(
        wrong,
        ["XBO 2024 II01 actions 9/4 on 1-100", "XBO 2024 II01 holdings 8/1 on 1-100"]
    );
}

#[test]
fn ii01_waits_as_long_as_nobody_has_reported_an_authorization() {
    // So do X01 and X02: XAL has reported nothing at all.
    let [_, receiver] = sender_and_receiver();
    assert_eq!(
        said([&receiver]),
        [
            "XBO 2024 II01 undetermined actions 9/4 on 1-100",
            "XBO 2024 II01 undetermined holdings 8/1 on 1-100",
            "XBO 2024 X01 undetermined actions 9/20 on 1-100",
            "XBO 2024 X02 undetermined actions 9/5 on 1-100",
            "XBO 2024 X02 undetermined holdings 8/2 on 1-100",
        ]
    );
}

fn ended(on: &str) -> ActionRow {
    first(on, units("1-100"), Subtype::UseOrCancellation)
}

fn ending() -> Filing {
    Filing::of("XAL", "2024").authorizes(defined("A1", "OIMP", UseOrCancellation))
}

#[test]
fn ii02_an_action_that_is_reported_twice_fails_in_the_later_row() {
    let once = ending().does(ended("2024-03-05"));
    assert_eq!(said([&once]), [""; 0]);
    let twice = once.does(ended("2024-03-05"));
    assert_eq!(said([&twice]), ["XAL 2024 II02 actions 10/8 on 1-100 | XAL 2024 actions 9"]);
}

#[test]
fn ii02_compares_moments_where_both_rows_have_one_and_else_days() {
    let day = ending().does(ended("2024-03-05")).does(ended("2024-03-05T10:00:00.000Z"));
    assert_eq!(said([&day]), ["XAL 2024 II02 actions 10/8 on 1-100 | XAL 2024 actions 9"]);
    // Two true actions; that units end twice, after a first transfer before, is for X05 and X06.
    let moments =
        ending().does(ended("2024-03-05T09:00:00.000Z")).does(ended("2024-03-05T10:00:00.000Z"));
    assert_eq!(
        said([&moments]),
        [
            "XAL 2024 X05 actions 10/8 on 1-100 | XAL 2024 actions 9",
            "XAL 2024 X06 actions 10/2 on 1-100 | XAL 2024 actions 9",
        ]
    );
}

#[test]
fn ii03_a_version_is_reported_with_the_same_sectors_and_activity_types() {
    let sector = |text: &str| vec![the::<Sector>(text).into()];
    let farms = with(authorized("A1", "NDC"), |it| it.sectors = sector("Agriculture"));
    let first = Filing::of("XAL", "2023").authorizes(authorized("A1", "NDC"));
    let again = Filing::of("XAL", "2024").authorizes(farms.clone());
    assert_eq!(
        said([&first, &again]),
        ["XAL 2024 II03 authorizations 8/9 | XAL 2023 authorizations 8/9"]
    );
    let solar = with(authorized("A1", "NDC"), |it| {
        it.activity_types = vec![the::<crate::code_list::ActivityType>("Solar").into()];
    });
    let again = Filing::of("XAL", "2024").authorizes(solar);
    assert_eq!(
        said([&first, &again]),
        ["XAL 2024 II03 authorizations 8/10 | XAL 2023 authorizations 8/10"]
    );
    // A change is a new version, and other authorizations may be of other sectors.
    let next = with(farms.clone(), |it| it.version = the("2"));
    let other = with(farms, |it| it.id = the("A2"));
    let second = Filing::of("XAL", "2024").authorizes(next).authorizes(other);
    assert_eq!(said([&first, &second]), [""; 0]);
}

fn hours(outcome: &mut Outcome, metric: &str) {
    outcome.non_ghg_metric = Some(metric.into());
    outcome.quantity_non_ghg = Some("100".into());
}

#[test]
fn ii04_a_row_has_the_metric_of_the_authorization_that_it_names() {
    let mut wrong = ending().does(ended("2024-03-05"));
    hours(&mut wrong.0.actions[0].outcome, "megawatt hours");
    assert_eq!(said([&wrong]), ["XAL 2024 II04 actions 9/13 on 1-100"]);
    wrong.0.authorizations[0].non_ghg_metric = Some("megawatt hours".into());
    assert_eq!(said([&wrong]), [""; 0]);
    // Another authorization of the approach may have another metric.
    let both = wrong.authorizes(authorized("A2", "NDC"));
    assert_eq!(said([&both]), [""; 0]);
}

#[test]
fn ii04_rows_about_the_same_units_have_the_same_metric() {
    let [mut sender, mut receiver] = sender_and_receiver();
    sender.0.authorizations[0].non_ghg_metric = Some("megawatt hours".into());
    hours(&mut sender.0.actions[0].outcome, "megawatt hours");
    hours(&mut receiver.0.actions[0].outcome, "megawatt hours");
    hours(&mut receiver.0.holdings[0].outcome, "square kilometres");
    // Both sides of the difference fail: nobody can tell which is right.
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 II04 actions 9/13 on 1-100 | XBO 2024 holdings 8",
            "XBO 2024 II04 actions 9/13 on 1-100 | XBO 2024 holdings 8",
            "XBO 2024 II04 holdings 8/10 on 1-100 | XAL 2024 actions 9",
        ]
    );
}

fn behind(outcome: &mut Outcome, first: &str, last: &str) {
    let some = |text: &str| Some(text).filter(|it| !it.is_empty()).map(Into::into);
    let registry = Some("GS".into());
    outcome.underlying = UnderlyingIds { registry, first: some(first), last: some(last) };
}

#[test]
fn ii05_underlying_units_stay_as_far_from_each_other_as_the_units() {
    let [mut sender, receiver] = sender_and_receiver();
    let mut receiver = receiver.without_holdings().holds(units("11-100"));
    receiver.0.actions.push(used("2024-04-01", units("1-10"), "XBO", "2024"));
    receiver.0.actions[1].at = 10;
    behind(&mut sender.0.actions[0].outcome, "GS-500001", "GS-500100");
    behind(&mut receiver.0.actions[0].outcome, "GS-500001", "GS-500100");
    behind(&mut receiver.0.actions[1].outcome, "GS-500001", "GS-500010");
    behind(&mut receiver.0.holdings[0].outcome, "GS-500011", "GS-500100");
    assert_eq!(said([&sender, &receiver]), [""; 0]);
    behind(&mut receiver.0.holdings[0].outcome, "GS-500012", "GS-500101");
    // The rows that the shifted one contradicts fail too, on the units that they share.
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 II05 actions 9/11 on 11-100 | XBO 2024 holdings 8",
            "XBO 2024 II05 actions 9/11 on 11-100 | XBO 2024 holdings 8",
            "XBO 2024 II05 holdings 8/8 on 11-100 | XAL 2024 actions 9",
        ]
    );
    // What is kept back is compared with nothing.
    behind(&mut receiver.0.holdings[0].outcome, CONFIDENTIAL, CONFIDENTIAL);
    assert_eq!(said([&sender, &receiver]), [""; 0]);
}

#[test]
fn ii05_one_identifier_without_the_other_fails_and_none_at_all_does_not() {
    let mut one = ending().does(ended("2024-03-05"));
    behind(&mut one.0.actions[0].outcome, "GS-1", "");
    assert_eq!(said([&one]), ["XAL 2024 II05 actions 9/11 on 1-100"]);
    // Only the row that has one of two fails, not those about the same units.
    let [mut sender, receiver] = sender_and_receiver();
    behind(&mut sender.0.actions[0].outcome, "", "GS-100");
    assert_eq!(said([&sender, &receiver]), ["XAL 2024 II05 actions 9/11 on 1-100"]);
}

#[test]
fn ii05_units_with_identifiers_here_and_without_there_fail() {
    let [mut sender, receiver] = sender_and_receiver();
    behind(&mut sender.0.actions[0].outcome, "GS-1", "GS-100");
    assert_eq!(
        said([&sender, &receiver]),
        [
            "XAL 2024 II05 actions 9/11 on 1-100 | XBO 2024 actions 9",
            "XBO 2024 II05 actions 9/11 on 1-100 | XAL 2024 actions 9",
            "XBO 2024 II05 holdings 8/8 on 1-100 | XAL 2024 actions 9",
        ]
    );
}

#[test]
fn ii05_a_run_of_another_length_than_the_block_is_remarked() {
    let mut odd = ending().does(ended("2024-03-05"));
    behind(&mut odd.0.actions[0].outcome, "GS-1", "GS-50");
    assert_eq!(said([&odd]), ["XAL 2024 II05 remark actions 9/11 on 1-100"]);
}

#[test]
fn ii06_a_use_names_its_party_and_the_authorization_lets_it() {
    let used_by = |party: Option<&str>| {
        let [sender, receiver] = sender_and_receiver();
        let mut row = used("2024-05-01", units("1-100"), "XBO", "2024");
        row.using_party = party.map(the);
        [sender, receiver.without_holdings().does(row)]
    };
    assert_eq!(said(&used_by(Some("XBO"))), [""; 0]);
    assert_eq!(said(&used_by(None)), ["XBO 2024 II06 actions 10/23 on 1-100"]);
    let [mut sender, receiver] = used_by(Some("XBO"));
    // XBO takes part by another authorization, or II01 would fail for it.
    sender.0.authorizations[0].parties = vec![the("XCE")];
    let sender = sender.authorizes(authorized("A2", "NDC"));
    assert_eq!(said([&sender, &receiver]), ["XBO 2024 II06 actions 10/23 on 1-100"]);
    // A later version that lets it is enough.
    let next = with(authorized("A1", "NDC"), |it| it.version = the("2"));
    assert_eq!(said([&sender.authorizes(next), &receiver]), [""; 0]);
}

#[test]
fn ii06_an_entity_that_uses_is_one_that_the_authorization_names() {
    let used_by = |entity: &str, named: &[&str]| {
        let mut filing = holder().without_holdings().names("E-1").names("E-2");
        let row = used_for("2024-05-01", units("1-100"), "XAL", "CORSIA");
        filing = filing.does(with(row, |it| it.using_entity = Some(entity.into())));
        filing.0.authorizations[0].entities = named.iter().map(|it| (*it).into()).collect();
        said([&filing])
    };
    assert_eq!(used_by("E-1", &["E-1"]), [""; 0]);
    assert_eq!(used_by("E-1", &["E-2"]), ["XAL 2024 II06 actions 10/24 on 1-100"]);
    assert_eq!(used_by("E-1", &[CONFIDENTIAL]), [""; 0], "who is named is kept back");
    assert_eq!(used_by(CONFIDENTIAL, &["E-2"]), [""; 0], "who used is kept back");
}

#[test]
fn ii07_the_approach_is_that_of_the_identifiers() {
    let mut wrong = ending().does(ended("2024-03-05"));
    wrong.0.actions[0].outcome.approach = the("CA9002");
    // XAL takes part in the other approach too, or II01 would wait.
    let wrong = wrong.authorizes(with(authorized("A2", "NDC"), |it| it.approach = the("CA9002")));
    assert_eq!(said([&wrong]), ["XAL 2024 II07 actions 9/4 on 1-100"]);
    let [sender, mut receiver] = sender_and_receiver();
    receiver.0.holdings[0].outcome.approach = the("CA9002");
    let sender = sender.authorizes(with(authorized("A2", "NDC"), |it| it.approach = the("CA9002")));
    assert_eq!(said([&sender, &receiver]), ["XBO 2024 II07 holdings 8/1 on 1-100"]);
}

#[test]
fn a_later_version_of_a_report_takes_the_place_of_the_former_r261() {
    let [sender, receiver] = sender_and_receiver();
    let mut former = receiver.clone().does(got("2024-03-06", units("200-300"), "XCE"));
    former.0.submission.version = the("1.9");
    let mut newer = receiver;
    newer.0.submission.version = the("1.10");
    for order in [[&former, &newer, &sender], [&newer, &former, &sender]] {
        assert_eq!(said(order), [""; 0]);
    }
    let sent = sent("2024-03-07", units("101-110"), "XBO");
    assert_eq!(
        said([&sender.does(sent), &newer]),
        [
            "XAL 2024 X01 actions 10/21 on 101-110 | XBO 2024 nowhere",
            "XBO 2024 X01 actions 0 on 101-110 | XAL 2024 actions 10",
        ]
    );
}
