//! The ends of calendar years: entries that nobody asks for (R-154).

use jiff::Timestamp;

use super::world::{OFFICE, World, open_section, the};
use crate::ledger::{CannotEndYear, Cause, YearEnd, YearOver, end_year};
use crate::section::{Installation, SectionNo};
use crate::vintage::Year;

/// Asks for the end of a year. Where it is refused, the books must be as before.
fn end(world: &mut World, year: &str, at: &str) -> Result<YearEnd, CannotEndYear> {
    let before = world.books.clone();
    let ended = end_year(&mut world.books, the(year), the(at));
    if ended.is_err() {
        assert_eq!(world.books, before, "what is refused changes nothing");
    }
    ended
}

fn not_next(next: &str) -> Result<YearEnd, CannotEndYear> {
    Err(CannotEndYear::NotNext { next: Some(the(next)) })
}

#[test]
fn a_year_ends_at_the_first_moment_of_the_next_and_not_a_microsecond_before_r154() {
    let mut world = World::new();
    for early in ["2026-11-23T00:00:00Z", "2026-12-31T23:59:59.999999Z"] {
        let refused = end(&mut world, "2026", early).unwrap_err();
        assert_eq!(refused.code(), "year-not-over");
        assert_eq!(
            refused.to_string(),
            "the year 2026 ends strictly before 2027-01-01T00:00:00.000000Z: wait until then"
        );
    }
    let newest = world.books.head.entry;
    let midnight: Timestamp = the("2027-01-01T00:00:00Z");
    let ended = end(&mut world, "2026", "2027-01-01T00:00:00Z").unwrap();
    assert_eq!((ended.entry, ended.recorded), (newest + 1, midnight));
    assert_eq!(world.books.year_ends.get(&the("2026")), Some(&ended));
}

#[test]
fn years_end_one_after_the_other_each_once_and_none_is_left_out_r154() {
    let mut world = World::new();
    let late = "2029-02-01T00:00:00Z";
    for year in ["2025", "2027", "2028"] {
        assert_eq!(end(&mut world, year, late), not_next("2026"), "{year}");
    }
    end(&mut world, "2026", late).unwrap();
    assert_eq!(end(&mut world, "2026", late), not_next("2027"), "it has ended");
    assert_eq!(end(&mut world, "2028", late), not_next("2027"), "one would be left out");
    end(&mut world, "2027", late).unwrap();
    end(&mut world, "2028", late).unwrap();
    assert_eq!(end(&mut world, "2029", late).unwrap_err().code(), "year-not-over");
    let ended: Vec<_> = world.books.year_ends.iter().map(|(year, _)| year.number()).collect();
    assert_eq!(ended, [2026, 2027, 2028]);
}

#[test]
fn no_year_ends_before_there_is_an_entry_and_then_that_of_the_first_does_r154() {
    let mut world = World::empty(Installation::Demonstration);
    let refused = end(&mut world, "2026", "2028-01-01T00:00:00Z");
    assert_eq!(refused, Err(CannotEndYear::NotNext { next: None }));
    world.now = the("2024-12-31T23:59:58.5Z");
    let first = world.draft(OFFICE, vec![open_section("XAL")]);
    world.propose(&first).unwrap();
    assert_eq!(world.books.began, Some(the("2024-12-31T23:59:59.5Z")));
    // Approved in another year: that is not the first entry.
    world.approve(&first).unwrap();
    assert_eq!(world.books.year_to_end(), Some(the("2024")));
    end(&mut world, "2024", "2025-01-01T00:00:01Z").unwrap();
}

#[test]
fn the_end_of_a_year_is_the_registrys_and_occurs_when_it_is_recorded_r154() {
    let mut world = World::new();
    let ended = end(&mut world, "2026", "2027-01-01T00:00:00.731Z").unwrap();
    let entry = world.entry(ended.entry);
    assert_eq!((entry.act, entry.section), ("end-year", SectionNo::SECRETARIAT));
    assert_eq!((entry.recorded, entry.occurred), (ended.recorded, ended.recorded));
    assert_eq!((entry.other_section, entry.leaf_index), (None, ended.leaf_index));
    assert_eq!(entry.cause, Cause::YearOver(YearOver { year: the("2026") }));
    assert_eq!(entry.evidence(), None, "nobody asked");
    assert_eq!(serde_json::to_string(&entry.cause).unwrap(), r#"{"year":"2026"}"#);
}

#[test]
fn the_leaf_of_a_years_end_tells_all_and_commits_to_nothing_r154() {
    let mut world = World::new();
    let ended = end(&mut world, "2026", "2027-01-01T00:00:00.731Z").unwrap();
    let leaf = format!(
        "{{\"actor\":\"registry\",\"entry\":\"{}\",\"event\":\"end-year\",\
         \"facts\":{{\"year\":\"2026\"}},\"occurred\":\"2027-01-01T00:00:00.731000Z\",\
         \"recorded\":\"2027-01-01T00:00:00.731000Z\",\"v\":1}}",
        ended.entry
    );
    assert_eq!(world.entry(ended.entry).leaf, leaf);
}

#[test]
fn the_last_year_that_can_be_written_does_not_end_r154() {
    let last: Year = the("9999");
    assert_eq!((last.next(), last.ends_before()), (None, None));
    let before: Year = the("9998");
    assert_eq!(before.ends_before(), Some(the("9999-01-01T00:00:00Z")));
}
