//! Retirement on the real database.

use domain::account::{AccountKind, AccountNumber};
use domain::ledger::{Order, Retire, RetirementPurpose};
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{first_transfer, open_account, read, transfer};
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
