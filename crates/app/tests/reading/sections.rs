//! A section sees its own, and of others what everybody sees.

use app::holdings::{Holding, HoldingsWanted};
use app::proposals::{ProposalState, WhichProposal};
use app::{AsOf, Desk, Limit, Time};
use domain::access::{Caller, Role};
use domain::account::AccountKind;
use domain::ledger::{Ending, Order, SetTerms};
use domain::section_terms::SectionTerms;
use testkit::orders::first_transfer;
use testkit::registry::Parties;

use crate::world::{lived, units};

fn holdings(parties: &Parties, caller: &Caller, wanted: &HoldingsWanted) -> Vec<Holding> {
    parties.test.registry.holdings(caller, wanted, None, Limit::MAX).unwrap().items
}

fn told(holdings: &[Holding]) -> Vec<String> {
    let told = holdings.iter().map(|holding| {
        let (first, last) = (holding.units.serials.first(), holding.units.serials.last());
        format!("{}: {first}..{last}", holding.account.kind())
    });
    told.collect()
}

#[test]
fn a_section_sees_its_own_accounts_and_no_others_t01() {
    let parties = lived();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let registry = &parties.test.registry;
    let accounts = registry.accounts(&borvia.officers.initiator, None, Limit::default()).unwrap();
    let numbers: Vec<_> = accounts.items.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [borvia.holding, borvia.used, borvia.cancelled]);
    let mine = registry.account(&borvia.officers.initiator, borvia.used).unwrap().unwrap();
    assert_eq!(mine.year_of_use.unwrap().to_string(), "2026");
    for theirs in [alorea.holding, alorea.used] {
        assert_eq!(registry.account(&borvia.officers.initiator, theirs).unwrap(), None);
    }
}

#[test]
fn a_section_sees_what_it_holds_and_nothing_else_t01() {
    let parties = lived();
    let wanted = HoldingsWanted::default();
    let of = |section: &testkit::registry::Section| {
        told(&holdings(&parties, &section.officers.initiator, &wanted))
    };
    assert_eq!(of(&parties.alorea), ["100: 1..2000", "100: 3001..3500"]);
    assert_eq!(of(&parties.borvia), ["100: 2101..2500", "200: 2501..3000", "310: 2001..2010"]);
    assert_eq!(of(&parties.cendria), ["100: 2011..2100"]);
    // The desk of the secretariat holds nothing.
    let desk = parties.test.person(Desk::Secretariat, &[Role::RegistryAdministrator]);
    assert_eq!(told(&holdings(&parties, &desk, &wanted)), [""; 0]);
}

#[test]
fn holdings_are_filtered_and_paged_without_loss() {
    let parties = lived();
    let borvia = &parties.borvia;
    let caller = &borvia.officers.approver;
    let by = |wanted: HoldingsWanted| told(&holdings(&parties, caller, &wanted));
    let none = HoldingsWanted::default();
    assert_eq!(
        by(HoldingsWanted { account: Some(borvia.used), ..none.clone() }),
        ["200: 2501..3000"]
    );
    let foreign = HoldingsWanted { account: Some(parties.alorea.holding), ..none.clone() };
    assert_eq!(by(foreign), [""; 0]);
    let vintage = |year: &str| HoldingsWanted {
        vintage: Some(year.parse().unwrap()),
        approach: Some("CA9001".parse().unwrap()),
        ..none.clone()
    };
    assert_eq!(by(vintage("2024")).len(), 3);
    assert_eq!(by(vintage("2023")), [""; 0]);
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let one = Limit::new(1).unwrap();
        let page = parties.test.registry.holdings(caller, &none, after, one).unwrap();
        paged.extend(told(&page.items));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, by(none));
}

#[test]
fn waiting_proposals_show_as_reserved_in_what_is_held() {
    let parties = Parties::new();
    parties.issued(100);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let order = first_transfer(alorea.holding, borvia.holding, units("11..30"));
    parties.test.propose(&alorea.officers, vec![order]).unwrap();
    let held = holdings(&parties, &alorea.officers.initiator, &HoldingsWanted::default());
    assert_eq!(held[0].reserved, Some(20));
    let moment = crate::world::moment(&parties);
    let at = Some(AsOf { moment, time: Time::Recorded });
    let wanted = HoldingsWanted { at, ..HoldingsWanted::default() };
    assert_eq!(holdings(&parties, &alorea.officers.initiator, &wanted)[0].reserved, None);
}

#[test]
fn proposals_of_another_section_are_not_there_t01() {
    let parties = Parties::new();
    parties.issued(100);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let order = first_transfer(alorea.holding, borvia.holding, units("11..30"));
    let id = parties.test.propose(&alorea.officers, vec![order.clone()]).unwrap();
    let registry = &parties.test.registry;
    let (mine, theirs) = (&alorea.officers.approver, &borvia.officers.approver);
    let whole = registry.whole_proposal(mine, WhichProposal::Id(id)).unwrap().unwrap();
    assert_eq!(whole.proposal.orders, [order]);
    assert_eq!(whole.line.digest, whole.proposal.digest());
    assert_eq!(whole.line.digest, parties.test.shown(mine, id));
    assert!(whole.line.decision.is_none());
    assert!(whole.line.named.to_string().starts_with("XAL-P-2"));
    let by_number = WhichProposal::Number(whole.line.named);
    assert_eq!(registry.whole_proposal(mine, by_number).unwrap().unwrap(), whole);
    for which in [WhichProposal::Id(id), by_number] {
        assert_eq!(registry.whole_proposal(theirs, which).unwrap(), None);
    }
    let seen = registry.proposals(theirs, Some(ProposalState::Waiting), None, Limit::MAX).unwrap();
    assert_eq!(seen.items, []);
}

#[test]
fn proposals_are_listed_newest_first_by_whether_they_wait() {
    let parties = Parties::new();
    parties.issued(100);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let registry = &parties.test.registry;
    let caller = &alorea.officers.initiator;
    let order = first_transfer(alorea.holding, borvia.holding, units("11..30"));
    let waiting = parties.test.propose(&alorea.officers, vec![order]).unwrap();
    let list = |state| registry.proposals(caller, state, None, Limit::MAX).unwrap().items;
    let all = list(None);
    let numbers: Vec<_> = all.iter().map(|line| line.named.number.number).rev().collect();
    assert!(numbers.into_iter().eq(1..=u32::try_from(all.len()).unwrap()));
    assert_eq!(list(Some(ProposalState::Waiting)).len(), 1);
    assert_eq!(list(Some(ProposalState::Waiting))[0].id, waiting);
    let executed = list(Some(ProposalState::Ended(Ending::Executed)));
    assert_eq!(executed.len(), all.len() - 1);
    let decision = executed[0].decision.clone().unwrap();
    assert_eq!(decision.by, Some(alorea.officers.approver.officer()));
    assert!(decision.first_entry > executed[0].proposed_entry);
    let two = Limit::new(2).unwrap();
    let first = registry.proposals(caller, None, None, two).unwrap();
    let second = registry.proposals(caller, None, first.next, two).unwrap();
    assert_eq!([first.items, second.items].concat(), all[..4]);
}

#[test]
fn both_sides_of_a_transfer_see_it_and_only_the_giver_its_order() {
    let parties = lived();
    let registry = &parties.test.registry;
    let acts = |section: &testkit::registry::Section| {
        registry.own_actions(&section.officers.initiator, None, None, Limit::MAX).unwrap().items
    };
    let words = |section: &testkit::registry::Section| -> Vec<String> {
        let acts = acts(section);
        acts.iter().map(|own| format!("{} {}", own.action.act, own.order.is_some())).collect()
    };
    assert_eq!(
        words(&parties.borvia)[..4],
        ["transfer true", "cancel true", "use-towards-ndc true", "first-transfer false"]
    );
    assert_eq!(words(&parties.cendria)[..1], ["transfer false"]);
    assert_eq!(words(&parties.alorea)[..3], ["first-transfer true", "issue true", "issue true"]);
    let given = &acts(&parties.alorea)[0];
    assert_eq!(given.action.other_party.unwrap().to_string(), "XBO");
    let order = &given.order.as_ref().unwrap().order;
    let to = (parties.borvia.holding, units("2001..3000"));
    assert_eq!((order.destination().unwrap(), order.units().unwrap().1), to);
    let cancelled = registry
        .own_actions(&parties.borvia.officers.initiator, Some("cancel"), None, Limit::MAX)
        .unwrap();
    assert_eq!(cancelled.items.len(), 1);
}

#[test]
fn acts_that_nobody_else_sees_leave_no_gap_in_the_list_of_ones_own() {
    let parties = lived();
    let (registry, officers) = (&parties.test.registry, &parties.alorea.officers);
    for hours in 1..=5 {
        let terms = SectionTerms { waiting_hours: hours, ..SectionTerms::default() };
        parties.test.must(officers, Order::SetTerms(SetTerms { terms }));
    }
    let two = Limit::new(2).unwrap();
    let page = registry.own_actions(&officers.initiator, None, None, two).unwrap();
    let acts: Vec<_> = page.items.iter().map(|own| own.action.act.as_str()).collect();
    assert_eq!((acts, page.next.is_some()), (vec!["first-transfer", "issue"], true));
}

#[test]
fn holdings_are_found_behind_more_accounts_than_are_looked_into_at_once() {
    let parties = lived();
    let cendria = &parties.cendria;
    // A hundred and twenty accounts with nothing in them, and one with something behind them.
    let opened = (0..120).map(|_| testkit::orders::open_account(AccountKind::Holding, None));
    parties.test.act(&cendria.officers, opened.collect()).unwrap();
    let accounts = {
        let registry = &parties.test.registry;
        let mut numbers = Vec::new();
        let mut after = None;
        loop {
            let page = registry.accounts(&cendria.officers.initiator, after, Limit::MAX).unwrap();
            numbers.extend(page.items.into_iter().map(|(number, _)| number));
            after = page.next;
            if after.is_none() {
                break numbers;
            }
        }
    };
    assert_eq!(accounts.len(), 123);
    let last = accounts.iter().rev().find(|number| number.kind() == AccountKind::Holding).unwrap();
    let order = testkit::orders::transfer(cendria.holding, *last, units("2011..2020"));
    parties.test.must(&cendria.officers, order);
    let caller = &cendria.officers.initiator;
    let all = holdings(&parties, caller, &HoldingsWanted::default());
    assert_eq!(told(&all), ["100: 2021..2100", "100: 2011..2020"]);
    let one = Limit::new(1).unwrap();
    let registry = &parties.test.registry;
    let first = registry.holdings(caller, &HoldingsWanted::default(), None, one).unwrap();
    let second = registry.holdings(caller, &HoldingsWanted::default(), first.next, one).unwrap();
    assert_eq!((second.items, second.next), (all[1..].to_vec(), None));
}
