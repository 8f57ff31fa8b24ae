//! The Article 6.4 mechanism on the real database.

use app::Desk;
use domain::account::{AccountKind, AccountNumber, Holder};
use domain::aef::{Subtype, Version};
use domain::authorization::Terms;
use domain::ledger::{Designation, IssueArticle64, OpenSection, Order};
use domain::section_terms::SectionTerms;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{
    first_transfer, open_account, read, record_approach, revoke, set_ndc_period, terms, transfer,
};
use testkit::registry::{Officers, Parties, refusal};

/// Opens the mechanism's section, its approach and its three accounts.
pub(super) fn mechanism(parties: &Parties) -> (Officers, [AccountNumber; 3]) {
    let desk = parties.test.officers(Desk::Secretariat);
    let section = OpenSection {
        party: read("QUN"),
        registry: read("UN01"),
        name: read("Article 6.4 mechanism"),
        request: read("Decision of the Supervisory Body"),
        ndc_periods: Vec::new(),
        terms: Some(SectionTerms { waiting_hours: 0, ..SectionTerms::default() }),
    };
    parties.test.must(&desk, Order::OpenSection(section));
    let officers = parties.test.officers(Desk::Party(read("QUN")));
    parties.test.must(&officers, record_approach("CA0001", &["QUN"]));
    let open = |kind, holder, number| {
        let mut order = open_account(kind, None);
        if let Order::OpenAccount(order) = &mut order {
            order.holder = holder;
        }
        parties.test.must(&officers, order);
        AccountNumber::new(read("QUN"), kind, number)
    };
    let accounts = [
        open(AccountKind::Holding, Holder::Pending, 1),
        open(AccountKind::Holding, Holder::AdaptationFund, 2),
        open(AccountKind::OmgeCancellation, Holder::Party, 3),
    ];
    (officers, accounts)
}

pub(super) fn issue(places: [AccountNumber; 3], first: u64, last: u64) -> Order {
    let [pending, fund, omge] = places;
    Order::IssueArticle64(IssueArticle64 {
        host: read("XAL"),
        activity: read("PoA 10471"),
        vintage: read("2024"),
        quantity: read(&last.abs_diff(first).saturating_add(1).to_string()),
        first: read(&first.to_string()),
        last: read(&last.to_string()),
        designation: Designation::Authorized,
        authorization: read("A-64"),
        mitigation_type: read("Emission reductions"),
        sector: read("Energy generation"),
        activity_type: read("Solar"),
        pending,
        fund,
        omge,
        omge_quantity: None,
    })
}

#[test]
fn the_mechanism_issues_shares_and_distributes_r172_r173_r171() {
    let parties = Parties::new();
    let (officers, places) = mechanism(&parties);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let authorization = Terms { quantity: Some(read("60000")), ..terms("A-64", "CA0001") };
    parties.test.must(&alorea.officers, Order::Authorize(authorization));
    parties.test.must(&officers, issue(places, 1, 58_428));
    let counted = "SELECT first_transferred AS number FROM registry.authorization_use \
        JOIN registry.authorization USING (no) WHERE authorization_id = 'A-64'";
    assert_eq!(parties.test.number(counted), 2_922 + 1_169);
    for (place, held) in places.into_iter().zip([54_337, 2_922, 1_169]) {
        let sum = format!(
            "SELECT sum(last_serial - first_serial + 1)::bigint AS number \
             FROM registry.unit_block JOIN registry.account ON account.id = account_id \
             WHERE number = '{place}'"
        );
        assert_eq!(parties.test.number(&sum), held, "{place}");
    }
    let again = refusal(parties.test.act(&officers, vec![issue(places, 58_428, 58_500)])).unwrap();
    assert_eq!(again.why.code(), "underlying-taken");
    let too_many = refusal(parties.test.act(&officers, vec![issue(places, 58_429, 120_000)]));
    assert_eq!(too_many.unwrap().why.code(), "cap-exceeded");
    parties.test.must(&officers, issue(places, 58_429, 58_528));
    let abroad = read("CA0001-UN01-XAL-1..1000-2024");
    parties.test.must(&officers, first_transfer(places[0], borvia.holding, abroad));
    let home = read("CA0001-UN01-XAL-1001..2000-2024");
    parties.test.must(&officers, transfer(places[0], alorea.holding, home));
    assert_eq!(parties.test.number(counted), 2_922 + 1_169 + 5 + 2 + 1_000);
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.units, 58_528);
}

#[test]
fn the_host_adjusts_for_the_shares_first_and_for_the_rest_once_it_is_transferred_r174() {
    let parties = Parties::new();
    let (officers, places) = mechanism(&parties);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.test.must(&alorea.officers, Order::Authorize(terms("A-64", "CA0001")));
    parties.test.must(&officers, issue(places, 1, 1_000));
    let adjusted = || {
        let caller = &alorea.officers.initiator;
        let aef = parties.test.registry.aef(caller, read("2026"), Version::FIRST).unwrap();
        let first = aef.actions.into_iter().filter(|row| row.is_first_transfer());
        first.map(|row| (row.subtype, row.outcome.units.to_string())).collect::<Vec<_>>()
    };
    let deducted = [
        (Some(Subtype::MandatoryToAdaptationFund), "CA0001-UN01-XAL-931..980-2024".to_owned()),
        (Some(Subtype::MandatoryOmge), "CA0001-UN01-XAL-981..1000-2024".to_owned()),
    ];
    assert_eq!(adjusted(), deducted, "what waits is not adjusted for yet");
    let abroad = read("CA0001-UN01-XAL-1..600-2024");
    parties.test.must(&officers, first_transfer(places[0], borvia.holding, abroad));
    let [fund, omge] = deducted;
    let rest = (Some(Subtype::ToAnotherParty), "CA0001-UN01-XAL-1..600-2024".to_owned());
    assert_eq!(adjusted(), [fund, omge, rest]);
}

#[test]
fn what_the_mechanism_issues_fixes_the_ndc_period_of_the_host_r006_r173() {
    let parties = Parties::new();
    let (officers, places) = mechanism(&parties);
    let alorea = &parties.alorea.officers;
    let set = |method| refusal(parties.test.act(alorea, vec![set_ndc_period(method)]));
    parties.test.must(alorea, Order::Authorize(terms("A-64", "CA0001")));
    assert!(set("T").is_none());
    parties.test.must(&officers, issue(places, 1, 100));
    assert_eq!(set("V").unwrap().why.code(), "period-has-itmos");
}

#[test]
fn what_waits_is_not_distributed_after_the_hosts_revocation_r119_r175() {
    let parties = Parties::new();
    let (officers, places) = mechanism(&parties);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.test.must(&alorea.officers, Order::Authorize(terms("A-64", "CA0001")));
    parties.test.must(&officers, issue(places, 1, 100));
    parties.test.must(&alorea.officers, revoke("A-64"));
    let units = read("CA0001-UN01-XAL-1..10-2024");
    for (order, code) in [
        (first_transfer(places[0], borvia.holding, units), "not-authorized"),
        (transfer(places[0], alorea.holding, units), "not-authorized"),
        (issue(places, 101, 200), "authorization-revoked"),
    ] {
        assert_eq!(refusal(parties.test.act(&officers, vec![order])).unwrap().why.code(), code);
    }
}
