//! The shapes of requests, as the OpenAPI document shows them: the comments are its text.
//!
//! Orders are read by `orders.rs`, which keeps all flaws and their places; a test holds the two
//! together.

mod authorizing;
mod participating;
mod reporting;

use domain::ledger::OrderKind;
use utoipa::openapi::schema::{Discriminator, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::wire_own::{
    DistrustRecipient, LiftStop, RecordInventoryYear, SectionTerms, SetAdjustmentSettings,
    SetFocalPoint, SetStop, SetTerms, TrustRecipient,
};
use super::wire_units::{
    Cancel, ContributeToAdaptation, IssueArticle64, RecordConversion, Retire, ReviewBeneficiary,
    TransferIn, TransferOut, UseForOimp,
};
pub use authorizing::{Authorize, RevokeAuthorization};
pub use participating::{Item, NdcPeriod, RecordInitialReport, RecordParticipation, SetNdcPeriod};
pub use reporting::{Claim, ExplainInconsistency, FileReport};

/// Opens a Party's section. Only the secretariat can.
#[derive(ToSchema)]
pub struct OpenSection {
    /// The code of the Party.
    #[schema(example = "XAL")]
    pub party: String,
    /// The registry identifier that its units will carry: the code of the Party and two digits.
    #[schema(example = "XAL01")]
    pub registry: String,
    /// The name of the Party.
    #[schema(example = "Alorea", max_length = 200)]
    pub name: String,
    /// The request of the Party: which letter, of which day. It stays with the section.
    #[schema(example = "Letter 2026/114 of 3 November 2026", max_length = 500)]
    pub request: String,
    /// Its NDC implementation periods, which have no year in common.
    pub ndc_periods: Option<Vec<NdcPeriod>>,
    /// The terms that it begins with, if not the usual ones.
    pub terms: Option<SectionTerms>,
}

/// Opens an account. Its number is given when the order is carried out.
#[derive(ToSchema)]
pub struct OpenAccount {
    /// The code of its kind: 100 holding, 200 use towards NDC, 210 use for other international
    /// mitigation purposes, 300 cancellation for other purposes, 310 voluntary cancellation,
    /// 320 cancellation for overall mitigation, 330 other cancellation, R retirement,
    /// OUT another registry, which is the holder.
    #[schema(example = "100", pattern = "^(100|200|210|300|310|320|330|R|OUT)$")]
    pub kind: String,
    /// Who holds it.
    pub holder: Holder,
    /// What its units measure: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG", max_length = 200)]
    pub metric: String,
    /// The calendar year of use, for kind 200 and for no other.
    #[schema(example = "2026", pattern = "^[0-9]{4}$")]
    pub year_of_use: Option<String>,
    /// The name that its people know it by.
    #[schema(example = "National holding account", max_length = 200)]
    pub name: String,
}

/// Who holds an account.
#[derive(ToSchema)]
pub struct Holder {
    /// `party`, `entity`, `adaptation-fund`, `pending` or `outside`.
    #[schema(example = "party", pattern = "^(party|entity|adaptation-fund|pending|outside)$")]
    pub kind: String,
    /// The number of the entity, for the kind `entity` and for no other.
    #[schema(max_length = 60)]
    pub entity: Option<String>,
    /// The other registry, for the kind `outside` and for no other.
    #[schema(example = "XDE01")]
    pub registry: Option<String>,
}

/// Records a cooperative approach.
#[derive(ToSchema)]
pub struct RecordApproach {
    /// The identifier that the centralized accounting and reporting platform gave.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    pub id: String,
    /// What it is called.
    #[schema(example = "Efficient cookstoves in Alorea", max_length = 200)]
    pub title: String,
    /// The codes of the Parties that take part.
    #[schema(example = json!(["XAL", "XBO"]))]
    pub parties: Option<Vec<String>>,
}

/// Records the authorization of an entity under a cooperative approach.
#[derive(ToSchema)]
pub struct AuthorizeEntity {
    /// Its number in the country of incorporation.
    #[schema(example = "AL-4471", max_length = 60)]
    pub entity: String,
    /// Its name.
    #[schema(example = "Alorea Clean Cooking", max_length = 200)]
    pub name: String,
    /// The country of incorporation, by its alpha-3 code.
    #[schema(example = "XAL")]
    pub country: String,
    /// The approach that it may take part in.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    pub approach: String,
    /// From which day on.
    #[schema(example = "2026-01-01", format = "date")]
    pub valid_from: String,
    /// Until which day, that day included. Without it, until further notice.
    #[schema(example = "2030-12-31", format = "date")]
    pub valid_until: Option<String>,
    /// Conditions that the Party has set.
    #[schema(max_length = 2000)]
    pub conditions: Option<String>,
}

/// A run of years, both ends included.
#[derive(ToSchema)]
pub struct Years {
    /// The first year.
    #[schema(example = "2021", pattern = "^[0-9]{4}$")]
    pub first: String,
    /// The last year.
    #[schema(example = "2030", pattern = "^[0-9]{4}$")]
    pub last: String,
}

/// Puts planned units under an authorization.
#[derive(ToSchema)]
pub struct AuthorizeUnits {
    /// The account that holds them.
    #[schema(example = "XAL-100-0001-16")]
    pub account: String,
    /// Which units.
    pub units: Units,
    /// The identifier of the authorization.
    #[schema(example = "A-17", max_length = 100)]
    pub authorization: String,
}

/// Issues units. The registry says nothing about their quality.
#[derive(ToSchema)]
pub struct Issue {
    /// The holding account of the issuing Party that receives them.
    #[schema(example = "XAL-100-0001-16")]
    pub into: String,
    /// The cooperative approach.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    pub approach: String,
    /// The year in which the mitigation occurred.
    #[schema(example = "2024", pattern = "^[0-9]{4}$")]
    pub vintage: String,
    /// How many: a whole number in digits.
    #[schema(example = "5000", pattern = "^[1-9][0-9]{0,18}$")]
    pub quantity: String,
    /// What one unit measures: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG", max_length = 200)]
    pub metric: String,
    /// The mitigation type, as the common nomenclature writes it.
    #[schema(example = "Emission reductions")]
    pub mitigation_type: String,
    /// The sector, as the common nomenclature writes it.
    #[schema(example = "Energy generation")]
    pub sector: String,
    /// The activity type, as the common nomenclature writes it.
    #[schema(example = "Solar")]
    pub activity_type: String,
    /// The authorization that covers them. Without it they are planned only.
    #[schema(example = "A-17", max_length = 100)]
    pub authorization: Option<String>,
    /// The units of another programme behind them: as many as the quantity, and behind no others.
    pub underlying: Option<Underlying>,
}

/// A run of units of another programme.
#[derive(ToSchema)]
pub struct Underlying {
    /// The programme's registry, for example VCS or GS.
    #[schema(example = "GS", max_length = 40)]
    pub registry: String,
    /// The id of the first unit.
    #[schema(example = "GS1-1-XA-GS11732-16-2022-25700-1", max_length = 200)]
    pub first: String,
    /// The id of the last unit, which differs in one number; the same for one unit.
    #[schema(example = "GS1-1-XA-GS11732-16-2022-25700-5000", max_length = 200)]
    pub last: String,
    /// What shows that they are marked or immobilized there: a link or a reference.
    #[schema(example = "https://registry.example/immobilized/25700", max_length = 500)]
    pub immobilized: String,
}

/// Transfers authorized units to another Party for the first time: from then on they are ITMOs.
#[derive(ToSchema)]
pub struct FirstTransfer {
    /// The account that holds them.
    #[schema(example = "XAL-100-0001-16")]
    pub from: String,
    /// The holding account of the other Party that receives them.
    #[schema(example = "XBO-100-0001-06")]
    pub to: String,
    /// Which units.
    pub units: Units,
    /// A reference that both Parties see.
    #[schema(example = "Purchase agreement 7", max_length = 200)]
    pub reference: Option<String>,
}

/// Transfers ITMOs to another Party, or moves units inside a section.
#[derive(ToSchema)]
pub struct Transfer {
    /// The account that holds them.
    #[schema(example = "XAL-100-0001-16")]
    pub from: String,
    /// The holding account that receives them.
    #[schema(example = "XBO-100-0001-06")]
    pub to: String,
    /// Which units.
    pub units: Units,
    /// A reference that both sides see.
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// Uses units towards the Party's own NDC. They never move again.
#[derive(ToSchema)]
pub struct UseTowardsNdc {
    /// The account that holds them.
    #[schema(example = "XBO-100-0001-06")]
    pub from: String,
    /// The account of kind 200 for the year of use.
    #[schema(example = "XBO-200-0002-19")]
    pub into: String,
    /// Which units.
    pub units: Units,
    /// The calendar year for which they are used.
    #[schema(example = "2026", pattern = "^[0-9]{4}$")]
    pub year: String,
}

/// The identifiers of the first and the last unit of a range: they differ in the serial alone.
#[derive(ToSchema)]
pub struct Ends {
    /// The identifier of the first unit.
    #[schema(example = "CA9042-XAL01-XAL-1205701-2024")]
    pub first: String,
    /// The identifier of the last unit; the same for one unit.
    #[schema(example = "CA9042-XAL01-XAL-1209500-2024")]
    pub last: String,
}

/// Which units: a range in one string, a single unit's identifier, or the two ends of a range.
pub struct Units;

impl PartialSchema for Units {
    fn schema() -> RefOr<Schema> {
        let range = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A range in one string, or the identifier of a single unit."))
            .examples(["CA9042-XAL01-XAL-1205701..1209500-2024"]);
        OneOfBuilder::new()
            .item(range)
            .item(Ref::from_schema_name("Ends"))
            .description(Some("Which units: a range in one string, or its two ends."))
            .into()
    }
}

impl ToSchema for Units {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Ends::name().into_owned(), Ends::schema()));
    }
}

/// What is asked of the ledger. The member `order` says which kind of order it is.
pub struct Order;

/// The name of the schema of an order of this kind.
pub const fn shape(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::OpenSection => "OpenSection",
        OrderKind::OpenAccount => "OpenAccount",
        OrderKind::RecordApproach => "RecordApproach",
        OrderKind::AuthorizeEntity => "AuthorizeEntity",
        OrderKind::Authorize => "Authorize",
        OrderKind::AuthorizeUnits => "AuthorizeUnits",
        OrderKind::Issue => "Issue",
        OrderKind::FirstTransfer => "FirstTransfer",
        OrderKind::Transfer => "Transfer",
        OrderKind::UseTowardsNdc => "UseTowardsNdc",
        OrderKind::UseForOimp => "UseForOimp",
        OrderKind::Cancel => "Cancel",
        OrderKind::SetTerms => "SetTerms",
        OrderKind::TrustRecipient => "TrustRecipient",
        OrderKind::DistrustRecipient => "DistrustRecipient",
        OrderKind::SetStop => "SetStop",
        OrderKind::LiftStop => "LiftStop",
        OrderKind::Retire => "Retire",
        OrderKind::ContributeToAdaptation => "ContributeToAdaptation",
        OrderKind::ReviewBeneficiary => "ReviewBeneficiary",
        OrderKind::RecordConversion => "RecordConversion",
        OrderKind::TransferOut => "TransferOut",
        OrderKind::TransferIn => "TransferIn",
        OrderKind::IssueArticle64 => "IssueArticle64",
        OrderKind::RevokeAuthorization => "RevokeAuthorization",
        OrderKind::RecordParticipation => "RecordParticipation",
        OrderKind::RecordInitialReport => "RecordInitialReport",
        OrderKind::SetNdcPeriod => "SetNdcPeriod",
        OrderKind::SetFocalPoint => "SetFocalPoint",
        OrderKind::RecordInventoryYear => "RecordInventoryYear",
        OrderKind::SetAdjustmentSettings => "SetAdjustmentSettings",
        OrderKind::FileReport => "FileReport",
        OrderKind::ExplainInconsistency => "ExplainInconsistency",
    }
}

impl PartialSchema for Order {
    fn schema() -> RefOr<Schema> {
        let place = |kind| format!("#/components/schemas/{}", shape(kind));
        let mapping = OrderKind::ALL.map(|kind| (kind.as_str(), place(kind)));
        let of_kind = Discriminator::with_mapping("order", mapping);
        let all = OrderKind::ALL
            .into_iter()
            .fold(OneOfBuilder::new(), |all, kind| all.item(Ref::from_schema_name(shape(kind))));
        all.discriminator(Some(of_kind))
            .description(Some(
                "What is asked of the ledger. The member `order` says what kind it is.",
            ))
            .into()
    }
}

impl ToSchema for Order {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            schemas.push((T::name().into_owned(), T::schema()));
            T::schemas(schemas);
        }
        add::<OpenSection>(schemas);
        add::<OpenAccount>(schemas);
        add::<RecordApproach>(schemas);
        add::<AuthorizeEntity>(schemas);
        add::<Authorize>(schemas);
        add::<AuthorizeUnits>(schemas);
        add::<Issue>(schemas);
        add::<FirstTransfer>(schemas);
        add::<Transfer>(schemas);
        add::<UseTowardsNdc>(schemas);
        add::<UseForOimp>(schemas);
        add::<Cancel>(schemas);
        add::<SetTerms>(schemas);
        add::<TrustRecipient>(schemas);
        add::<DistrustRecipient>(schemas);
        add::<SetStop>(schemas);
        add::<LiftStop>(schemas);
        add::<Retire>(schemas);
        add::<ContributeToAdaptation>(schemas);
        add::<ReviewBeneficiary>(schemas);
        add::<RecordConversion>(schemas);
        add::<TransferOut>(schemas);
        add::<TransferIn>(schemas);
        add::<IssueArticle64>(schemas);
        add::<RevokeAuthorization>(schemas);
        add::<RecordParticipation>(schemas);
        add::<RecordInitialReport>(schemas);
        add::<SetNdcPeriod>(schemas);
        add::<SetFocalPoint>(schemas);
        add::<RecordInventoryYear>(schemas);
        add::<SetAdjustmentSettings>(schemas);
        add::<FileReport>(schemas);
        add::<ExplainInconsistency>(schemas);
    }
}

/// That an act happened earlier than it is recorded, and what shows it.
#[derive(ToSchema)]
pub struct Occurred {
    /// When it happened: never after the present, never before the units' previous act.
    #[schema(example = "2026-11-20T09:00:00Z", format = "date-time")]
    pub at: String,
    /// What shows it: a document, a reference.
    #[schema(example = "Minutes of the joint committee, 20 November 2026", max_length = 500)]
    pub evidence: String,
}

/// One order, for a second person to approve.
#[derive(ToSchema)]
pub struct ProposalRequest {
    /// What is asked.
    pub order: Order,
    /// When it happened, if that is earlier than now.
    pub occurred: Option<Occurred>,
    /// The entity that you propose it for, by its number: needed only of who represents several, or
    /// is an officer of the section as well.
    #[schema(example = "AL-4471")]
    pub entity: Option<String>,
    /// The proposal that this one edits, by its identifier or its number: it ends, undecided or
    /// approved, and this one stands in its place.
    #[schema(example = "XAL-P-2026-000481")]
    pub replaces: Option<String>,
    /// How many units it sends, uses, cancels or retires in all, typed by whoever proposes it.
    /// Needed where that is ten times what your section has moved at once so far, or more.
    #[schema(example = "50000")]
    pub confirm_units: Option<String>,
}

/// Several orders, for a second person to approve once: all of them are carried out, or none.
#[derive(ToSchema)]
pub struct BatchRequest {
    /// What is asked, in the order in which it is carried out: 1 to 10,000 orders.
    #[schema(min_items = 1, max_items = 10000)]
    pub orders: Vec<Order>,
    /// When it happened, if that is earlier than now.
    pub occurred: Option<Occurred>,
    /// The entity that you propose it for, by its number: needed only of who represents several, or
    /// is an officer of the section as well.
    #[schema(example = "AL-4471")]
    pub entity: Option<String>,
    /// The proposal that this one edits, by its identifier or its number: it ends, undecided or
    /// approved, and this one stands in its place.
    #[schema(example = "XAL-P-2026-000481")]
    pub replaces: Option<String>,
    /// How many units it sends, uses, cancels or retires in all, typed by whoever proposes it.
    /// Needed where that is ten times what your section has moved at once so far, or more.
    #[schema(example = "50000")]
    pub confirm_units: Option<String>,
}

/// The approval of what was shown.
#[derive(ToSchema)]
pub struct ApprovalRequest {
    /// The digest of the proposal that you read and agree with.
    #[schema(
        example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
        pattern = "^[0-9a-f]{64}$"
    )]
    pub shown: String,
}

/// Why something is not to be carried out.
#[derive(ToSchema)]
pub struct ObjectionRequest {
    /// The reason, which the officers of the section read.
    #[schema(example = "The quantity is not the one in the contract.", max_length = 500)]
    pub reason: String,
}

/// Why a transfer is held, and until when.
#[derive(ToSchema)]
pub struct HoldRequest {
    /// The reason, which both Parties read.
    #[schema(example = "Both Parties are asked to confirm the quantity.", max_length = 500)]
    pub reason: String,
    /// When it ends by itself, if nobody lifts it before.
    #[schema(example = "2026-12-04T18:00:00Z", format = "date-time")]
    pub until: Option<String>,
}

/// The shapes of requests: what they do not name is refused.
pub const REQUESTS: &[&str] = &[
    "ApprovalRequest",
    "BatchRequest",
    "Beneficiary",
    "Claim",
    "Ends",
    "HoldRequest",
    "Holder",
    "NdcPeriod",
    "ObjectionRequest",
    "ParticipationItem",
    "Occurred",
    "ProposalRequest",
    "SectionTerms",
    "StopTarget",
    "Underlying",
    "Years",
];
