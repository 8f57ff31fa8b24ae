//! What a world begins with: sections, approaches, an entity, and accounts of all kinds.

use std::collections::VecDeque;

use domain::account::Holder;
use domain::entity::EntityAuthorization;
use domain::ledger::{OpenAccount, OpenSection, Order};
use domain::section::SectionNo;
use domain::section_terms::SectionTerms;

use crate::acts::{
    open_account, open_section, record_approach, record_initial_report, record_participation,
};
use crate::dice::Dice;
use crate::naive::DESK;
use crate::names::{section, the, units};

/// The Parties that take part from the beginning. The mechanism's section is the next.
const PARTIES: [&str; 4] = ["XAL", "XBO", "XCE", "XEF"];

/// The same where real Parties are admitted: one of them withdraws in January 2026.
const WITH_USA: [&str; 4] = ["XAL", "XBO", "XCE", "USA"];

/// The number of the mechanism's section.
pub(crate) const MECHANISM: i16 = 5;

/// Orders of one section, for one proposal.
pub(crate) type Batch = (SectionNo, Vec<Order>);

/// All that is proposed and approved before chance begins.
pub(crate) fn setting(dice: &mut Dice, fictional_only: bool) -> VecDeque<Batch> {
    let parties = if fictional_only { PARTIES } else { WITH_USA };
    let mut batches = VecDeque::new();
    let open = |party: &str, registry: &str, terms| {
        Order::OpenSection(open_section::order(party, registry, terms))
    };
    let mut opened: Vec<Order> =
        parties.iter().map(|it| open(it, &format!("{it}01"), some_terms(dice))).collect();
    let terms = SectionTerms { waiting_hours: 0, ..SectionTerms::default() };
    if dice.percent(20) {
        // The mechanism has no NDC: this is refused.
        let periods = open_section::order("XAL", "XAL01", terms.clone()).ndc_periods;
        let order = open_section::order("QUN", "UN01", terms.clone());
        let order = OpenSection { ndc_periods: periods, ..order };
        batches.push_back((DESK, vec![Order::OpenSection(order)]));
    }
    opened.push(open("QUN", "UN01", terms));
    batches.push_back((DESK, opened));
    let approach =
        |id: &str, parties: &[&str]| Order::RecordApproach(record_approach::order(id, parties));
    let (first, second) = (approach("CA9001", &parties), approach("CA9002", &["XAL", "XBO"]));
    for number in 1..MECHANISM {
        batches.extend(declared(dice, number));
    }
    batches.push_back((section(1), vec![first, second, entity()]));
    batches.push_back((section(2), vec![entity()]));
    batches.push_back((section(MECHANISM), vec![approach("CA0001", &["QUN"])]));
    for number in 1..MECHANISM {
        batches.push_back((section(number), accounts(dice, number, &parties)));
    }
    batches.push_back((section(MECHANISM), accounts_of_mechanism(dice)));
    batches
}

/// Terms under which most is carried out at once.
fn some_terms(dice: &mut Dice) -> SectionTerms {
    SectionTerms {
        waiting_hours: dice.one(&[0, 0, 0, 24, 48]),
        acceptance: dice.percent(30),
        acceptance_days: dice.one(&[1, 7, 7]),
        units_per_day: dice.percent(25).then(|| units(20 + dice.below(60))),
        ..SectionTerms::default()
    }
}

/// What a Party tells of itself. Those who tell it later cannot do much until then.
fn declared(dice: &mut Dice, number: i16) -> Option<Batch> {
    let told = (number < 3 || dice.percent(80))
        .then(|| Order::RecordParticipation(record_participation::order(None)));
    let report = dice.percent(60).then(|| record_initial_report::order("2024-12-31"));
    let orders: Vec<_> = told.into_iter().chain(report.map(Order::RecordInitialReport)).collect();
    (!orders.is_empty()).then(|| (section(number), orders))
}

fn entity() -> Order {
    Order::AuthorizeEntity(EntityAuthorization {
        entity: the("E-1"),
        name: the("Hidden Stoves Ltd"),
        country: the("XAL"),
        approach: the("CA9001"),
        valid_from: the("2025-01-01"),
        valid_until: Some(the("2026-02-28")),
        conditions: None,
    })
}

fn accounts(dice: &mut Dice, number: i16, parties: &[&str]) -> Vec<Order> {
    let usual: [(&str, bool); 15] = [
        ("100", false),
        ("100", false),
        ("100", true),
        ("100", true),
        ("200", false),
        ("200", true),
        ("210", false),
        ("210", true),
        ("300", false),
        ("310", false),
        ("320", false),
        ("330", false),
        ("330", true),
        ("R", false),
        ("R", true),
    ];
    let mut accounts: Vec<OpenAccount> = usual
        .iter()
        .map(|(kind, hours)| open_account::order(dice.uuid(), kind, Holder::Party, *hours))
        .collect();
    let later = open_account::order(dice.uuid(), "200", Holder::Party, false);
    accounts.push(OpenAccount { year_of_use: Some(the("2026")), ..later });
    let party = |number: i16| parties.get(usize::from(number.unsigned_abs()) - 1).copied();
    let own = party(number).unwrap_or("XAL");
    let fourth = party(4).filter(|_| number == 1).map(|party| format!("{party}02"));
    for registry in [format!("{own}02"), "XDE01".to_owned()].into_iter().chain(fourth) {
        let holder = Holder::Outside { registry: the(&registry) };
        accounts.push(open_account::order(dice.uuid(), "OUT", holder, false));
    }
    accounts.push(open_account::order(dice.uuid(), "100", Holder::AdaptationFund, false));
    if number < 3 {
        let holder = Holder::Entity { entity: the("E-1") };
        accounts.push(open_account::order(dice.uuid(), "100", holder, false));
    }
    accounts.into_iter().map(Order::OpenAccount).collect()
}

fn accounts_of_mechanism(dice: &mut Dice) -> Vec<Order> {
    [
        ("100", Holder::Pending),
        ("100", Holder::AdaptationFund),
        ("320", Holder::Party),
        ("310", Holder::Party),
        ("R", Holder::Party),
        ("100", Holder::Party),
    ]
    .map(|(kind, holder)| (kind, holder, false))
    .into_iter()
    .chain([("100", Holder::Pending, true), ("320", Holder::Party, true)])
    .map(|(kind, holder, hours)| {
        Order::OpenAccount(open_account::order(dice.uuid(), kind, holder, hours))
    })
    .collect()
}
