//! Retirement on the real database.

use domain::account::{AccountKind, AccountNumber};
use domain::authorization::Terms;
use domain::ledger::{Order, Retire, RetirementPurpose};
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{first_transfer, issue, open_account, read, revoke, terms, transfer};
use testkit::registry::{Parties, refusal};

#[test]
fn outcomes_are_retired_for_good_and_itmos_are_not_r155_r156() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.test.must(&alorea.officers, open_account(AccountKind::Retirement, None));
    let into = AccountNumber::new(alorea.party, AccountKind::Retirement, 4);
    parties.issued(100);
    let retire = |units: &str| {
        let (from, units, purpose) = (alorea.holding, read(units), RetirementPurpose::OwnNdc);
        Order::Retire(Retire { from, into, units, purpose, named: None })
    };
    parties.test.must(&alorea.officers, retire("CA9001-XAL01-XAL-1..40-2024"));
    let abroad = read("CA9001-XAL01-XAL-41..50-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, abroad));
    parties.test.must(&borvia.officers, transfer(borvia.holding, alorea.holding, abroad));
    let of_itmos = retire("CA9001-XAL01-XAL-41..50-2024");
    let refused = refusal(parties.test.act(&alorea.officers, vec![of_itmos])).unwrap();
    assert_eq!(refused.why.code(), "retirement-of-itmo");
    let counted = "SELECT first_transferred AS number FROM registry.authorization_use";
    assert_eq!(parties.test.number(counted), 10, "a retirement is no first transfer");
    parties.test.as_superuser(
        "DO $$ BEGIN UPDATE registry.unit_block SET account_id = (SELECT id \
         FROM registry.account WHERE number LIKE 'XAL-100%') WHERE first_serial = 1; \
         RAISE EXCEPTION 'it went'; EXCEPTION WHEN check_violation THEN NULL; END $$",
    );
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn what_lost_its_authorization_can_be_retired_r119_r156() {
    let parties = Parties::new();
    let alorea = &parties.alorea;
    let act = |order| parties.test.must(&alorea.officers, order);
    act(open_account(AccountKind::Retirement, None));
    let into = AccountNumber::new(alorea.party, AccountKind::Retirement, 4);
    let by_end = Terms {
        purposes: read("OIMP"),
        first_transfer: Some(read("Use or Cancellation")),
        ..terms("A-2", "CA9001")
    };
    act(Order::Authorize(by_end));
    let issued = act(issue(alorea.holding, "CA9001", 100, "A-2"));
    let units = parties.test.range_of(issued.first_entry);
    let (from, purpose) = (alorea.holding, RetirementPurpose::OwnNdc);
    let order = || Order::Retire(Retire { from, into, units, purpose, named: None });
    let refused = refusal(parties.test.act(&alorea.officers, vec![order()])).unwrap();
    assert_eq!(refused.why.code(), "retirement-is-use");
    act(revoke("A-2"));
    act(order());
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}
