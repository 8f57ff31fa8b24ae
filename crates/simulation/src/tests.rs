//! A quick run of the simulation, for every change of a rule.

pub(crate) mod reports;

use std::cell::RefCell;

use domain::ledger::{Block, YearEnd, end_year};
use domain::stop::Stop;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::tally::Tally;
use crate::world::World;

#[expect(clippy::disallowed_methods, reason = "a test may be asked to run longer, or again")]
fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn the_books_and_a_naive_model_agree_about_every_unit_r021_r143_r149_r152() {
    let cases = if asked_for("ITMO_LONG").is_some() { 500 } else { 16 };
    let seed = asked_for("ITMO_SEED");
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let tally = RefCell::new(Tally::default());
    let (any, fixed) = (any::<u64>(), seed.unwrap_or_default());
    let result = TestRunner::new(config).run(&(any, 300..900_u64), |(chosen, orders)| {
        let seed = if seed.is_some() { fixed } else { chosen };
        let mut world = World::new(seed, 0);
        for order in 1..=orders {
            if let Some(ended) = world.tick() {
                tally.borrow_mut().ended(ended.books);
                let wrong = ended.wrong.clone();
                prop_assert_eq!(wrong, None, "ITMO_SEED={}, before order {}", seed, order);
            }
            let asked = world.step(100);
            tally.borrow_mut().count(&asked.request, asked.books);
            if let Some(wrong) = asked.wrong {
                let (now, step) = (asked.now, asked.request.step);
                let (books, naive) = (asked.books, asked.naive);
                return Err(TestCaseError::fail(format!(
                    "ITMO_SEED={seed}, order {order} at {now}: {wrong}: {step:?}; \
                     the books: {books}, the naive ledger: {naive}"
                )));
            }
        }
        world.finish().map_err(|wrong| TestCaseError::fail(format!("ITMO_SEED={seed}: {wrong}")))
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let tally = tally.into_inner();
    println!("{} orders, {} kinds of refusal", tally.orders(), tally.refusals.len());
    assert!(tally.orders() >= 4_000, "too few orders: {tally:?}");
    assert!(tally.accepted() > 2_000 && tally.refusals.len() > 60, "{tally:?}");
}

#[test]
fn a_seed_gives_the_same_orders_and_answers_again() {
    let answers = |seed| {
        let mut world = World::new(seed, 3);
        let answers: Vec<_> = (0..400).map(|_| world.step(1_000).books).collect();
        (answers, world.books.head.log.root())
    };
    assert_eq!(answers(7), answers(7));
    assert_ne!(answers(7), answers(8));
}

/// Something done to the books that no rule did.
type Change = fn(&mut World);

#[test]
fn what_changes_behind_the_rules_is_noticed() {
    let changes: [(&str, Change); 6] = [
        ("invariant 6", |world| {
            let (key, block) = world.books.blocks.iter().next().map(|it| (*it.0, *it.1)).unwrap();
            let other = world.account_ids.keys().find(|it| **it != block.account).unwrap();
            world.books.blocks.load(key, Block { account: *other, ..block });
        }),
        ("invariant 7", |world| {
            let key = *world.books.blocks.iter().next().unwrap().0;
            world.books.blocks.forget(&key);
        }),
        ("invariant 9", |world| {
            let (key, block) = world.books.blocks.iter().next().map(|it| (*it.0, *it.1)).unwrap();
            let first_transfer = if block.first_transfer.is_some() { None } else { Some(1) };
            world.books.blocks.load(key, Block { first_transfer, ..block });
        }),
        ("invariant 10", |world| {
            let (number, it) = world.books.authorizations.iter().next().unwrap();
            let (number, mut it) = (*number, it.clone());
            it.first_transferred += 1;
            world.books.authorizations.load(number, it);
        }),
        ("invariant 5", |world| {
            let ended =
                world.end_year("2025".parse().unwrap(), "2026-07-01T00:00:00Z".parse().unwrap());
            assert!(ended.wrong.is_none() && ended.books.is_done());
            let (year, ended) = world.books.year_ends.iter().next().unwrap();
            let (year, ended) = (*year, YearEnd { entry: ended.entry + 1, ..*ended });
            world.books.year_ends.load(year, ended);
        }),
        ("invariant 5", |world| {
            let (id, stop) = world.books.stops.iter().next().unwrap();
            let (id, stop) = (*id, Stop { lifted: Some(1), until: None, ..stop.clone() });
            world.books.stops.load(id, Stop { until: Some(world.now), ..stop });
        }),
    ];
    for (invariant, change) in changes {
        let mut world = World::new(1, 0);
        for _ in 0..600 {
            assert_eq!(world.step(1_000).wrong, None);
        }
        assert_eq!(world.finish(), Ok(()));
        change(&mut world);
        let wrong = world.finish().unwrap_err();
        assert!(wrong.starts_with(&format!("{invariant}:")), "{wrong}");
    }
}

/// A world in which a year is over.
fn over() -> World {
    let mut world = World::new(1, 0);
    for _ in 0..200 {
        assert_eq!(world.step(1_000).wrong, None);
    }
    world.now = "2026-01-01T00:00:00Z".parse().unwrap();
    world
}

#[test]
fn a_year_that_ends_behind_the_naive_ledgers_back_is_noticed() {
    let mut world = over();
    let year = world.year_to_end(world.now() + jiff::SignedDuration::from_hours(30)).unwrap();
    let now = world.now();
    end_year(&mut world.books, year, now).unwrap();
    assert!(world.end_year(year, world.now()).wrong.unwrap().contains("differ"));
}

#[test]
fn years_end_in_time_whatever_chance_says() {
    let mut world = over();
    let midnight = world.now();
    for hours in [21, 22] {
        let later = midnight + jiff::SignedDuration::from_hours(hours);
        assert_eq!(world.year_to_end(later).map(|year| year.number()), Some(2025));
    }
    let ended = world.end_year("2025".parse().unwrap(), midnight);
    assert_eq!((ended.wrong, ended.books.is_done()), (None, true));
}

#[test]
fn replacements_are_done_and_refused_for_reasons_of_their_own_r031() {
    let mut tally = Tally::default();
    for run in 0..4 {
        let mut world = World::new(2, run);
        for _ in 0..2_000 {
            let asked = world.step(1_000);
            assert_eq!(asked.wrong, None);
            tally.count(&asked.request, asked.books);
        }
    }
    let (done, refused) = tally.acts["replace"];
    assert!(done > 50 && refused > 50, "{tally:?}");
    // A run of 100,000 orders sees all six; so few see most of them.
    let missing = tally.not_seen().iter().filter(|it| it.ends_with("(to replace)")).count();
    assert!(missing <= 2, "{tally:?}");
}
