//! Accounts.

use super::world::{
    World, XAL, XBO, cancel, entity, first_transfer, issue, issuing, open_account, part, terms,
    the, transfer, use_for_ndc, use_for_oimp,
};
use crate::account::{AccountKind, Holder};
use crate::entity::{EntityAuthorization, EntityId};
use crate::ledger::{CancellationReason, OpenAccount, Order, OtherPurpose, Refusal};
use crate::metric::Metric;

#[test]
fn the_kinds_of_account_are_those_of_the_nomenclature_r020() {
    let codes: Vec<_> = AccountKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes, ["100", "200", "210", "300", "310", "320", "330", "R", "OUT"]);
    for kind in AccountKind::ALL {
        assert_eq!(kind.is_terminal(), !["100", "OUT"].contains(&kind.code()));
    }
}

#[test]
fn an_account_is_opened_with_a_number_of_its_section_r020() {
    let mut world = World::new();
    let first = world.account(XAL, "100");
    let second = world.account(XAL, "310");
    assert_eq!((first.number(), second.number()), (1, 2));
    assert_eq!(first.party(), the("XAL"));
    assert_eq!(world.books.accounts.get(&second).unwrap().section, XAL);
}

#[test]
fn an_account_id_that_is_taken_cannot_be_taken_by_another_section_r020() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let id = world.books.accounts.get(&from).unwrap().id;
    let thief = open_account(id.uuid(), "100");
    assert_eq!(world.refused(XBO, Order::OpenAccount(thief)), Refusal::AccountIdTaken {});
    assert_eq!(world.place(units), from);
}

#[test]
fn each_kind_receives_only_what_is_meant_for_it_r020() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "330");
    let wrong = cancel(from, other, units, CancellationReason::Voluntary);
    assert_eq!(
        world.refused(XAL, wrong),
        Refusal::WrongAccountKind { account: other, needed: "310" }
    );
    assert_eq!(world.code(XAL, transfer(from, other, units)), "wrong-account-kind");
    assert_eq!(world.code(XAL, issue(other, None, 1)), "wrong-account-kind");
}

#[test]
fn nothing_leaves_a_terminal_account_by_any_order_r021_t22() {
    for kind in ["200", "210", "300", "310", "320", "330"] {
        let conditions = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
        let (mut world, _, to, units) = World::abroad(conditions);
        let end = world.account(XBO, kind);
        let away = world.account(XAL, "100");
        let into: Vec<_> =
            ["200", "210", "300", "310", "320", "330"].map(|kind| world.account(XBO, kind)).into();
        let order = match kind {
            "200" => use_for_ndc(to, end, units, "2025"),
            "210" => use_for_oimp(to, end, units, OtherPurpose::Imp),
            "300" => cancel(to, end, units, CancellationReason::OtherPurpose),
            "310" => cancel(to, end, units, CancellationReason::Voluntary),
            "320" => cancel(to, end, units, CancellationReason::Omge),
            _ => cancel(to, end, units, CancellationReason::Other),
        };
        world.act(XBO, order);
        assert_eq!(world.place(units), end);
        let one = part(units, "50", "50");
        let attempts = [
            transfer(end, to, one),
            transfer(end, away, one),
            first_transfer(end, away, one),
            use_for_ndc(end, into[0], one, "2025"),
            use_for_oimp(end, into[1], one, OtherPurpose::Imp),
            cancel(end, into[2], one, CancellationReason::OtherPurpose),
            cancel(end, into[3], one, CancellationReason::Voluntary),
            cancel(end, into[4], one, CancellationReason::Omge),
            cancel(end, into[5], one, CancellationReason::Other),
            super::world::authorize_units(end, one, "A1"),
        ];
        for attempt in attempts {
            let refused = world.refused(XBO, attempt.clone());
            assert_eq!(refused, Refusal::TerminalAccount { account: end }, "{attempt:?}");
        }
        // Naming the account that they once lay in does not help either.
        assert_eq!(world.code(XBO, transfer(to, away, one)), "not-held");
    }
}

#[test]
fn an_account_for_use_towards_an_ndc_is_for_one_year_r022() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let in_2025 = world.account(XBO, "200");
    assert_eq!(
        world.refused(XBO, use_for_ndc(to, in_2025, units, "2024")),
        Refusal::WrongAccountYear { account: in_2025, year: the("2024") }
    );
    let id = world.fresh();
    let without = OpenAccount { year_of_use: None, ..open_account(id, "200") };
    assert_eq!(world.code(XBO, Order::OpenAccount(without)), "year-of-use-mismatch");
    let with = OpenAccount { year_of_use: Some(the("2025")), ..open_account(id, "310") };
    assert_eq!(world.code(XBO, Order::OpenAccount(with)), "year-of-use-mismatch");
}

#[test]
fn terminal_accounts_are_split_by_party_r022() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let of_another = world.account(XAL, "200");
    assert_eq!(
        world.refused(XBO, use_for_ndc(to, of_another, units, "2025")),
        Refusal::AccountUnknown { account: of_another }
    );
}

fn megawatt_hours() -> Metric {
    the("megawatt hours of renewable electricity generation")
}

#[test]
fn units_of_a_metric_lie_only_in_accounts_of_that_metric_r023() {
    let mut world = World::new();
    let mut conditions = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
    conditions.metric = megawatt_hours();
    world.act(XAL, Order::Authorize(conditions));
    let open = |world: &mut World, section, kind| {
        let account = OpenAccount { metric: megawatt_hours(), ..open_account(world.fresh(), kind) };
        world.act(section, Order::OpenAccount(account));
        world.newest_account(section, kind)
    };
    let tonnes = world.account(XAL, "100");
    let from = open(&mut world, XAL, "100");
    let mut order = issuing(from, Some("A1"), 10);
    assert_eq!(world.code(XAL, Order::Issue(order.clone())), "metric-mismatch");
    order.metric = megawatt_hours();
    let wrong = crate::ledger::Issue { into: tonnes, ..order.clone() };
    assert_eq!(world.code(XAL, Order::Issue(wrong)), "metric-mismatch");
    world.act(XAL, Order::Issue(order));
    let units = the("CA9001-XAL01-XAL-1..10-2024");
    let abroad = world.account(XBO, "100");
    assert_eq!(world.code(XAL, transfer(from, tonnes, units)), "metric-mismatch");
    assert_eq!(world.code(XAL, first_transfer(from, abroad, units)), "metric-mismatch");
    let (end, gone) = (world.account(XAL, "210"), world.account(XAL, "330"));
    let order = use_for_oimp(from, end, units, OtherPurpose::Imp);
    assert_eq!(world.code(XAL, order), "metric-mismatch");
    let order = cancel(from, gone, units, CancellationReason::Other);
    assert_eq!(world.code(XAL, order), "metric-mismatch");
    let abroad = open(&mut world, XBO, "100");
    world.act(XAL, first_transfer(from, abroad, units));
    let used = world.account(XBO, "200");
    assert_eq!(world.code(XBO, use_for_ndc(abroad, used, units, "2025")), "metric-mismatch");
    let used = open(&mut world, XBO, "200");
    world.act(XBO, use_for_ndc(abroad, used, units, "2025"));
}

#[test]
fn a_holder_is_a_party_an_authorized_entity_the_adaptation_fund_or_the_system_r024() {
    let mut world = World::new();
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    let stoves = Holder::Entity { entity: the("E-1") };
    for (kind, holder, allowed) in [
        ("100", Holder::Party, true),
        ("100", stoves.clone(), true),
        ("100", Holder::AdaptationFund, true),
        ("100", Holder::Pending, true),
        ("200", stoves.clone(), false),
        ("310", stoves, true),
        ("310", Holder::AdaptationFund, false),
        ("330", Holder::Pending, false),
    ] {
        let order = OpenAccount { holder, ..open_account(world.fresh(), kind) };
        let text = format!("{order:?}");
        if allowed {
            world.act(XAL, Order::OpenAccount(order));
        } else {
            assert_eq!(world.code(XAL, Order::OpenAccount(order)), "holder-mismatch", "{text}");
        }
    }
}

#[test]
fn an_entity_account_needs_an_authorization_of_that_entity_in_that_section_r025() {
    let mut world = World::new();
    let holder = Holder::Entity { entity: the("E-1") };
    let order = |world: &mut World| {
        let holder = holder.clone();
        Order::OpenAccount(OpenAccount { holder, ..open_account(world.fresh(), "100") })
    };
    world.act(XAL, Order::AuthorizeEntity(entity("E-2")));
    world.act(XBO, Order::AuthorizeEntity(entity("E-1")));
    let early = order(&mut world);
    let entity_id: EntityId = the("E-1");
    assert_eq!(
        world.refused(XAL, early),
        Refusal::EntityNotAuthorized { entity: entity_id },
        "another entity's authorization, and another section's, do not help"
    );
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    let now = order(&mut world);
    world.act(XAL, now);
}

#[test]
fn an_entity_may_be_authorized_for_a_single_day_r025() {
    let mut world = World::new();
    let day = |first, last| {
        let (valid_from, valid_until) = (the(first), Some(the(last)));
        let entity = EntityAuthorization { valid_from, valid_until, ..entity("E-1") };
        Order::AuthorizeEntity(entity)
    };
    assert_eq!(world.code(XAL, day("2026-11-22", "2026-11-21")), "entity-period-reversed");
    world.act(XAL, day("2026-11-22", "2026-11-22"));
}

#[test]
fn when_an_entitys_authorization_ends_nothing_leaves_and_holdings_stay_r025() {
    let mut world = World::new();
    world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
    let holder = Holder::Entity { entity: the("E-1") };
    let order = OpenAccount { holder, ..open_account(world.fresh(), "100") };
    world.act(XAL, Order::OpenAccount(order));
    let its = world.newest_account(XAL, "100");
    let other = world.account(XAL, "100");
    let gone = world.account(XAL, "330");
    world.act(XAL, Order::Authorize(terms("A1", "NDC", None)));
    let units = world.issue(XAL, its, Some("A1"), 100);
    world.act(XAL, transfer(its, other, part(units, "91", "100")));
    world.now = the("2026-12-31T23:59:50Z");
    world.act(XAL, transfer(its, other, part(units, "81", "90")));
    world.now = the("2027-01-01T00:00:00Z");
    let rest = part(units, "1", "80");
    let abroad = world.account(XBO, "100");
    for order in [
        transfer(its, other, rest),
        first_transfer(its, abroad, rest),
        cancel(its, gone, rest, CancellationReason::Other),
        super::world::authorize_units(its, rest, "A1"),
    ] {
        assert_eq!(world.code(XAL, order), "entity-not-authorized");
    }
    assert_eq!(world.place(rest), its, "holdings stay");
    world.act(XAL, transfer(other, its, part(units, "81", "90")));
}
