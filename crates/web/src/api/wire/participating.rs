//! The shapes of orders by which a Party declares its participation.

use utoipa::ToSchema;

/// Records what a Party declares of its participation: six items, each with evidence. A no keeps it
/// from authorizing and using, and hides nothing.
#[derive(ToSchema)]
pub struct RecordParticipation {
    /// It is a Party to the Paris Agreement.
    pub is_party: Item,
    /// It maintains an NDC under Article 4, paragraph 2.
    pub maintains_ndc: Item,
    /// It has arrangements to authorize use.
    pub can_authorize: Item,
    /// It has arrangements to track ITMOs.
    pub can_track: Item,
    /// It has provided its most recent national inventory report.
    pub has_inventory: Item,
    /// Its participation contributes to its NDC, its long-term strategy and the Agreement's goals.
    pub contributes: Item,
}

/// An answer, and where the evidence for it is.
#[derive(ToSchema)]
#[schema(as = ParticipationItem)]
pub struct Item {
    /// `yes` or `no`.
    #[schema(example = "yes", pattern = "^(yes|no)$")]
    pub answer: String,
    /// A link to the evidence.
    #[schema(example = "https://climate.example/evidence", max_length = 500)]
    pub evidence: String,
}

/// Records a Party's initial report, or where the review of it stands.
#[derive(ToSchema)]
pub struct RecordInitialReport {
    /// The day on which it was submitted.
    #[schema(example = "2024-01-15", format = "date")]
    pub date: String,
    /// Where it is published.
    #[schema(example = "https://climate.example/initial-report", max_length = 500)]
    pub document: String,
    /// `not-reviewed`, `under-review` or `reviewed`.
    #[schema(example = "not-reviewed", pattern = "^(not-reviewed|under-review|reviewed)$")]
    pub review: String,
}

/// An implementation period of an NDC, both years included.
#[derive(ToSchema)]
pub struct NdcPeriod {
    /// The first year.
    #[schema(example = "2021", pattern = "^[0-9]{4}$")]
    pub first: String,
    /// The last year.
    #[schema(example = "2030", pattern = "^[0-9]{4}$")]
    pub last: String,
    /// How the Party adjusts: `T` by a trajectory, `V` by averages, `M` over many years. It can be told
    /// later.
    #[schema(example = "T", pattern = "^[TVM]$")]
    pub method: Option<String>,
    /// What the NDC is measured in: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG", max_length = 200)]
    pub metric: Option<String>,
}

/// Adds an implementation period of the Party's NDC, or changes the one that begins in the same year.
/// After the period's first ITMO it does not change any more.
#[derive(ToSchema)]
pub struct SetNdcPeriod {
    /// The first year.
    #[schema(example = "2021", pattern = "^[0-9]{4}$")]
    pub first: String,
    /// The last year.
    #[schema(example = "2030", pattern = "^[0-9]{4}$")]
    pub last: String,
    /// How the Party adjusts throughout the period: `T` by a trajectory, `V` by averages, `M` over many
    /// years.
    #[schema(example = "T", pattern = "^[TVM]$")]
    pub method: String,
    /// What the NDC is measured in: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG", max_length = 200)]
    pub metric: String,
}
