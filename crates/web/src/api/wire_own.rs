//! The shapes of what a section lays down and stops, as the OpenAPI document shows them.

use utoipa::ToSchema;

use super::wire::Units;

/// Lays down the section's own terms. What loosens them counts after four working days, what only
/// tightens them at once.
#[derive(ToSchema)]
pub struct SetTerms {
    /// What they say.
    pub terms: SectionTerms,
}

/// A section's own terms. What is left out is as usual.
#[derive(ToSchema)]
pub struct SectionTerms {
    /// Hours from its approval that a transfer waits, if its recipient is not trusted.
    #[schema(example = 24, minimum = 0, maximum = 720)]
    pub waiting_hours: Option<u16>,
    /// Until how many hours before it is carried out a transfer can be withdrawn.
    #[schema(example = 2, minimum = 0, maximum = 720)]
    pub withdrawal_hours: Option<u16>,
    /// After how many days a proposal lapses that nobody has decided.
    #[schema(example = 7, minimum = 1, maximum = 90)]
    pub lapse_days: Option<u16>,
    /// Whether units from other sections need this section's acceptance.
    #[schema(example = false)]
    pub acceptance: Option<bool>,
    /// After how many days a transfer lapses that this section has not accepted.
    #[schema(example = 7, minimum = 1, maximum = 90)]
    pub acceptance_days: Option<u16>,
    /// The most units that one proposal may send to other sections.
    #[schema(example = "50000")]
    pub units_per_act: Option<String>,
    /// The most units that may be approved in one day (UTC) to leave for other sections.
    #[schema(example = "100000")]
    pub units_per_day: Option<String>,
    /// Whether Party administrators approve what creates, moves or ends units.
    #[schema(example = true)]
    pub administrators_approve_units: Option<bool>,
    /// Days, besides Saturdays and Sundays, that are no working days.
    #[schema(example = json!(["2026-12-25"]))]
    pub holidays: Option<Vec<String>>,
}

/// Names the focal point of the section: an office, not a person. The section and the secretariat
/// read it; it is not published.
#[derive(ToSchema)]
pub struct SetFocalPoint {
    /// What the office is called.
    #[schema(example = "Climate Change Directorate", max_length = 200)]
    pub office: String,
    /// Where it is written to.
    #[schema(example = "article6@environment.example", format = "email", max_length = 254)]
    pub email: String,
}

/// Trusts an account of another section: after four working days, transfers to it do not wait.
#[derive(ToSchema)]
pub struct TrustRecipient {
    /// The account.
    #[schema(example = "XBO-100-0001-06")]
    pub account: String,
}

/// Trusts an account no longer, at once. One person does it alone.
#[derive(ToSchema)]
pub struct DistrustRecipient {
    /// The account.
    #[schema(example = "XBO-100-0001-06")]
    pub account: String,
}

/// Stops something, at once. One person does it alone; two of the same section lift it. A stop never
/// moves units. A Party's stop reaches no further than what its section does or gets.
#[derive(ToSchema)]
pub struct SetStop {
    /// What is stopped.
    pub target: StopTarget,
    /// Why.
    #[schema(example = "The laptop of an officer was stolen.", max_length = 500)]
    pub reason: String,
    /// When it ends by itself, if nobody lifts it before.
    #[schema(example = "2026-12-04T18:00:00Z", format = "date-time")]
    pub until: Option<String>,
}

/// What is stopped: the kind, and the one member that goes with it.
#[derive(ToSchema)]
pub struct StopTarget {
    /// `person`, `account`, `units`, `approach`, `section`, `pair`, `proposal` or `everything`.
    #[schema(
        example = "section",
        pattern = "^(person|account|units|approach|section|pair|proposal|everything)$"
    )]
    pub target: String,
    /// The natural person, whatever they propose, approve or accept.
    #[schema(format = "uuid")]
    pub person: Option<String>,
    /// The account, whatever leaves or reaches it.
    pub account: Option<String>,
    /// The units, whatever happens to any of them.
    pub units: Option<Units>,
    /// The approach, whatever happens under it.
    pub approach: Option<String>,
    /// The Party whose section is stopped.
    #[schema(example = "XAL")]
    pub party: Option<String>,
    /// One Party of a pair between which nothing goes.
    pub one: Option<String>,
    /// The other Party of the pair.
    pub other: Option<String>,
    /// The proposal that is held.
    #[schema(format = "uuid")]
    pub proposal: Option<String>,
    /// The Parties that a held proposal concerns, which see the stop.
    pub parties: Option<Vec<String>>,
}

/// Lifts a stop of the own section.
#[derive(ToSchema)]
pub struct LiftStop {
    /// Which stop.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    pub stop: String,
    /// Why.
    #[schema(example = "The laptop was found, locked.", max_length = 500)]
    pub reason: String,
}
