//! Parties come and go by the dates of a list.

use super::world::{
    OFFICE, QUN, World, XAL, XBO, article_6_4, authorize_units, cancel, contribute, first_transfer,
    initial_report, issue, officer, open_section, part, participation, record_approach, retire,
    revoke, terms, the, transfer, transfer_in, transfer_out, use_for_ndc, use_for_oimp,
};
use crate::access::Role;
use crate::authorization::Terms;
use crate::ledger::{
    CancellationReason, IssueArticle64, Order, OrderKind, OtherPurpose, Refusal, RetirementPurpose,
};
use crate::section::Installation;
use crate::unit::UnitRange;

/// In August 2025, sections of the USA (the first) and of a Party that stays (the second).
pub(super) fn with_usa() -> World {
    let mut world = World::empty(Installation::Test);
    world.now = the("2025-08-01T12:00:00Z");
    for (section, party) in [(XAL, "USA"), (XBO, "CHE")] {
        world.act(OFFICE, open_section(party));
        let initiator = [Role::PartyInitiator, Role::PartyAdministrator];
        world.appoint(officer(section, 1), section, &initiator);
        world.appoint(officer(section, 2), section, &[Role::PartyApprover]);
        world.act(section, participation(None));
        world.act(section, initial_report("2024-12-31"));
    }
    world.act(XAL, record_approach("CA9001", &["USA", "CHE"]));
    world
}

#[test]
fn a_section_is_opened_for_who_is_a_party_on_that_day_r073() {
    for (now, allowed) in [
        ("2021-02-18T12:00:00Z", false),
        ("2021-02-19T12:00:00Z", true),
        ("2026-01-26T23:59:59Z", true),
        ("2026-01-27T00:00:00Z", false),
    ] {
        let mut world = World::empty(Installation::Production);
        world.now = the::<jiff::Timestamp>(now) - jiff::SignedDuration::from_secs(1);
        let proposal = world.draft(OFFICE, vec![open_section("USA")]);
        assert_eq!(world.propose(&proposal).is_ok(), allowed, "{now}");
    }
}

#[test]
fn the_section_of_a_party_that_withdrew_is_read_only_from_that_day_on_r074() {
    let mut world = with_usa();
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    let gone = world.account(XAL, "310");
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let units = world.issue(XAL, from, Some("A1"), 100);
    let planned = world.issue(XAL, from, None, 10);
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    world.act(XBO, transfer(to, from, part(units, "41", "50")));
    let (used, back) = (world.account(XAL, "200"), part(units, "41", "50"));
    world.now = the("2026-01-27T00:00:00Z");
    let (party, withdrawal) = (the("USA"), "2026-01-27".to_owned());
    let read_only = Refusal::PartyWithdrew { party, withdrawal };
    for order in [
        Order::Authorize(terms("A2", "NDC", None)),
        authorize_units(from, planned, "A1"),
        issue(from, None, 1),
        first_transfer(from, to, part(units, "51", "60")),
        use_for_ndc(from, used, back, "2025"),
        transfer(from, to, back),
        cancel(from, gone, back, CancellationReason::Voluntary),
    ] {
        assert_eq!(world.refused(XAL, order), read_only);
    }
    let sent = transfer(to, from, part(units, "1", "10"));
    assert_eq!(world.refused(XBO, sent), read_only, "nor does anything come in");
}

#[test]
fn its_units_stay_where_they_are_and_others_use_what_they_hold_r074() {
    let mut world = with_usa();
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let units = world.issue(XAL, from, Some("A1"), 100);
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    let used = world.account(XBO, "200");
    world.now = the("2026-06-01T00:00:00Z");
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "30"), "2025"));
    assert_eq!(world.place(part(units, "1", "30")), used);
    assert_eq!(world.place(part(units, "51", "100")), from);
}

#[test]
fn what_happened_before_the_withdrawal_can_be_recorded_after_it_r074() {
    let mut world = with_usa();
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let units = world.issue(XAL, from, Some("A1"), 100);
    world.now = the("2026-02-01T00:00:00Z");
    let order = first_transfer(from, to, part(units, "1", "50"));
    let in_time = world.dated(XAL, order.clone(), "2026-01-26T23:59:59Z");
    world.carry_out(&in_time).unwrap();
    let late =
        world.dated(XAL, first_transfer(from, to, part(units, "51", "60")), "2026-01-27T00:00:00Z");
    assert_eq!(world.propose(&late).unwrap_err().why.code(), "party-withdrew");
    assert_eq!(order.kind(), OrderKind::FirstTransfer);
}

#[test]
fn after_the_withdrawal_no_act_gives_to_the_party_or_takes_from_it_r074() {
    let mut world = with_usa();
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    let (fund, of_usa) = (world.fund(XBO), world.fund(XAL));
    let (out, retired) = (world.outside(XAL, "DEU01"), world.account(XAL, "R"));
    let (to_usa, to_germany) = (world.outside(XBO, "USA02"), world.outside(XBO, "DEU01"));
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let units = world.issue(XAL, from, Some("A1"), 100);
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    world.act(XAL, transfer_out(from, out, part(units, "51", "60")));
    world.act(XBO, transfer(to, from, part(units, "1", "10")));
    world.now = the("2026-01-27T00:00:00Z");
    let (own, held) = (part(units, "1", "10"), part(units, "11", "50"));
    for (section, order) in [
        (XAL, contribute(from, fund, own)),
        (XAL, transfer_out(from, out, own)),
        (XAL, transfer_in(out, from, part(units, "51", "60"))),
        (XAL, retire(from, retired, part(units, "61", "70"), RetirementPurpose::OwnNdc)),
        (XAL, revoke("A1")),
        (XBO, contribute(to, of_usa, held)),
        (XBO, transfer_out(to, to_usa, held)),
    ] {
        assert_eq!(world.code(section, order.clone()), "party-withdrew", "{order:?}");
    }
    world.act(XBO, contribute(to, fund, part(units, "11", "20")));
    world.act(XBO, transfer_out(to, to_germany, part(units, "21", "30")));
}

#[test]
fn the_mechanism_issues_and_first_transfers_for_no_host_that_withdrew_r074_r173() {
    let mut world = with_usa();
    world.act(OFFICE, open_section("XCE"));
    let places = world.mechanism();
    let [pending, ..] = places;
    let to = world.account(XBO, "100");
    let ends = ["210", "330"].map(|kind| world.account(QUN, kind));
    let both = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
    world.act(XAL, Order::Authorize(Terms { approach: the("CA0001"), ..both }));
    let order = IssueArticle64 { host: the("USA"), ..article_6_4(places, 100) };
    world.act(QUN, Order::IssueArticle64(order.clone()));
    let units: UnitRange = the("CA0001-UN01-USA-1..93-2024");
    world.act(QUN, first_transfer(pending, to, part(units, "1", "10")));
    world.now = the("2026-01-27T00:00:00Z");
    let more = IssueArticle64 { first: the("101"), last: the("200"), ..order };
    let waiting = part(units, "11", "20");
    for order in [
        Order::IssueArticle64(more),
        first_transfer(pending, to, waiting),
        use_for_oimp(pending, ends[0], waiting, OtherPurpose::Imp),
        cancel(pending, ends[1], waiting, CancellationReason::Other),
    ] {
        assert_eq!(world.code(QUN, order.clone()), "party-withdrew", "{order:?}");
    }
    let used = world.account(XBO, "200");
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "10"), "2025"));
}
