//! One example of each problem, for the pages that explain them and for the test of their words.

use std::error::Error;
use std::str::FromStr;

use domain::authorization::Purposes;
use domain::id::Id;
use domain::ledger::{Proposal, Refusal, Refused};
use domain::metric::Metric;
use domain::vintage::Years;

use super::{FieldError, Flaw, Kind, Place, Problem};

type Samples<T> = Result<Vec<T>, Box<dyn Error>>;

/// One of each: first those of the edge, then the refusals.
pub(super) fn problems() -> Samples<Problem> {
    let kinds = Kind::ALL.iter().map(|kind| of_kind(*kind));
    let refusals = refusals()?.into_iter().map(|why| {
        let order = is_about_one_order(&why).then_some(0);
        Problem::from(Refused { order, why })
    });
    // What is not found, and a key that is reused, can be noticed before the ledger is asked.
    let both = |problem: &Problem| Kind::ALL.iter().any(|kind| kind.code() == problem.code());
    Ok(kinds.chain(refusals.filter(|problem| !both(problem))).collect())
}

fn file_not_whole() -> Problem {
    Problem::file(vec![FieldError {
        place: Place::Cell("Table 4, row 9, First ID".to_owned()),
        flaw: Flaw::cell(
            "overlapping-block",
            "Row 8 holds some of these units in the same registry.",
            "Name each unit in one row.",
        ),
    }])
}

fn of_kind(kind: Kind) -> Problem {
    match kind {
        Kind::BodyMalformed => Problem::of(kind).with("line", &1).with("column", &18),
        Kind::BodyTooDeep => Problem::of(kind).with("most", &crate::json::DEPTH_MAX),
        Kind::BodyTooLarge => Problem::of(kind).with("most", &crate::server::BODY_BYTES_MAX),
        Kind::RequestInvalid => Problem::invalid(vec![
            FieldError {
                place: Place::Body("/order/units".to_owned()),
                flaw: Flaw::units_reversed(100, 1),
            },
            FieldError { place: Place::Body("/order/to".to_owned()), flaw: Flaw::missing() },
        ]),
        Kind::QueryInvalid => Problem::query(vec![FieldError {
            place: Place::Parameter("dry_run".to_owned()),
            flaw: Flaw::boolean(),
        }]),
        Kind::PathInvalid => Problem::path("account", Flaw::account_check_digits()),
        Kind::NoNdcPeriod => Problem::of(kind).with("party", &"XAL").with("year", &"2019"),
        Kind::MethodNotTold => Problem::of(kind).with("party", &"XAL").with("first", &"2026"),
        Kind::PlanOfAnotherHost => Problem::of(kind).with("host", &"XBO").with("party", &"XAL"),
        Kind::ReportTooLarge => Problem::of(kind).with("year", &"2026").with("most", &50_000),
        Kind::YearNotBegun => Problem::of(kind).with("year", &"2999"),
        Kind::FileUnreadable => {
            let why = workbook::Refused::Macros { part: "xl/vbaProject.bin".to_owned() };
            Problem::from(why)
        }
        Kind::FileNotWhole => file_not_whole(),
        Kind::FileOfAnotherParty => Problem::of(kind).with("party", &"XBO").with("own", &"XAL"),
        Kind::UnitsDisputed => {
            let problem = Problem::of(kind).with("units", &"CA9001-XAL01-XAL-1..1000-2024");
            problem.with("check", &"X01").with("party", &"XAL").with("year", &"2025")
        }
        Kind::FilesOfADay => Problem::of(kind).with("most", &1_342_177_280_u64),
        Kind::FileNotKept => Problem::of(kind).with("file", &SHA256),
        Kind::FileSaysOtherwise => {
            Problem::of(kind).with("file", &SHA256).with("year", &"2024").with("version", &"1.0")
        }
        Kind::NothingToExplain => {
            Problem::of(kind).with("check", &"X01").with("party", &"XAL").with("year", &"2025")
        }
        Kind::MethodNotAllowed => Problem::method_not_allowed("GET"),
        Kind::BodyTooSlow
        | Kind::WrongMediaType
        | Kind::KeyMissing
        | Kind::KeyMalformed
        | Kind::KeyRunning
        | Kind::KeyReused
        | Kind::NotAuthenticated
        | Kind::NotGranted
        | Kind::NotFound
        | Kind::Busy
        | Kind::Unavailable
        | Kind::Ours => Problem::of(kind),
    }
}

/// Whether the refusal names an order of the proposal, and not the proposal as a whole.
fn is_about_one_order(why: &Refusal) -> bool {
    !matches!(
        why,
        Refusal::KeyReused { .. }
            | Refusal::ProposalUnknown { .. }
            | Refusal::ProposalIdTaken {}
            | Refusal::ProposalEmpty {}
            | Refusal::TooManyOrders { .. }
            | Refusal::AlreadyDecided { .. }
            | Refusal::AlreadyApproved { .. }
            | Refusal::AlreadyAccepted { .. }
            | Refusal::ReceiverNotEntitled {}
            | Refusal::Lapsed { .. }
            | Refusal::WithdrawnTooLate { .. }
            | Refusal::NotYet { .. }
            | Refusal::AmountNotConfirmed { .. }
            | Refusal::AboveActLimit { .. }
            | Refusal::AboveDayLimit { .. }
            | Refusal::AcceptanceAlone { .. }
            | Refusal::OwnProposal {}
            | Refusal::NotAsShown {}
            | Refusal::OccurredInFuture { .. }
    )
}

fn read<T: FromStr>(text: &str) -> Result<T, Box<dyn Error>>
where
    T::Err: Error + 'static,
{
    Ok(text.parse()?)
}

fn years(first: &str, last: &str) -> Result<Years, Box<dyn Error>> {
    Ok(Years { first: read(first)?, last: read(last)? })
}

const SHA256: &str = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
const UNITS: &str = "CA9042-XAL01-XAL-1205701..1209500-2024";
const AUTHORIZATION: &str = "A-17";

/// One of each.
fn refusals() -> Samples<Refusal> {
    let mut all = about_proposals();
    all.extend(about_sections_and_approaches()?);
    all.extend(about_accounts()?);
    all.extend(about_authorizations()?);
    all.extend(about_issuing()?);
    all.extend(about_reports()?);
    all.extend(about_units()?);
    all.extend(about_waiting()?);
    Ok(all)
}

fn about_proposals() -> Vec<Refusal> {
    vec![
        Refusal::KeyReused { entry: 48_239 },
        Refusal::ProposalUnknown { proposal: Id::from_uuid(uuid::Uuid::nil()) },
        Refusal::ProposalIdTaken {},
        Refusal::ProposalEmpty {},
        Refusal::TooManyOrders { orders: 10_001, most: Proposal::ORDERS_MAX },
        Refusal::AlreadyDecided { entry: 48_240 },
        Refusal::InitiatorNotEntitled { order: "first-transfer" },
        Refusal::ApproverNotEntitled { order: "first-transfer" },
        Refusal::OwnProposal {},
        Refusal::NotAsShown {},
        Refusal::OccurredInFuture {
            occurred: "2026-11-22T14:05:00.000000Z".to_owned(),
            now: "2026-11-21T09:00:00.000000Z".to_owned(),
        },
        Refusal::OccurredTooEarly {
            occurred: "2026-02-01T00:00:00.000000Z".to_owned(),
            previous: "2026-03-15T10:30:00.000000Z".to_owned(),
        },
    ]
}

fn about_sections_and_approaches() -> Samples<Refusal> {
    let (party, approach) = (read("XAL")?, read("CA9042")?);
    let installation = "demonstration";
    Ok(vec![
        Refusal::PartyNotAdmitted { party, installation: "production" },
        Refusal::SectionExists { party },
        Refusal::RegistryNotFree { registry: read("XBO01")?, party },
        Refusal::PeriodsOverlap { period: years("2025", "2035")? },
        Refusal::WrongDesk { order: "open-section" },
        Refusal::PeriodHasItmos { period: years("2021", "2030")?, year: read("2024")? },
        Refusal::YearOutsidePeriods { year: read("2036")?, party: read("XAL")? },
        Refusal::PeriodUnknown { first: read("2022")?, party: read("XAL")? },
        Refusal::InventoryEmpty { year: read("2024")? },
        Refusal::YearNotOver { year: read("2026")? },
        Refusal::LastDayTooEarly {
            last_day: "2025-06-30".to_owned(),
            earliest: "2026-11-26".to_owned(),
        },
        Refusal::PeriodIsFinal {
            party: read("XAL")?,
            period: years("2021", "2025")?,
            last_day: "2028-12-31".to_owned(),
        },
        Refusal::ReportInFuture { date: "2027-01-01".to_owned() },
        Refusal::ParticipationMissing { party },
        Refusal::ParticipationDenied { party, item: "has_inventory" },
        Refusal::PartyWithdrew { party: read("USA")?, withdrawal: "2026-01-27".to_owned() },
        Refusal::ListTooLong { field: "parties", most: 200 },
        Refusal::ApproachExists { approach },
        Refusal::ApproachUnknown { approach },
        Refusal::ApproachNotAdmitted { approach: read("CA0001")?, installation },
        Refusal::NotInApproach { party, approach },
        Refusal::EntityNotAuthorized { entity: read("AL-4471")? },
        Refusal::AccountNotRepresented {
            account: read("XAL-100-0001-16")?,
            entity: read("AL-4471")?,
        },
        Refusal::EntityNotRepresented { entity: read("AL-4471")? },
        Refusal::EntityPeriodReversed { entity: read("AL-4471")? },
    ])
}

fn about_accounts() -> Samples<Refusal> {
    let account = domain::account::AccountNumber::new;
    let holding = account(read("XAL")?, read("100")?, 1);
    let used = account(read("XBO")?, read("200")?, 3);
    Ok(vec![
        Refusal::AccountUnknown { account: holding },
        Refusal::AccountIdTaken {},
        Refusal::YearOfUseMismatch { kind: "200" },
        Refusal::HolderMismatch { kind: "200" },
        Refusal::TerminalAccount { account: used },
        Refusal::WrongAccountKind { account: used, needed: "100" },
        Refusal::WrongAccountYear { account: used, year: read("2025")? },
        Refusal::MetricMismatch { account: holding, metric: Metric::Ghg },
        Refusal::SameAccount { account: holding },
        Refusal::SameParty { party: read("XAL")? },
    ])
}

fn about_authorizations() -> Samples<Refusal> {
    Ok(vec![
        Refusal::AuthorizationVersion { version: 4, expected: 3 },
        Refusal::AuthorizationDate { date: "2020-12-31".to_owned() },
        Refusal::DefinitionMissing { purposes: Purposes::NdcAndOimp },
        Refusal::DefinitionForbidden { purposes: Purposes::Ndc },
        Refusal::DefinitionTwice {},
        Refusal::MeasureMismatch { metric: Metric::Ghg },
        Refusal::SectorsMissing {},
        Refusal::TimeframeReversed { timeframe: years("2030", "2021")? },
        Refusal::AuthorizationChanged { field: "metric" },
        Refusal::CapBelowFirstTransferred { cap: read("15000")?, first_transferred: 18_400 },
        Refusal::AuthorizationUnknown { authorization: read(AUTHORIZATION)? },
        Refusal::AuthorizationRevoked {
            authorization: read(AUTHORIZATION)?,
            date: "2026-11-20".to_owned(),
        },
        Refusal::RevocationDate { date: "2027-01-01".to_owned() },
    ])
}

fn about_reports() -> Samples<Refusal> {
    let (party, year, version) = (read("XAL")?, read("2025")?, read("1.0")?);
    let (table, field) = (read("authorized_entities")?, read("AuthorizedEntityName")?);
    Ok(vec![
        Refusal::ReportedYearAhead { year: read("2027")? },
        Refusal::SubmissionDuplicate { party, year, version, entry: 48_240 },
        Refusal::SubmissionObsolete { party, year, version, newest: read("1.1")? },
        Refusal::ClaimNotAllowed { table: read("actions")?, field: read("QuantityCO2")? },
        Refusal::ClaimTwice { table, field },
        Refusal::ReportUnknown { party, year },
    ])
}

fn about_issuing() -> Samples<Refusal> {
    Ok(vec![
        Refusal::VintageTooEarly { vintage: read("2020")?, earliest: read("2021")? },
        Refusal::VintageTooLate { vintage: read("2027")?, latest: read("2026")? },
        Refusal::DoesNotFit { authorization: read(AUTHORIZATION)?, field: "sector" },
        Refusal::AfterLastDay {
            authorization: read(AUTHORIZATION)?,
            act: "issuance",
            last: "2031-06-30".to_owned(),
        },
        Refusal::UnderlyingMismatch { underlying: 4_999, quantity: read("5000")? },
        Refusal::UnderlyingTaken {
            first: read("GS1-1-XA-GS11732-16-2022-25700-1")?,
            last: read("GS1-1-XA-GS11732-16-2022-25700-5000")?,
        },
        Refusal::SerialsExhausted { quantity: read("5000")? },
    ])
}

fn about_waiting() -> Samples<Refusal> {
    let account = domain::account::AccountNumber::new(read("XBO")?, read("100")?, 1);
    let stop = Id::from_uuid(uuid::Uuid::nil());
    let moment = || "2026-11-27T14:05:00.000000Z".to_owned();
    Ok(vec![
        Refusal::AlreadyApproved { entry: 48_240 },
        Refusal::AlreadyAccepted { entry: 48_241 },
        Refusal::ReceiverNotEntitled {},
        Refusal::Lapsed { lapsed: moment() },
        Refusal::WithdrawnTooLate { until: moment() },
        Refusal::NotYet { until: moment() },
        Refusal::Stopped { stop, target: "section", until: moment() },
        Refusal::OnePersonAlone { order: "set-stop" },
        Refusal::AmountNotConfirmed { units: 60_000 },
        Refusal::AboveActLimit { units: 60_000, most: read("50000")? },
        Refusal::AboveDayLimit { units: 30_000, spent: 40_000, most: read("50000")? },
        Refusal::AcceptanceAlone { party: read("XBO")? },
        Refusal::TermOutOfRange { field: "lapse_days", most: 90 },
        Refusal::AlreadyTrusted { account },
        Refusal::NotTrusted { account },
        Refusal::StopIdTaken {},
        Refusal::StopEndsBefore { until: moment() },
        Refusal::StopUnknown { stop },
        Refusal::StopOver { stop },
    ])
}

fn about_units() -> Samples<Refusal> {
    let units = read(UNITS)?;
    let account = domain::account::AccountNumber::new(read("XAL")?, read("100")?, 1);
    let authorization: domain::authorization::AuthorizationId = read(AUTHORIZATION)?;
    let outside = domain::account::AccountNumber::new(read("XAL")?, read("OUT")?, 2);
    let (party, year, timeframe) = (read("XBO")?, read("2031")?, years("2021", "2030")?);
    Ok(vec![
        Refusal::NotHeld { units, account },
        Refusal::Reserved { units },
        Refusal::TooManyBlocks { units, most: 100 },
        Refusal::AlreadyAuthorized { units },
        Refusal::NotAuthorized { units },
        Refusal::AlreadyFirstTransferred { units, entry: 48_240 },
        Refusal::NotFirstTransferred { units },
        Refusal::FirstTransferByUse { authorization: authorization.clone() },
        Refusal::PartyNotAuthorized { party, authorization: authorization.clone() },
        Refusal::EntityNotCovered { entity: read("BO-118")?, authorization: authorization.clone() },
        Refusal::PurposeNotCovered { purpose: "IMP", purposes: Purposes::Ndc },
        Refusal::VintageOutsideTimeframe { vintage: year, timeframe },
        Refusal::UseOutsideTimeframe { year, timeframe },
        Refusal::OutsidePeriod { vintage: read("2024")?, year, party },
        Refusal::CapExceeded {
            authorization,
            cap: read("20000")?,
            first_transferred: 18_400,
            asked: read("3800")?,
        },
        Refusal::FundAccount { account },
        Refusal::ContributionOnly { account },
        Refusal::NotFundAccount { account },
        Refusal::BeneficiaryUnknown { entry: 48_240 },
        Refusal::BeneficiaryReviewed { entry: 48_240, review: 48_300 },
        Refusal::NoSuchWay { from: "held", by: "transfer", to: "planned" },
        Refusal::ConversionOfGhg {},
        Refusal::ConversionVersion { version: 2, expected: 3 },
        Refusal::RegistryNotOutside { registry: read("XBO01")? },
        Refusal::OutsideAccountExists { account: outside },
        Refusal::OutsideAccount { account: outside },
        Refusal::NotOutside { units, registry: read("XDE01")? },
        Refusal::MechanismOnly { order: "issue-article-6-4" },
        Refusal::NotForMechanism { order: "issue" },
        Refusal::MitigationContribution {},
        Refusal::NotPendingAccount { account },
        Refusal::HostUnknown { host: party },
        Refusal::OmgeBelowLeast { asked: read("1000")?, least: read("1169")? },
        Refusal::SharesAboveQuantity { shares: 2, quantity: read("1")? },
        Refusal::RetirementUnnamed {},
        Refusal::RetirementOfItmo { units, entry: 48_240 },
        Refusal::RetirementIsUse { units, authorization: read(AUTHORIZATION)? },
    ])
}
