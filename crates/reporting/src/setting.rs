//! What a world begins with: sections, approaches, and accounts of all kinds.

use std::collections::BTreeMap;

use domain::access::Role;
use domain::account::{AccountKind, AccountNumber, Holder};
use domain::id::Id;
use domain::ledger::{OpenAccount, OpenSection, Order, RecordApproach, RecordConversion};
use domain::participation::{Answer, InitialReport, Item, Participation};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::section_terms::SectionTerms;
use domain::vintage::{Year, Years};

use crate::names::{HOURS, metric, officer, section, the};
use crate::places::{Host, Mechanism, Places};
use crate::world::World;

/// Approaches of the Parties, besides that of the mechanism.
pub(crate) const APPROACHES: [&str; 5] = ["CA9001", "CA9002", "CA9003", "CA9004", "CA9005"];

/// The code of a fictional Party, by its place: XAA, XAB and so on. XZZ is left for one outside.
pub(crate) fn party(place: usize) -> PartyCode {
    let letter = |number: usize| {
        char::from(b'A' + u8::try_from(number % 26).expect("a letter of the alphabet"))
    };
    the(&format!("X{}{}", letter(place / 26), letter(place)))
}

/// Opens all sections.
pub(crate) fn sections(world: &mut World, parties: usize) {
    world.appoint(SectionNo::SECRETARIAT, [&[Role::RegistryAdministrator]; 2]);
    for place in 0..parties {
        let (number, code) = (section(place + 1), party(place));
        let periods = vec![years("2021", "2025").into(), years("2026", "2030").into()];
        open_section(world, (code, &format!("{code}01")), periods, number);
        world.must(number, participation());
        world.must(number, initial_report());
    }
    let mechanism = section(parties + 1);
    open_section(world, (PartyCode::MECHANISM, "UN01"), Vec::new(), mechanism);
}

fn open_section(
    world: &mut World,
    (party, registry): (PartyCode, &str),
    ndc_periods: Vec<domain::ndc::NdcPeriod>,
    number: SectionNo,
) {
    let terms = SectionTerms { waiting_hours: 0, ..SectionTerms::default() };
    let order = OpenSection {
        party,
        registry: the(registry),
        name: the("A fictional Party"),
        request: the("Letter 1"),
        ndc_periods,
        terms: Some(terms),
    };
    world.must(SectionNo::SECRETARIAT, Order::OpenSection(order));
    let first = &[Role::PartyInitiator, Role::PartyAdministrator][..];
    world.appoint(number, [first, &[Role::PartyApprover]]);
}

/// Records the approaches: the first is everybody's, the others are of some.
pub(crate) fn approaches(world: &mut World, parties: usize) {
    for (place, id) in APPROACHES.into_iter().enumerate() {
        let takes_part = |party: &usize| place == 0 || party % APPROACHES.len() <= place;
        let parties: Vec<_> = (0..parties).filter(takes_part).map(party).collect();
        let order = RecordApproach { id: the(id), title: the("Cooking stoves"), parties };
        world.must(section(1), Order::RecordApproach(order));
    }
    let (title, parties) = (the("Article 6.4 mechanism"), vec![PartyCode::MECHANISM]);
    let order = RecordApproach { id: the("CA0001"), title, parties };
    world.must(section(world.parties() + 1), Order::RecordApproach(order));
}

/// Opens a Party's accounts, and records how it converts the other metric.
pub(crate) fn host(world: &mut World, place: usize, parties: usize) -> Host {
    let (code, number) = (party(place), section(place + 1));
    let places = [false, true].map(|hours| {
        let next = party((place + 1) % parties);
        let outside =
            [format!("{code}02"), "XZZ01".to_owned(), format!("{next}02"), "UN02".to_owned()];
        places(world, number, hours, &outside)
    });
    for (at, id) in APPROACHES.into_iter().enumerate() {
        if at == 0 || place % APPROACHES.len() <= at {
            let order = RecordConversion {
                approach: the(id),
                metric: metric(true),
                version: 1,
                method: the("the grid's factor"),
                factor: the(world.dice.one(&["0.4571", "0.5", "0.000001", "1.25"])),
            };
            world.must(number, Order::RecordConversion(order));
        }
    }
    let (authorizations, entities) = (Vec::new(), Vec::new());
    Host { party: code, section: number, places, authorizations, entities }
}

fn places(world: &mut World, section: SectionNo, hours: bool, outside: &[String]) -> Places {
    let mut open = |kind: &str, holder: Holder, year: Option<Year>| {
        account(world, section, (kind, holder), (hours, year))
    };
    let by_year_of_use: BTreeMap<_, _> = (2021..=2030)
        .filter_map(|year| Year::new(year).ok())
        .map(|year| (year, open("200", Holder::Party, Some(year))))
        .collect();
    Places {
        holding: [(); 2].map(|()| open("100", Holder::Party, None)),
        by_year_of_use,
        oimp: open("210", Holder::Party, None),
        cancellation: open("300", Holder::Party, None),
        voluntary: open("310", Holder::Party, None),
        omge: open("320", Holder::Party, None),
        other: open("330", Holder::Party, None),
        retirement: open("R", Holder::Party, None),
        fund: open("100", Holder::AdaptationFund, None),
        outside: outside
            .iter()
            .map(|registry| {
                let registry = the(registry);
                (registry, open("OUT", Holder::Outside { registry }, None))
            })
            .collect(),
    }
}

/// Opens the accounts of the mechanism.
pub(crate) fn mechanism(world: &mut World) -> Mechanism {
    let section = section(world.parties() + 1);
    let mut open =
        |kind: &str, holder: Holder| account(world, section, (kind, holder), (false, None));
    Mechanism {
        section,
        pending: open("100", Holder::Pending),
        fund: open("100", Holder::AdaptationFund),
        omge: open("320", Holder::Party),
        voluntary: open("310", Holder::Party),
    }
}

/// Opens an account, and gives its number.
fn account(
    world: &mut World,
    section: SectionNo,
    (kind, holder): (&str, Holder),
    (hours, year_of_use): (bool, Option<Year>),
) -> AccountNumber {
    let kind: AccountKind = the(kind);
    let (id, metric, name) = (Id::from_uuid(world.dice.uuid()), metric(hours), the("Some account"));
    let order = OpenAccount { id, kind, holder, metric, year_of_use, name };
    world.must(section, Order::OpenAccount(order));
    let its = world.books.sections.get(&section).expect("the section is open");
    AccountNumber::new(its.party, kind, its.accounts_opened)
}

fn years(first: &str, last: &str) -> Years {
    Years { first: the(first), last: the(last) }
}

fn participation() -> Order {
    let item = || Item { answer: Answer::Yes, evidence: the("https://climate.invalid/evidence") };
    Order::RecordParticipation(Participation {
        is_party: item(),
        maintains_ndc: item(),
        can_authorize: item(),
        can_track: item(),
        has_inventory: item(),
        contributes: item(),
    })
}

fn initial_report() -> Order {
    let (date, document) = (the("2022-12-31"), the("https://climate.invalid/initial-report"));
    Order::RecordInitialReport(InitialReport { date, document, review: the("not-reviewed") })
}

/// The metric that is not tonnes.
pub(crate) fn is_hours(metric: &domain::metric::Metric) -> bool {
    matches!(metric, domain::metric::Metric::NonGhg(name) if name == HOURS)
}

/// Names of the two officers are used by nobody else.
pub(crate) fn officers(number: SectionNo) -> [domain::access::Officer; 2] {
    [officer(number, 1), officer(number, 2)]
}
