//! NDC periods and the method of adjustment (R-005, R-006).

use super::world::{
    World, XAL, XBO, first_transfer, issue, part, set_ndc_period, terms, the, transfer,
    use_for_ndc, years,
};
use crate::ledger::{Order, Refusal};
use crate::ndc::NdcPeriod;
use crate::section::SectionNo;

fn periods(world: &World, section: SectionNo) -> Vec<String> {
    let section = world.books.sections.get(&section).unwrap();
    let said = |it: &NdcPeriod| {
        let method = it.method.map_or_else(String::new, |method| format!(" {method}"));
        let metric = it.metric.as_ref().map_or_else(String::new, |metric| format!(" {metric}"));
        format!("{}{method}{metric}", it.years())
    };
    section.ndc_periods.iter().map(|it| said(&it.period)).collect()
}

#[test]
fn a_period_has_years_one_method_and_a_metric_r005_r006() {
    let mut world = World::new();
    assert_eq!(periods(&world, XAL), ["2021-2025", "2026-2030"]);
    world.act(XAL, set_ndc_period("2031", "2035", "M", "GHG"));
    world.act(XAL, set_ndc_period("2021", "2025", "T", "hectares of forest"));
    let receipt = world.act(XAL, set_ndc_period("2026", "2029", "V", "GHG"));
    let expected = ["2021-2025 T hectares of forest", "2026-2029 V GHG", "2031-2035 M GHG"];
    assert_eq!(periods(&world, XAL), expected);
    let section = world.books.sections.get(&XAL).unwrap();
    assert_eq!(section.ndc_periods[1].since, receipt.last_entry);
    world.act(XAL, set_ndc_period("2026", "2030", "M", "GHG"));
    assert_eq!(periods(&world, XAL)[1], "2026-2030 M GHG", "one method for a period");
    assert!(serde_json::from_str::<NdcPeriod>(r#"{"first":"2021","last":"2025"}"#).is_ok());
}

#[test]
fn periods_neither_overlap_nor_run_backwards_r005() {
    let mut world = World::new();
    for (first, last) in [("2025", "2027"), ("2021", "2026"), ("2030", "2035"), ("2031", "2030")] {
        let order = set_ndc_period(first, last, "T", "GHG");
        assert_eq!(world.code(XAL, order), "periods-overlap", "{first}-{last}");
    }
    world.act(XAL, set_ndc_period("2031", "2031", "T", "GHG"));
}

#[test]
fn after_the_first_itmo_of_a_period_nothing_that_was_told_of_it_changes_r006() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, set_ndc_period("2021", "2025", "T", "GHG"));
    let other = world.account(XAL, "100");
    world.act(XAL, transfer(from, other, part(units, "51", "100")));
    world.act(XAL, set_ndc_period("2021", "2025", "V", "GHG"));
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    let period = years("2021", "2025");
    let fixed = Refusal::PeriodHasItmos { period, year: the("2024") };
    for order in [
        set_ndc_period("2021", "2025", "T", "GHG"),
        set_ndc_period("2021", "2025", "V", "hectares of forest"),
        set_ndc_period("2021", "2024", "V", "GHG"),
    ] {
        assert_eq!(world.refused(XAL, order), fixed);
    }
    world.act(XAL, set_ndc_period("2021", "2025", "V", "GHG"));
    world.act(XAL, set_ndc_period("2026", "2030", "M", "GHG"));
}

#[test]
fn a_use_is_an_itmo_of_the_users_period_r006() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let used = world.account(XBO, "200");
    world.act(XBO, set_ndc_period("2021", "2025", "T", "GHG"));
    world.act(XBO, set_ndc_period("2021", "2025", "V", "GHG"));
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "1"), "2025"));
    let (period, year) = (years("2021", "2025"), the("2025"));
    let why = world.refused(XBO, set_ndc_period("2021", "2025", "T", "GHG"));
    assert_eq!(why, Refusal::PeriodHasItmos { period, year });
}

#[test]
fn an_issuance_that_is_the_first_transfer_fixes_the_period_too_r006() {
    let mut world = World::new();
    let from = world.account(XAL, "100");
    world.act(XAL, Order::Authorize(terms("A1", "OIMP", Some("Issuance"))));
    world.act(XAL, issue(from, None, 10));
    world.act(XAL, set_ndc_period("2021", "2025", "T", "GHG"));
    world.act(XAL, issue(from, Some("A1"), 10));
    assert_eq!(world.code(XAL, set_ndc_period("2021", "2025", "V", "GHG")), "period-has-itmos");
}

#[test]
fn a_method_that_was_never_told_can_be_told_after_the_first_itmo_r006() {
    let (mut world, ..) = World::abroad(terms("A1", "NDC", None));
    world.act(XAL, set_ndc_period("2021", "2025", "T", "GHG"));
    assert_eq!(world.code(XAL, set_ndc_period("2021", "2025", "V", "GHG")), "period-has-itmos");
}
