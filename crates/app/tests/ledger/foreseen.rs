//! What the annual report will fail by is warned of where the act is entered, on the real database: with
//! all that the writer loads, and as a replay finds it again.

use app::Desk;
use domain::account::{AccountKind, AccountNumber};
use domain::aef::Version;
use domain::authorization::Terms;
use domain::check::{CheckId, Corpus, Verdict, examine};
use domain::ledger::Order;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{
    first_transfer, issue, open_account, open_section, read, record_approach, terms, transfer,
};
use testkit::registry::{Parties, Section};

/// Which checks the reports of these sections fail.
fn failing(parties: &Parties, sections: &[&Section]) -> Vec<(CheckId, String)> {
    let aef = |section: &&Section| {
        let registry = &parties.test.registry;
        registry.aef(&section.officers.initiator, read("2026"), Version::FIRST).unwrap()
    };
    let aefs: Vec<_> = sections.iter().map(aef).collect();
    let corpus = Corpus::new(&aefs);
    let mut failing = Vec::new();
    for filing in corpus.filings() {
        let party = corpus.aef(filing).submission.party.to_string();
        let failures = examine(&corpus, filing, None).failures;
        let wrong = failures.iter().filter(|it| it.verdict == Verdict::Inconsistent);
        failing.extend(wrong.map(|it| (it.check, party.clone())));
    }
    failing.dedup();
    failing
}

/// What the newest entry keeps of warnings.
fn warned(parties: &Parties) -> String {
    parties.test.text(
        "SELECT coalesce(string_agg(it->>'code', ' '), '') AS text FROM ( \
         SELECT jsonb_array_elements(content->'warnings') AS it FROM registry.entry \
         WHERE entry_no = (SELECT max(entry_no) FROM registry.entry)) AS warnings",
    )
}

#[test]
fn a_transfer_to_who_is_named_nowhere_is_warned_of_and_its_report_fails_ii01_r262() {
    let parties = Parties::new();
    let (alorea, borvia, cendria) = (&parties.alorea, &parties.borvia, &parties.cendria);
    let for_borvia = Terms { parties: vec![read("XBO")], ..terms("N-1", "CA9002") };
    let record = record_approach("CA9002", &["XAL", "XBO", "XCE"]);
    parties.test.must(&alorea.officers, record);
    parties.test.must(&alorea.officers, Order::Authorize(for_borvia.clone()));
    parties.test.must(&alorea.officers, issue(alorea.holding, "CA9002", 100, "N-1"));
    let units = |range: &str| read(&format!("CA9002-XAL01-XAL-{range}-2024"));
    let abroad = first_transfer(alorea.holding, borvia.holding, units("1..100"));
    parties.test.must(&alorea.officers, abroad);
    assert_eq!(
        (warned(&parties), failing(&parties, &[alorea, borvia, cendria])),
        Default::default()
    );

    let on = transfer(borvia.holding, cendria.holding, units("1..10"));
    parties.test.must(&borvia.officers, on);
    assert_eq!(warned(&parties), "will-fail-ii01");
    let fails = [(CheckId::II01, "XCE".to_owned())];
    assert_eq!(failing(&parties, &[alorea, borvia, cendria]), fails);

    // Named by another authorization under the approach, nothing is warned of, and nothing fails.
    let of_all = Terms { parties: vec![read("XCE")], ..terms("N-2", "CA9002") };
    parties.test.must(&borvia.officers, Order::Authorize(of_all));
    let on = transfer(borvia.holding, cendria.holding, units("11..20"));
    parties.test.must(&borvia.officers, on);
    assert_eq!(
        (warned(&parties), failing(&parties, &[alorea, borvia, cendria])),
        Default::default()
    );
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn what_is_reported_of_a_year_without_a_period_is_warned_of_r230() {
    let parties = Parties::new();
    let alorea = &parties.alorea;
    let secretariat = parties.test.secretariat();
    let mut order = open_section("XDE", "Delmara");
    if let Order::OpenSection(order) = &mut order {
        order.ndc_periods.clear();
    }
    parties.test.must(&secretariat, order);
    let officers = parties.test.officers(Desk::Party(read("XDE")));
    parties.test.must(&officers, open_account(AccountKind::Holding, None));
    let holding = AccountNumber::new(read("XDE"), AccountKind::Holding, 1);
    let units = parties.issued(100);
    let abroad = first_transfer(alorea.holding, holding, units);
    parties.test.must(&alorea.officers, abroad);
    assert_eq!(warned(&parties), "report-needs-period");
    let registry = &parties.test.registry;
    let report = registry.aef(&officers.initiator, read("2026"), Version::FIRST);
    assert!(matches!(report, Err(app::reports::ReportError::NoPeriod { .. })), "{report:?}");
}
