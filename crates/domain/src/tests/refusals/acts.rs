//! Refusals of what ends units, and of the acts that not every Party needs.

use super::{BY_END, ask, stage};
use crate::account::Holder;
use crate::aef::TableId;
use crate::authorization::Terms;
use crate::beneficiary::{Beneficiary, Verdict};
use crate::ledger::{
    Cancel, CancellationReason, Designation, ExplainInconsistency, FileReport, OpenAccount, Order,
    OtherPurpose, RecordConversion, Refused, Retire, RetirementPurpose, ReviewBeneficiary,
    Transfer, UseForOimp,
};
use crate::ndc::RecordedPeriod;
use crate::tests::filings::{claim, file_report};
use crate::tests::world::{
    QUN, World, XAL, XBO, article_6_4, final_after, first_transfer, inventory, open_account,
    record_approach, terms, the, transfer, transfer_in, use_for_ndc, use_for_oimp, years,
};
use crate::vintage::Years;

pub(super) fn provoke(code: &str) -> Option<Refused> {
    Some(match code {
        "retirement-unnamed" | "retirement-of-itmo" | "retirement-is-use" => retirement(code),
        "fund-account" | "contribution-only" | "not-fund-account" => fund(code),
        "beneficiary-unknown" | "beneficiary-reviewed" => review(code),
        "conversion-of-ghg" | "conversion-version" => {
            let metric = the(if code == "conversion-of-ghg" { "GHG" } else { "MWh" });
            let (approach, method, factor) = (the("CA9001"), the("by the book"), the("0.5"));
            let order = RecordConversion { approach, metric, version: 2, method, factor };
            ask(&mut World::new(), XAL, Order::RecordConversion(order))
        }
        "reported-year-ahead"
        | "submission-duplicate"
        | "submission-obsolete"
        | "claim-not-allowed"
        | "claim-twice"
        | "report-unknown" => reports(code),
        "year-outside-periods"
        | "period-unknown"
        | "inventory-empty"
        | "year-not-over"
        | "last-day-too-early"
        | "period-is-final" => years_of_the_party(code),
        "registry-not-outside" | "outside-account-exists" | "outside-account" | "not-outside" => {
            outside(code)
        }
        "mechanism-only" => ask(&mut World::new(), XAL, record_approach("CA0001", &["XAL"])),
        "not-for-mechanism" => {
            let mut world = World::new();
            world.mechanism();
            ask(&mut world, QUN, record_approach("CA9002", &["QUN"]))
        }
        "mitigation-contribution"
        | "not-pending-account"
        | "host-unknown"
        | "omge-below-least"
        | "shares-above-quantity" => mechanism(code),
        _ => return None,
    })
}

fn reports(code: &str) -> Refused {
    let mut world = World::new();
    let name = || claim(TableId::AuthorizedEntities, "AuthorizedEntityName");
    let order = match code {
        "reported-year-ahead" => FileReport { year: the("2099"), ..file_report("1.0", Vec::new()) },
        "claim-not-allowed" => file_report("1.0", vec![claim(TableId::Actions, "QuantityCO2")]),
        "claim-twice" => file_report("1.0", vec![name(), name()]),
        "report-unknown" => {
            let (party, year, check) = (the("XAL"), the("2025"), the("X01"));
            let order = ExplainInconsistency { party, year, check, text: the("by mistake") };
            return ask(&mut world, XAL, Order::ExplainInconsistency(order));
        }
        _ => {
            world.act(XAL, Order::FileReport(file_report("1.1", Vec::new())));
            let version = if code == "submission-obsolete" { "1.0" } else { "1.1" };
            file_report(version, Vec::new())
        }
    };
    ask(&mut world, XAL, Order::FileReport(order))
}

fn retirement(code: &str) -> Refused {
    let (mut world, from, to, units) = match code {
        "retirement-is-use" => stage("OIMP", Some(BY_END)),
        _ => stage("NDC", None),
    };
    let into = world.account(XAL, "R");
    let (purpose, mut named) = (RetirementPurpose::Other, Some(the("the park")));
    match code {
        "retirement-unnamed" => named = None,
        "retirement-of-itmo" => {
            world.act(XAL, first_transfer(from, to, units));
            world.act(XBO, transfer(to, from, units));
        }
        _ => {}
    }
    let order = Order::Retire(Retire { from, into, units, purpose, named });
    ask(&mut world, XAL, order)
}

fn fund(code: &str) -> Refused {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let holder = Holder::AdaptationFund;
    let order = OpenAccount { holder, ..open_account(world.fresh(), "100") };
    world.act(XBO, Order::OpenAccount(order));
    let fund = world.newest_account(XBO, "100");
    let order = match code {
        "fund-account" => transfer(fund, to, units),
        "contribution-only" => transfer(to, fund, units),
        _ => {
            let (from, reference) = (to, None);
            Order::ContributeToAdaptation(Transfer { from, to, units, reference })
        }
    };
    ask(&mut world, XBO, order)
}

fn review(code: &str) -> Refused {
    let (mut world, _, from, units) = World::abroad(terms("A1", "NDC", None));
    let into = world.account(XBO, "310");
    let (name, reason) = (the("Airlines"), CancellationReason::Voluntary);
    let beneficiary = Some(Beneficiary { name, country: None, remark: None });
    let order = Cancel { from, into, units, reason, note: None, beneficiary };
    let entry = world.act(XBO, Order::Cancel(order)).last_entry;
    let of = |entry: i64| {
        let (entry, reason) = (the(&entry.to_string()), the("asked for"));
        Order::ReviewBeneficiary(ReviewBeneficiary { entry, verdict: Verdict::Publish, reason })
    };
    if code == "beneficiary-unknown" {
        return ask(&mut world, XBO, of(1));
    }
    world.act(XBO, of(entry));
    ask(&mut world, XBO, of(entry))
}

fn outside(code: &str) -> Refused {
    let (mut world, from, _, units) = stage("NDC", None);
    let standing_for = |world: &mut World, registry: &str| {
        let holder = Holder::Outside { registry: the(registry) };
        Order::OpenAccount(OpenAccount { holder, ..open_account(world.fresh(), "OUT") })
    };
    let here = standing_for(&mut world, "XBO01");
    let (first, second) = (standing_for(&mut world, "XDE01"), standing_for(&mut world, "XDE01"));
    world.act(XAL, first);
    let out = world.newest_account(XAL, "OUT");
    let order = match code {
        "registry-not-outside" => here,
        "outside-account-exists" => second,
        "outside-account" => transfer(out, from, units),
        _ => transfer_in(out, from, units),
    };
    ask(&mut world, XAL, order)
}

fn mechanism(code: &str) -> Refused {
    let mut world = World::new();
    let places = world.mechanism();
    let order = Terms { approach: the("CA0001"), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(order));
    let mut order = article_6_4(places, if code.starts_with("shares") { 1 } else { 100 });
    match code {
        "mitigation-contribution" => order.designation = Designation::MitigationContribution,
        "not-pending-account" => order.pending = places[1],
        "host-unknown" => order.host = the("XDE"),
        "omge-below-least" => order.omge_quantity = Some(the("1")),
        _ => {}
    }
    ask(&mut world, QUN, Order::IssueArticle64(order))
}

pub(super) fn ends(code: &str) -> Option<Refused> {
    let used = Some(years("2027", "2030"));
    let limited = match code {
        "use-outside-timeframe" => Terms { used, ..terms("A1", "NDC and IMP", Some(BY_END)) },
        _ => terms("A1", "NDC and IMP", Some(BY_END)),
    };
    let (mut world, _, to, units) = World::abroad(limited);
    let (in_2025, end) = (world.account(XBO, "200"), world.account(XBO, "210"));
    let order = match code {
        "entity-not-covered" => {
            let (from, into, purpose) = (to, end, OtherPurpose::Imp);
            let (named, entity) = (the("CORSIA"), Some(the("E-1")));
            Order::UseForOimp(UseForOimp {
                from,
                into,
                units,
                purpose,
                named,
                entity,
                beneficiary: None,
            })
        }
        "purpose-not-covered" => use_for_oimp(to, end, units, OtherPurpose::Op),
        "use-outside-timeframe" => use_for_oimp(to, end, units, OtherPurpose::Imp),
        "outside-ndc-period" => {
            let mut borvia = world.books.sections.get(&XBO).unwrap().clone();
            let recorded = |years: Years| RecordedPeriod { period: years.into(), since: 1 };
            borvia.ndc_periods =
                vec![recorded(years("2021", "2024")), recorded(years("2025", "2030"))];
            world.books.sections.set(XBO, borvia);
            use_for_ndc(to, in_2025, units, "2025")
        }
        _ => return None,
    };
    Some(ask(&mut world, XBO, order))
}

/// What a Party tells of its years, and lays down for its periods.
fn years_of_the_party(code: &str) -> Refused {
    let mut world = World::new();
    let order = match code {
        "year-outside-periods" => inventory("2031", None, Some("1000")),
        "period-unknown" => final_after("2022", "2029-12-31"),
        "inventory-empty" => inventory("2024", None, None),
        "year-not-over" => inventory("2026", Some("1000"), None),
        "last-day-too-early" => final_after("2021", "2025-12-31"),
        _ => {
            world.now = the("2029-01-01T12:00:00Z");
            inventory("2025", Some("1000"), None)
        }
    };
    ask(&mut world, XAL, order)
}
