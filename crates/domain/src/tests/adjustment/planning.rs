//! What planned acts would change.

use super::{facts, first_transfer, inputs};
use crate::adjustment::{Inputs, NotAPlan, Outcomes, Plan, Planned, Risk, Standing, what_if};
use crate::ndc::AdjustmentMethod::{self, Averaging, MultiYear, Trajectory};
use crate::tests::world::the;

const FLAT: [u32; 5] = [1000; 5];

fn outcomes(series: &str, quantity: &str) -> Outcomes {
    let units: crate::unit::UnitRange = the(series);
    Outcomes {
        series: units.series,
        quantity: the(quantity),
        sector: the("Energy generation"),
        activity_type: the("Solar"),
        purposes: the("NDC"),
    }
}

fn transfer(authorization: &str, quantity: &str, year: &str) -> Planned {
    let authorization = the(authorization);
    let outcomes = outcomes("CA9001-XAL01-XAL-1-2024", quantity);
    Planned::FirstTransfer { authorization, outcomes, year: the(year) }
}

fn standing(cap: Option<&str>) -> Standing {
    Standing {
        authorization: the("A1"),
        cap: cap.map(the),
        authorized: 40_000,
        first_transferred: 10_000,
    }
}

/// Ten thousand are first transferred; with a budget or target that leaves 20 kt after them.
fn told(method: AdjustmentMethod) -> Inputs {
    let target = Some(the("1004000"));
    Inputs { budget: Some(the("5030000")), target, ..inputs("XAL", method, FLAT) }
}

fn plan(method: AdjustmentMethod, standings: &[Standing], planned: &[Planned]) -> Plan {
    let facts = facts(&[first_transfer(1, "CA9001-XAL01-XAL-1..10000-2022", "2023-06-01")]);
    what_if(&facts, &told(method), standings, planned).unwrap()
}

#[test]
fn a_planned_first_transfer_shows_in_the_balances_after_and_not_before_r114() {
    let plan = plan(MultiYear, &[standing(Some("25000"))], &[transfer("A1", "12000", "2025")]);
    let balance = |outlook: &crate::adjustment::Outlook, year: &str| {
        outlook.balances[&the(year)].as_ref().unwrap().to_string()
    };
    assert_eq!(balance(&plan.before, "2024"), "1000000");
    assert_eq!(balance(&plan.after, "2024"), "1012000");
    assert_eq!(balance(&plan.after, "2022"), "1010000", "what has happened stays");
    let [room] = plan.authorizations.as_slice() else { panic!("{plan:?}") };
    assert_eq!(room.first_transferred_before, the("10000"));
    assert_eq!(room.first_transferred, the("22000"));
    assert_eq!(room.free, Some(the("3000")));
}

#[test]
fn a_plan_beyond_the_cap_leaves_less_than_nothing_free_r114() {
    let plan = plan(MultiYear, &[standing(Some("25000"))], &[transfer("A1", "16000", "2025")]);
    assert_eq!(plan.authorizations[0].free, Some(the("-1000")));
}

#[test]
fn authorizing_more_than_the_budget_leaves_is_a_risk_of_overselling() {
    for (cap, may_follow, risk) in
        [("30000", "20000", Risk::None), ("30001", "20001", Risk::Overselling)]
    {
        let authorize = Planned::Authorize { authorization: the("A1"), quantity: Some(the(cap)) };
        let plan = plan(MultiYear, &[standing(None)], &[authorize]);
        assert_eq!(plan.overselling.margin, Some(the("20000")));
        assert_eq!(plan.overselling.may_follow, the(may_follow));
        assert_eq!(plan.overselling.risk, risk, "{cap}");
    }
    // What is first transferred leaves headroom and margin alike.
    let after = plan(MultiYear, &[standing(Some("30000"))], &[transfer("A1", "20000", "2025")]);
    assert_eq!(after.overselling.margin, Some(the("0")));
    assert_eq!(after.overselling.risk, Risk::None);
}

#[test]
fn averaging_spreads_what_may_follow_over_the_years_r211() {
    for (cap, effect, risk) in
        [("20000", "2000", Risk::None), ("20001", "2000.2", Risk::Overselling)]
    {
        let plan = plan(Averaging, &[standing(Some(cap))], &[]);
        assert_eq!(plan.overselling.margin, Some(the("2000")));
        assert_eq!(plan.overselling.effect, Some(the(effect)));
        assert_eq!(plan.overselling.risk, risk);
    }
}

#[test]
fn nobody_can_say_without_a_cap_or_a_figure_r208() {
    let small = Standing { authorized: 10_000, ..standing(None) };
    let open = plan(Trajectory, &[small], &[]);
    assert!(open.overselling.without_cap);
    assert_eq!(open.overselling.risk, Risk::Undetermined);
    let mut told = told(MultiYear);
    told.inventory.remove(&the("2025"));
    let open = what_if(&facts(&[]), &told, &[standing(Some("10000"))], &[]).unwrap();
    assert_eq!((open.overselling.margin, open.overselling.risk), (None, Risk::Undetermined));
    let known = plan(Trajectory, &[standing(None)], &[]);
    assert_eq!(known.overselling.may_follow, the("30000"), "what is under it already");
    assert_eq!(known.overselling.risk, Risk::Overselling, "is too much whatever follows");
}

#[test]
fn a_planned_use_lowers_the_users_balance_r200() {
    let told = inputs("XBO", MultiYear, FLAT);
    let outcomes = outcomes("CA9001-XAL01-XAL-1-2024", "500");
    let planned = [Planned::Use { outcomes, year: the("2025") }];
    let plan = what_if(&facts(&[]), &told, &[], &planned).unwrap();
    assert_eq!(plan.before.balances[&the("2025")], Some(the("1000000")));
    assert_eq!(plan.after.balances[&the("2025")], Some(the("999500")));
}

#[test]
fn a_plan_that_no_act_could_follow_is_refused_r203_r206() {
    let refused = |inputs: &Inputs, planned: Planned| {
        what_if(&facts(&[]), inputs, &[standing(None)], &[planned]).unwrap_err()
    };
    let (host, user) = (inputs("XAL", MultiYear, FLAT), inputs("XBO", MultiYear, FLAT));
    let unknown = refused(&host, transfer("A2", "1", "2025"));
    assert_eq!(unknown, NotAPlan::AuthorizationUnknown { authorization: the("A2") });
    let abroad = refused(&user, transfer("A1", "1", "2025"));
    assert_eq!(abroad, NotAPlan::NotTheHost { host: the("XAL"), party: the("XBO") });
    let quantity = "9223372036854775807";
    let many = refused(&host, transfer("A1", quantity, "2025"));
    assert_eq!(many, NotAPlan::TooMany { quantity: the(quantity) });
    let outcomes = outcomes("CA9001-XAL01-XAL-1-2024", "1");
    let late = Planned::Use { outcomes, year: the("2026") };
    let told = Inputs { as_of: the("2026"), ..user };
    assert!(matches!(refused(&told, late), NotAPlan::UseOutsidePeriod(_)));
    let last_day = Some(the("2028-12-31"));
    let told = Inputs { as_of: the("2029"), last_day, ..host };
    let late = refused(&told, transfer("A1", "1", "2029"));
    assert!(matches!(late, NotAPlan::PeriodIsFinal(_)), "{late:?}");
    let in_time = [transfer("A1", "1", "2028")];
    assert!(what_if(&facts(&[]), &told, &[standing(None)], &in_time).is_ok());
}
