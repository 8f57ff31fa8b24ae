//! Orders of the fictional Parties, ready to be changed by a test.

use domain::account::{AccountKind, AccountNumber, Holder};
use domain::authorization::Terms;
use domain::entity::EntityAuthorization;
use domain::id::Id;
use domain::inventory::InventoryYear;
use domain::ledger::{
    AuthorizeUnits, Cancel, CancellationReason, Issue, OpenAccount, OpenSection, Order,
    RecordApproach, RevokeAuthorization, SetNdcPeriod, Transfer, UseTowardsNdc,
};
use domain::metric::Metric;
use domain::participation::{Answer, InitialReport, Item, Participation};
use domain::section_terms::SectionTerms;
use domain::unit::UnitRange;
use domain::vintage::{Year, Years};
use uuid::Uuid;

/// Reads what a test writes as text.
///
/// # Panics
///
/// Where the test's own text is wrong.
#[expect(clippy::panic, reason = "a test with a wrong text of its own stops here")]
pub fn read<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// Opens the section of a Party, with an NDC period of 2021 to 2030. Its transfers do not wait.
pub fn open_section(party: &str, name: &str) -> Order {
    Order::OpenSection(OpenSection {
        party: read(party),
        registry: read(&format!("{party}01")),
        name: read(name),
        request: read("Letter 2026/114 of 3 November 2026"),
        ndc_periods: vec![Years { first: read("2021"), last: read("2030") }.into()],
        terms: Some(SectionTerms { waiting_hours: 0, ..SectionTerms::default() }),
    })
}

/// Sets the NDC period of 2021 to 2030, measured in tonnes of CO2 equivalent.
pub fn set_ndc_period(method: &str) -> Order {
    let (first, last, method) = (read("2021"), read("2030"), read(method));
    Order::SetNdcPeriod(SetNdcPeriod { first, last, method, metric: Metric::Ghg })
}

/// What a Party declares of its participation: yes to all.
pub fn record_participation() -> Order {
    let item = || Item { answer: Answer::Yes, evidence: read("https://climate.invalid/evidence") };
    Order::RecordParticipation(Participation {
        is_party: item(),
        maintains_ndc: item(),
        can_authorize: item(),
        can_track: item(),
        has_inventory: item(),
        contributes: item(),
    })
}

/// A Party's initial report, of January 2024.
pub fn record_initial_report() -> Order {
    let (date, review) = (read("2024-01-15"), read("not-reviewed"));
    let document = read("https://climate.invalid/initial-report");
    Order::RecordInitialReport(InitialReport { date, document, review })
}

/// Opens an account of the Party itself, for tonnes of CO2 equivalent.
pub fn open_account(kind: AccountKind, year_of_use: Option<Year>) -> Order {
    #[expect(clippy::disallowed_methods, reason = "an id that no other test has")]
    let id = Id::from_uuid(Uuid::now_v7());
    Order::OpenAccount(OpenAccount {
        id,
        kind,
        holder: Holder::Party,
        metric: Metric::Ghg,
        year_of_use,
        name: read(&format!("Account of kind {kind}")),
    })
}

/// Authorizes an entity under an approach, from 2024 on, and without an end.
pub fn authorize_entity(number: &str, approach: &str) -> Order {
    Order::AuthorizeEntity(EntityAuthorization {
        entity: read(number),
        name: read("Hidden Stoves Ltd"),
        country: read("XAL"),
        approach: read(approach),
        valid_from: read("2024-01-01"),
        valid_until: None,
        conditions: None,
    })
}

/// Opens an account that an entity holds.
pub fn open_entity_account(number: &str) -> Order {
    let order = open_account(AccountKind::Holding, None);
    let Order::OpenAccount(order) = order else { return order };
    Order::OpenAccount(OpenAccount { holder: Holder::Entity { entity: read(number) }, ..order })
}

/// Records an approach in which these Parties take part.
pub fn record_approach(approach: &str, parties: &[&str]) -> Order {
    Order::RecordApproach(RecordApproach {
        id: read(approach),
        title: read("Solar power on roofs"),
        parties: parties.iter().map(|party| read(party)).collect(),
    })
}

/// What an authorization for NDC use by any Party says, without a cap.
pub fn terms(id: &str, approach: &str) -> Terms {
    Terms {
        id: read(id),
        version: 1,
        date: read("2024-02-01"),
        approach: read(approach),
        purposes: read("NDC"),
        first_transfer: None,
        first_transfer_unlisted: None,
        first_transfer_note: None,
        oimp: None,
        parties: Vec::new(),
        entities: Vec::new(),
        quantity: None,
        metric: Metric::Ghg,
        gwp_values: None,
        metric_description: None,
        methodology: None,
        registry: None,
        sectors: vec![read("Energy generation")],
        activity_types: Vec::new(),
        occurred: None,
        used: None,
        last_issuance: None,
        last_use: None,
        last_cancellation: None,
        conditions: None,
        document: None,
    }
}

/// Revokes an authorization, as of June 2024.
pub fn revoke(id: &str) -> Order {
    let (date, reason) = (read("2024-06-01"), read("The activity has ended"));
    Order::RevokeAuthorization(RevokeAuthorization { id: read(id), date, reason })
}

/// Puts planned units, or units whose authorization was revoked, under an authorization.
pub fn authorize_units(account: AccountNumber, units: UnitRange, authorization: &str) -> Order {
    let authorization = read(authorization);
    Order::AuthorizeUnits(AuthorizeUnits { account, units, authorization })
}

/// Issues units under an authorization.
pub fn issue(into: AccountNumber, approach: &str, quantity: u64, authorization: &str) -> Order {
    Order::Issue(Issue {
        into,
        approach: read(approach),
        vintage: read("2024"),
        quantity: read(&quantity.to_string()),
        metric: Metric::Ghg,
        mitigation_type: read("Emission reductions"),
        sector: read("Energy generation"),
        activity_type: read("Solar"),
        authorization: Some(read(authorization)),
        underlying: None,
    })
}

/// Transfers units to another Party for the first time.
pub fn first_transfer(from: AccountNumber, to: AccountNumber, units: UnitRange) -> Order {
    Order::FirstTransfer(Transfer { from, to, units, reference: None })
}

/// Transfers units after their first transfer, or inside a section.
pub fn transfer(from: AccountNumber, to: AccountNumber, units: UnitRange) -> Order {
    Order::Transfer(Transfer { from, to, units, reference: None })
}

/// Uses units towards the NDC of the Party that holds them.
pub fn use_towards_ndc(
    from: AccountNumber,
    into: AccountNumber,
    units: UnitRange,
    year: Year,
) -> Order {
    Order::UseTowardsNdc(UseTowardsNdc { from, into, units, year })
}

/// Cancels units voluntarily.
pub fn cancel(from: AccountNumber, into: AccountNumber, units: UnitRange) -> Order {
    let reason = CancellationReason::Voluntary;
    Order::Cancel(Cancel { from, into, units, reason, note: None, beneficiary: None })
}

/// Records row 3 of a year.
pub fn inventory_year(year: &str, covered: &str) -> Order {
    let (year, covered, source) = (read(year), Some(read(covered)), read("national inventory"));
    let order = InventoryYear { year, covered, portion: None, trajectory: None, source };
    Order::RecordInventoryYear(order)
}
