//! Revocation, on the real database, and what the registry warns of.

use app::authorizations::AuthorizationsWanted;
use domain::authorization::Terms;
use domain::ledger::Order;
use store::page::Limit;
use testkit::orders::{
    authorize_units, first_transfer, issue, read, revoke, terms, transfer, use_towards_ndc,
};
use testkit::registry::{Parties, refusal};

fn code(parties: &Parties, order: Order) -> &'static str {
    let answer = parties.test.act(&parties.alorea.officers, vec![order]);
    refusal(answer).map_or("", |refused| refused.why.code())
}

/// The state of Alorea's authorizations, one after the other.
fn states(parties: &Parties) -> Vec<String> {
    let all = AuthorizationsWanted::default();
    let list = parties.test.registry.authorizations(&all, None, Limit::MAX).unwrap().items;
    list.iter()
        .map(|it| format!("{} {} {}", it.facts.terms.id, it.state.as_str(), it.first_transferred))
        .collect()
}

#[test]
fn a_revoked_authorization_covers_what_was_first_transferred_and_nothing_else_r118_r119() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(100);
    let moved = read("CA9001-XAL01-XAL-51..100-2024");
    let kept = read("CA9001-XAL01-XAL-1..50-2024");
    let act = |order| parties.test.must(&alorea.officers, order);
    act(first_transfer(alorea.holding, borvia.holding, moved));
    act(revoke("A-1"));

    assert_eq!(code(&parties, issue(alorea.holding, "CA9001", 1, "A-1")), "authorization-revoked");
    let again = first_transfer(alorea.holding, borvia.holding, kept);
    assert_eq!(code(&parties, again.clone()), "not-authorized");
    // What lies here is under no authorization; what lies there is.
    let found = |units| parties.test.registry.find_units(units).wait().unwrap().unwrap();
    assert_eq!(found(kept).pieces[0].authorization, None);
    assert_eq!(found(moved).pieces[0].authorization.as_ref().unwrap().id, "A-1");
    assert_eq!(states(&parties), ["A-1 revoked 50"]);

    let sold_on = read("CA9001-XAL01-XAL-51..60-2024");
    let cendria = &parties.cendria;
    let order = transfer(borvia.holding, cendria.holding, sold_on);
    parties.test.must(&borvia.officers, order);
    let used = read("CA9001-XAL01-XAL-61..100-2024");
    let order = use_towards_ndc(borvia.holding, borvia.used, used, read("2026"));
    parties.test.must(&borvia.officers, order);

    let capped = Terms { quantity: Some(read("50")), ..terms("A-2", "CA9001") };
    act(Order::Authorize(capped));
    act(authorize_units(alorea.holding, kept, "A-2"));
    act(again);
    assert_eq!(states(&parties), ["A-1 revoked 50", "A-2 exhausted 50"]);
}

#[test]
fn warnings_are_kept_with_the_proposal_and_with_what_it_became_r114() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let capped = Terms { quantity: Some(read("100")), ..terms("A-2", "CA9001") };
    parties.test.must(&alorea.officers, Order::Authorize(capped));
    let receipt = parties.test.must(&alorea.officers, issue(alorea.holding, "CA9001", 100, "A-2"));
    assert!(!receipt.warned);
    let units = parties.test.range_of(receipt.first_entry);
    let order = first_transfer(alorea.holding, borvia.holding, units);
    let receipt = parties.test.must(&alorea.officers, order);
    assert!(receipt.warned);
    let registry = &parties.test.registry;
    let warnings = registry.warnings(&alorea.officers.initiator, &receipt).unwrap();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code, "cap-nearly-reached");
    let which = app::proposals::WhichProposal::Id(receipt.proposal);
    let whole = registry.whole_proposal(&alorea.officers.approver, which).unwrap().unwrap();
    assert_eq!((&whole.warnings, &whole.warnings_executed), (&warnings, &warnings));
    let of_borvia = registry.warnings(&borvia.officers.initiator, &receipt).unwrap();
    assert_eq!(of_borvia, [], "they are for the section that acted");
}
