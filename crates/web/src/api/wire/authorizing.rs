//! The shapes of orders by which a Party authorizes.

use utoipa::ToSchema;

use super::Years;

/// Records an authorization, or a new version of one.
#[derive(ToSchema)]
pub struct Authorize {
    /// The identifier that the Party gives.
    #[schema(example = "A-17", max_length = 100)]
    pub id: String,
    /// 1 for the first, one more for each change.
    #[schema(example = 1, minimum = 1, maximum = 65535)]
    pub version: u16,
    /// The day of the authorization, 2021 or later.
    #[schema(example = "2026-02-02", format = "date")]
    pub date: String,
    /// The cooperative approach.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    pub approach: String,
    /// What the outcomes may be used for: NDC, OIMP, IMP, OP, NDC and OIMP, NDC and IMP,
    /// NDC and OP.
    #[schema(example = "NDC and OIMP")]
    pub purposes: String,
    /// When units for other purposes than NDC count as first transferred: Authorisation, Issuance,
    /// Use or Cancellation. Such a purpose needs it, or `first_transfer_unlisted`; no other has it.
    #[schema(example = "Issuance")]
    pub first_transfer: Option<String>,
    /// The definition in the letter's own words, where it is none of these three. Units then count as
    /// first transferred with their first transfer to another Party.
    #[schema(example = "First international transfer", max_length = 500)]
    pub first_transfer_unlisted: Option<String>,
    /// What the Party means by its definition of first transfer.
    #[schema(max_length = 500)]
    pub first_transfer_note: Option<String>,
    /// Which other international mitigation purpose, for example CORSIA.
    #[schema(example = "CORSIA", max_length = 100)]
    pub oimp: Option<String>,
    /// The codes of the Parties that may use the units. Without it, any Party.
    #[schema(example = json!(["XBO"]))]
    pub parties: Option<Vec<String>>,
    /// The numbers of the entities that may act.
    #[schema(example = json!(["AL-4471"]))]
    pub entities: Option<Vec<String>>,
    /// The most units that may be first transferred. Without it there is no such limit.
    #[schema(example = "20000", pattern = "^[1-9][0-9]{0,18}$")]
    pub quantity: Option<String>,
    /// What one unit measures: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG", max_length = 200)]
    pub metric: String,
    /// The GWP values by which tonnes of CO2 equivalent were calculated.
    #[schema(example = "CH4 = 28", max_length = 500)]
    pub gwp_values: Option<String>,
    /// What a non-GHG metric measures.
    #[schema(max_length = 500)]
    pub metric_description: Option<String>,
    /// The standard or methodology behind the outcomes.
    #[schema(max_length = 500)]
    pub methodology: Option<String>,
    /// The registry that is to be used.
    #[schema(max_length = 200)]
    pub registry: Option<String>,
    /// The sectors, as the common nomenclature writes them: one at least.
    #[schema(example = json!(["Energy generation"]))]
    pub sectors: Option<Vec<String>>,
    /// The activity types, as the common nomenclature writes them. Without it, any.
    #[schema(example = json!(["Solar"]))]
    pub activity_types: Option<Vec<String>>,
    /// The vintages that are covered. Without it, any.
    pub occurred: Option<Years>,
    /// The years of use that are covered. Without it, any.
    pub used: Option<Years>,
    /// The last day on which units are issued under it, or put under it.
    #[schema(example = "2031-06-30", format = "date")]
    pub last_issuance: Option<String>,
    /// The last day on which units are used.
    #[schema(example = "2032-12-31", format = "date")]
    pub last_use: Option<String>,
    /// The last day on which units are cancelled for other purposes, or by a cancellation that is their
    /// first transfer.
    #[schema(example = "2032-12-31", format = "date")]
    pub last_cancellation: Option<String>,
    /// Terms and conditions, in words.
    #[schema(max_length = 2000)]
    pub conditions: Option<String>,
    /// Where the letter of authorization is published.
    #[schema(max_length = 500)]
    pub document: Option<String>,
}

/// Revokes an authorization. From then on nothing is issued or first transferred under it; what was
/// first transferred stays usable.
#[derive(ToSchema)]
pub struct RevokeAuthorization {
    /// The identifier of the authorization.
    #[schema(example = "A-17", max_length = 100)]
    pub id: String,
    /// The day of the revocation: not before that of the authorization.
    #[schema(example = "2026-11-20", format = "date")]
    pub date: String,
    /// Why. It stays in the section.
    #[schema(example = "The activity has ended", max_length = 500)]
    pub reason: String,
}
