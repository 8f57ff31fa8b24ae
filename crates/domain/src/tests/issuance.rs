//! Issuance, and putting units under an authorization (R-048, R-053, R-056, R-140, R-142, R-160).

use super::world::{
    World, XAL, XBO, authorize_units, cancel, issue, issuing, part, record_approach, terms, the,
    transfer, years,
};
use crate::account::AccountNumber;
use crate::authorization::Terms;
use crate::ledger::{AuthorizeUnits, CancellationReason, Issue, Order, Refusal};
use crate::underlying::Underlying;

#[test]
fn an_issuance_makes_one_block_with_what_was_said_for_life_r140() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let planned = world.issue(XAL, into, None, 10);
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let authorized = world.issue(XAL, into, Some("A1"), 10);
    assert_eq!(world.block(planned).authorization, None);
    assert!(world.block(authorized).authorization.is_some());
    let issued = world.books.issuances.get(&world.block(planned).issuance).unwrap();
    assert_eq!(issued.section, XAL);
    assert_eq!(issued.serials, planned.serials);
    assert_eq!(issued.metric.to_string(), "GHG");
    assert_eq!(issued.mitigation_type.to_string(), "Emission reductions");
    assert_eq!(issued.sector.to_string(), "Energy generation");
    assert_eq!(issued.activity_type.to_string(), "Solar");
    world.act(XAL, authorize_units(into, part(planned, "3", "5"), "A1"));
    for serial in ["1", "3", "5", "10"] {
        let unit = part(planned, serial, serial);
        assert_eq!(world.block(unit).issuance, world.block(planned_first(planned)).issuance);
    }
}

fn planned_first(units: crate::unit::UnitRange) -> crate::unit::UnitRange {
    part(units, "1", "1")
}

#[test]
fn only_the_host_issues_into_its_own_section_r140() {
    let mut world = World::new();
    let of_another = world.account(XBO, "100");
    assert_eq!(
        world.refused(XAL, issue(of_another, None, 1)),
        Refusal::AccountUnknown { account: of_another }
    );
    let none = AccountNumber::new(the("XAL"), the("100"), 99);
    assert_eq!(world.code(XAL, issue(none, None, 1)), "account-unknown");
}

#[test]
fn the_vintage_is_2021_or_later_and_not_later_than_this_year_r053() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let of = |vintage| Order::Issue(Issue { vintage: the(vintage), ..issuing(into, None, 1) });
    let (earliest, latest) = (the("2021"), the("2026"));
    assert_eq!(
        world.refused(XAL, of("2020")),
        Refusal::VintageTooEarly { vintage: the("2020"), earliest }
    );
    assert_eq!(
        world.refused(XAL, of("2027")),
        Refusal::VintageTooLate { vintage: the("2027"), latest }
    );
    world.act(XAL, of("2021"));
    world.act(XAL, of("2026"));
    let past = world.dated(XAL, of("2026"), "2025-12-31T23:59:59.999999Z");
    assert_eq!(world.propose(&past).unwrap_err().why.code(), "vintage-too-late");
}

#[test]
fn serials_end_below_two_to_the_sixty_third_r048_t25() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let most = 9_223_372_036_854_775_806;
    assert_eq!(world.code(XAL, issue(into, None, most + 1)), "serials-exhausted");
    let all = world.issue(XAL, into, None, most);
    assert_eq!(all.units().count(), most);
    assert_eq!(world.code(XAL, issue(into, None, 1)), "serials-exhausted");
    let other = world.account(XAL, "100");
    let last = part(all, "9223372036854775806", "9223372036854775806");
    world.act(XAL, transfer(into, other, last));
    world.act(XAL, transfer(into, other, part(all, "1", "1")));
    assert_eq!(world.block(last).account, world.block(part(all, "1", "1")).account);
}

#[test]
fn underlying_units_are_a_run_as_long_as_the_block_r056() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let backed = |first: &str, last: &str, quantity| backed_by(into, "GS", (first, last), quantity);
    assert_eq!(
        world.refused(XAL, backed("GS-1", "GS-99", 100)),
        Refusal::UnderlyingMismatch { underlying: 99, quantity: the("100") }
    );
    assert_eq!(world.code(XAL, backed("GS-1-1", "GS-2-2", 2)), "underlying-mismatch");
    assert_eq!(world.code(XAL, backed("GS-9", "GS-1", 9)), "underlying-mismatch");
    world.act(XAL, backed("GS-1", "GS-100", 100));
    world.act(XAL, backed("GS-101", "GS-101", 1));
}

fn backed_by(
    into: AccountNumber,
    registry: &str,
    (first, last): (&str, &str),
    quantity: u64,
) -> Order {
    let (registry, first, last) = (the(registry), the(first), the(last));
    let underlying = Underlying { registry, first, last, immobilized: the("letter 7") };
    Order::Issue(Issue { underlying: Some(underlying), ..issuing(into, None, quantity) })
}

#[test]
fn underlying_units_are_behind_one_block_only_r141() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    world.act(XAL, backed_by(into, "GS", ("GS-KE-1", "GS-KE-100"), 100));
    for ends in [("GS-KE-1", "GS-KE-100"), ("GS-KE-100", "GS-KE-199")] {
        let order = backed_by(into, "GS", ends, 100);
        let (first, last) = (the(ends.0), the(ends.1));
        assert_eq!(world.refused(XAL, order), Refusal::UnderlyingTaken { first, last });
    }
    assert_eq!(
        world.code(XAL, backed_by(into, "gs", ("gs-ke-50", "gs-ke-50"), 1)),
        "underlying-taken"
    );
    world.act(XAL, backed_by(into, "GS", ("GS-KE-101", "GS-KE-200"), 100));
    world.act(XAL, backed_by(into, "VCS", ("GS-KE-1", "GS-KE-100"), 100));
}

#[test]
fn who_holds_underlying_units_is_not_told_r141_t06() {
    let mut world = World::new();
    let (ours, theirs) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(XBO, record_approach("CA9002", &["XBO"]));
    world.act(XAL, backed_by(ours, "GS", ("GS-1", "GS-10"), 10));
    world.act(XBO, backed_by(theirs, "GS", ("GS-11", "GS-20"), 10));
    let own = world.refused(XAL, backed_by(ours, "GS", ("GS-5", "GS-5"), 1));
    let of_another = world.refused(XAL, backed_by(ours, "GS", ("GS-15", "GS-15"), 1));
    assert_eq!(own.code(), of_another.code());
    let without_ids = |refusal: &Refusal| refusal.to_string().replace("GS-15", "GS-5");
    assert_eq!(without_ids(&own), without_ids(&of_another));
}

#[test]
fn underlying_units_that_ended_here_are_not_free_again_r141() {
    let mut world = World::new();
    let (into, gone) = (world.account(XAL, "100"), world.account(XAL, "330"));
    world.act(XAL, backed_by(into, "GS", ("GS-1", "GS-10"), 10));
    let units = the("CA9001-XAL01-XAL-1..10-2024");
    world.act(XAL, cancel(into, gone, units, CancellationReason::Other));
    assert_eq!(world.code(XAL, backed_by(into, "GS", ("GS-1", "GS-10"), 10)), "underlying-taken");
}

#[test]
fn underlying_units_need_proof_that_they_are_immobilized_r141() {
    let without = r#"{"registry":"GS","first":"GS-1","last":"GS-9"}"#;
    assert!(serde_json::from_str::<Underlying>(without).is_err());
    let with = r#"{"registry":"GS","first":"GS-1","last":"GS-9","immobilized":"letter 7"}"#;
    assert!(serde_json::from_str::<Underlying>(with).is_ok());
}

#[test]
fn units_are_authorized_only_by_terms_that_fit_them_r142() {
    let narrow = Terms {
        activity_types: vec![the("Solar")],
        occurred: Some(years("2024", "2024")),
        ..terms("A1", "NDC", None)
    };
    let mut world = World::new();
    world.act(XAL, record_approach("CA9002", &["XAL"]));
    world.act(XAL, Order::Authorize(narrow));
    let into = world.account(XAL, "100");
    let mut serial = 0_u32;
    let fits = issuing(into, None, 1);
    let misfits = [
        ("approach", Issue { approach: the("CA9002"), ..fits.clone() }),
        ("vintage", Issue { vintage: the("2023"), ..fits.clone() }),
        ("sector", Issue { sector: the("Agriculture"), ..fits.clone() }),
        ("activity type", Issue { activity_type: the("Wind"), ..fits.clone() }),
    ];
    for (field, order) in misfits {
        let expected = Refusal::DoesNotFit { authorization: the("A1"), field };
        let at_issue = Issue { authorization: Some(the("A1")), ..order.clone() };
        assert_eq!(world.refused(XAL, Order::Issue(at_issue)), expected);
        let series = format!("{}-XAL01-XAL", order.approach);
        let vintage = order.vintage;
        world.act(XAL, Order::Issue(order));
        serial += 1;
        let units = the(&format!("{series}-{serial}-{vintage}"));
        assert_eq!(world.refused(XAL, authorize_units(into, units, "A1")), expected);
    }
    let units = world.issue(XAL, into, None, 1);
    world.act(XAL, authorize_units(into, units, "A1"));
}

#[test]
fn units_of_another_metric_are_not_authorized_r142() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let hours = Terms { metric: the("MWh"), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(hours));
    let expected = Refusal::DoesNotFit { authorization: the("A1"), field: "metric" };
    assert_eq!(world.refused(XAL, issue(into, Some("A1"), 1)), expected);
    let units = world.issue(XAL, into, None, 1);
    assert_eq!(world.refused(XAL, authorize_units(into, units, "A1")), expected);
}

#[test]
fn planned_units_become_authorized_once_by_an_authorization_of_their_own_section_r142() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let units = world.issue(XAL, into, None, 10);
    world.act(XBO, Order::Authorize(terms("B1", "NDC", None)));
    assert_eq!(
        world.refused(XAL, authorize_units(into, units, "B1")),
        Refusal::AuthorizationUnknown { authorization: the("B1") }
    );
    assert_eq!(world.code(XAL, issue(into, Some("B1"), 1)), "authorization-unknown");
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    world.act(XAL, Order::Authorize(terms("A2", "OIMP", Some("Issuance"))));
    world.act(XAL, authorize_units(into, part(units, "4", "6"), "A1"));
    assert_eq!(
        world.refused(XAL, authorize_units(into, units, "A2")),
        Refusal::AlreadyAuthorized { units: part(units, "4", "6") }
    );
    let theirs = Order::AuthorizeUnits(AuthorizeUnits {
        account: into,
        units: part(units, "1", "3"),
        authorization: the("B1"),
    });
    assert_eq!(world.code(XBO, theirs), "account-unknown");
}

#[test]
fn the_first_transfer_comes_with_issuance_and_authorization_whichever_is_later_r160_r161() {
    for (definition, at_once) in
        [("Authorisation", true), ("Issuance", true), ("Use or Cancellation", false)]
    {
        for purposes in ["OIMP", "IMP", "OP", "NDC and OIMP", "NDC and IMP", "NDC and OP"] {
            let (mut world, from, _, units) = World::stage(terms("A1", purposes, Some(definition)));
            assert_eq!(world.block(units).first_transfer.is_some(), at_once, "{purposes}");
            let planned = world.issue(XAL, from, None, 10);
            assert_eq!(world.block(planned).first_transfer, None);
            let receipt = world.act(XAL, authorize_units(from, planned, "A1"));
            let expected = at_once.then_some(receipt.last_entry);
            assert_eq!(world.block(planned).first_transfer, expected, "{purposes}");
        }
    }
    let (world, _, _, units) = World::stage(terms("A1", "NDC", None));
    assert_eq!(world.block(units).first_transfer, None);
}
