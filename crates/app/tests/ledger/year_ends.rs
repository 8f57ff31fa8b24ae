//! The ends of calendar years, on the real database, by its clock.

use std::thread;

use app::actions::ActionsWanted;
use app::{Followed, Limit, Passed};
use domain::ledger::YearEnd;
use domain::vintage::Year;
use jiff::SignedDuration;
use store::logins::Login;
use store::verify::{Finding, verify};
use testkit::registry::Parties;

/// Seconds until the year that many years from now begins, by the database's own clock.
fn until_year(parties: &Parties, years: i64) -> i64 {
    let seconds = parties.test.number(&format!(
        "SELECT ceil(extract(epoch FROM date_trunc('year', now() AT TIME ZONE 'UTC') \
         + interval '{years} years' - (now() AT TIME ZONE 'UTC')))::bigint AS number"
    ));
    i64::try_from(seconds).unwrap()
}

/// The clock stands so many seconds after the beginning of that year.
fn stand_at(parties: &Parties, years: i64, seconds: i64) {
    let ahead = until_year(parties, years).saturating_add(seconds);
    parties.test.database.set_clock_ahead(SignedDuration::from_secs(ahead));
}

/// This year, which is that of the first entry.
fn this_year(parties: &Parties) -> i16 {
    let year = "SELECT extract(year FROM now() AT TIME ZONE 'UTC')::bigint AS number";
    i16::try_from(parties.test.number(year)).unwrap()
}

fn year(number: i16) -> Year {
    Year::new(number).unwrap()
}

fn tick(parties: &Parties) -> Passed {
    parties.test.registry.let_time_pass(&mut Followed::default()).unwrap()
}

fn end_of(parties: &Parties, number: i16) -> Option<YearEnd> {
    parties.test.registry.year_end(year(number)).unwrap()
}

fn findings(parties: &Parties) -> Vec<Finding> {
    verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap().findings
}

fn entries(parties: &Parties) -> u64 {
    parties.test.number("SELECT max(entry_no) AS number FROM registry.entry")
}

#[test]
fn the_clock_ends_a_year_by_the_databases_time_and_not_before_r154() {
    let parties = Parties::new();
    let (this, before) = (this_year(&parties), entries(&parties));
    stand_at(&parties, 1, -30);
    assert_eq!((tick(&parties).years, end_of(&parties, this)), (0, None));
    stand_at(&parties, 1, 1);
    assert_eq!(tick(&parties), Passed { done: 0, years: 1, left: 0 });
    let ended = end_of(&parties, this).unwrap();
    assert_eq!(u64::try_from(ended.entry).unwrap(), before + 1);
    assert_eq!(Year::of(ended.recorded), year(this + 1));
    assert_eq!(tick(&parties).years, 0, "it ends once");
    assert_eq!(entries(&parties), before + 1);
    assert_eq!(findings(&parties), []);
}

#[test]
fn years_that_nobody_followed_end_one_after_the_other_in_two_clocks_at_once_r154() {
    let parties = Parties::new();
    let (this, before) = (this_year(&parties), entries(&parties));
    stand_at(&parties, 4, 1);
    let others: Vec<_> = (0..3).map(|_| parties.test.of_another_process()).collect();
    let ended: usize = thread::scope(|scope| {
        let clocks: Vec<_> = others
            .iter()
            .map(|registry| {
                let look = || registry.let_time_pass(&mut Followed::default()).unwrap();
                scope.spawn(move || look().years)
            })
            .collect();
        clocks.into_iter().map(|clock| clock.join().unwrap()).sum()
    });
    assert_eq!((ended, entries(&parties)), (4, before + 4));
    let numbers: Vec<_> = (this..this + 4).map(|it| end_of(&parties, it).unwrap().entry).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert_eq!(end_of(&parties, this + 4), None);
    assert_eq!(findings(&parties), []);
}

#[test]
fn orders_go_on_beside_the_end_of_a_year_r154() {
    let parties = Parties::new();
    stand_at(&parties, 1, 1);
    parties.issued(10);
    assert_eq!(tick(&parties).years, 1);
    parties.issued(10);
    let after = entries(&parties);
    let ended = end_of(&parties, this_year(&parties)).unwrap();
    assert!(u64::try_from(ended.entry).unwrap() < after, "{ended:?}");
    assert_eq!(findings(&parties), []);
}

#[test]
fn before_there_is_an_entry_no_year_ends_r154() {
    let test = testkit::registry::TestRegistry::new();
    test.database.set_clock_ahead(SignedDuration::from_hours(24 * 800));
    let passed = test.registry.let_time_pass(&mut Followed::default()).unwrap();
    assert_eq!(passed, Passed::default());
    assert_eq!(test.number("SELECT count(*) AS number FROM registry.year_end"), 0);
}

#[test]
fn everybody_sees_that_a_year_has_ended_and_the_secretariat_among_its_own_r154() {
    let parties = Parties::new();
    let this = this_year(&parties);
    stand_at(&parties, 1, 1);
    tick(&parties);
    let wanted = ActionsWanted { party: None, act: Some("end-year".to_owned()) };
    let all = parties.test.registry.actions(&wanted, None, Limit::default()).unwrap();
    let [action] = &all.items[..] else { panic!("{all:?}") };
    let ended = end_of(&parties, this).unwrap();
    assert_eq!((action.entry, action.log_index), (ended.entry, ended.leaf_index));
    assert_eq!((action.party, action.recorded), (None, ended.recorded));
    assert_eq!((action.facts["year"].as_str(), action.facts.len()), (Some(&*this.to_string()), 1));
    assert!(action.blocks.is_empty() && action.committed.is_empty());
    let desk = parties.test.officers(app::Desk::Secretariat).initiator;
    let own = parties.test.registry.own_actions(&desk, Some("end-year"), None, Limit::default());
    let own = own.unwrap();
    assert_eq!((own.items.len(), &own.items[0].action), (1, action));
    assert_eq!(own.items[0].order, None, "nobody gave an order");
}

/// Two years have ended, and something was done in the third. Then this is done as a superuser, past
/// all triggers, with `{entry}` for the entry of the second; and something is found there.
fn found_after(sql: &str, place: &str, says: &str) {
    let parties = Parties::new();
    stand_at(&parties, 2, 1);
    assert_eq!(tick(&parties).years, 2);
    parties.issued(10);
    let this = this_year(&parties);
    let second = end_of(&parties, this.saturating_add(1)).unwrap().entry.to_string();
    let year = this.to_string();
    let named = |text: &str| text.replace("{entry}", &second).replace("{year}", &year);
    let (sql, place) = (named(sql), named(place));
    parties.test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
    let found = findings(&parties);
    let hit = |it: &Finding| it.place == place && it.what.contains(says);
    assert!(found.iter().any(hit), "nothing found at {place}: {found:#?}");
}

#[test]
fn a_year_end_that_is_missing_twice_or_another_is_found_r154() {
    let differs = "entries say";
    found_after(
        "DELETE FROM registry.year_end WHERE year = {year}",
        "year_end {year}",
        "it is missing",
    );
    found_after("UPDATE registry.year_end SET year = year - 1", "year_end {year}", differs);
    found_after("INSERT INTO registry.year_end VALUES (1999, 1)", "year_end 1999", "no entry");
    found_after("DELETE FROM registry.entry WHERE entry_no = {entry}", "entry {entry}", "number");
}

#[test]
fn a_year_end_out_of_order_or_twice_is_found_r154() {
    let other = |year: &str| {
        format!(
            "UPDATE registry.entry SET content = jsonb_build_object('year', ({year})::text) \
             WHERE entry_no = {{entry}}"
        )
    };
    found_after(&other("{year}"), "entry {entry}", "years end one after the other");
    found_after(&other("{year} + 2"), "entry {entry}", "years end one after the other");
    found_after(&other("'next'"), "entry {entry}", "its content cannot be read");
}

#[test]
fn a_year_end_that_was_made_too_early_is_found_r154() {
    found_after(
        "UPDATE registry.entry SET recorded_at = recorded_at - interval '1 minute', \
         occurred_at = occurred_at - interval '1 minute' WHERE entry_no = {entry}",
        "entry {entry}",
        "ends strictly before",
    );
}

#[test]
fn a_year_end_that_was_left_out_is_found_by_what_came_after_r154() {
    let parties = Parties::new();
    let this = this_year(&parties);
    stand_at(&parties, 1, 1);
    parties.issued(10);
    assert_eq!(findings(&parties), [], "the clock may take a while");
    stand_at(&parties, 1, 90_000);
    parties.issued(10);
    let found = findings(&parties);
    let places: Vec<_> = found.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, [format!("year_end {this}")], "told once: {found:?}");
}
