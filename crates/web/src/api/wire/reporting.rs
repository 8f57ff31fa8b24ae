//! The shapes of orders by which a Party files reports and explains what does not agree in them.

use utoipa::ToSchema;

/// Files a report of a year, or a corrected version of it. The registry must keep the file already:
/// hand it in first. What is filed never changes.
#[derive(ToSchema)]
pub struct FileReport {
    /// The calendar year that is reported, as the file says it.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    pub year: String,
    /// The version, as the file says it: above all that were filed of the year.
    #[schema(example = "1.0", pattern = "^[1-9][0-9]*[.][0-9]+$")]
    pub version: String,
    /// The SHA-256 hash of the file.
    #[schema(
        example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
        pattern = "^[0-9a-f]{64}$"
    )]
    pub file: String,
    /// Which fields are kept back, each with the basis for it. Left out, nothing is.
    pub claims: Option<Vec<Claim>>,
}

/// That the values of a field are kept back: others read `confidential` in their place.
#[derive(ToSchema)]
pub struct Claim {
    /// The table, as JSON names it.
    #[schema(
        example = "authorized_entities",
        pattern = "^(authorizations|actions|holdings|authorized_entities)$"
    )]
    pub table: String,
    /// The technical name of the field. Not every field may be kept back.
    #[schema(example = "AuthorizedEntityName", max_length = 100)]
    pub field: String,
    /// On what basis, in words.
    #[schema(example = "Article 12 of the Act on Business Secrets", max_length = 500)]
    pub basis: String,
}

/// Explains why a check of a report fails: of your Party's, or of one in whose failure it is named.
/// Everybody reads it.
#[derive(ToSchema)]
pub struct ExplainInconsistency {
    /// The Party whose report it is.
    #[schema(example = "XAL")]
    pub party: String,
    /// The year of the report.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    pub year: String,
    /// The number of the check.
    #[schema(example = "X01", pattern = "^(II|STC|ISC|X)[0-9]{2}$")]
    pub check: String,
    /// The explanation.
    #[schema(example = "XBO reports the same transfer in 2026.", max_length = 2000)]
    pub text: String,
}
