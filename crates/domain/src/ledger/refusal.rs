//! Why the ledger refuses.

use std::fmt;

use crate::account::AccountNumber;
use crate::aef::{TableId, Version};
use crate::approach::ApproachId;
use crate::authorization::{AuthorizationId, Purposes};
use crate::entity::EntityId;
use crate::filing::FieldName;
use crate::id::{Id, Proposed, Stopped};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::registry::RegistryId;
use crate::text::Text;
use crate::unit::UnitRange;
use crate::vintage::{Year, Years};

/// Declares the refusals: for each its data, its stable code and its rule. The words that people
/// read stand in the catalogue of messages, under the code.
macro_rules! refusals {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $field:ident : $type:ty ),* } = $code:literal, $rule:literal;
    )*) => {
        /// Why the ledger refuses an order, in the order in which it is checked.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "the fields are the numbers that the message names")]
        pub enum Refusal {
            $( $(#[$doc])* $name { $( $field: $type ),* }, )*
        }

        impl Refusal {
            /// The codes of all refusals with their rules, in the order of the checks.
            pub const ALL: &[(&str, &str)] = &[ $( ($code, $rule) ),* ];

            /// The stable code, which is also the name of the problem's page.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => $code, )* }
            }

            /// The rule of the specification that it comes from.
            pub const fn rule(&self) -> &'static str {
                match self { $( Self::$name { .. } => $rule, )* }
            }

            /// The numbers and names involved.
            pub fn numbers(&self) -> Vec<(&'static str, String)> {
                match self {
                    $( Self::$name { $( $field ),* } => {
                        vec![ $( (stringify!($field), $field.to_string()) ),* ]
                    } )*
                }
            }
        }
    };
}

refusals! {
    /// The idempotency key was used with other content.
    KeyReused { entry: i64 } = "key-reused", "idempotency";
    /// The proposal has been decided.
    AlreadyDecided { entry: i64 } = "already-decided", "R-031";
    /// The proposal is approved, and waits.
    AlreadyApproved { entry: i64 } = "already-approved", "R-031";
    /// The receiver has accepted.
    AlreadyAccepted { entry: i64 } = "already-accepted", "R-031";
    /// There is no such proposal, or not for this section.
    ProposalUnknown { proposal: Id<Proposed> } = "not-found", "R-031";
    /// What was approved is not what is proposed.
    NotAsShown {} = "not-as-shown", "R-031";
    /// Nobody approves their own proposal, whatever token they use.
    OwnProposal {} = "own-proposal", "R-031";
    /// The approver does not hold a role that may approve this, now.
    ApproverNotEntitled { order: &'static str } = "approver-not-entitled", "R-031";
    /// The initiator does not hold a role that may propose this, now.
    InitiatorNotEntitled { order: &'static str } = "initiator-not-entitled", "R-031";
    /// A representative proposes from the accounts of the entity that they represent, and no others.
    AccountNotRepresented { account: AccountNumber, entity: EntityId } =
        "account-not-represented", "R-030";
    /// A representative proposes uses by no other entity.
    EntityNotRepresented { entity: EntityId } = "entity-not-represented", "R-030";
    /// The person does not hold a role that may accept for the receiver, now.
    ReceiverNotEntitled {} = "receiver-not-entitled", "R-031";
    /// The proposal was not decided in time.
    Lapsed { lapsed: String } = "lapsed", "R-031";
    /// It is too late to take it back.
    WithdrawnTooLate { until: String } = "withdrawn-too-late", "R-031";
    /// The moment has not come.
    NotYet { until: String } = "not-yet", "R-031";
    /// A stop is in the way.
    Stopped { stop: Id<Stopped>, target: &'static str, until: String } = "stopped", "stop";
    /// What one person does alone stands in no proposal with what takes two.
    OnePersonAlone { order: &'static str } = "one-person-alone", "R-031";
    /// The id of the new proposal is taken.
    ProposalIdTaken {} = "proposal-id-taken", "R-031";
    /// A proposal must hold an order.
    ProposalEmpty {} = "proposal-empty", "R-031";
    /// A proposal holds at most so many orders.
    TooManyOrders { orders: usize, most: usize } = "too-many-orders", "R-031";
    /// The act is dated after the present.
    OccurredInFuture { occurred: String, now: String } = "occurred-in-future", "R-153";
    /// The act is dated before the units' previous entry.
    OccurredTooEarly { occurred: String, previous: String } = "occurred-too-early", "R-153";

    /// More units than one proposal may send to other sections.
    AboveActLimit { units: u64, most: Units } = "above-act-limit", "terms";
    /// More units than may leave for other sections in a day.
    AboveDayLimit { units: u64, spent: u64, most: Units } = "above-day-limit", "terms";
    /// What the receiver must accept stands in a proposal of its own.
    AcceptanceAlone { party: PartyCode } = "acceptance-alone", "terms";
    /// The amount is unusual and was not typed, or another one was.
    AmountNotConfirmed { units: u64 } = "amount-not-confirmed", "R-031";

    /// The Party is not admitted to this kind of installation.
    PartyNotAdmitted { party: PartyCode, installation: &'static str } =
        "party-not-admitted", "R-073";
    /// The Party has a section.
    SectionExists { party: PartyCode } = "section-exists", "R-001";
    /// The registry identifier does not belong to the Party, or is taken.
    RegistryNotFree { registry: RegistryId, party: PartyCode } = "registry-not-free", "R-042";
    /// NDC periods are reversed or overlap.
    PeriodsOverlap { period: Years } = "periods-overlap", "R-005";
    /// Units were first transferred or used in the period: it does not change any more.
    PeriodHasItmos { period: Years, year: Year } = "period-has-itmos", "R-006";
    /// No NDC period of the Party has the year.
    YearOutsidePeriods { year: Year, party: PartyCode } = "year-outside-periods", "R-005";
    /// No NDC period of the Party begins in the year.
    PeriodUnknown { first: Year, party: PartyCode } = "period-unknown", "R-005";
    /// No figure is told.
    InventoryEmpty { year: Year } = "inventory-empty", "R-208";
    /// The year has no inventory yet.
    YearNotOver { year: Year } = "year-not-over", "R-208";
    /// Adjustments cannot be final so early.
    LastDayTooEarly { last_day: String, earliest: String } = "last-day-too-early", "R-206";
    /// The adjustments of the period are final.
    PeriodIsFinal { party: PartyCode, period: Years, last_day: String } =
        "period-is-final", "R-206";
    /// Only the secretariat's desk opens sections, and it does nothing else.
    WrongDesk { order: &'static str } = "wrong-desk", "R-030";
    /// Only the section of the Article 6.4 mechanism does this.
    MechanismOnly { order: &'static str } = "mechanism-only", "R-170";
    /// The section of the Article 6.4 mechanism does not do what Parties do.
    NotForMechanism { order: &'static str } = "not-for-mechanism", "R-176";
    /// Mitigation contribution units stay in the mechanism registry.
    MitigationContribution {} = "mitigation-contribution", "R-175";
    /// The initial report is dated after the present.
    ReportInFuture { date: String } = "report-in-future", "R-012";
    /// The Party has no participation record.
    ParticipationMissing { party: PartyCode } = "participation-missing", "R-010";
    /// The Party has answered no to an item of its participation record.
    ParticipationDenied { party: PartyCode, item: &'static str } =
        "participation-denied", "R-011";
    /// The Party has withdrawn from the Agreement: its section can be read, and no more.
    PartyWithdrew { party: PartyCode, withdrawal: String } = "party-withdrew", "R-074";
    /// A list is longer than any true one.
    ListTooLong { field: &'static str, most: usize } = "list-too-long", "R-110";
    /// Another purpose of a retirement is named in words.
    RetirementUnnamed {} = "retirement-unnamed", "R-156";

    /// A term makes no sense.
    TermOutOfRange { field: &'static str, most: u16 } = "term-out-of-range", "terms";
    /// The account is trusted, or will be.
    AlreadyTrusted { account: AccountNumber } = "already-trusted", "terms";
    /// The account is not trusted.
    NotTrusted { account: AccountNumber } = "not-trusted", "terms";
    /// The id of the new stop is taken.
    StopIdTaken {} = "stop-id-taken", "stop";
    /// The stop would end before it begins.
    StopEndsBefore { until: String } = "stop-ends-before", "stop";
    /// There is no such stop of this section.
    StopUnknown { stop: Id<Stopped> } = "stop-unknown", "stop";
    /// The stop is over.
    StopOver { stop: Id<Stopped> } = "stop-over", "stop";

    /// The approach is on record.
    ApproachExists { approach: ApproachId } = "approach-exists", "R-041";
    /// The approach is not on record.
    ApproachUnknown { approach: ApproachId } = "approach-unknown", "R-041";
    /// The approach is not admitted to this kind of installation.
    ApproachNotAdmitted { approach: ApproachId, installation: &'static str } =
        "approach-not-admitted", "R-041";
    /// The Party does not take part in the approach.
    NotInApproach { party: PartyCode, approach: ApproachId } = "not-in-approach", "R-121";
    /// Tonnes of CO2 equivalent need no conversion.
    ConversionOfGhg {} = "conversion-of-ghg", "R-076";
    /// The version of the conversion is not one more than the last.
    ConversionVersion { version: u16, expected: u16 } = "conversion-version", "R-076";
    /// The year that is reported has not begun.
    ReportedYearAhead { year: Year } = "reported-year-ahead", "R-230";
    /// This version was filed before.
    SubmissionDuplicate { party: PartyCode, year: Year, version: Version, entry: i64 } =
        "submission-duplicate", "R-238";
    /// A higher version was filed before.
    SubmissionObsolete { party: PartyCode, year: Year, version: Version, newest: Version } =
        "submission-obsolete", "R-238";
    /// The field may not be kept back.
    ClaimNotAllowed { table: TableId, field: FieldName } = "claim-not-allowed", "R-293";
    /// A field is kept back twice.
    ClaimTwice { table: TableId, field: FieldName } = "claim-twice", "R-291";
    /// The Party has filed no report of the year.
    ReportUnknown { party: PartyCode, year: Year } = "report-unknown", "R-268";

    /// The entity has no authorization that is current.
    EntityNotAuthorized { entity: EntityId } = "entity-not-authorized", "R-025";
    /// The last day lies before the first.
    EntityPeriodReversed { entity: EntityId } = "entity-period-reversed", "R-025";

    /// There is no such account, or it is not for this section to act on.
    AccountUnknown { account: AccountNumber } = "account-unknown", "R-020";
    /// The id of the new account is taken.
    AccountIdTaken {} = "account-id-taken", "R-020";
    /// An account of kind 200 has a year of use, and no other has.
    YearOfUseMismatch { kind: &'static str } = "year-of-use-mismatch", "R-022";
    /// Such a holder cannot hold an account of this kind.
    HolderMismatch { kind: &'static str } = "holder-mismatch", "R-024";
    /// The registry has a section here: it is not outside.
    RegistryNotOutside { registry: RegistryId } = "registry-not-outside", "R-185";
    /// The section has an account for this registry and metric.
    OutsideAccountExists { account: AccountNumber } = "outside-account-exists", "R-185";
    /// The account is terminal: nothing leaves it.
    TerminalAccount { account: AccountNumber } = "terminal-account", "R-021";
    /// The units are in another registry: only a transfer in brings them back.
    OutsideAccount { account: AccountNumber } = "outside-account", "R-185";
    /// The account is the Adaptation Fund's: only its own decisions move units from there.
    FundAccount { account: AccountNumber } = "fund-account", "R-151";
    /// The account is of another kind than the act needs.
    WrongAccountKind { account: AccountNumber, needed: &'static str } =
        "wrong-account-kind", "R-020";
    /// The account is for another year of use.
    WrongAccountYear { account: AccountNumber, year: Year } = "wrong-account-year", "R-022";
    /// Units come to the Adaptation Fund by an act that says so.
    ContributionOnly { account: AccountNumber } = "contribution-only", "R-151";
    /// A contribution to adaptation goes to an account of the Adaptation Fund.
    NotFundAccount { account: AccountNumber } = "not-fund-account", "R-151";
    /// What is issued under Article 6.4 waits in a pending account.
    NotPendingAccount { account: AccountNumber } = "not-pending-account", "R-171";
    /// The Party that hosts the activity has no section here.
    HostUnknown { host: PartyCode } = "host-unknown", "R-170";
    /// The account is for another metric.
    MetricMismatch { account: AccountNumber, metric: Metric } = "metric-mismatch", "R-023";
    /// From and to are the same account.
    SameAccount { account: AccountNumber } = "same-account", "R-145";
    /// The receiver is of the same Party.
    SameParty { party: PartyCode } = "same-party", "R-160";

    /// The version is not one more than the last.
    AuthorizationVersion { version: u16, expected: u16 } = "authorization-version", "R-117";
    /// The date lies before 2021 or in the future.
    AuthorizationDate { date: String } = "authorization-date", "R-121";
    /// A purpose that includes OIMP needs a first transfer definition.
    DefinitionMissing { purposes: Purposes } = "definition-missing", "R-111";
    /// Purpose NDC alone forbids a first transfer definition.
    DefinitionForbidden { purposes: Purposes } = "definition-forbidden", "R-111";
    /// A definition of the list and one in other words exclude each other.
    DefinitionTwice {} = "definition-twice", "R-162";
    /// GWP values are for tonnes, a description is for a non-GHG metric.
    MeasureMismatch { metric: Metric } = "measure-mismatch", "R-110";
    /// The list of sectors is empty.
    SectorsMissing {} = "sectors-missing", "R-110";
    /// The time frame is reversed.
    TimeframeReversed { timeframe: Years } = "timeframe-reversed", "R-115";
    /// A new version may not name another approach or metric.
    AuthorizationChanged { field: &'static str } = "authorization-changed", "R-117";
    /// The new cap lies below what was first transferred.
    CapBelowFirstTransferred { cap: Units, first_transferred: u64 } =
        "cap-below-first-transferred", "R-118";
    /// There is no such authorization.
    AuthorizationUnknown { authorization: AuthorizationId } = "authorization-unknown", "R-142";
    /// The authorization was revoked.
    AuthorizationRevoked { authorization: AuthorizationId, date: String } =
        "authorization-revoked", "R-119";
    /// The revocation is dated before the authorization, or in the future.
    RevocationDate { date: String } = "revocation-date", "R-119";

    /// The vintage lies before 2021.
    VintageTooEarly { vintage: Year, earliest: Year } = "vintage-too-early", "R-053";
    /// The vintage lies in the future.
    VintageTooLate { vintage: Year, latest: Year } = "vintage-too-late", "R-053";
    /// The authorization does not fit the units.
    DoesNotFit { authorization: AuthorizationId, field: &'static str } =
        "authorization-does-not-fit", "R-142";
    /// The last day that the authorization sets for this has passed.
    AfterLastDay { authorization: AuthorizationId, act: &'static str, last: String } =
        "after-last-day", "R-110";
    /// The underlying units are no run, or not as many as the units.
    UnderlyingMismatch { underlying: u64, quantity: Units } = "underlying-mismatch", "R-056";
    /// Some of the underlying units are behind other units.
    UnderlyingTaken { first: Text<200>, last: Text<200> } = "underlying-taken", "R-141";
    /// Less would be cancelled for overall mitigation than the least.
    OmgeBelowLeast { asked: Units, least: Units } = "omge-below-least", "R-172";
    /// The two mandatory movements would take more than is issued.
    SharesAboveQuantity { shares: u64, quantity: Units } = "shares-above-quantity", "R-172";
    /// The registry has no serials left for so many.
    SerialsExhausted { quantity: Units } = "serials-exhausted", "R-048";

    /// The account does not hold all of these units.
    NotHeld { units: UnitRange, account: AccountNumber } = "not-held", "R-152";
    /// Not all of these units are in that registry.
    NotOutside { units: UnitRange, registry: RegistryId } = "not-outside", "R-186";
    /// Units are reserved by another proposal.
    Reserved { units: UnitRange } = "reserved", "R-152";
    /// The units lie in too many blocks for one act.
    TooManyBlocks { units: UnitRange, most: usize } = "too-many-blocks", "R-244";
    /// The units are under an authorization.
    AlreadyAuthorized { units: UnitRange } = "already-authorized", "R-142";
    /// The units have no authorization.
    NotAuthorized { units: UnitRange } = "not-authorized", "R-144";
    /// The units were first transferred before.
    AlreadyFirstTransferred { units: UnitRange, entry: i64 } = "already-first-transferred", "R-149";
    /// The units were not first transferred.
    NotFirstTransferred { units: UnitRange } = "not-first-transferred", "R-144";
    /// Under this authorization the first transfer is the use or cancellation.
    FirstTransferByUse { authorization: AuthorizationId } = "first-transfer-by-use", "R-160";
    /// The Party is not among those authorized.
    PartyNotAuthorized { party: PartyCode, authorization: AuthorizationId } =
        "party-not-authorized", "R-147";
    /// The entity is not among those authorized.
    EntityNotCovered { entity: EntityId, authorization: AuthorizationId } =
        "entity-not-covered", "R-148";
    /// The authorization does not cover this purpose.
    PurposeNotCovered { purpose: &'static str, purposes: Purposes } =
        "purpose-not-covered", "R-148";
    /// The vintage lies outside the authorized time frame.
    VintageOutsideTimeframe { vintage: Year, timeframe: Years } =
        "vintage-outside-timeframe", "R-115";
    /// The use lies outside the authorized time frame.
    UseOutsideTimeframe { year: Year, timeframe: Years } = "use-outside-timeframe", "R-115";
    /// Vintage and year of use lie in no common NDC period.
    OutsidePeriod { vintage: Year, year: Year, party: PartyCode } = "outside-ndc-period", "R-147";
    /// More would be first transferred than authorized.
    CapExceeded {
        authorization: AuthorizationId,
        cap: Units,
        first_transferred: u64,
        asked: Units
    } = "cap-exceeded", "R-114";
    /// An ITMO is used or cancelled, not retired.
    RetirementOfItmo { units: UnitRange, entry: i64 } = "retirement-of-itmo", "R-156";
    /// Under this authorization, retiring would be a first transfer without its adjustment.
    RetirementIsUse { units: UnitRange, authorization: AuthorizationId } =
        "retirement-is-use", "R-160";
    /// No use or cancellation of this section named a beneficiary there.
    BeneficiaryUnknown { entry: i64 } = "beneficiary-unknown", "R-293";
    /// The beneficiary was reviewed before.
    BeneficiaryReviewed { entry: i64, review: i64 } = "beneficiary-reviewed", "R-293";
    /// No order and no step leads from there to here: a rule has let something pass that it should
    /// not have.
    NoSuchWay { from: &'static str, by: &'static str, to: &'static str } = "no-such-way", "R-143";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code(), self.rule())?;
        for (name, number) in self.numbers() {
            write!(f, ", {name} {number}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// A refusal, and the order of the proposal that it concerns.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Refused {
    /// The index of the order, from 0; nothing if the refusal concerns the proposal as a whole.
    pub order: Option<usize>,
    /// Why.
    pub why: Refusal,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.order {
            write!(f, "order {}: ", at.saturating_add(1))?;
        }
        self.why.fmt(f)
    }
}

impl Refused {
    /// Whether a stop is in the way, which may be gone later.
    pub const fn is_stopped(&self) -> bool {
        matches!(self.why, Refusal::Stopped { .. })
    }
}

impl From<Refusal> for Refused {
    fn from(why: Refusal) -> Self {
        Self { order: None, why }
    }
}
