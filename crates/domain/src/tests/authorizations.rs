//! Authorizations.

use super::world::{
    World, XAL, XBO, XCE, authorize_units, entity, first_transfer, issue, issuing, part, terms,
    the, transfer, use_for_ndc, use_for_oimp, years,
};
use crate::authorization::{Purposes, Terms};
use crate::entity::EntityAuthorization;
use crate::ledger::{Order, OtherPurpose, Refusal, UseForOimp};

const DEFINITIONS: [&str; 3] = ["Authorisation", "Issuance", "Use or Cancellation"];

#[test]
fn an_authorization_is_kept_with_all_that_it_says_r110() {
    let mut world = World::new();
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    let full = Terms {
        first_transfer_note: Some(the("once the units have their serials")),
        oimp: Some(the("CORSIA")),
        gwp_values: Some(the("CH4 = 28; N2O = 265")),
        methodology: Some(the("AMS-II.G")),
        registry: Some(the("XAL01")),
        last_issuance: Some(the("2031-06-30")),
        last_use: Some(the("2032-12-31")),
        last_cancellation: Some(the("2033-12-31")),
        parties: vec![the("XBO"), the("XCE")],
        entities: vec![the("E-1")],
        quantity: Some(the("1000")),
        activity_types: vec![the("Solar"), the("Wind")],
        occurred: Some(years("2021", "2025")),
        used: Some(years("2024", "2030")),
        conditions: Some(the("may be revoked before the first transfer")),
        document: Some(the("https://letters.invalid/7.pdf")),
        ..terms("CH/2024.1", "NDC and IMP", Some("Issuance"))
    };
    let receipt = world.act(XAL, Order::Authorize(full.clone()));
    let number = world.books.authorization_names.get(&(XAL, full.id.clone())).unwrap();
    let kept = world.books.authorizations.get(number).unwrap();
    assert_eq!(kept.newest(), Some(&full));
    assert_eq!(kept.section, XAL);
    assert_eq!(kept.versions[0].recorded, receipt.last_entry);
    let json = serde_json::to_string(&Order::Authorize(full.clone())).unwrap();
    assert_eq!(serde_json::from_str::<Order>(&json).unwrap(), Order::Authorize(full));
}

#[test]
fn an_authorization_names_a_sector_r110() {
    let none = Terms { sectors: Vec::new(), ..terms("A1", "NDC", None) };
    assert_eq!(World::new().refused(XAL, Order::Authorize(none)), Refusal::SectorsMissing {});
}

#[test]
fn a_first_transfer_definition_stands_with_oimp_and_never_with_ndc_alone_r111() {
    for purposes in Purposes::ALL {
        for definition in [None, Some(DEFINITIONS[0]), Some(DEFINITIONS[1]), Some(DEFINITIONS[2])] {
            let mut world = World::new();
            let order = Order::Authorize(terms("A1", &purposes.to_string(), definition));
            match (purposes, definition) {
                (Purposes::Ndc, None) => drop(world.act(XAL, order)),
                (Purposes::Ndc, Some(_)) => {
                    assert_eq!(world.code(XAL, order), "definition-forbidden");
                }
                (_, None) => assert_eq!(world.code(XAL, order), "definition-missing"),
                (_, Some(_)) => drop(world.act(XAL, order)),
            }
        }
    }
}

#[test]
fn each_authorization_has_its_own_first_transfer_definition_r112() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    world.act(XAL, Order::Authorize(terms("A1", "OIMP", Some("Issuance"))));
    world.act(XAL, Order::Authorize(terms("A2", "OIMP", Some("Use or Cancellation"))));
    let at_once = world.issue(XAL, into, Some("A1"), 10);
    let later = world.issue(XAL, into, Some("A2"), 10);
    assert!(world.block(at_once).first_transfer.is_some());
    assert!(world.block(later).first_transfer.is_none());
}

#[test]
fn a_use_needs_the_approach_the_outcomes_and_the_entity_authorized_r113() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let end = world.account(XAL, "210");
    let conditions = terms("A1", "IMP", Some("Use or Cancellation"));
    let elsewhere = Terms { approach: the("CA9002"), ..conditions.clone() };
    assert_eq!(world.code(XAL, Order::Authorize(elsewhere)), "approach-unknown");
    let with_entity = Terms { entities: vec![the("E-1")], ..conditions };
    let order = Order::Authorize(with_entity.clone());
    assert_eq!(world.code(XAL, order), "entity-not-authorized");
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    world.act(XAL, Order::AuthorizeEntity(entity("E-2")));
    world.act(XAL, Order::Authorize(with_entity));
    let units = world.issue(XAL, into, Some("A1"), 10);
    let by = |number: &str| {
        let (from, purpose, named) = (into, OtherPurpose::Imp, the("CORSIA"));
        let entity = Some(the(number));
        Order::UseForOimp(UseForOimp {
            from,
            into: end,
            units,
            purpose,
            named,
            entity,
            beneficiary: None,
        })
    };
    assert_eq!(
        world.refused(XAL, by("E-2")),
        Refusal::EntityNotCovered { entity: the("E-2"), authorization: the("A1") }
    );
    world.act(XAL, by("E-1"));
}

#[test]
fn first_transfers_never_exceed_the_authorized_quantity_r114_t24() {
    let capped = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, to, first) = World::stage(capped);
    let second = world.issue(XAL, from, Some("A1"), 50);
    world.act(XAL, first_transfer(from, to, part(first, "1", "60")));
    assert_eq!(
        world.refused(XAL, first_transfer(from, to, second)),
        Refusal::CapExceeded {
            authorization: the("A1"),
            cap: the("100"),
            first_transferred: 60,
            asked: the("50"),
        }
    );
    world.act(XAL, first_transfer(from, to, part(first, "61", "100")));
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
    let one = part(second, "150", "150");
    assert_eq!(world.code(XAL, first_transfer(from, to, one)), "cap-exceeded");
}

#[test]
fn one_act_over_many_blocks_is_held_against_the_sum_r114() {
    let capped = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, to, first) = World::stage(capped);
    world.issue(XAL, from, Some("A1"), 20);
    let both = part(first, "1", "120");
    assert_eq!(world.code(XAL, first_transfer(from, to, both)), "cap-exceeded");
    world.act(XAL, first_transfer(from, to, part(first, "11", "110")));
}

#[test]
fn one_batch_is_held_against_the_sum_r114() {
    let capped = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, to, first) = World::stage(capped);
    let second = world.issue(XAL, from, Some("A1"), 1);
    let orders = vec![first_transfer(from, to, first), first_transfer(from, to, second)];
    let proposal = world.draft(XAL, orders);
    let before = world.books.clone();
    let refused = world.propose(&proposal).unwrap_err();
    assert_eq!((refused.order, refused.why.code()), (Some(1), "cap-exceeded"));
    assert_eq!(world.books, before);
}

#[test]
fn first_transfers_by_issuance_by_authorization_and_by_use_count_too_r114() {
    let capped =
        |definition| Terms { quantity: Some(the("100")), ..terms("A1", "OIMP", Some(definition)) };
    let (mut world, from, _, _) = World::stage(capped("Issuance"));
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
    assert_eq!(world.code(XAL, issue(from, Some("A1"), 1)), "cap-exceeded");
    let planned = world.issue(XAL, from, None, 1);
    assert_eq!(world.code(XAL, authorize_units(from, planned, "A1")), "cap-exceeded");

    let (mut world, from, _, units) = World::stage(capped("Use or Cancellation"));
    let end = world.account(XAL, "210");
    let more = world.issue(XAL, from, Some("A1"), 1);
    world.act(XAL, use_for_oimp(from, end, units, OtherPurpose::Op));
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
    let order = use_for_oimp(from, end, more, OtherPurpose::Op);
    assert_eq!(world.code(XAL, order), "cap-exceeded");
}

#[test]
fn without_a_quantity_there_is_no_cap_r114() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, first_transfer(from, to, units));
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
}

#[test]
fn the_vintage_lies_in_the_authorized_time_frame_r115() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let occurred = Some(years("2021", "2023"));
    let early = Terms { occurred, ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(early));
    assert_eq!(
        world.refused(XAL, issue(into, Some("A1"), 10)),
        Refusal::DoesNotFit { authorization: the("A1"), field: "vintage" }
    );
    let reversed = Terms { occurred: Some(years("2024", "2023")), ..terms("A2", "NDC", None) };
    assert_eq!(world.code(XAL, Order::Authorize(reversed)), "timeframe-reversed");
    let reversed = Terms { used: Some(years("2030", "2021")), ..terms("A2", "NDC", None) };
    assert_eq!(world.code(XAL, Order::Authorize(reversed)), "timeframe-reversed");
}

#[test]
fn a_first_transfer_of_any_kind_needs_the_vintage_in_the_present_time_frame_r115() {
    let double = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
    let (mut world, from, to, units) = World::stage(double.clone());
    let end = world.account(XAL, "210");
    let narrower = Terms { version: 2, occurred: Some(years("2021", "2023")), ..double };
    world.act(XAL, Order::Authorize(narrower));
    let outside =
        Refusal::VintageOutsideTimeframe { vintage: the("2024"), timeframe: years("2021", "2023") };
    assert_eq!(world.refused(XAL, first_transfer(from, to, units)), outside);
    let order = use_for_oimp(from, end, units, OtherPurpose::Imp);
    assert_eq!(world.refused(XAL, order), outside);
}

#[test]
fn the_date_of_use_lies_in_the_authorized_time_frame_r115() {
    let limited = Terms {
        used: Some(years("2027", "2030")),
        ..terms("A1", "NDC and IMP", Some("Use or Cancellation"))
    };
    let (mut world, _, to, units) = World::abroad(limited);
    let (used, end) = (world.account(XBO, "200"), world.account(XBO, "210"));
    let orders =
        [use_for_ndc(to, used, units, "2025"), use_for_oimp(to, end, units, OtherPurpose::Imp)];
    for order in &orders {
        let why = world.refused(XBO, order.clone());
        let timeframe = years("2027", "2030");
        assert_eq!(why, Refusal::UseOutsideTimeframe { year: the("2026"), timeframe });
    }
    world.now = the("2027-01-01T00:00:00Z");
    let [use_for_ndc, _] = orders;
    world.act(XBO, use_for_ndc);
}

#[test]
fn a_change_is_the_next_version_and_all_are_kept_r055_r117() {
    let mut world = World::new();
    let first = terms("A1", "NDC", None);
    let version = |version| Order::Authorize(Terms { version, ..first.clone() });
    assert_eq!(
        world.refused(XAL, version(2)),
        Refusal::AuthorizationVersion { version: 2, expected: 1 }
    );
    assert_eq!(world.code(XAL, version(0)), "authorization-version");
    world.act(XAL, version(1));
    assert_eq!(world.code(XAL, version(1)), "authorization-version");
    assert_eq!(world.code(XAL, version(3)), "authorization-version");
    world.act(XAL, version(2));
    let number = world.books.authorization_names.get(&(XAL, the("A1"))).unwrap();
    let kept = &world.books.authorizations.get(number).unwrap().versions;
    assert_eq!(kept.iter().map(|it| it.terms.version).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn two_sections_may_give_the_same_authorization_id_r055() {
    let mut world = World::new();
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    world.act(XBO, Order::Authorize(terms("A1", "OIMP", Some("Issuance"))));
    let into = world.account(XAL, "100");
    let units = world.issue(XAL, into, Some("A1"), 10);
    assert!(world.block(units).first_transfer.is_none(), "under its own, not the other's");
}

#[test]
fn a_new_version_keeps_approach_and_metric_and_no_less_than_was_done_r117() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, super::world::record_approach("CA9002", &["XAL"]));
    world.act(XAL, first_transfer(from, to, part(units, "1", "60")));
    let second = Terms { version: 2, ..terms("A1", "NDC", None) };
    let changed = |terms| Order::Authorize(terms);
    let approach = Terms { approach: the("CA9002"), ..second.clone() };
    assert_eq!(
        world.refused(XAL, changed(approach)),
        Refusal::AuthorizationChanged { field: "approach" }
    );
    let metric = Terms { metric: the("MWh"), ..second.clone() };
    assert_eq!(
        world.refused(XAL, changed(metric)),
        Refusal::AuthorizationChanged { field: "metric" }
    );
    let low = Terms { quantity: Some(the("59")), ..second.clone() };
    assert_eq!(
        world.refused(XAL, changed(low)),
        Refusal::CapBelowFirstTransferred { cap: the("59"), first_transferred: 60 }
    );
    world.act(XAL, changed(Terms { quantity: Some(the("60")), ..second }));
    let next = part(units, "61", "61");
    assert_eq!(world.code(XAL, first_transfer(from, to, next)), "cap-exceeded");
}

#[test]
fn a_change_does_not_touch_units_first_transferred_before_it_r117_r118() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    let changed = Terms {
        version: 2,
        parties: vec![the("XCE")],
        ..terms("A1", "OIMP", Some("Use or Cancellation"))
    };
    world.act(XAL, Order::Authorize(changed));
    let rest = part(units, "51", "100");
    assert_eq!(world.code(XAL, first_transfer(from, to, rest)), "first-transfer-by-use");
    let used = world.account(XBO, "200");
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "50"), "2025"));
}

#[test]
fn an_authorization_is_dated_from_2021_to_the_present_r121() {
    let mut world = World::new();
    let on = |date| Order::Authorize(Terms { date: the(date), ..terms("A1", "NDC", None) });
    for date in ["2020-12-31", "2026-11-23", "1999-01-01"] {
        let why = world.refused(XAL, on(date));
        assert_eq!(why, Refusal::AuthorizationDate { date: date.to_owned() });
    }
    world.act(XAL, on("2021-01-01"));
    let today = Terms { version: 2, date: the("2026-11-22"), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(today));
}

#[test]
fn nothing_is_put_under_an_authorization_before_its_day_r142_r144() {
    let mut world = World::new();
    let account = world.account(XAL, "100");
    let planned = world.issue(XAL, account, None, 10);
    let dated = |date| Terms { date: the(date), ..terms("A1", "NDC", None) };
    world.now = the("2026-12-10T12:00:00Z");
    world.act(XAL, Order::Authorize(dated("2026-12-01")));
    world.act(XAL, Order::Authorize(Terms { version: 2, ..dated("2026-12-09") }));
    let fits_not = Refusal::DoesNotFit { authorization: the("A1"), field: "date" };
    for order in [issue(account, Some("A1"), 5), authorize_units(account, planned, "A1")] {
        let before = world.dated(XAL, order.clone(), "2026-11-30T23:59:59.999999Z");
        assert_eq!(world.propose(&before).unwrap_err().why, fits_not);
        let since = world.dated(XAL, order, "2026-12-01T00:00:00Z");
        world.carry_out(&since).unwrap();
    }
}

#[test]
fn a_party_authorizes_only_under_approaches_in_which_it_takes_part_r121() {
    let mut world = World::new();
    world.act(XAL, super::world::record_approach("CA9002", &["XAL", "XCE"]));
    let order = Order::Authorize(Terms { approach: the("CA9002"), ..terms("A1", "NDC", None) });
    let (party, approach) = (the("XBO"), the("CA9002"));
    assert_eq!(world.refused(XBO, order.clone()), Refusal::NotInApproach { party, approach });
    world.act(XCE, order);
    let mut entity = entity("E-1");
    entity.approach = the("CA9002");
    assert_eq!(world.code(XBO, Order::AuthorizeEntity(entity)), "not-in-approach");
    let into = world.account(XBO, "100");
    let mut issue = issuing(into, None, 1);
    issue.approach = the("CA9002");
    assert_eq!(world.code(XBO, Order::Issue(issue)), "not-in-approach");
}

#[test]
fn an_entity_uses_while_approach_entity_and_use_are_all_authorized_r113() {
    let named = Terms { entities: vec![the("E-1")], ..terms("A1", "IMP", Some("Issuance")) };
    let mut world = World::new();
    world.act(XAL, super::world::record_approach("CA9002", &["XAL"]));
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    world.act(XAL, Order::Authorize(named.clone()));
    let elsewhere = Terms { id: the("A2"), approach: the("CA9002"), ..named };
    world.act(XAL, Order::Authorize(elsewhere));
    let (into, end) = (world.account(XAL, "100"), world.account(XAL, "210"));
    let units = world.issue(XAL, into, Some("A1"), 10);
    let mut other = issuing(into, Some("A2"), 10);
    other.approach = the("CA9002");
    world.act(XAL, Order::Issue(other));
    let by_entity = |units| {
        let (from, purpose, named) = (into, OtherPurpose::Imp, the("CORSIA"));
        let entity = Some(the("E-1"));
        Order::UseForOimp(UseForOimp {
            from,
            into: end,
            units,
            purpose,
            named,
            entity,
            beneficiary: None,
        })
    };
    let missing = Refusal::EntityNotAuthorized { entity: the("E-1") };
    let under_another = by_entity(the("CA9002-XAL01-XAL-11..20-2024"));
    assert_eq!(world.refused(XAL, under_another), missing, "under CA9001 alone");
    world.act(XAL, by_entity(part(units, "1", "5")));
    world.now = the("2027-01-01T00:00:00Z");
    assert_eq!(world.refused(XAL, by_entity(part(units, "6", "10"))), missing, "until 2026");
    world.act(XAL, use_for_oimp(into, end, part(units, "6", "10"), OtherPurpose::Imp));
}

#[test]
fn an_entity_uses_by_the_authorization_of_the_section_where_it_acts_and_of_no_third_r113() {
    let terms = terms("A1", "IMP", Some("Issuance"));
    let mut world = World::new();
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(XAL, Order::Authorize(Terms { entities: vec![the("E-1")], ..terms }));
    let units = world.issue(XAL, from, Some("A1"), 10);
    world.act(XAL, transfer(from, to, units));
    let end = world.account(XBO, "210");
    world.now = the("2027-01-01T00:00:00Z");
    let longer = EntityAuthorization { valid_until: None, ..entity("E-1") };
    let mut order = use_for_oimp(to, end, units, OtherPurpose::Imp);
    if let Order::UseForOimp(order) = &mut order {
        order.entity = Some(the("E-1"));
    }
    world.act(XCE, Order::AuthorizeEntity(longer.clone()));
    assert_eq!(world.code(XBO, order.clone()), "entity-not-authorized");
    world.act(XBO, Order::AuthorizeEntity(longer));
    world.act(XBO, order);
}
