//! Every refusal can happen: for each code an order, or a request, that meets it.

mod acts;
mod authorizations;

use super::world::{
    OFFICE, World, XAL, XBO, cancel, entity, first_transfer, initial_report, issue, issuing,
    officer, open_account, open_section, part, participation, record_approach, set_ndc_period,
    terms, the, transfer, use_for_ndc, years,
};
use crate::access::Role;
use crate::account::{AccountNumber, Holder};
use crate::authorization::Terms;
use crate::digest::Digest;
use crate::id::Id;
use crate::ledger::states::{UnitState, unit_way};
use crate::ledger::{
    CancellationReason, Issue, Key, LiftStop, OpenAccount, Order, OrderKind, Proposal, Refusal,
    Refused, SetStop, SetTerms, Step, Trust,
};
use crate::section::Installation;
use crate::section_terms::SectionTerms;
use crate::stop::StopTarget;
use crate::underlying::Underlying;
use crate::unit::UnitRange;
use authorizations::authorize;

const BY_END: &str = "Use or Cancellation";

/// What the ledger answers when the section asks for this.
fn ask(world: &mut World, section: crate::section::SectionNo, order: Order) -> Refused {
    let proposal = world.draft(section, vec![order]);
    world.propose(&proposal).unwrap_err()
}

/// The stage of `World::stage`, with any first transfer by a definition.
fn stage(
    purposes: &str,
    definition: Option<&str>,
) -> (World, AccountNumber, AccountNumber, UnitRange) {
    World::stage(terms("A1", purposes, definition))
}

fn opening(change: impl FnOnce(&mut OpenAccount)) -> Refused {
    let mut world = World::new();
    let mut order = open_account(world.fresh(), "100");
    change(&mut order);
    ask(&mut world, XAL, Order::OpenAccount(order))
}

fn issuing_wrongly(change: impl FnOnce(&mut Issue)) -> Refused {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let mut order = issuing(into, None, 10);
    change(&mut order);
    ask(&mut world, XAL, Order::Issue(order))
}

fn underlying(last: &str) -> Underlying {
    let (registry, first, last) = (the("GS"), the("1"), the(last));
    Underlying { registry, first, last, immobilized: the("letter 7") }
}

fn no_account() -> AccountNumber {
    AccountNumber::new(the("XAL"), the("100"), 99)
}

/// A request that is refused with this code.
fn provoke(code: &str) -> Option<Refused> {
    proposals(code)
        .or_else(|| sections(code))
        .or_else(|| accounts(code))
        .or_else(|| authorizations::authorizations(code))
        .or_else(|| authorizations::issuances(code))
        .or_else(|| moves(code))
        .or_else(|| acts::ends(code))
        .or_else(|| super::representatives::provoke(code))
        .or_else(|| waits(code))
        .or_else(|| brakes(code))
        .or_else(|| acts::provoke(code))
}

/// A first transfer of ten units that was approved, and waits for its time and for XBO.
fn waiting() -> (World, std::sync::Arc<Proposal>) {
    let (mut world, from, to, units) = stage("NDC", None);
    for (section, acceptance) in [(XAL, false), (XBO, true)] {
        let mut its = world.books.sections.get(&section).cloned().unwrap();
        its.settings.terms = SectionTerms { acceptance, ..SectionTerms::default() };
        world.books.sections.load(section, its);
    }
    let ten = part(units, "1", "10");
    let proposal = world.draft(XAL, vec![first_transfer(from, to, ten)]);
    world.propose(&proposal).unwrap();
    world.approve(&proposal).unwrap();
    (world, proposal)
}

fn waits(code: &str) -> Option<Refused> {
    let (mut world, proposal) = waiting();
    match code {
        "already-approved" => {
            world.appoint(officer(XAL, 3), XAL, &[Role::PartyApprover]);
            world.approve_as(&proposal, officer(XAL, 3), proposal.digest()).err()
        }
        "already-accepted" => {
            world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
            world.appoint(officer(XBO, 3), XBO, &[Role::PartyApprover]);
            world.accept(&proposal, XBO, officer(XBO, 3)).err()
        }
        "receiver-not-entitled" => {
            world.appoint(officer(XBO, 1), XBO, &[Role::PartyInitiator]);
            world.accept(&proposal, XBO, officer(XBO, 1)).err()
        }
        "lapsed" => {
            world.later(7 * 24);
            world.accept(&proposal, XBO, officer(XBO, 2)).err()
        }
        "withdrawn-too-late" => {
            world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
            world.later(23);
            world.withdraw(&proposal, officer(XAL, 1)).err()
        }
        "not-yet" => world.elapse(&proposal).err(),
        _ => None,
    }
}

/// Eleven times what XAL has sent, and nobody has typed it.
fn unconfirmed() -> Option<Refused> {
    let (mut world, from, to, units) = stage("NDC", None);
    world.act(XAL, first_transfer(from, to, part(units, "1", "5")));
    let many = world.draft(XAL, vec![first_transfer(from, to, part(units, "6", "60"))]);
    let Proposal { id, section, orders, by, .. } = (*many).clone();
    world.propose(&std::sync::Arc::new(Proposal::new(id, section, orders, None, by))).err()
}

/// What XAL is refused under terms of its own.
fn under(change: impl FnOnce(&mut SectionTerms)) -> Option<Refused> {
    let (mut world, from, to, units) = stage("NDC", None);
    let mut its = world.books.sections.get(&XAL).cloned().unwrap();
    change(&mut its.settings.terms);
    world.books.sections.load(XAL, its);
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).err()
}

fn brakes(code: &str) -> Option<Refused> {
    let (mut world, from, to, units) = stage("NDC", None);
    let id = Id::from_uuid(world.fresh());
    let stop = |until| {
        let (target, reason) = (StopTarget::Everything {}, the("a stolen laptop"));
        Order::SetStop(SetStop { id, target, reason, until })
    };
    let lift = Order::LiftStop(LiftStop { stop: id, reason: the("it was found") });
    let set = |world: &mut World, until: Option<&str>| {
        let proposal = world.draft(XAL, vec![stop(until.map(the))]);
        world.propose(&proposal)
    };
    match code {
        "amount-not-confirmed" => unconfirmed(),
        "above-act-limit" => under(|terms| terms.units_per_act = Some(the("99"))),
        "above-day-limit" => under(|terms| terms.units_per_day = Some(the("99"))),
        "acceptance-alone" => {
            let mut its = world.books.sections.get(&XBO).cloned().unwrap();
            its.settings.terms.acceptance = true;
            world.books.sections.load(XBO, its);
            let other = issue(from, None, 1);
            let proposal = world.draft(XAL, vec![first_transfer(from, to, units), other]);
            world.propose(&proposal).err()
        }
        "term-out-of-range" => {
            let terms = SectionTerms { lapse_days: 0, ..SectionTerms::default() };
            Some(ask(&mut world, XAL, Order::SetTerms(SetTerms { terms })))
        }
        "already-trusted" => {
            world.act(XAL, Order::TrustRecipient(Trust { account: to }));
            Some(ask(&mut world, XAL, Order::TrustRecipient(Trust { account: to })))
        }
        "not-trusted" => {
            Some(ask(&mut world, XAL, Order::DistrustRecipient(Trust { account: to })))
        }
        "one-person-alone" => {
            let both = vec![stop(None), issue(from, None, 1)];
            let both = world.draft(XAL, both);
            world.propose(&both).err()
        }
        "stop-id-taken" => {
            set(&mut world, None).unwrap();
            set(&mut world, None).err()
        }
        "stop-ends-before" => set(&mut world, Some("2026-01-01T00:00:00Z")).err(),
        "stop-unknown" => Some(ask(&mut world, XAL, lift)),
        "stop-over" => {
            set(&mut world, None).unwrap();
            world.act(XAL, lift.clone());
            Some(ask(&mut world, XAL, lift))
        }
        "stopped" => {
            set(&mut world, None).unwrap();
            Some(ask(&mut world, XAL, first_transfer(from, to, units)))
        }
        _ => None,
    }
}

fn proposals(code: &str) -> Option<Refused> {
    let mut world = World::new();
    let account = world.account(XAL, "100");
    let proposal = world.draft(XAL, vec![issue(account, None, 1)]);
    let shown = proposal.digest();
    if code == "not-found" {
        return world.approve(&proposal).err();
    }
    world.propose(&proposal).unwrap();
    match code {
        "key-reused" => {
            let key = |text: &[u8]| Key {
                caller: officer(XAL, 1).token,
                key: the("k"),
                fingerprint: Digest::of(&[text]),
            };
            let mut draft = || Step::Propose(world.draft(XAL, vec![issue(account, None, 1)]));
            let (one, two) = (draft(), draft());
            world.ask(one, Some(key(b"one"))).unwrap();
            world.ask(two, Some(key(b"two"))).err()
        }
        "already-decided" => {
            world.approve(&proposal).unwrap();
            world.approve_as(&proposal, officer(XAL, 3), shown).err()
        }
        "not-as-shown" => {
            world.approve_as(&proposal, officer(XAL, 2), Digest::of(&[b"another"])).err()
        }
        "own-proposal" => world.approve_as(&proposal, officer(XAL, 1), shown).err(),
        "approver-not-entitled" => world.approve_as(&proposal, officer(XAL, 3), shown).err(),
        "initiator-not-entitled" => {
            world.appoint(officer(XAL, 1), XAL, &[Role::Auditor]);
            world.approve(&proposal).err()
        }
        "proposal-id-taken" => world.propose(&proposal).err(),
        "proposal-empty" => {
            let none = world.draft(XAL, Vec::new());
            world.propose(&none).err()
        }
        "too-many-orders" => {
            let orders = vec![issue(account, None, 1); Proposal::ORDERS_MAX + 1];
            let many = world.draft(XAL, orders);
            world.propose(&many).err()
        }
        "occurred-in-future" => {
            let ahead = world.dated(XAL, issue(account, None, 1), "2030-01-01T00:00:00Z");
            world.propose(&ahead).err()
        }
        "occurred-too-early" => {
            let (mut world, from, to, units) = stage("NDC", None);
            let order = first_transfer(from, to, units);
            let back = world.dated(XAL, order, "2026-01-01T00:00:00Z");
            world.propose(&back).err()
        }
        _ => None,
    }
}

fn sections(code: &str) -> Option<Refused> {
    let mut world = World::new();
    let mut section = |party: &str, registry: &str| {
        let mut order = open_section(party);
        if let Order::OpenSection(order) = &mut order {
            order.registry = the(registry);
            if code == "periods-overlap" {
                order.ndc_periods =
                    vec![years("2021", "2025").into(), years("2025", "2030").into()];
            }
        }
        ask(&mut world, OFFICE, order)
    };
    Some(match code {
        "party-not-admitted" => section("CHE", "CHE01"),
        "section-exists" => section("XAL", "XAL02"),
        "registry-not-free" => section("XDE", "XAL01"),
        "periods-overlap" => section("XDE", "XDE01"),
        "period-has-itmos" => {
            let (mut world, ..) = World::abroad(terms("A1", "NDC", None));
            ask(&mut world, XAL, set_ndc_period("2021", "2024", "T", "GHG"))
        }
        "wrong-desk" => {
            world.appoint(officer(XAL, 1), XAL, &Role::OF_OFFICERS);
            ask(&mut world, XAL, open_section("XDE"))
        }
        "report-in-future" => ask(&mut world, XAL, initial_report("2026-11-23")),
        "participation-missing" => {
            let mut alorea = world.books.sections.get(&XAL).unwrap().clone();
            alorea.participation = std::sync::Arc::default();
            world.books.sections.set(XAL, alorea);
            ask(&mut world, XAL, Order::Authorize(terms("A1", "NDC", None)))
        }
        "participation-denied" => {
            world.act(XAL, participation(Some("has_inventory")));
            ask(&mut world, XAL, Order::Authorize(terms("A1", "NDC", None)))
        }
        "party-withdrew" => {
            let mut world = super::withdrawals::with_usa();
            world.now = the("2026-01-27T00:00:00Z");
            let id = world.fresh();
            ask(&mut world, XAL, Order::OpenAccount(open_account(id, "100")))
        }
        "list-too-long" => ask(&mut world, XAL, record_approach("CA9002", &["XAL"; 251])),
        "approach-exists" => ask(&mut world, XBO, record_approach("CA9001", &["XBO"])),
        "approach-not-admitted" => ask(&mut world, XAL, record_approach("CA0003", &["XAL"])),
        "approach-unknown" => authorize(|terms| terms.approach = the("CA9002")),
        "not-in-approach" => ask(&mut world, XAL, record_approach("CA9002", &["XBO"])),
        "entity-not-authorized" => authorize(|terms| terms.entities = vec![the("E-1")]),
        "entity-period-reversed" => {
            let mut reversed = entity("E-1");
            reversed.valid_until = Some(the("2025-12-31"));
            ask(&mut world, XAL, Order::AuthorizeEntity(reversed))
        }
        _ => return None,
    })
}

fn accounts(code: &str) -> Option<Refused> {
    Some(match code {
        "account-unknown" => issuing_wrongly(|order| order.into = no_account()),
        "account-id-taken" => {
            let mut world = World::new();
            let taken = world.account(XAL, "100");
            let id = world.books.accounts.get(&taken).unwrap().id;
            ask(&mut world, XBO, Order::OpenAccount(open_account(id.uuid(), "100")))
        }
        "year-of-use-mismatch" => opening(|order| order.year_of_use = Some(the("2025"))),
        "holder-mismatch" => opening(|order| {
            order.holder = Holder::AdaptationFund;
            order.kind = the("310");
        }),
        "terminal-account" => {
            let (mut world, from, to, units) = stage("NDC", None);
            let gone = world.account(XAL, "330");
            world.act(XAL, cancel(from, gone, units, CancellationReason::Other));
            ask(&mut world, XAL, first_transfer(gone, to, units))
        }
        "wrong-account-kind" => {
            let (mut world, from, _, units) = stage("NDC", None);
            let end = world.account(XAL, "310");
            ask(&mut world, XAL, transfer(from, end, units))
        }
        "wrong-account-year" => {
            let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
            let in_2025 = world.account(XBO, "200");
            ask(&mut world, XBO, use_for_ndc(to, in_2025, units, "2024"))
        }
        "metric-mismatch" => issuing_wrongly(|order| order.metric = the("MWh")),
        "same-account" => {
            let (mut world, from, _, units) = stage("NDC", None);
            ask(&mut world, XAL, transfer(from, from, units))
        }
        // No order is let so far: what is asked is the table itself.
        "no-such-way" => {
            let (held, planned) = (UnitState::Held, UnitState::Planned);
            unit_way(Some(held), OrderKind::Transfer, planned).unwrap_err().into()
        }
        "same-party" => {
            let (mut world, from, _, units) = stage("NDC", None);
            let other = world.account(XAL, "100");
            ask(&mut world, XAL, first_transfer(from, other, units))
        }
        _ => return None,
    })
}

fn moves(code: &str) -> Option<Refused> {
    let (mut world, from, to, units) = stage("NDC", None);
    let other = world.account(XAL, "100");
    let mut order = first_transfer(from, to, units);
    match code {
        "not-held" => order = transfer(other, from, units),
        "reserved" => {
            let first = world.draft(XAL, vec![order.clone()]);
            world.propose(&first).unwrap();
        }
        "too-many-blocks" => {
            let more = world.issue(XAL, from, Some("A1"), 2);
            for serial in (2..=100).step_by(2).map(|serial: u64| serial.to_string()) {
                world.act(XAL, transfer(from, other, part(units, &serial, &serial)));
                world.act(XAL, transfer(other, from, part(units, &serial, &serial)));
            }
            let all = UnitRange::between(&units.first_id(), &more.last_id()).unwrap();
            order = transfer(from, other, all);
        }
        "not-authorized" => {
            let planned = world.issue(XAL, from, None, 1);
            order = first_transfer(from, to, planned);
        }
        "already-first-transferred" => {
            world.act(XAL, order.clone());
            world.act(XBO, transfer(to, from, units));
        }
        "not-first-transferred" => order = transfer(from, to, units),
        "first-transfer-by-use" => {
            (world, ..) = stage("OIMP", Some(BY_END));
        }
        "party-not-authorized" => {
            let only = Terms { parties: vec![the("XCE")], ..terms("A1", "NDC", None) };
            (world, ..) = World::stage(only);
        }
        "vintage-outside-timeframe" => {
            let occurred = Some(years("2021", "2023"));
            let narrow = Terms { version: 2, occurred, ..terms("A1", "NDC", None) };
            world.act(XAL, Order::Authorize(narrow));
        }
        "cap-exceeded" => {
            let quantity = Some(the("99"));
            let low = Terms { version: 2, quantity, ..terms("A1", "NDC", None) };
            world.act(XAL, Order::Authorize(low));
        }
        _ => return None,
    }
    Some(ask(&mut world, XAL, order))
}

#[test]
fn every_refusal_can_be_met_and_names_its_code_and_rule() {
    for (code, rule) in Refusal::ALL {
        let Some(refused) = provoke(code) else { panic!("nothing provokes {code}") };
        assert_eq!((refused.why.code(), refused.why.rule()), (*code, *rule));
        let text = refused.to_string();
        assert!(text.contains(code) && !text.contains("Some("), "{text}");
        for (name, number) in refused.why.numbers() {
            assert!(!number.is_empty(), "{code}: {name}");
        }
    }
}

#[test]
fn codes_are_unique_and_fit_into_an_address() {
    let codes: std::collections::BTreeSet<_> = Refusal::ALL.iter().map(|it| it.0).collect();
    assert_eq!(codes.len(), Refusal::ALL.len());
    for code in codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
    }
}

#[test]
fn a_refusal_names_the_order_that_it_concerns() {
    let (mut world, from, to, units) = stage("NDC", None);
    let orders = vec![first_transfer(from, to, units), first_transfer(from, to, units)];
    let proposal = world.draft(XAL, orders);
    let refused = world.propose(&proposal).unwrap_err();
    assert!(refused.to_string().starts_with("order 2: not-held (R-152), units CA9001-"));
}

#[test]
fn real_parties_and_fictional_ones_never_meet_r073() {
    for (installation, real, fictional) in [
        (Installation::Production, true, false),
        (Installation::Demonstration, false, true),
        (Installation::Test, true, true),
    ] {
        for (party, allowed) in [("CHE", real), ("XAL", fictional), ("USA", false), ("ZZZ", false)]
        {
            let mut world = World::empty(installation);
            let proposal = world.draft(OFFICE, vec![open_section(party)]);
            assert_eq!(world.carry_out(&proposal).is_ok(), allowed, "{installation:?} {party}");
        }
        assert_eq!(Installation::parse(installation.as_str()), Some(installation));
    }
}
