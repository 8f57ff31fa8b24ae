//! Revoking authorizations.

use super::world::{
    World, XAL, XBO, authorize_units, cancel, first_transfer, issue, part, revoke, terms, the,
    transfer, use_for_ndc, use_for_oimp, years,
};
use crate::authorization::{AuthorizationState, Terms};
use crate::ledger::{CancellationReason, Order, OtherPurpose, Refusal};

const BY_END: &str = "Use or Cancellation";

#[test]
fn nothing_is_issued_changed_or_revoked_again_under_a_revoked_authorization_r119() {
    let (mut world, from, _, _) = World::stage(terms("A1", "NDC", None));
    let planned = world.issue(XAL, from, None, 10);
    world.act(XAL, revoke("A1"));
    let second = Terms { version: 2, ..terms("A1", "NDC", None) };
    for order in [
        issue(from, Some("A1"), 10),
        authorize_units(from, planned, "A1"),
        Order::Authorize(second),
        revoke("A1"),
    ] {
        assert_eq!(
            world.refused(XAL, order),
            Refusal::AuthorizationRevoked { authorization: the("A1"), date: "2025-06-01".into() }
        );
    }
}

#[test]
fn units_not_yet_first_transferred_are_without_authorization_again_r119() {
    let double = terms("A1", "NDC and OIMP", Some(BY_END));
    let (mut world, from, to, units) = World::stage(double);
    let (here, end) = (world.account(XAL, "210"), world.account(XAL, "330"));
    world.act(XAL, revoke("A1"));
    for order in
        [first_transfer(from, to, units), use_for_oimp(from, here, units, OtherPurpose::Imp)]
    {
        assert_eq!(world.refused(XAL, order), Refusal::NotAuthorized { units });
    }
    assert_eq!(world.code(XAL, transfer(from, to, units)), "not-first-transferred");
    let few = part(units, "1", "10");
    world.act(XAL, cancel(from, end, few, CancellationReason::Other));
    assert!(world.block(few).first_transfer.is_none(), "it ends without a first transfer");
    assert_eq!(world.first_transferred(XAL, "A1"), 0);
}

#[test]
fn what_lost_its_authorization_can_be_put_under_another_r119() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, Order::Authorize(terms("A2", "NDC", None)));
    assert_eq!(world.code(XAL, authorize_units(from, units, "A2")), "already-authorized");
    world.act(XAL, revoke("A1"));
    world.act(XAL, authorize_units(from, units, "A2"));
    world.act(XAL, first_transfer(from, to, units));
    assert_eq!(world.first_transferred(XAL, "A1"), 0);
    assert_eq!(world.first_transferred(XAL, "A2"), 100);
}

#[test]
fn units_first_transferred_stay_usable_under_the_version_then_in_force_r118() {
    let first = terms("A1", "NDC and IMP", Some(BY_END));
    let (mut world, from, to, units) = World::stage(first.clone());
    let moved = part(units, "1", "50");
    world.act(XAL, first_transfer(from, to, moved));
    world.act(XAL, Order::Authorize(Terms { version: 2, purposes: the("OP"), ..first }));
    world.act(XAL, revoke("A1"));
    let (used, end) = (world.account(XBO, "200"), world.account(XBO, "210"));
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "10"), "2025"));
    world.act(XBO, use_for_oimp(to, end, part(units, "11", "20"), OtherPurpose::Imp));
    world.act(XBO, transfer(to, from, part(units, "21", "50")));
    world.act(XAL, Order::Authorize(terms("A2", "NDC", None)));
    let again = authorize_units(from, part(units, "21", "50"), "A2");
    assert_eq!(world.code(XAL, again), "already-authorized", "no second authorization for them");
    assert_eq!(world.first_transferred(XAL, "A1"), 50);
}

#[test]
fn a_proposal_made_before_the_revocation_is_not_carried_out_after_it_r119() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).unwrap();
    world.act(XAL, revoke("A1"));
    let refused = world.approve(&proposal).unwrap_err();
    assert_eq!(refused.why, Refusal::NotAuthorized { units });
}

#[test]
fn only_the_authorizing_party_revokes_and_of_two_with_one_id_its_own_r119() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    assert_eq!(world.code(XBO, revoke("A1")), "authorization-unknown");
    world.act(XBO, Order::Authorize(terms("A1", "NDC", None)));
    world.act(XBO, revoke("A1"));
    world.act(XAL, first_transfer(from, to, units));
}

#[test]
fn a_revocation_is_dated_from_the_authorization_to_the_present_r119() {
    let (mut world, ..) = World::stage(terms("A1", "NDC", None));
    for date in ["2025-02-28", "2026-11-23"] {
        let Order::RevokeAuthorization(mut order) = revoke("A1") else { panic!() };
        order.date = the(date);
        let why = world.refused(XAL, Order::RevokeAuthorization(order));
        assert_eq!(why, Refusal::RevocationDate { date: date.to_owned() });
    }
    world.act(XAL, revoke("A1"));
}

#[test]
fn an_authorization_is_in_force_exhausted_expired_or_revoked_r114_r115_r119() {
    let state = |terms: &Terms, first, revoked, today| {
        AuthorizationState::of(terms, first, revoked, the(today)).as_str()
    };
    let open = terms("A1", "NDC", None);
    assert_eq!(state(&open, 1_000_000, false, "2099-01-01"), "in-force");
    let capped = Terms { quantity: Some(the("100")), ..open.clone() };
    assert_eq!(state(&capped, 99, false, "2026-01-01"), "in-force");
    assert_eq!(state(&capped, 100, false, "2026-01-01"), "exhausted");
    let ends = Terms { used: Some(years("2021", "2030")), ..capped };
    assert_eq!(state(&ends, 0, false, "2030-12-31"), "in-force");
    assert_eq!(state(&ends, 100, false, "2031-01-01"), "expired");
    let sooner = Terms { last_use: Some(the("2029-06-30")), ..ends };
    assert_eq!(state(&sooner, 0, false, "2029-07-01"), "expired");
    assert_eq!(state(&sooner, 100, true, "2029-07-01"), "revoked");
}
