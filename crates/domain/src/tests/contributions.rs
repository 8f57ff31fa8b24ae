//! Contributions to adaptation and to overall mitigation: voluntary, explicit.

use super::world::{
    World, XAL, XBO, cancel, contribute, first_transfer, issue, part, retire, terms, the, transfer,
    use_for_ndc, use_for_oimp,
};
use crate::account::AccountNumber;
use crate::ledger::{CancellationReason, OtherPurpose, Refusal, RetirementPurpose};
use crate::unit::UnitRange;

/// How many units lie in the account.
fn held(world: &World, account: AccountNumber) -> u64 {
    let id = world.books.accounts.get(&account).unwrap().id;
    let blocks = world.books.blocks.iter().filter(|(_, block)| block.account == id);
    blocks.map(|(key, block)| block.last.number() - key.1.number() + 1).sum()
}

#[test]
fn a_contribution_to_adaptation_is_an_act_of_its_own_r151() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let (near, far) = (world.fund(XBO), world.fund(XAL));
    let receipt = world.act(XBO, contribute(to, near, part(units, "1", "10")));
    let entry = world.entry(receipt.last_entry);
    assert_eq!((entry.act, entry.other_section), ("contribute-to-adaptation", None));
    let receipt = world.act(XBO, contribute(to, far, part(units, "11", "20")));
    assert_eq!(world.entry(receipt.last_entry).other_section, Some(XAL));
    assert_eq!((held(&world, near), held(&world, far), held(&world, to)), (10, 10, 80));
    assert_eq!(world.first_transferred(XAL, "A1"), 100, "no second first transfer");
}

#[test]
fn only_itmos_are_contributed_and_only_to_the_fund_r151() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let fund = world.fund(XAL);
    assert_eq!(
        world.refused(XAL, contribute(from, fund, units)),
        Refusal::NotFirstTransferred { units }
    );
    assert_eq!(
        world.refused(XAL, contribute(from, to, units)),
        Refusal::NotFundAccount { account: to }
    );
}

#[test]
fn units_come_to_the_fund_by_a_contribution_and_by_no_other_act_r150_r151() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let (near, far) = (world.fund(XBO), world.fund(XAL));
    let more = world.issue(XAL, from, Some("A1"), 5);
    for (section, order) in [
        (XBO, transfer(to, near, units)),
        (XBO, transfer(to, far, units)),
        (XAL, first_transfer(from, near, more)),
        (XAL, transfer(from, far, more)),
        (XAL, issue(far, Some("A1"), 5)),
    ] {
        assert_eq!(world.code(section, order), "contribution-only");
    }
}

#[test]
fn nothing_leaves_the_account_of_the_fund_r151() {
    let (mut world, from, to, units) =
        World::abroad(terms("A1", "NDC and OIMP", Some("Use or Cancellation")));
    let fund = world.fund(XBO);
    let ends = ["200", "210", "310", "R"].map(|kind| world.account(XBO, kind));
    world.act(XBO, contribute(to, fund, units));
    for order in [
        transfer(fund, to, units),
        transfer(fund, from, units),
        first_transfer(fund, from, units),
        contribute(fund, fund, units),
        use_for_ndc(fund, ends[0], units, "2025"),
        use_for_oimp(fund, ends[1], units, OtherPurpose::Imp),
        cancel(fund, ends[2], units, CancellationReason::Voluntary),
        retire(fund, ends[3], units, RetirementPurpose::OwnNdc),
        super::world::authorize_units(fund, units, "A1"),
    ] {
        assert_eq!(world.refused(XBO, order), Refusal::FundAccount { account: fund });
    }
}

#[test]
fn no_act_ever_deducts_anything_that_was_not_asked_r150() {
    let (mut world, from, _, _) =
        World::stage(terms("A1", "NDC and OIMP", Some("Use or Cancellation")));
    let to = world.account(XBO, "100");
    let fund = world.fund(XBO);
    let omge = world.account(XBO, "320");
    let (used, end, gone) =
        (world.account(XBO, "200"), world.account(XBO, "210"), world.account(XBO, "310"));
    let units = world.issue(XAL, from, Some("A1"), 10_000);
    let run = |first: u64, last: u64| {
        let start = units.serials.first().number() - 1;
        part(units, &(start + first).to_string(), &(start + last).to_string())
    };
    for (section, order, account, expected) in [
        (XAL, first_transfer(from, to, run(1, 10_000)), to, 10_000),
        (XBO, transfer(to, from, run(9_001, 10_000)), to, 9_000),
        (XBO, use_for_ndc(to, used, run(1, 1_000), "2025"), used, 1_000),
        (XBO, use_for_oimp(to, end, run(1_001, 2_000), OtherPurpose::Imp), end, 1_000),
        (XBO, cancel(to, gone, run(2_001, 3_000), CancellationReason::Voluntary), gone, 1_000),
    ] {
        let asked = order.units().unwrap().1;
        let receipt = world.act(section, order);
        assert_eq!(receipt.first_entry, receipt.last_entry, "one act, one entry");
        assert_eq!(held(&world, account), expected);
        let leaf: serde_json::Value =
            serde_json::from_str(&world.entry(receipt.last_entry).leaf).unwrap();
        let moved: Vec<UnitRange> = leaf["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|block| the(block["units"].as_str().unwrap()))
            .collect();
        assert_eq!(moved, [asked], "all that was asked, and nothing else");
    }
    assert_eq!((held(&world, fund), held(&world, omge)), (0, 0));
    world.act(XBO, cancel(to, omge, run(3_001, 3_001), CancellationReason::Omge));
    world.act(XBO, contribute(to, fund, run(3_002, 3_002)));
    assert_eq!((held(&world, fund), held(&world, omge), held(&world, to)), (1, 1, 5_998));
}
