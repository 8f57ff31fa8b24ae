//! Amounts far above what a section has moved before (R-031; T19).

use std::sync::Arc;

use super::waiting::code;
use super::world::{
    World, XAL, XBO, cancel, first_transfer, officer, part, terms, the, transfer, typed,
    use_for_ndc,
};
use crate::account::AccountNumber;
use crate::id::Id;
use crate::ledger::{Amounts, CancellationReason, Order, Proposal, Warning, try_out};
use crate::section::{Largest, SectionNo};
use crate::unit::UnitRange;

/// XAL has moved five of its hundred units to XBO so far.
fn five_sent() -> (World, [AccountNumber; 2], UnitRange) {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, first_transfer(from, to, part(units, "1", "5")));
    (world, [from, to], units)
}

/// A proposal of these orders by whoever typed this.
fn typing(
    world: &mut World,
    section: SectionNo,
    orders: Vec<Order>,
    units: Option<&str>,
) -> Arc<Proposal> {
    let id = Id::from_uuid(world.fresh());
    let proposal = Proposal::new(id, section, orders, None, officer(section, 1));
    Arc::new(units.into_iter().fold(proposal, |it, units| it.confirming(the(units))))
}

fn warnings(world: &mut World, proposal: &Proposal) -> Vec<Vec<Warning>> {
    let now = world.now;
    let effects = try_out(&mut world.books, proposal, now).unwrap();
    effects.into_iter().map(|it| it.warnings).collect()
}

fn largest(world: &World, section: SectionNo) -> Largest {
    world.books.sections.get(&section).unwrap().largest
}

#[test]
fn ten_times_the_largest_so_far_is_warned_of_and_must_be_typed_t19() {
    let (mut world, [from, to], units) = five_sent();
    let below = vec![first_transfer(from, to, part(units, "6", "54"))];
    let below = typing(&mut world, XAL, below, None);
    assert_eq!(warnings(&mut world, &below), [vec![]]);
    let orders = vec![first_transfer(from, to, part(units, "6", "55"))];
    let untyped = typing(&mut world, XAL, orders.clone(), None);
    let warned = Warning::UnusualAmount { units: 50, largest: 5 };
    assert_eq!(warnings(&mut world, &untyped), [vec![warned]]);
    let before = world.books.clone();
    let refused = world.propose(&untyped).unwrap_err();
    assert_eq!((refused.why.code(), refused.order), ("amount-not-confirmed", None));
    assert_eq!(refused.why.numbers(), [("units", "50".to_owned())]);
    for wrong in ["49", "5", "500"] {
        let wrong = typing(&mut world, XAL, orders.clone(), Some(wrong));
        assert_eq!(code(world.propose(&wrong)), "amount-not-confirmed");
    }
    assert_eq!(world.books, before);
    let right = typing(&mut world, XAL, orders, Some("50"));
    world.propose(&right).unwrap();
}

#[test]
fn the_approver_is_warned_too_and_both_entries_keep_it_t19() {
    let (mut world, [from, to], units) = five_sent();
    let proposal = world.draft(XAL, vec![first_transfer(from, to, part(units, "6", "60"))]);
    let proposed = *world.propose(&proposal).unwrap().receipt();
    let approved = *world.approve(&proposal).unwrap().receipt();
    for receipt in [proposed, approved] {
        let [warned] = world
            .entry(receipt.last_entry)
            .evidence()
            .unwrap()
            .warnings
            .clone()
            .try_into()
            .unwrap();
        assert_eq!((warned.order, warned.code.as_str()), (0, "unusual-amount"));
        assert_eq!(warned.numbers["units"], "55");
    }
    assert_eq!(largest(&world, XAL), Largest { sent: 55, ended: 0 });
}

#[test]
fn many_small_orders_are_one_large_amount_t19() {
    let (mut world, [from, to], units) = five_sent();
    let orders: Vec<_> = (1..=5)
        .map(|at: u64| {
            let (first, last) = (at * 10, at * 10 + 9);
            first_transfer(from, to, part(units, &first.to_string(), &last.to_string()))
        })
        .collect();
    let proposal = typing(&mut world, XAL, orders, None);
    let warned = warnings(&mut world, &proposal);
    assert_eq!(warned[0], [Warning::UnusualAmount { units: 50, largest: 5 }]);
    assert!(warned[1..].iter().all(Vec::is_empty), "it is told once");
    assert_eq!(code(world.propose(&proposal)), "amount-not-confirmed");
}

#[test]
fn what_was_typed_is_right_even_where_nobody_asked_t19() {
    let (mut world, [from, to], units) = five_sent();
    let order = first_transfer(from, to, part(units, "6", "7"));
    let wrong = typing(&mut world, XAL, vec![order.clone()], Some("20"));
    assert_eq!(code(world.propose(&wrong)), "amount-not-confirmed");
    let right = typing(&mut world, XAL, vec![order], Some("2"));
    world.propose(&right).unwrap();
}

#[test]
fn the_first_amount_of_a_section_has_no_measure_t19() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let first = typing(&mut world, XAL, vec![first_transfer(from, to, units)], None);
    assert_eq!(warnings(&mut world, &first), [vec![]]);
    world.carry_out(&first).unwrap();
    assert_eq!(largest(&world, XAL), Largest { sent: 100, ended: 0 });
}

#[test]
fn what_is_sent_and_what_ends_have_measures_of_their_own_t19() {
    let (mut world, [from, to], units) = five_sent();
    world.act(XAL, first_transfer(from, to, part(units, "6", "100")));
    let [used, cancelled] = ["200", "310"].map(|kind| world.account(XBO, kind));
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "2"), "2025"));
    let (mine, reason) = (part(units, "3", "22"), CancellationReason::Voluntary);
    let ending = typing(&mut world, XBO, vec![cancel(to, cancelled, mine, reason)], None);
    let warned = Warning::UnusualAmount { units: 20, largest: 2 };
    assert_eq!(warnings(&mut world, &ending), [vec![warned]]);
    let sending = typing(&mut world, XBO, vec![transfer(to, from, mine)], None);
    let sent = warnings(&mut world, &sending);
    assert_eq!(sent, [vec![]], "XBO has sent nothing yet");
    let other = world.account(XBO, "100");
    let inside = [transfer(to, other, mine)];
    assert_eq!(Amounts::of(&inside), Amounts::default());
}

#[test]
fn what_was_typed_is_shown_to_the_approver_and_is_no_edit_t19() {
    let (mut world, [from, to], units) = five_sent();
    let orders = vec![first_transfer(from, to, part(units, "6", "7"))];
    let plain = typing(&mut world, XAL, orders, None);
    let confirmed = typed((*plain).clone());
    assert_eq!(confirmed.shown()["confirm_units"], "2");
    assert_ne!(confirmed.digest(), plain.digest());
    assert_eq!(crate::ledger::edits(&plain, &confirmed), []);
}
