//! Statements of accounts, compared with a list of where each unit is.

use std::collections::BTreeSet;

use app::Limit;
use app::statements::Statement;
use domain::access::Caller;
use domain::account::{AccountKind, AccountNumber};
use domain::ledger::Order;
use domain::metric::Metric;
use domain::statement::{Counterpart, Direction, Movement};
use jiff::Timestamp;
use testkit::orders::{
    authorize_entity, cancel, first_transfer, open_account, open_entity_account, read, transfer,
};
use testkit::registry::Parties;

use crate::world::{lived, moment, units};

fn statement(
    parties: &Parties,
    (caller, account): (&Caller, AccountNumber),
    period: (Timestamp, Option<Timestamp>),
    limit: Limit,
) -> Option<Statement> {
    let registry = &parties.test.registry;
    let mut whole = registry.statement(caller, account, period, None, limit).unwrap()?;
    let to = Some(whole.period.to);
    while let Some(after) = whole.movements.next {
        let more = registry.statement(caller, account, (period.0, to), Some(after), limit);
        let more = more.unwrap().unwrap();
        assert_eq!((more.opening, more.closing), (whole.opening, whole.closing));
        whole.movements.items.extend(more.movements.items);
        whole.movements.next = more.movements.next;
    }
    Some(whole)
}

/// Chance that is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap().checked_rem(most).unwrap()
    }
}

/// Where each of the units 1 to 200 is, and what has happened to an account so far.
struct Naive {
    places: Vec<AccountNumber>,
    past: Vec<(Timestamp, Vec<AccountNumber>)>,
}

impl Naive {
    /// Some units that lie side by side in one account, from a place on.
    fn run(&self, chance: &mut Chance) -> (AccountNumber, usize, usize) {
        let first = chance.below(self.places.len());
        let most = first.saturating_add(1).saturating_add(chance.below(15));
        let here = self.places[first];
        let same = self.places[first..].iter().take_while(|it| **it == here).count();
        (here, first, most.min(first.saturating_add(same)))
    }

    fn at(&self, moment: Timestamp) -> &[AccountNumber] {
        let before = self.past.iter().rev().find(|(at, _)| *at <= moment);
        before.map_or(&[], |(_, places)| places.as_slice())
    }
}

fn held(places: &[AccountNumber], account: AccountNumber) -> BTreeSet<usize> {
    places.iter().enumerate().filter(|(_, it)| **it == account).map(|(at, _)| at).collect()
}

fn count(places: &BTreeSet<usize>) -> u64 {
    u64::try_from(places.len()).unwrap()
}

/// The serials of movements, from 0.
fn serials(movement: &Movement) -> BTreeSet<usize> {
    let runs = movement.units.iter().map(|it| it.serials);
    let each = runs.flat_map(|it| it.first().number()..=it.last().number());
    each.map(|serial| usize::try_from(serial.saturating_sub(1)).unwrap()).collect()
}

/// Acts by chance among four accounts of three Parties, and ends.
fn acted(parties: &Parties) -> (Naive, [AccountNumber; 4]) {
    let (test, alorea, borvia, cendria) =
        (&parties.test, &parties.alorea, &parties.borvia, &parties.cendria);
    test.must(&alorea.officers, open_account(AccountKind::Holding, None));
    let second = AccountNumber::new(alorea.party, AccountKind::Holding, 4);
    parties.issued(200);
    let accounts = [alorea.holding, second, borvia.holding, cendria.holding];
    let places = vec![alorea.holding; 200];
    let mut naive = Naive { past: vec![(moment(parties), places.clone())], places };
    let mut chance = Chance(7);
    let mut gone = BTreeSet::new();
    for _ in 0..50 {
        let (from, first, end) = naive.run(&mut chance);
        let to = accounts[chance.below(4)];
        let range = units(&format!("{}..{end}", first.saturating_add(1)));
        let is_new = (first..end).any(|it| !gone.contains(&it));
        let section = [alorea, borvia, cendria].into_iter().find(|it| it.party == from.party());
        let section = section.unwrap();
        let (order, place) = match (from.kind(), from.party() == to.party(), is_new) {
            (AccountKind::Holding, true, _) if from != to => (transfer(from, to, range), to),
            (AccountKind::Holding, false, true) if (first..end).all(|it| !gone.contains(&it)) => {
                gone.extend(first..end);
                (first_transfer(from, to, range), to)
            }
            (AccountKind::Holding, false, false) => (transfer(from, to, range), to),
            (AccountKind::Holding, true, false) => {
                (cancel(from, section.cancelled, range), section.cancelled)
            }
            _ => continue,
        };
        test.must(&section.officers, order);
        naive.places[first..end].fill(place);
        naive.past.push((moment(parties), naive.places.clone()));
    }
    (naive, accounts)
}

#[test]
fn opening_with_what_came_and_without_what_went_is_closing_in_any_period_r154() {
    let parties = Parties::new();
    let (naive, accounts) = acted(&parties);
    assert!(naive.past.len() > 25, "{}", naive.past.len());
    let callers = [&parties.alorea, &parties.alorea, &parties.borvia, &parties.cendria];
    let moments: Vec<Timestamp> = naive.past.iter().map(|(at, _)| *at).collect();
    let last = moments.len() - 1;
    for (from, to) in [(0, last), (3, 4), (last / 3, last), (5, last / 2), (2, 2)] {
        let (from, to) = (moments[from], moments[to]);
        for (account, section) in accounts.into_iter().zip(callers) {
            let asked = (&section.officers.initiator, account);
            let whole = statement(&parties, asked, (from, Some(to)), Limit::MAX).unwrap();
            let mut there = held(naive.at(from), account);
            assert_eq!(whole.opening, count(&there), "{account} at {from}");
            for movement in &whole.movements.items {
                let moved = serials(movement);
                assert_eq!(movement.quantity, count(&moved));
                match movement.direction {
                    Direction::In => assert!(moved.iter().all(|it| there.insert(*it))),
                    Direction::Out => assert!(moved.iter().all(|it| there.remove(it))),
                }
                assert_eq!(movement.balance, count(&there));
                assert!(from <= movement.occurred && movement.occurred < to);
            }
            assert_eq!(there, held(naive.at(to), account), "{account} from {from} to {to}");
            assert_eq!(whole.closing, count(&there));
            let paged = statement(&parties, asked, (from, Some(to)), Limit::new(3).unwrap());
            assert_eq!(paged.unwrap(), whole, "page by page it is the same");
        }
    }
}

#[test]
fn the_other_account_is_told_to_whoever_named_it_and_else_its_party_alone_r292() {
    let parties = lived();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let all = (Timestamp::UNIX_EPOCH, None);
    let sides = |section: &testkit::registry::Section| {
        let asked = (&section.officers.initiator, section.holding);
        let whole = statement(&parties, asked, all, Limit::MAX).unwrap();
        let side = |it: &Movement| (it.act.clone(), it.direction, it.counterpart);
        whole.movements.items.iter().map(side).collect::<Vec<_>>()
    };
    let other = |party: &str, account| Some(Counterpart { party: read(party), account });
    let (came, went) = (Direction::In, Direction::Out);
    assert_eq!(
        sides(alorea),
        [
            ("issue".to_owned(), came, None),
            ("issue".to_owned(), came, None),
            ("first-transfer".to_owned(), went, other("XBO", Some(borvia.holding))),
        ]
    );
    assert_eq!(
        sides(borvia),
        [
            ("first-transfer".to_owned(), came, other("XAL", None)),
            ("use-towards-ndc".to_owned(), went, other("XBO", Some(borvia.used))),
            ("cancel".to_owned(), went, other("XBO", Some(borvia.cancelled))),
            ("transfer".to_owned(), went, other("XCE", Some(parties.cendria.holding))),
        ]
    );
    let asked = (&alorea.officers.initiator, borvia.holding);
    assert_eq!(statement(&parties, asked, all, Limit::MAX), None, "another section's is not there");
}

#[test]
fn a_representative_gets_statements_of_the_entitys_accounts_alone_r030() {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    parties.issued(100);
    test.must(&alorea.officers, authorize_entity("E-1", "CA9001"));
    test.must(&alorea.officers, open_entity_account("E-1"));
    let account = AccountNumber::new(alorea.party, AccountKind::Holding, 4);
    test.must(&alorea.officers, transfer(alorea.holding, account, units("1..10")));
    let representative = test.representative(app::Desk::Party(alorea.party), "E-1");
    let all = (Timestamp::UNIX_EPOCH, None);
    let own = statement(&parties, (&representative, account), all, Limit::MAX).unwrap();
    assert_eq!((own.opening, own.closing), (0, 10));
    let party = Counterpart { party: alorea.party, account: None };
    assert_eq!(
        own.movements.items[0].counterpart,
        Some(party),
        "the Party's account is not theirs"
    );
    let theirs = statement(&parties, (&representative, alorea.holding), all, Limit::MAX);
    assert_eq!(theirs, None);
}

#[test]
fn units_of_another_metric_are_counted_in_it_r023() {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    let megawatt_hours: Metric = read("MWh");
    let mut order = open_account(AccountKind::Holding, None);
    if let Order::OpenAccount(order) = &mut order {
        order.metric = megawatt_hours.clone();
    }
    test.must(&alorea.officers, order);
    let account = AccountNumber::new(alorea.party, AccountKind::Holding, 4);
    let mut order = testkit::orders::issue(account, "CA9001", 7, "A-1");
    if let Order::Issue(order) = &mut order {
        order.metric = megawatt_hours.clone();
        order.authorization = None;
    }
    test.must(&alorea.officers, order);
    let asked = (&alorea.officers.initiator, account);
    let all = (Timestamp::UNIX_EPOCH, None);
    let whole = statement(&parties, asked, all, Limit::MAX).unwrap();
    assert_eq!((whole.account.metric, whole.closing), (megawatt_hours, 7));
}
