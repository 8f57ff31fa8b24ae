//! Participation and initial reports (R-005, R-010 to R-012).

use super::world::{
    World, XAL, XBO, XCE, authorize_units, cancel, contribute, entity, first_transfer,
    initial_report, issue, part, participation, retire, terms, the, transfer, transfer_in,
    transfer_out, use_for_ndc, use_for_oimp,
};
use crate::authorization::Terms;
use crate::ledger::{
    CancellationReason, Order, OtherPurpose, Refusal, RetirementPurpose, Warning, try_out,
};
use crate::participation::ReviewStatus;
use crate::section::SectionNo;

const ITEMS: [&str; 6] =
    ["is_party", "maintains_ndc", "can_authorize", "can_track", "has_inventory", "contributes"];

fn forget(world: &mut World, section: SectionNo) {
    let mut row = world.books.sections.get(&section).unwrap().clone();
    row.participation = std::sync::Arc::default();
    world.books.sections.set(section, row);
}

#[test]
fn a_record_has_six_items_with_evidence_and_all_versions_are_kept_r010() {
    let mut world = World::new();
    let receipt = world.act(XAL, participation(Some("can_track")));
    let kept = &world.books.sections.get(&XAL).unwrap().participation;
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[1].recorded, receipt.last_entry);
    assert_eq!(kept[1].what.items().map(|(name, _)| name), ITEMS);
    assert_eq!((kept[0].what.first_no(), kept[1].what.first_no()), (None, Some("can_track")));
    let leaf: serde_json::Value =
        serde_json::from_str(&world.entry(receipt.last_entry).leaf).unwrap();
    let said = serde_json::json!({
        "answer": "no", "evidence": "https://climate.invalid/evidence",
    });
    assert_eq!(leaf["facts"]["can_track"], said);
}

#[test]
fn a_party_without_a_record_neither_authorizes_nor_transfers_nor_uses_r010() {
    let (mut world, from, to, units) =
        World::stage(terms("A1", "NDC and IMP", Some("Use or Cancellation")));
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    let (used, end, third) =
        (world.account(XBO, "200"), world.account(XBO, "210"), world.account(XCE, "100"));
    let planned = world.issue(XAL, from, None, 1);
    let (fund, out) = (world.fund(XCE), world.outside(XBO, "XDE01"));
    let (out_of_first, retired) = (world.outside(XAL, "XDE01"), world.account(XAL, "R"));
    forget(&mut world, XAL);
    forget(&mut world, XBO);
    let held = part(units, "1", "50");
    for (section, order) in [
        (XAL, Order::Authorize(terms("A2", "NDC", None))),
        (XAL, Order::AuthorizeEntity(entity("E-1"))),
        (XAL, authorize_units(from, planned, "A1")),
        (XAL, first_transfer(from, to, part(units, "51", "100"))),
        (XAL, transfer_out(from, out_of_first, part(units, "51", "100"))),
        (XBO, transfer(to, third, held)),
        (XBO, transfer_out(to, out, held)),
        (XBO, contribute(to, fund, held)),
        (XBO, use_for_ndc(to, used, held, "2025")),
        (XBO, use_for_oimp(to, end, held, OtherPurpose::Imp)),
    ] {
        let party = if section == XAL { the("XAL") } else { the("XBO") };
        assert_eq!(world.refused(section, order), Refusal::ParticipationMissing { party });
    }
    // What is no act under Article 6 needs no record.
    world.act(XAL, retire(from, retired, planned, RetirementPurpose::OwnNdc));
}

#[test]
fn a_no_to_any_item_blocks_authorization_and_use_and_nothing_else_r011() {
    for item in ITEMS {
        let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
        world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
        let (used, gone) = (world.account(XBO, "200"), world.account(XBO, "310"));
        let third = world.account(XCE, "100");
        let (fund, out) = (world.fund(XCE), world.outside(XBO, "XDE01"));
        let retired = world.account(XAL, "R");
        world.act(XAL, participation(Some(item)));
        world.act(XBO, participation(Some(item)));
        let why = world.refused(XAL, Order::Authorize(terms("A2", "NDC", None)));
        assert_eq!(why, Refusal::ParticipationDenied { party: the("XAL"), item });
        let why = world.refused(XBO, use_for_ndc(to, used, part(units, "1", "10"), "2025"));
        assert_eq!(why, Refusal::ParticipationDenied { party: the("XBO"), item });
        // What is there stays there, and can go on or end.
        world.act(XAL, issue(from, None, 5));
        world.act(XAL, first_transfer(from, to, part(units, "51", "60")));
        world.act(XAL, retire(from, retired, part(units, "61", "70"), RetirementPurpose::OwnNdc));
        world.act(XBO, transfer(to, third, part(units, "1", "10")));
        world.act(XBO, contribute(to, fund, part(units, "31", "35")));
        world.act(XBO, transfer_out(to, out, part(units, "36", "40")));
        world.act(XBO, transfer_in(out, to, part(units, "36", "40")));
        let order = cancel(to, gone, part(units, "11", "20"), CancellationReason::Voluntary);
        world.act(XBO, order);
        // An answer that has changed opens the way again.
        world.act(XBO, participation(None));
        world.act(XBO, use_for_ndc(to, used, part(units, "21", "30"), "2025"));
    }
}

fn warned(world: &mut World, terms: Terms) -> Vec<Warning> {
    let proposal = world.draft(XAL, vec![Order::Authorize(terms)]);
    let now = world.now;
    try_out(&mut world.books, &proposal, now).unwrap().remove(0).warnings
}

#[test]
fn an_authorization_without_an_initial_report_is_warned_of_and_recorded_r012() {
    let mut world = World::new();
    let on = |date| Terms { date: the(date), ..terms("A1", "NDC", None) };
    assert_eq!(warned(&mut world, on("2024-12-31")), []);
    let (party, approach) = (the("XAL"), the("CA9001"));
    let missing = [Warning::InitialReportMissing { party, approach }];
    assert_eq!(warned(&mut world, on("2024-12-30")), missing, "the report came a day later");
    let mut alorea = world.books.sections.get(&XAL).unwrap().clone();
    alorea.initial_reports = std::sync::Arc::default();
    world.books.sections.set(XAL, alorea);
    assert_eq!(warned(&mut world, on("2026-01-01")), missing);
    let receipt = world.act(XAL, Order::Authorize(on("2026-01-01")));
    let entry = world.entry(receipt.last_entry);
    assert_eq!(entry.evidence().unwrap().warnings[0].code, "initial-report-missing");
    assert!(entry.leaf.contains(r#""warnings":["initial-report-missing"]"#), "{}", entry.leaf);
}

#[test]
fn an_initial_report_has_a_date_a_link_and_the_status_of_its_review_r005() {
    let mut world = World::new();
    let Order::RecordInitialReport(mut report) = initial_report("2025-06-30") else { panic!() };
    for review in [ReviewStatus::UnderReview, ReviewStatus::Reviewed] {
        report.review = review;
        world.act(XAL, Order::RecordInitialReport(report.clone()));
        let section = world.books.sections.get(&XAL).unwrap();
        assert_eq!(section.initial_report(), Some(&report));
    }
    assert_eq!(world.books.sections.get(&XAL).unwrap().initial_reports.len(), 3);
    let why = world.refused(XAL, initial_report("2026-11-23"));
    assert_eq!(why, Refusal::ReportInFuture { date: "2026-11-23".to_owned() });
}
