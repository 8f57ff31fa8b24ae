//! A beneficiary is seen by everybody only after a review (TR-07).

use domain::beneficiary::{Beneficiary, Verdict};
use domain::ledger::{Order, ReviewBeneficiary};
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{cancel, first_transfer, read};
use testkit::registry::{Parties, refusal};

fn review(entry: i64, verdict: Verdict) -> Order {
    let (entry, reason) = (read(&entry.to_string()), read("asked for in writing"));
    Order::ReviewBeneficiary(ReviewBeneficiary { entry, verdict, reason })
}

#[test]
fn only_what_a_review_publishes_is_seen_by_everybody_tr07() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let units = parties.issued(20);
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, units));
    let end = |range: &str, name: &str| {
        let units = read(&format!("CA9001-XAL01-XAL-{range}-2024"));
        let mut order = cancel(borvia.holding, borvia.cancelled, units);
        if let Order::Cancel(order) = &mut order {
            let (name, country, remark) = (read(name), Some(read("XBO")), None);
            order.beneficiary = Some(Beneficiary { name, country, remark });
        }
        parties.test.must(&borvia.officers, order).last_entry
    };
    let (shown, hidden) = (end("1..10", "Borvia Airways"), end("11..20", "Somebody's Wedding"));
    let told = |entry| parties.test.registry.action(entry).unwrap().unwrap().beneficiary;
    assert_eq!((told(shown), told(hidden)), (None, None));
    let refused =
        refusal(parties.test.act(&alorea.officers, vec![review(shown, Verdict::Publish)]));
    assert_eq!(refused.unwrap().why.code(), "beneficiary-unknown");
    parties.test.must(&borvia.officers, review(shown, Verdict::Publish));
    parties.test.must(&borvia.officers, review(hidden, Verdict::Withhold));
    assert_eq!(told(shown).unwrap().name.as_str(), "Borvia Airways");
    assert_eq!(told(hidden), None);
    let again = refusal(parties.test.act(&borvia.officers, vec![review(hidden, Verdict::Publish)]));
    assert_eq!(again.unwrap().why.code(), "beneficiary-reviewed");
    let leaked = "SELECT count(*) AS number FROM transparency.log_leaf WHERE leaf LIKE '%Wedding%'";
    assert_eq!(parties.test.number(leaked), 0);
    parties.test.as_superuser(
        "DO $$ BEGIN UPDATE registry.beneficiary SET verdict = 'publish'; \
         RAISE EXCEPTION 'it was taken'; EXCEPTION WHEN check_violation THEN NULL; END $$",
    );
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}
