//! Retirement (R-155, R-156, R-160).

use super::world::{
    World, XAL, XBO, authorize_units, cancel, first_transfer, part, retire, revoke, terms, the,
    transfer,
};
use crate::ledger::{CancellationReason, Order, Refusal, Retire, RetirementPurpose};

const PURPOSES: [RetirementPurpose; 3] = RetirementPurpose::ALL;

#[test]
fn outcomes_are_retired_for_a_stated_purpose_without_an_adjustment_r156() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let planned = world.issue(XAL, from, None, 100);
    let end = world.account(XAL, "R");
    for (at, purpose) in PURPOSES.into_iter().enumerate() {
        for run in [units, planned] {
            let serial = run.serials.first().number() + u64::try_from(at).unwrap();
            let one = part(run, &serial.to_string(), &serial.to_string());
            let receipt = world.act(XAL, retire(from, end, one, purpose));
            assert_eq!(world.place(one), end);
            assert_eq!(world.block(one).first_transfer, None, "no first transfer");
            let leaf = &world.entry(receipt.last_entry).leaf;
            assert!(leaf.contains(&format!(r#""purpose":"{}""#, purpose.as_str())), "{leaf}");
            assert!(
                leaf.contains(r#""event":"retire""#) && leaf.contains(r#""kind":"R""#),
                "{leaf}"
            );
            assert!(!leaf.contains("city lights"), "words stay in the section: {leaf}");
        }
    }
    assert_eq!(world.first_transferred(XAL, "A1"), 0, "and nothing is counted");
}

#[test]
fn another_purpose_needs_words_r156() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let into = world.account(XAL, "R");
    let purpose = RetirementPurpose::Other;
    let silent = Retire { from, into, units, purpose, named: None };
    assert_eq!(world.refused(XAL, Order::Retire(silent)), Refusal::RetirementUnnamed {});
}

#[test]
fn an_itmo_is_used_or_cancelled_and_not_retired_r155_r156() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let entry = world.block(units).first_transfer.unwrap();
    for (section, account) in [(XBO, to), (XAL, from)] {
        let end = world.account(section, "R");
        for purpose in PURPOSES {
            let refused = world.refused(section, retire(account, end, units, purpose));
            assert_eq!(refused, Refusal::RetirementOfItmo { units, entry });
        }
        if section == XBO {
            world.act(XBO, transfer(to, from, units));
        }
    }
    let (mut world, from, _, units) = World::stage(terms("A1", "OIMP", Some("Issuance")));
    let end = world.account(XAL, "R");
    let order = retire(from, end, units, RetirementPurpose::OwnNdc);
    assert_eq!(world.code(XAL, order), "retirement-of-itmo", "issued as ITMOs");
}

#[test]
fn no_retirement_slips_past_a_first_transfer_by_use_or_cancellation_r156_r160() {
    for purposes in ["OIMP", "IMP", "OP", "NDC and OIMP", "NDC and IMP", "NDC and OP"] {
        let definition = Some("Use or Cancellation");
        let (mut world, from, _, units) = World::stage(terms("A1", purposes, definition));
        let end = world.account(XAL, "R");
        for purpose in PURPOSES {
            let refused = world.refused(XAL, retire(from, end, units, purpose));
            let authorization = the("A1");
            assert_eq!(refused, Refusal::RetirementIsUse { units, authorization }, "{purposes}");
        }
        let planned = world.issue(XAL, from, None, 1);
        world.act(XAL, retire(from, end, planned, RetirementPurpose::Other));
    }
}

#[test]
fn what_is_retired_stays_and_can_be_traced_r156_r021() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let (end, gone) = (world.account(XAL, "R"), world.account(XAL, "330"));
    world.act(XAL, retire(from, end, units, RetirementPurpose::OwnNdc));
    for order in [
        transfer(end, from, units),
        first_transfer(end, to, units),
        cancel(end, gone, units, CancellationReason::Other),
        authorize_units(end, units, "A1"),
        retire(end, end, units, RetirementPurpose::OwnNdc),
    ] {
        assert_eq!(world.refused(XAL, order), Refusal::TerminalAccount { account: end });
    }
    assert_eq!(world.place(units), end);
}

#[test]
fn only_an_account_of_kind_r_of_the_same_section_receives_what_is_retired_r156() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let (gone, of_another) = (world.account(XAL, "330"), world.account(XBO, "R"));
    let purpose = RetirementPurpose::OwnNdc;
    assert_eq!(
        world.refused(XAL, retire(from, gone, units, purpose)),
        Refusal::WrongAccountKind { account: gone, needed: "R" }
    );
    assert_eq!(world.code(XAL, retire(from, of_another, units, purpose)), "account-unknown");
}

#[test]
fn what_lost_its_authorization_is_retired_like_what_never_had_one_r119_r156() {
    let by_end = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
    let (mut world, from, _, units) = World::stage(by_end);
    let end = world.account(XAL, "R");
    let order = || retire(from, end, units, RetirementPurpose::DomesticScheme);
    assert_eq!(world.code(XAL, order()), "retirement-is-use");
    world.act(XAL, revoke("A1"));
    world.act(XAL, order());
    assert_eq!(world.place(units), end);
    assert_eq!(world.first_transferred(XAL, "A1"), 0, "and nothing is counted");
}
