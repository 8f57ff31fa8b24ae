//! Places outside, in other registries (R-160, R-185, R-186).

use super::world::{
    World, XAL, XBO, XCE, authorize_units, cancel, first_transfer, open_account, part, retire,
    revoke, set_ndc_period, terms, the, transfer, transfer_in, transfer_out, use_for_ndc,
    use_for_oimp,
};
use crate::account::Holder;
use crate::authorization::Terms;
use crate::ledger::{
    CancellationReason, OpenAccount, Order, OtherPurpose, Refusal, RetirementPurpose, SetTerms,
};
use crate::section_terms::SectionTerms;

fn standing_for(world: &mut World, registry: &str) -> OpenAccount {
    let holder = Holder::Outside { registry: the(registry) };
    OpenAccount { holder, ..open_account(world.fresh(), "OUT") }
}

#[test]
fn a_section_has_one_account_for_each_registry_outside_and_metric_r185() {
    let mut world = World::new();
    let out = world.outside(XAL, "XDE01");
    world.outside(XAL, "XDE02");
    world.outside(XBO, "XDE01");
    let again = standing_for(&mut world, "XDE01");
    assert_eq!(
        world.refused(XAL, Order::OpenAccount(again.clone())),
        Refusal::OutsideAccountExists { account: out }
    );
    world.act(XAL, Order::OpenAccount(OpenAccount { metric: the("MWh"), ..again }));
    let here = standing_for(&mut world, "XCE01");
    assert_eq!(
        world.refused(XAL, Order::OpenAccount(here)),
        Refusal::RegistryNotOutside { registry: the("XCE01") }
    );
    let real = standing_for(&mut world, "CHE01");
    assert_eq!(world.code(XAL, Order::OpenAccount(real)), "party-not-admitted");
    let of_party = open_account(world.fresh(), "OUT");
    assert_eq!(world.code(XAL, Order::OpenAccount(of_party)), "holder-mismatch");
    let mut holding = standing_for(&mut world, "XDE03");
    holding.kind = the("100");
    assert_eq!(world.code(XAL, Order::OpenAccount(holding)), "holder-mismatch");
}

#[test]
fn units_that_go_out_keep_their_identifiers_and_are_traced_r185() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let out = world.outside(XBO, "XDE01");
    let before = world.block(units);
    let receipt = world.act(XBO, transfer_out(to, out, part(units, "1", "40")));
    let gone = part(units, "1", "40");
    assert_eq!(world.place(gone), out);
    assert_eq!(world.block(gone).first_transfer, before.first_transfer);
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains(r#""registry":"XDE01""#) && leaf.contains(r#""kind":"OUT""#), "{leaf}");
    assert!(leaf.contains(r#""first_transfer":false"#), "{leaf}");
    world.act(XBO, transfer_in(out, to, part(units, "11", "20")));
    assert_eq!(world.place(part(units, "11", "20")), to);
    assert_eq!(world.place(part(units, "1", "10")), out);
    assert_eq!(world.block(part(units, "11", "20")).issuance, before.issuance);
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
}

#[test]
fn outcomes_go_to_a_registry_of_another_party_by_their_first_transfer_r160_r185() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let (out, own) = (world.outside(XAL, "XDE01"), world.outside(XAL, "XAL02"));
    let nations = world.outside(XAL, "UN02");
    for account in [own, nations] {
        assert_eq!(
            world.refused(XAL, transfer_out(from, account, units)),
            Refusal::NotFirstTransferred { units }
        );
    }
    let receipt = world.act(XAL, transfer_out(from, out, part(units, "1", "30")));
    let gone = part(units, "1", "30");
    assert_eq!(world.block(gone).first_transfer, Some(receipt.last_entry));
    assert_eq!(world.first_transferred(XAL, "A1"), 30);
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains(r#""first_transfer":true"#), "{leaf}");
    world.act(XAL, transfer_in(out, from, gone));
    let first = world.block(gone).first_transfer;
    world.act(XAL, transfer_out(from, own, gone));
    assert_eq!(world.block(gone).first_transfer, first, "it happens once");
    assert_eq!(world.first_transferred(XAL, "A1"), 30);
}

#[test]
fn a_first_transfer_out_needs_what_every_first_transfer_needs_r144_r160_r185() {
    let only_xbo = Terms { parties: vec![the("XBO")], ..terms("A1", "NDC", None) };
    let (mut world, from, _, units) = World::stage(only_xbo);
    let out = world.outside(XAL, "XDE01");
    let order = transfer_out(from, out, units);
    assert_eq!(world.code(XAL, order), "party-not-authorized");
    let planned = world.issue(XAL, from, None, 5);
    assert_eq!(world.code(XAL, transfer_out(from, out, planned)), "not-authorized");
    let (mut world, from, _, units) =
        World::stage(terms("A1", "OIMP", Some("Use or Cancellation")));
    let out = world.outside(XAL, "XDE01");
    assert_eq!(world.code(XAL, transfer_out(from, out, units)), "first-transfer-by-use");
    let capped = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, _, units) = World::stage(capped);
    let out = world.outside(XAL, "XDE01");
    let low = Terms { version: 2, quantity: Some(the("99")), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(low));
    assert_eq!(world.code(XAL, transfer_out(from, out, units)), "cap-exceeded");
}

#[test]
fn units_come_in_only_from_the_registry_where_they_are_r185_r186() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let (out, other) = (world.outside(XBO, "XDE01"), world.outside(XBO, "XDE02"));
    let of_another = world.outside(XCE, "XDE01");
    world.act(XBO, transfer_out(to, out, part(units, "1", "50")));
    let one = part(units, "7", "7");
    assert_eq!(
        world.refused(XBO, transfer_in(other, to, one)),
        Refusal::NotOutside { units: one, registry: the("XDE02") }
    );
    assert_eq!(world.code(XBO, transfer_in(of_another, to, one)), "account-unknown");
    let holding = world.account(XCE, "100");
    assert_eq!(world.code(XCE, transfer_in(of_another, holding, one)), "not-outside");
    assert_eq!(world.code(XBO, transfer_in(to, to, one)), "wrong-account-kind");
}

#[test]
fn identifiers_that_are_held_used_cancelled_or_retired_here_do_not_come_in_r186() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let out = world.outside(XBO, "XDE01");
    let (used, gone) = (world.account(XBO, "200"), world.account(XBO, "310"));
    world.act(XBO, transfer_out(to, out, part(units, "1", "1")));
    world.act(XBO, use_for_ndc(to, used, part(units, "2", "2"), "2025"));
    world.act(XBO, cancel(to, gone, part(units, "3", "3"), CancellationReason::Voluntary));
    world.act(XBO, transfer(to, from, part(units, "4", "4")));
    for (first, last) in [("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("1", "2")] {
        let units = part(units, first, last);
        let registry = the("XDE01");
        assert_eq!(
            world.refused(XBO, transfer_in(out, to, units)),
            Refusal::NotOutside { units, registry },
            "{units}"
        );
    }
    let never = the("CA9001-XAL01-XAL-101-2024");
    assert_eq!(world.code(XBO, transfer_in(out, to, never)), "not-outside");
    world.act(XBO, transfer_in(out, to, part(units, "1", "1")));
    assert_eq!(
        world.code(XBO, transfer_in(out, to, part(units, "1", "1"))),
        "not-outside",
        "twice"
    );
}

#[test]
fn nothing_but_a_transfer_in_takes_units_from_outside_r185() {
    let (mut world, from, to, units) =
        World::abroad(terms("A1", "NDC and OIMP", Some("Use or Cancellation")));
    let (out, other) = (world.outside(XBO, "XDE01"), world.outside(XBO, "XDE02"));
    let ends = ["200", "210", "310", "R"].map(|kind| world.account(XBO, kind));
    world.act(XBO, transfer_out(to, out, units));
    for order in [
        transfer(out, to, units),
        first_transfer(out, from, units),
        transfer_out(out, other, units),
        use_for_ndc(out, ends[0], units, "2025"),
        use_for_oimp(out, ends[1], units, OtherPurpose::Imp),
        cancel(out, ends[2], units, CancellationReason::Voluntary),
        retire(out, ends[3], units, RetirementPurpose::OwnNdc),
        authorize_units(out, units, "A1"),
    ] {
        assert_eq!(world.refused(XBO, order), Refusal::OutsideAccount { account: out });
    }
    assert_eq!(world.code(XBO, transfer(to, out, units)), "wrong-account-kind");
}

#[test]
fn what_goes_out_waits_and_counts_like_what_goes_to_another_section_r185() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let out = world.outside(XBO, "XDE01");
    let terms = SectionTerms { units_per_act: Some(the("40")), ..SectionTerms::default() };
    world.act(XBO, Order::SetTerms(SetTerms { terms }));
    world.later(24 * 30);
    let many = world.draft(XBO, vec![transfer_out(to, out, part(units, "1", "41"))]);
    assert_eq!(world.propose(&many).unwrap_err().why.code(), "above-act-limit");
    let proposal = world.draft(XBO, vec![transfer_out(to, out, part(units, "1", "40"))]);
    world.propose(&proposal).unwrap();
    world.approve(&proposal).unwrap();
    assert_eq!(world.place(part(units, "1", "40")), to, "it waits");
    world.later(24 * 5);
    world.elapse(&proposal).unwrap();
    assert_eq!(world.place(part(units, "1", "40")), out);
}

#[test]
fn what_lost_its_authorization_does_not_go_out_and_itmos_still_do_r118_r119_r185() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let (out, on) = (world.outside(XAL, "XDE01"), world.outside(XBO, "XDE01"));
    let (moved, kept) = (part(units, "1", "50"), part(units, "51", "100"));
    world.act(XAL, first_transfer(from, to, moved));
    world.act(XAL, revoke("A1"));
    let refused = world.refused(XAL, transfer_out(from, out, kept));
    assert_eq!(refused, Refusal::NotAuthorized { units: kept });
    world.act(XBO, transfer_out(to, on, moved));
    world.act(XBO, transfer_in(on, to, moved));
    let used = world.account(XBO, "200");
    world.act(XBO, use_for_ndc(to, used, moved, "2025"));
    assert_eq!(world.first_transferred(XAL, "A1"), 50);
}

#[test]
fn a_first_transfer_out_fixes_the_ndc_period_of_the_host_r006_r185() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let out = world.outside(XAL, "XDE01");
    world.act(XAL, set_ndc_period("2021", "2025", "T", "GHG"));
    world.act(XAL, transfer_out(from, out, units));
    assert_eq!(world.code(XAL, set_ndc_period("2021", "2025", "V", "GHG")), "period-has-itmos");
}
