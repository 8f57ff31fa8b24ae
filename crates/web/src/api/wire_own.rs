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

/// Records the figures of a year of the Party's NDC: those that its structured summary begins with. Later
/// figures of the same year take their place, whole, and all versions are kept. The section and the
/// secretariat read them; they are not published. At least one figure is told. Amounts are decimals in
/// t CO2 eq, or in units of the metric of the NDC.
#[derive(ToSchema)]
pub struct RecordInventoryYear {
    /// The year, of an NDC period of the Party.
    #[schema(example = "2024", pattern = "^[0-9]{4}$")]
    pub year: String,
    /// Row 3: emissions and removals covered by the NDC or by the categories under paragraph 10, or the
    /// indicator. The year must be over. Without it the year has no balance.
    #[schema(example = "1030000", max_length = 38)]
    pub covered: Option<String>,
    /// Row 4: the same for the portion of the NDC under paragraph 10. If it is told of any year of the
    /// period, the portion is balanced, and not row 3.
    #[schema(example = "410000.5", max_length = 38)]
    pub portion: Option<String>,
    /// The year's part of the trajectory (method T, row 1) or of the budget (method M, row 2). It can be
    /// told before the year is over.
    #[schema(example = "1025000", max_length = 38)]
    pub trajectory: Option<String>,
    /// Where the figures come from, in words.
    #[schema(
        example = "National inventory of 2026, submitted on 12 November 2026",
        max_length = 500
    )]
    pub source: String,
}

/// Lays down what counts for the adjustments of an NDC period, as long as they are not final. It takes the
/// place of what was laid down before, whole. The section and the secretariat read it.
#[derive(ToSchema)]
pub struct SetAdjustmentSettings {
    /// The first year of the period.
    #[schema(example = "2021", pattern = "^[0-9]{4}$")]
    pub first: String,
    /// The budget of the whole period. Without it, the sum of a trajectory that has every year.
    #[schema(example = "5150000", max_length = 38)]
    pub budget: Option<String>,
    /// What the last year of a single-year NDC is to reach.
    #[schema(example = "1050000", max_length = 38)]
    pub target: Option<String>,
    /// The last day on which the adjustments may change, in UTC. Without it, the day on which the first
    /// biennial transparency report with the period's last year is due.
    #[schema(example = "2028-12-31", format = "date")]
    pub last_day: Option<String>,
    /// By which years averages divide: `calendar`, all from the first of the period on, which is usual;
    /// or `inventory`, those with a figure.
    #[schema(example = "calendar", pattern = "^(calendar|inventory)$")]
    pub elapsed: Option<String>,
    /// In which year an authorization or an issuance is a first transfer: `strict`, once the units are
    /// both issued and authorized, which is usual; or `programme`, its own year.
    #[schema(example = "strict", pattern = "^(strict|programme)$")]
    pub first_transfer_year: Option<String>,
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
