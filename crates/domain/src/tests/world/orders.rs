//! Orders of the small world, ready to be changed by a test.

use uuid::Uuid;

use super::{no_waiting, the, years};
use crate::account::{AccountKind, AccountNumber, Holder};
use crate::adjustment::PeriodSettings;
use crate::authorization::Terms;
use crate::entity::EntityAuthorization;
use crate::id::Id;
use crate::inventory::InventoryYear;
use crate::ledger::{
    AuthorizeUnits, Cancel, CancellationReason, Designation, Issue, IssueArticle64, OpenAccount,
    OpenSection, Order, OtherPurpose, RecordApproach, Retire, RetirementPurpose,
    RevokeAuthorization, SetAdjustmentSettings, SetNdcPeriod, Transfer, UseForOimp, UseTowardsNdc,
};
use crate::metric::Metric;
use crate::participation::{Answer, InitialReport, Item, Participation};
use crate::unit::UnitRange;

pub(in crate::tests) fn open_section(party: &str) -> Order {
    Order::OpenSection(OpenSection {
        party: the(party),
        registry: the(&format!("{party}01")),
        name: the("A fictional Party"),
        request: the("Letter 2026/114"),
        ndc_periods: vec![years("2021", "2025").into(), years("2026", "2030").into()],
        terms: Some(no_waiting()),
    })
}

pub(in crate::tests) fn open_account(id: Uuid, kind: &str) -> OpenAccount {
    let kind: AccountKind = the(kind);
    let year_of_use = (kind == AccountKind::UseTowardsNdc).then(|| the("2025"));
    let (id, name) = (Id::from_uuid(id), the("Secret garden"));
    OpenAccount { id, kind, holder: Holder::Party, metric: Metric::Ghg, year_of_use, name }
}

pub(in crate::tests) fn record_approach(id: &str, parties: &[&str]) -> Order {
    let parties = parties.iter().map(|party| the(party)).collect();
    Order::RecordApproach(RecordApproach { id: the(id), title: the("Cooking stoves"), parties })
}

/// An entity of CA9001, authorized for 2026.
pub(in crate::tests) fn entity(number: &str) -> EntityAuthorization {
    EntityAuthorization {
        entity: the(number),
        name: the("Hidden Stoves Ltd"),
        country: the("XAL"),
        approach: the("CA9001"),
        valid_from: the("2026-01-01"),
        valid_until: Some(the("2026-12-31")),
        conditions: Some(the("quarterly audits")),
    }
}

/// An authorization of GHG units of CA9001 from the energy sector, without a cap.
pub(in crate::tests) fn terms(id: &str, purposes: &str, definition: Option<&str>) -> Terms {
    Terms {
        id: the(id),
        version: 1,
        date: the("2025-03-01"),
        approach: the("CA9001"),
        purposes: the(purposes),
        first_transfer: definition.map(the),
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
        sectors: vec![the("Energy generation")],
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

pub(in crate::tests) fn issuing(
    into: AccountNumber,
    authorization: Option<&str>,
    quantity: u64,
) -> Issue {
    Issue {
        into,
        approach: the("CA9001"),
        vintage: the("2024"),
        quantity: the(&quantity.to_string()),
        metric: Metric::Ghg,
        mitigation_type: the("Emission reductions"),
        sector: the("Energy generation"),
        activity_type: the("Solar"),
        authorization: authorization.map(the),
        underlying: None,
    }
}

/// Issues A6.4ERs of 2024 from XAL under its authorization A1.
pub(in crate::tests) fn article_6_4(places: [AccountNumber; 3], quantity: u64) -> IssueArticle64 {
    let [pending, fund, omge] = places;
    let last = quantity.to_string();
    IssueArticle64 {
        host: the("XAL"),
        activity: the("PoA 10471"),
        vintage: the("2024"),
        quantity: the(&last),
        first: the("1"),
        last: the(&last),
        designation: Designation::Authorized,
        authorization: the("A1"),
        mitigation_type: the("Emission reductions"),
        sector: the("Energy generation"),
        activity_type: the("Solar"),
        pending,
        fund,
        omge,
        omge_quantity: None,
    }
}

pub(in crate::tests) fn issue(
    into: AccountNumber,
    authorization: Option<&str>,
    quantity: u64,
) -> Order {
    Order::Issue(issuing(into, authorization, quantity))
}

pub(in crate::tests) fn authorize_units(
    account: AccountNumber,
    units: UnitRange,
    id: &str,
) -> Order {
    Order::AuthorizeUnits(AuthorizeUnits { account, units, authorization: the(id) })
}

pub(in crate::tests) fn first_transfer(
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
) -> Order {
    Order::FirstTransfer(Transfer { from, to, units, reference: None })
}

pub(in crate::tests) fn transfer(
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
) -> Order {
    Order::Transfer(Transfer { from, to, units, reference: None })
}

pub(in crate::tests) fn use_for_ndc(
    from: AccountNumber,
    into: AccountNumber,
    units: UnitRange,
    year: &str,
) -> Order {
    Order::UseTowardsNdc(UseTowardsNdc { from, into, units, year: the(year) })
}

pub(in crate::tests) fn use_for_oimp(
    from: AccountNumber,
    into: AccountNumber,
    units: UnitRange,
    purpose: OtherPurpose,
) -> Order {
    let (named, entity) = (the("CORSIA"), None);
    Order::UseForOimp(UseForOimp { from, into, units, purpose, named, entity, beneficiary: None })
}

pub(in crate::tests) fn cancel(
    from: AccountNumber,
    into: AccountNumber,
    units: UnitRange,
    reason: CancellationReason,
) -> Order {
    Order::Cancel(Cancel { from, into, units, reason, note: None, beneficiary: None })
}

pub(in crate::tests) fn retire(
    from: AccountNumber,
    into: AccountNumber,
    units: UnitRange,
    purpose: RetirementPurpose,
) -> Order {
    Order::Retire(Retire { from, into, units, purpose, named: Some(the("city lights")) })
}

pub(in crate::tests) fn contribute(
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
) -> Order {
    Order::ContributeToAdaptation(Transfer { from, to, units, reference: None })
}

pub(in crate::tests) fn transfer_out(
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
) -> Order {
    Order::TransferOut(Transfer { from, to, units, reference: None })
}

pub(in crate::tests) fn transfer_in(
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
) -> Order {
    Order::TransferIn(Transfer { from, to, units, reference: None })
}

/// Revokes an authorization, as of June 2025.
pub(in crate::tests) fn revoke(id: &str) -> Order {
    let (date, reason) = (the("2025-06-01"), the("the minister said so"));
    Order::RevokeAuthorization(RevokeAuthorization { id: the(id), date, reason })
}

/// The participation record of a Party, with a no to one item at most.
pub(in crate::tests) fn participation(no: Option<&str>) -> Order {
    let item = |name: &str| Item {
        answer: if no == Some(name) { Answer::No } else { Answer::Yes },
        evidence: the("https://climate.invalid/evidence"),
    };
    Order::RecordParticipation(Participation {
        is_party: item("is_party"),
        maintains_ndc: item("maintains_ndc"),
        can_authorize: item("can_authorize"),
        can_track: item("can_track"),
        has_inventory: item("has_inventory"),
        contributes: item("contributes"),
    })
}

pub(in crate::tests) fn initial_report(date: &str) -> Order {
    let (document, review) = (the("https://climate.invalid/initial-report"), the("not-reviewed"));
    Order::RecordInitialReport(InitialReport { date: the(date), document, review })
}

/// Sets the period that begins in this year.
pub(in crate::tests) fn set_ndc_period(
    first: &str,
    last: &str,
    method: &str,
    metric: &str,
) -> Order {
    let (first, last, method, metric) = (the(first), the(last), the(method), the(metric));
    Order::SetNdcPeriod(SetNdcPeriod { first, last, method, metric })
}

/// Records a year's figures: row 3, and the trajectory.
pub(in crate::tests) fn inventory(
    year: &str,
    covered: Option<&str>,
    trajectory: Option<&str>,
) -> Order {
    let (covered, trajectory) = (covered.map(the), trajectory.map(the));
    let (year, source) = (the(year), the("the national inventory"));
    Order::RecordInventoryYear(InventoryYear { year, covered, portion: None, trajectory, source })
}

/// Lays down until when the adjustments of the period that begins in this year change.
pub(in crate::tests) fn final_after(first: &str, last_day: &str) -> Order {
    let settings = PeriodSettings { last_day: Some(the(last_day)), ..PeriodSettings::default() };
    Order::SetAdjustmentSettings(SetAdjustmentSettings::of(the(first), settings))
}
