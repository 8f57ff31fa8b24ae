//! STC01 to STC04: years, purposes, periods, and the event that is the first transfer.

use super::filing::{
    Filing, authorized, cancelled, defined, first, given, got, holder, said, sender_and_receiver,
    sent, units, used, used_for, with,
};
use crate::aef::{ActionKind, Definition, Subtype};
use crate::authorization::FirstTransferDefinition::{Authorization, Issuance, UseOrCancellation};
use crate::tests::world::{the, years};

#[test]
fn stc01_an_action_of_another_year_fails() {
    let [mut sender, receiver] = sender_and_receiver();
    sender.0.actions[0].when = the("2023-12-31T23:59:59.999Z");
    assert_eq!(said([&sender, &receiver]), ["XAL 2024 STC01 actions 9/1 on 1-100"]);
    sender.0.actions[0].when = the("2024-01-01T00:00:00.000Z");
    assert_eq!(said([&sender, &receiver]), [""; 0]);
    sender.0.actions[0].when = the("2025-01-01");
    assert_eq!(said([&sender, &receiver]), ["XAL 2024 STC01 actions 9/1 on 1-100"]);
}

/// XAL holds what its authorization first transferred, and ends it.
fn ends(purposes: &str, row: crate::aef::ActionRow) -> Vec<String> {
    let mut filing = holder().without_holdings().does(row);
    filing.0.authorizations[0].purposes = the(purposes);
    said([&filing])
}

#[test]
fn stc02_a_use_towards_an_ndc_needs_an_ndc_among_the_purposes() {
    let row = used("2024-05-01", units("1-100"), "XAL", "2024");
    for purposes in ["NDC and OIMP", "NDC and IMP", "NDC and OP"] {
        assert_eq!(ends(purposes, row.clone()), [""; 0], "{purposes}");
    }
    for purposes in ["OIMP", "IMP", "OP"] {
        assert_eq!(ends(purposes, row.clone()), ["XAL 2024 STC02 actions 10/25 on 1-100"]);
    }
}

#[test]
fn stc02_another_purpose_is_one_that_is_authorized() {
    for (named, covering, not) in [
        ("IMP", ["OIMP", "IMP", "NDC and OIMP"], ["OP", "NDC and OP", "NDC"]),
        ("OP", ["OIMP", "OP", "NDC and OP"], ["IMP", "NDC and IMP", "NDC"]),
    ] {
        let row = used_for("2024-05-01", units("1-100"), "XAL", named);
        for purposes in covering {
            assert_eq!(ends(purposes, row.clone()), [""; 0], "{named} by {purposes}");
        }
        for purposes in not {
            assert_eq!(ends(purposes, row.clone()), ["XAL 2024 STC02 actions 10/22 on 1-100"]);
        }
    }
    // A name alone does not say whether it is IMP or OP: either covers it.
    let row = used_for("2024-05-01", units("1-100"), "XAL", "CORSIA");
    assert_eq!(ends("OP", row.clone()), [""; 0]);
    assert_eq!(ends("NDC", row), ["XAL 2024 STC02 actions 10/22 on 1-100"]);
}

#[test]
fn stc02_a_free_cancellation_needs_no_purpose_and_a_first_transfer_is_judged_too_r148() {
    let row = cancelled("2024-05-01", units("1-100"), "XAL");
    assert_eq!(ends("NDC and IMP", row.clone()), [""; 0]);
    let row = with(row, |it| {
        it.kind = ActionKind::Cancellation;
        it.purpose = Some("OP".into());
    });
    assert_eq!(ends("NDC and IMP", row), ["XAL 2024 STC02 actions 10/22 on 1-100"]);
    let row = with(first("2024-05-01", units("1-100"), Subtype::UseOrCancellation), |it| {
        it.purpose = Some("OP".into());
    });
    let by_use = |purposes| {
        let filing = Filing::of("XAL", "2024");
        said([&filing.authorizes(defined("A1", purposes, UseOrCancellation)).does(row.clone())])
    };
    assert_eq!(by_use("OP"), [""; 0]);
    assert_eq!(by_use("IMP"), ["XAL 2024 STC02 actions 9/22 on 1-100"]);
}

#[test]
fn stc02_any_version_of_the_authorization_may_cover_the_purpose_r118() {
    let row = used("2024-05-01", units("1-100"), "XAL", "2024");
    let next = with(defined("A1", "OIMP", Authorization), |it| it.version = the("2"));
    let amended = holder().without_holdings().authorizes(next).does(row);
    assert_eq!(said([&amended]), [""; 0]);
}

fn used_for_year(year: &str, vintage: &str) -> [Filing; 2] {
    let [mut sender, receiver] = sender_and_receiver();
    let mut receiver =
        receiver.without_holdings().does(used("2024-05-01", units("1-100"), "XBO", year));
    for row in sender.0.actions.iter_mut().chain(&mut receiver.0.actions) {
        row.outcome.vintage = the(vintage);
        row.outcome.units.series.vintage = the(vintage);
    }
    receiver.0.submission.period = years("2021", "2025");
    [sender, receiver]
}

#[test]
fn stc03_a_use_outside_the_period_fails() {
    assert_eq!(said(&used_for_year("2025", "2021")), [""; 0]);
    assert_eq!(
        said(&used_for_year("2026", "2024")),
        ["XBO 2024 STC03 actions 10/25 on 1-100"],
        "2026 lies in no period that XBO has reported"
    );
    assert_eq!(said(&used_for_year("2024", "2020")), ["XBO 2024 STC03 actions 10/19 on 1-100"]);
}

#[test]
fn stc03_use_and_vintage_lie_in_one_period_that_any_report_of_the_party_shows() {
    let later = with(Filing::of("XBO", "2026"), |it| {
        it.0.submission.period = years("2026", "2030");
    });
    let [sender, receiver] = used_for_year("2026", "2024");
    assert_eq!(
        said([&sender, &receiver, &later]),
        ["XBO 2024 STC03 actions 10/19 on 1-100"],
        "the year is in a period, and the vintage in another"
    );
    let [sender, receiver] = used_for_year("2026", "2026");
    assert_eq!(said([&sender, &receiver, &later]), [""; 0]);
}

#[test]
fn stc04_each_definition_has_its_event() {
    let of = |definition, subtype| {
        let filing =
            Filing::of("XAL", "2024").authorizes(defined("A1", "NDC and OIMP", definition));
        let filing = filing.does(first("2024-03-05", units("1-100"), subtype));
        let held = subtype == Subtype::Authorization || subtype == Subtype::Issuance;
        said([&if held { filing.holds(units("1-100")) } else { filing }])
    };
    let wrong = ["XAL 2024 STC04 actions 9/3 on 1-100"];
    assert_eq!(of(Authorization, Subtype::Authorization), [""; 0]);
    assert_eq!(of(Authorization, Subtype::Issuance), wrong);
    assert_eq!(of(Authorization, Subtype::UseOrCancellation), wrong);
    assert_eq!(of(Issuance, Subtype::Issuance), [""; 0]);
    assert_eq!(of(Issuance, Subtype::Authorization), wrong);
    assert_eq!(of(UseOrCancellation, Subtype::UseOrCancellation), [""; 0]);
    assert_eq!(of(UseOrCancellation, Subtype::Issuance), wrong);
}

#[test]
fn stc04_without_an_ndc_a_transfer_abroad_is_a_first_transfer_only_by_words_of_the_letter_r162() {
    let abroad = |definition| {
        let [mut sender, receiver] = sender_and_receiver();
        sender.0.authorizations[0].purposes = the("OIMP");
        sender.0.authorizations[0].definition = definition;
        said([&sender, &receiver])
    };
    let words = Definition::Unlisted("First international transfer".into());
    assert_eq!(abroad(Some(words)), [""; 0]);
    assert_eq!(abroad(Some(Definition::Listed(Issuance))), ["XAL 2024 STC04 actions 9/3 on 1-100"]);
}

#[test]
fn stc04_what_does_not_say_the_event_is_remarked_and_the_mechanisms_movements_always_fit_r173() {
    let [mut sender, receiver] = sender_and_receiver();
    for subtype in [None, Some(Subtype::NotYetDefined)] {
        sender.0.actions[0].subtype = subtype;
        assert_eq!(said([&sender, &receiver]), ["XAL 2024 STC04 remark actions 9/3 on 1-100"]);
    }
    let mandatory = Filing::of("XAL", "2024")
        .authorizes(authorized("A1", "NDC"))
        .does(given("2024-03-05", units("94-98"), Subtype::MandatoryToAdaptationFund))
        .does(first("2024-03-05", units("99-100"), Subtype::MandatoryOmge));
    assert_eq!(said([&mandatory]), [""; 0]);
}

#[test]
fn a_mandatory_cancellation_is_a_first_transfer_by_either_of_its_types_r173() {
    // The nomenclature has it as a first transfer and as a cancellation: nobody held the units.
    let cancelled = |on: &str| {
        with(cancelled(on, units("99-100"), "XAL"), |it| {
            it.kind = ActionKind::Cancellation;
            it.subtype = Some(Subtype::MandatoryOmge);
        })
    };
    let filing = Filing::of("XAL", "2024").authorizes(authorized("A1", "NDC"));
    assert_eq!(said([&filing.clone().does(cancelled("2024-03-05"))]), [""; 0]);
    let sent = sent("2024-04-05", units("99-100"), "XBO");
    let twice = filing.does(cancelled("2024-03-05")).does(sent);
    let receiver = Filing::of("XBO", "2024").does(got("2024-04-05", units("99-100"), "XAL"));
    // Its units were at their end, for the sender, the receiver, and in what the receiver held.
    assert_eq!(
        said([&twice, &receiver.holds(units("99-100"))]),
        [
            "XAL 2024 X05 actions 10/8 on 99-100 | XAL 2024 actions 9",
            "XAL 2024 X06 actions 10/2 on 99-100 | XAL 2024 actions 9",
            "XBO 2024 X05 actions 9/8 on 99-100 | XAL 2024 actions 9",
            "XBO 2024 X05 holdings 8/5 on 99-100 | XAL 2024 actions 9",
        ]
    );
}
