//! Conversion of non-GHG metrics (R-023, R-076).

use super::world::{
    World, XAL, XBO, open_account, record_approach, retire, terms, the, transfer_in, transfer_out,
};
use crate::account::Holder;
use crate::ledger::{OpenAccount, Order, RecordConversion, Refusal, RetirementPurpose, Transfer};
use crate::metric::Metric;

fn conversion(metric: &str, version: u16, factor: &str) -> RecordConversion {
    let (approach, metric, factor) = (the("CA9001"), the(metric), the(factor));
    RecordConversion { approach, metric, version, method: the("grid average of 2024"), factor }
}

#[test]
fn a_party_records_method_and_factor_in_versions_that_are_all_kept_r076() {
    let mut world = World::new();
    for (version, factor) in [(1, "0.4571"), (2, "0.45"), (3, "0.450")] {
        let order = conversion("MWh", version, factor);
        let receipt = world.act(XAL, Order::RecordConversion(order));
        let leaf = &world.entry(receipt.last_entry).leaf;
        assert!(leaf.contains(&format!(r#""factor":"{factor}""#)), "{leaf}");
    }
    let key = (XAL, the("CA9001"), the("MWh"));
    let kept = world.books.conversions.get(&key).unwrap();
    let factors: Vec<_> = kept.iter().map(|it| it.factor.to_string()).collect();
    assert_eq!(factors, ["0.4571", "0.45", "0.450"]);
    assert_eq!(
        world.refused(XAL, Order::RecordConversion(conversion("MWh", 3, "1"))),
        Refusal::ConversionVersion { version: 3, expected: 4 }
    );
}

#[test]
fn conversions_of_parties_approaches_and_metrics_are_apart_r076() {
    let mut world = World::new();
    world.act(XAL, record_approach("CA9002", &["XAL"]));
    world.act(XAL, Order::RecordConversion(conversion("MWh", 1, "0.4571")));
    world.act(XBO, Order::RecordConversion(conversion("MWh", 1, "0.2")));
    world.act(XAL, Order::RecordConversion(conversion("hectares", 1, "3")));
    let elsewhere = RecordConversion { approach: the("CA9002"), ..conversion("MWh", 1, "0.5") };
    world.act(XAL, Order::RecordConversion(elsewhere.clone()));
    assert_eq!(world.code(XBO, Order::RecordConversion(elsewhere)), "not-in-approach");
}

#[test]
fn tonnes_need_no_conversion_r076() {
    let mut world = World::new();
    let order = RecordConversion { metric: Metric::Ghg, ..conversion("MWh", 1, "1") };
    assert_eq!(world.refused(XAL, Order::RecordConversion(order)), Refusal::ConversionOfGhg {});
}

#[test]
fn no_act_brings_units_into_an_account_of_another_metric_r023() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let open = |world: &mut World, section, kind: &str, holder: Holder, metric: &str| {
        let order =
            OpenAccount { holder, metric: the(metric), ..open_account(world.fresh(), kind) };
        world.act(section, Order::OpenAccount(order));
        world.newest_account(section, kind)
    };
    let outside = || Holder::Outside { registry: the("XDE01") };
    let planned = world.issue(XAL, from, None, 5);
    let kept = open(&mut world, XAL, "R", Holder::Party, "MWh");
    let fund = open(&mut world, XBO, "100", Holder::AdaptationFund, "MWh");
    let hours = open(&mut world, XBO, "100", Holder::Party, "MWh");
    let out_of_hours = open(&mut world, XBO, "OUT", outside(), "MWh");
    let out = open(&mut world, XBO, "OUT", outside(), "GHG");
    let given = Transfer { from: to, to: fund, units, reference: None };
    for (section, order) in [
        (XAL, retire(from, kept, planned, RetirementPurpose::OwnNdc)),
        (XBO, Order::ContributeToAdaptation(given)),
        (XBO, transfer_out(to, out_of_hours, units)),
    ] {
        assert_eq!(world.code(section, order.clone()), "metric-mismatch", "{order:?}");
    }
    world.act(XBO, transfer_out(to, out, units));
    assert_eq!(world.code(XBO, transfer_in(out, hours, units)), "metric-mismatch");
}
