//! Participation, on the real database.

use app::Desk;
use domain::ledger::Order;
use domain::participation::Answer;
use testkit::orders::{
    first_transfer, issue, open_section, read, record_participation, terms, use_towards_ndc,
};
use testkit::registry::{Parties, TestRegistry, refusal};

fn with_a_no() -> Order {
    let Order::RecordParticipation(mut record) = record_participation() else {
        return record_participation();
    };
    record.has_inventory.answer = Answer::No;
    Order::RecordParticipation(record)
}

#[test]
fn a_section_without_a_record_authorizes_nothing_r010() {
    let test = TestRegistry::new();
    let secretariat = test.secretariat();
    test.must(&secretariat, open_section("XAL", "Alorea"));
    let officers = test.officers(Desk::Party(read("XAL")));
    test.must(&officers, testkit::orders::record_approach("CA9001", &["XAL"]));
    let authorize = || vec![Order::Authorize(terms("A-1", "CA9001"))];
    let refused = refusal(test.act(&officers, authorize())).unwrap();
    assert_eq!(refused.why.code(), "participation-missing");
    test.must(&officers, record_participation());
    let receipt = test.act(&officers, authorize()).unwrap();
    let warnings = test.registry.warnings(&officers.approver, &receipt).unwrap();
    assert_eq!(warnings[0].code, "initial-report-missing", "R-012");
}

#[test]
fn a_no_is_seen_by_the_next_use_and_hides_nothing_r011() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(100);
    let units = read("CA9001-XAL01-XAL-1..100-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, units));
    let some = |range: &str| {
        let year = read("2026");
        use_towards_ndc(borvia.holding, borvia.used, read(range), year)
    };
    parties.test.must(&borvia.officers, some("CA9001-XAL01-XAL-1..10-2024"));
    parties.test.must(&borvia.officers, with_a_no());
    let order = some("CA9001-XAL01-XAL-11..20-2024");
    let refused = refusal(parties.test.act(&borvia.officers, vec![order.clone()])).unwrap();
    assert_eq!(refused.why.code(), "participation-denied");
    let shown = parties.test.registry.section_of(read("XBO")).unwrap().unwrap();
    assert_eq!(shown.participation.unwrap().what.first_no(), Some("has_inventory"));
    assert!(shown.initial_report.is_some());
    let found = parties.test.registry.find_units(units).wait().unwrap().unwrap();
    assert_eq!(found.pieces.len(), 2);
    parties.test.must(&borvia.officers, record_participation());
    parties.test.must(&borvia.officers, order);
    parties.test.must(&alorea.officers, issue(alorea.holding, "CA9001", 1, "A-1"));
}
