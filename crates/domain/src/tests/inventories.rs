//! The figures of a Party's years, what counts for its periods, and from when on nothing changes.

use jiff::Timestamp;

use super::world::{
    World, XAL, XBO, final_after, first_transfer, inventory, issue, part, set_ndc_period, terms,
    the, transfer, use_for_ndc, years,
};
use crate::adjustment::PeriodSettings;
use crate::inventory::InventoryYear;
use crate::ledger::{Order, Refusal, SetAdjustmentSettings};
use crate::section::SectionNo;

fn told(world: &World, section: SectionNo, year: &str) -> Vec<(i64, Option<String>)> {
    let versions = world.books.inventories.get(&(section, the(year)));
    let versions = versions.map_or(&[][..], Vec::as_slice);
    let text = |what: &InventoryYear| what.covered.as_ref().map(ToString::to_string);
    versions.iter().map(|it| (it.recorded, text(&it.what))).collect()
}

fn covered(year: &str, amount: &str) -> Order {
    inventory(year, Some(amount), None)
}

/// The day in UTC on which everything from now on is recorded.
fn on(world: &mut World, day: &str) {
    world.now = the::<Timestamp>(&format!("{day}T12:00:00Z"));
}

#[test]
fn later_figures_of_a_year_take_the_place_of_earlier_ones_and_all_are_kept_r281() {
    let mut world = World::new();
    let first = world.act(XAL, covered("2022", "1010000.25")).last_entry;
    let second = world.act(XAL, covered("2022", "-3")).last_entry;
    let kept = [(first, Some("1010000.25".to_owned())), (second, Some("-3".to_owned()))];
    assert_eq!(told(&world, XAL, "2022"), kept);
    assert_eq!(told(&world, XAL, "2021"), []);
    assert_eq!(told(&world, XBO, "2022"), [], "each section tells its own");
}

#[test]
fn one_person_records_no_figures_r281() {
    let mut world = World::new();
    let proposal = world.draft(XAL, vec![covered("2022", "1010")]);
    world.propose(&proposal).unwrap();
    assert_eq!(told(&world, XAL, "2022"), []);
}

#[test]
fn a_year_outside_every_period_has_no_figures_r005() {
    let mut world = World::new();
    let (year, party) = (the("2031"), the("XAL"));
    let order = inventory("2031", None, Some("1000"));
    let why = world.refused(XAL, order.clone());
    assert_eq!(why, Refusal::YearOutsidePeriods { year, party });
    world.act(XAL, set_ndc_period("2031", "2035", "M", "GHG"));
    world.act(XAL, order);
}

#[test]
fn no_figure_is_not_a_figure_of_zero_r208() {
    let mut world = World::new();
    let why = world.refused(XAL, inventory("2022", None, None));
    assert_eq!(why, Refusal::InventoryEmpty { year: the("2022") });
    world.act(XAL, covered("2022", "0"));
}

#[test]
fn a_year_that_goes_on_has_a_trajectory_and_no_inventory_r208() {
    let mut world = World::new();
    on(&mut world, "2026-12-31");
    let why = world.refused(XAL, covered("2026", "1000"));
    assert_eq!(why, Refusal::YearNotOver { year: the("2026") });
    world.act(XAL, inventory("2026", None, Some("1000")));
    world.act(XAL, inventory("2030", None, Some("900")));
    on(&mut world, "2027-01-01");
    world.act(XAL, covered("2026", "1000"));
}

#[test]
fn the_log_tells_the_year_and_commits_to_the_figures_r293() {
    let mut world = World::new();
    let entry = world.act(XAL, covered("2022", "1010777")).last_entry;
    let leaf = &world.entry(entry).leaf;
    assert!(leaf.contains(r#""year":"2022""#) && leaf.contains("\"figures\":"), "{leaf}");
    assert!(!leaf.contains("1010777") && !leaf.contains("national inventory"), "{leaf}");
}

#[test]
fn what_counts_for_a_period_is_laid_down_whole_and_for_a_period_that_is_there_r206() {
    let mut world = World::new();
    let settings = PeriodSettings { budget: Some(the("5150")), ..PeriodSettings::default() };
    let order = |first: &str| {
        let (first, settings) = (the(first), settings.clone());
        Order::SetAdjustmentSettings(SetAdjustmentSettings::of(first, settings))
    };
    world.act(XAL, order("2021"));
    let laid_down = |world: &World| {
        let section = world.books.sections.get(&XAL).unwrap();
        section.settings.periods.get(&the("2021")).cloned()
    };
    assert_eq!(laid_down(&world), Some(settings.clone()));
    world.act(XAL, final_after("2021", "2027-06-30"));
    assert_eq!(laid_down(&world).unwrap().budget, None, "the last one counts, whole");
    let why = world.refused(XAL, order("2022"));
    assert_eq!(why, Refusal::PeriodUnknown { first: the("2022"), party: the("XAL") });
}

#[test]
fn no_period_is_final_before_it_is_over_or_in_the_past_r206() {
    let mut world = World::new();
    on(&mut world, "2025-06-01");
    let early = |last_day: &str, earliest: &str| Refusal::LastDayTooEarly {
        last_day: last_day.to_owned(),
        earliest: earliest.to_owned(),
    };
    let why = world.refused(XAL, final_after("2021", "2025-12-31"));
    assert_eq!(why, early("2025-12-31", "2026-01-01"));
    on(&mut world, "2026-11-26");
    let why = world.refused(XAL, final_after("2021", "2026-11-25"));
    assert_eq!(why, early("2026-11-25", "2026-11-26"));
    world.act(XAL, final_after("2021", "2026-11-26"));
}

fn is_final(last_day: &str) -> Refusal {
    let (party, period) = (the("XAL"), years("2021", "2025"));
    Refusal::PeriodIsFinal { party, period, last_day: last_day.to_owned() }
}

#[test]
fn after_the_last_day_nothing_is_told_of_the_period_r206() {
    let mut world = World::new();
    on(&mut world, "2026-11-26");
    world.act(XAL, final_after("2021", "2026-11-30"));
    on(&mut world, "2026-11-30");
    world.act(XAL, covered("2025", "1040"));
    on(&mut world, "2026-12-01");
    let final_now = is_final("2026-11-30");
    assert_eq!(world.refused(XAL, covered("2025", "1041")), final_now);
    assert_eq!(world.refused(XAL, final_after("2021", "2027-11-30")), final_now, "nor reopened");
    world.act(XAL, inventory("2026", None, Some("1000")));
    world.act(XBO, covered("2025", "480"));
}

#[test]
fn without_a_day_of_its_own_a_period_is_final_when_its_report_is_due_r206() {
    let mut world = World::new();
    on(&mut world, "2028-12-31");
    world.act(XAL, covered("2025", "1040"));
    on(&mut world, "2029-01-01");
    assert_eq!(world.refused(XAL, covered("2025", "1041")), is_final("2028-12-31"));
    world.act(XAL, covered("2026", "1000"));
}

#[test]
fn a_later_day_keeps_a_period_open_r206() {
    let mut world = World::new();
    world.act(XAL, final_after("2021", "2030-12-31"));
    on(&mut world, "2029-01-01");
    world.act(XAL, covered("2025", "1041"));
}

#[test]
fn first_transfers_of_a_final_periods_vintages_are_refused_r206() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    on(&mut world, "2026-11-26");
    world.act(XAL, final_after("2021", "2026-11-30"));
    world.act(XAL, first_transfer(from, to, part(units, "1", "10")));
    on(&mut world, "2026-12-01");
    let late = first_transfer(from, to, part(units, "11", "20"));
    assert_eq!(world.refused(XAL, late), is_final("2026-11-30"));
    world.act(XBO, transfer(to, from, part(units, "1", "10")));
}

#[test]
fn uses_for_a_year_of_the_users_final_period_are_refused_r206() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let used = world.account(XBO, "200");
    on(&mut world, "2026-11-26");
    world.act(XBO, final_after("2021", "2026-11-30"));
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "1"), "2025"));
    on(&mut world, "2026-12-01");
    let why = world.refused(XBO, use_for_ndc(to, used, part(units, "2", "2"), "2025"));
    let (party, period) = (the("XBO"), years("2021", "2025"));
    assert_eq!(why, Refusal::PeriodIsFinal { party, period, last_day: "2026-11-30".to_owned() });
}

#[test]
fn what_is_first_transferred_when_it_is_issued_keeps_to_the_last_day_too_r206() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let authorized = terms("A1", "OIMP", Some("Issuance"));
    world.act(XAL, Order::Authorize(authorized));
    on(&mut world, "2026-11-26");
    world.act(XAL, final_after("2021", "2026-11-30"));
    world.act(XAL, issue(into, Some("A1"), 10));
    on(&mut world, "2026-12-01");
    assert_eq!(world.refused(XAL, issue(into, Some("A1"), 10)), is_final("2026-11-30"));
    world.act(XAL, issue(into, None, 10));
}
