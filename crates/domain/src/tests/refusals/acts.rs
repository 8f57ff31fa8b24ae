//! Refusals of the acts that not every Party needs: retirement, contributions, places outside.

use super::{BY_END, ask, stage};
use crate::account::Holder;
use crate::beneficiary::{Beneficiary, Verdict};
use crate::ledger::{
    Cancel, CancellationReason, OpenAccount, Order, RecordConversion, Refused, Retire,
    RetirementPurpose, ReviewBeneficiary, Transfer,
};
use crate::tests::world::{
    World, XAL, XBO, first_transfer, open_account, terms, the, transfer, transfer_in,
};

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
        "registry-not-outside" | "outside-account-exists" | "outside-account" | "not-outside" => {
            outside(code)
        }
        _ => return None,
    })
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
