//! Underlying units are behind one block only, whatever the code believes.

use domain::account::AccountNumber;
use domain::ledger::Order;
use domain::underlying::Underlying;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{issue, read, record_approach, terms};
use testkit::registry::{Parties, refusal};

fn backed(into: AccountNumber, id: &str, (first, last): (&str, &str), quantity: u64) -> Order {
    let approach = if id == "A-1" { "CA9001" } else { "CA9002" };
    let mut order = issue(into, approach, quantity, id);
    if let Order::Issue(order) = &mut order {
        let (registry, first, last) = (read("GS"), read(first), read(last));
        let immobilized = read("https://registry.invalid/7");
        order.underlying = Some(Underlying { registry, first, last, immobilized });
    }
    order
}

/// Borvia may issue too, under an approach and an authorization of its own.
fn with_borvia() -> Parties {
    let parties = Parties::new();
    let officers = &parties.borvia.officers;
    parties.test.must(officers, record_approach("CA9002", &["XBO"]));
    parties.test.must(officers, Order::Authorize(terms("B-1", "CA9002")));
    parties
}

#[test]
fn who_holds_underlying_units_makes_no_difference_to_the_refusal_r141_t06() {
    let parties = with_borvia();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let mine = backed(alorea.holding, "A-1", ("GS1-1", "GS1-100"), 100);
    let theirs = backed(borvia.holding, "B-1", ("GS1-101", "GS1-200"), 100);
    parties.test.must(&alorea.officers, mine);
    parties.test.must(&borvia.officers, theirs);
    let refused = |first, last| {
        let order = backed(alorea.holding, "A-1", (first, last), 1);
        refusal(parties.test.act(&alorea.officers, vec![order])).unwrap().to_string()
    };
    let (own, of_another) = (refused("GS1-50", "GS1-50"), refused("GS1-150", "GS1-150"));
    assert_eq!(own.replace("GS1-50", "GS1-150"), of_another);
    assert!(of_another.contains("underlying-taken (R-141)"), "{of_another}");
    let next = backed(alorea.holding, "A-1", ("GS1-201", "GS1-300"), 100);
    parties.test.must(&alorea.officers, next);
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn the_database_refuses_underlying_units_twice_whatever_the_code_believes_r141() {
    let parties = with_borvia();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let mine = backed(alorea.holding, "A-1", ("GS1-1-1", "GS1-1-100"), 100);
    parties.test.must(&alorea.officers, mine);
    parties.issued(1);
    let add = |section: i16, low: &str, high: &str| {
        format!(
            "INSERT INTO registry.underlying VALUES (2, {section}, 'GS', 'GS0-0-0', '{low}', \
             '{high}')"
        )
    };
    let refused = |sql: &str| {
        let sql = format!(
            "DO $$ BEGIN {sql}; RAISE EXCEPTION 'it was taken'; EXCEPTION \
             WHEN exclusion_violation THEN NULL; END $$"
        );
        parties.test.as_superuser(&sql);
    };
    for (low, high) in [
        ("{1,1,100}", "{1,1,200}"),
        ("{1,1,50}", "{1,1,50}"),
        // Counted in another number, it still holds an id that is behind the first block.
        ("{1,0,50}", "{1,9,50}"),
        ("{0,1,50}", "{9,1,50}"),
    ] {
        refused(&add(2, low, high));
    }
    parties.test.as_superuser(&add(2, "{1,2,1}", "{1,2,100}"));
    assert_eq!(borvia.party.as_str(), "XBO");
}
