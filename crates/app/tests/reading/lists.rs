//! What everybody may list.

use app::Limit;
use app::actions::ActionsWanted;
use app::authorizations::AuthorizationsWanted;
use domain::authorization::Terms;
use domain::ledger::Order;
use testkit::orders::{read, terms};
use testkit::registry::Parties;

use crate::world::{alorea_does, lived};

#[test]
fn sections_and_approaches_are_public() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let two = Limit::new(2).unwrap();
    let first = registry.sections(None, two).unwrap();
    let names: Vec<_> = first.items.iter().map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["Alorea", "Borvia"]);
    assert_eq!(first.items[0].ndc_periods[0].years().to_string(), "2021-2030");
    let second = registry.sections(first.next, two).unwrap();
    assert_eq!(second.items[0].registry.to_string(), "XCE01");
    assert_eq!(second.next, None);
    assert_eq!(registry.section_of(read("XBO")).unwrap().unwrap(), first.items[1]);
    assert_eq!(registry.section_of(read("XDE")).unwrap(), None);

    let approaches = registry.approaches(None, None, Limit::default()).unwrap().items;
    assert_eq!(approaches.len(), 1);
    assert_eq!(approaches[0].recorded_by.to_string(), "XAL");
    assert_eq!(registry.approach(read("CA9001")).unwrap().unwrap(), approaches[0]);
    assert_eq!(registry.approach(read("CA9002")).unwrap(), None);
    let of = |party| registry.approaches(Some(read(party)), None, Limit::default()).unwrap().items;
    assert_eq!((of("XCE").len(), of("XDE").len()), (1, 0));
}

#[test]
fn an_authorization_is_published_and_what_it_keeps_back_is_named_and_not_told_r116_r293() {
    let parties = Parties::new();
    let secret = Terms {
        conditions: Some(read("Only by night")),
        quantity: Some(read("5000")),
        ..terms("A-2", "CA9001")
    };
    alorea_does(&parties, Order::Authorize(secret));
    let wanted = AuthorizationsWanted { id: Some(read("A-2")), ..AuthorizationsWanted::default() };
    let registry = &parties.test.registry;
    let found = registry.authorizations(&wanted, None, Limit::default()).unwrap().items;
    assert_eq!(found.len(), 1);
    let facts = &found[0].facts;
    assert_eq!(facts.kept_back, ["conditions"]);
    assert_eq!(facts.terms.conditions, None);
    assert_eq!(facts.terms.quantity.unwrap().count(), 5000);
    assert_eq!(facts.party.to_string(), "XAL");
    let of_borvia =
        AuthorizationsWanted { party: Some(read("XBO")), ..AuthorizationsWanted::default() };
    assert_eq!(registry.authorizations(&of_borvia, None, Limit::default()).unwrap().items, []);
}

#[test]
fn every_version_of_an_authorization_stays_on_the_list() {
    let parties = Parties::new();
    alorea_does(&parties, Order::Authorize(terms("A-2", "CA9001")));
    alorea_does(&parties, Order::Authorize(Terms { version: 2, ..terms("A-1", "CA9001") }));
    let registry = &parties.test.registry;
    let all = AuthorizationsWanted::default();
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = registry.authorizations(&all, after, Limit::new(1).unwrap()).unwrap();
        listed.extend(page.items.iter().map(|it| {
            let (terms, state) = (&it.facts.terms, it.state.as_str());
            format!("{} {} {state}", terms.id, terms.version)
        }));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(listed, ["A-1 1 amended", "A-1 2 in-force", "A-2 1 in-force"]);
}

#[test]
fn everybody_sees_what_was_done_and_nobody_what_was_only_proposed() {
    let parties = lived();
    let registry = &parties.test.registry;
    let all = ActionsWanted::default();
    let list = registry.actions(&all, None, Limit::MAX).unwrap();
    assert_eq!(list.next, None);
    let acts: Vec<_> = list.items.iter().map(|action| action.act.as_str()).collect();
    assert_eq!(
        acts[..6],
        ["transfer", "cancel", "use-towards-ndc", "first-transfer", "issue", "issue"]
    );
    assert!(!acts.contains(&"propose"));
    let newest = &list.items[0];
    assert_eq!(registry.action(newest.entry).unwrap().as_ref(), Some(newest));
    assert_eq!(registry.action(newest.entry - 1).unwrap(), None, "that was the proposal");
    assert!(newest.committed.contains_key("accounts"));
    let text = format!("{:?}", list.items);
    assert!(!text.contains("-100-0001"), "an account is named in {text}");

    let by = |party: Option<&str>, act: Option<&str>| {
        let party = party.map(read);
        let wanted = ActionsWanted { party, act: act.map(str::to_owned) };
        registry.actions(&wanted, None, Limit::MAX).unwrap().items
    };
    let cendria: Vec<_> = by(Some("XCE"), None).iter().map(|it| it.act.clone()).collect();
    assert_eq!(
        cendria,
        [
            "transfer",
            "open-account",
            "open-account",
            "open-account",
            "record-initial-report",
            "record-participation",
            "open-section",
        ]
    );
    assert_eq!(by(None, Some("issue")).len(), 2);
    assert_eq!(by(Some("XBO"), Some("first-transfer")).len(), 1);
    assert_eq!(by(Some("XDE"), None).len(), 0);
}

#[test]
fn the_list_of_actions_pages_through_all_of_them() {
    let parties = lived();
    let registry = &parties.test.registry;
    let all = ActionsWanted::default();
    let whole = registry.actions(&all, None, Limit::MAX).unwrap().items;
    for party in [None, Some(read("XBO"))] {
        let wanted = ActionsWanted { party, act: None };
        let whole = registry.actions(&wanted, None, Limit::MAX).unwrap().items;
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let page = registry.actions(&wanted, before, Limit::new(3).unwrap()).unwrap();
            paged.extend(page.items);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole);
    }
    assert!(whole.len() > 10);
}
