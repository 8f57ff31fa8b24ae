//! The shapes of orders that end units, and of those that not every Party needs: the comments are
//! their text.

use utoipa::ToSchema;

use super::wire::Units;

/// Sets outcomes aside for good, before their first transfer. ITMOs are used or cancelled instead.
#[derive(ToSchema)]
pub struct Retire {
    /// The account that holds them.
    #[schema(example = "XAL-100-0001-16")]
    pub from: String,
    /// The account of kind R that receives them.
    #[schema(example = "XAL-R-0008-63")]
    pub into: String,
    /// Which units.
    pub units: Units,
    /// `own-ndc`, `domestic-scheme` or `other`.
    #[schema(example = "own-ndc", pattern = "^(own-ndc|domestic-scheme|other)$")]
    pub purpose: String,
    /// The scheme or the other purpose in words, which stay in the section. Needed with `other`.
    #[schema(max_length = 200)]
    pub named: Option<String>,
}

/// Gives ITMOs to the Adaptation Fund, voluntarily. Only the Fund decides what becomes of them.
#[derive(ToSchema)]
pub struct ContributeToAdaptation {
    /// The account that holds them.
    #[schema(example = "XBO-100-0001-06")]
    pub from: String,
    /// An account that the Adaptation Fund holds, in any section.
    #[schema(example = "XBO-100-0009-79")]
    pub to: String,
    /// Which units.
    pub units: Units,
    /// A reference that both sides see.
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// For whose benefit units are used or cancelled.
#[derive(ToSchema)]
pub struct Beneficiary {
    /// Its name.
    #[schema(example = "Borvia Airways", max_length = 200)]
    pub name: String,
    /// Its country, by its alpha-3 code.
    #[schema(example = "XBO")]
    pub country: Option<String>,
    /// A remark.
    #[schema(example = "Flights of 2026", max_length = 500)]
    pub remark: Option<String>,
}

/// Publishes or withholds the beneficiary of a use or a cancellation of your section, once.
#[derive(ToSchema)]
pub struct ReviewBeneficiary {
    /// The number of the entry of the use or the cancellation.
    #[schema(example = "48240", pattern = "^[1-9][0-9]{0,18}$")]
    pub entry: String,
    /// `publish` or `withhold`.
    #[schema(example = "publish", pattern = "^(publish|withhold)$")]
    pub verdict: String,
    /// Why. It stays in the section.
    #[schema(example = "The beneficiary agreed in writing", max_length = 500)]
    pub reason: String,
}

/// Records how a Party converts a non-GHG metric under an approach, or a new version of it.
#[derive(ToSchema)]
pub struct RecordConversion {
    /// The cooperative approach.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    pub approach: String,
    /// The name of the metric, which is not GHG.
    #[schema(example = "megawatt hours of renewable electricity generation", max_length = 200)]
    pub metric: String,
    /// 1 for the first, one more for each change.
    #[schema(example = 1, minimum = 1, maximum = 65535)]
    pub version: u16,
    /// The method, in words.
    #[schema(example = "Average emissions of the grid in 2024", max_length = 2000)]
    pub method: String,
    /// How many t CO2 eq one unit of the metric stands for: a decimal, kept as it is written.
    #[schema(example = "0.4571", pattern = "^[0-9]{1,18}([.][0-9]{1,18})?$")]
    pub factor: String,
}

/// Moves units to another registry. They keep their identifiers; outcomes go there by their first
/// transfer, if the registry is another Party's.
#[derive(ToSchema)]
pub struct TransferOut {
    /// The account that holds them.
    #[schema(example = "XBO-100-0001-06")]
    pub from: String,
    /// The account of kind OUT of your section that stands for the other registry.
    #[schema(example = "XBO-OUT-0010-95")]
    pub to: String,
    /// Which units.
    pub units: Units,
    /// A reference.
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// Takes back units from another registry: the same units, from where they are.
#[derive(ToSchema)]
pub struct TransferIn {
    /// The account of kind OUT of your section that stands for the other registry.
    #[schema(example = "XBO-OUT-0010-95")]
    pub from: String,
    /// The holding account of your section that receives them.
    #[schema(example = "XBO-100-0001-06")]
    pub to: String,
    /// Which units.
    pub units: Units,
    /// A reference.
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// Issues authorized units of the Article 6.4 mechanism, in its own section. Five per cent go to the
/// Adaptation Fund, two at least are cancelled for overall mitigation; the rest waits.
#[derive(ToSchema)]
pub struct IssueArticle64 {
    /// The Party that hosts the activity.
    #[schema(example = "XAL")]
    pub host: String,
    /// The activity, by its identifier in the mechanism.
    #[schema(example = "PoA 10471", max_length = 100)]
    pub activity: String,
    /// The year in which the mitigation occurred.
    #[schema(example = "2024", pattern = "^[0-9]{4}$")]
    pub vintage: String,
    /// How many, before the two mandatory movements.
    #[schema(example = "58428", pattern = "^[1-9][0-9]{0,18}$")]
    pub quantity: String,
    /// The first of their own serials, which count within activity and vintage.
    #[schema(example = "1", pattern = "^[1-9][0-9]{0,18}$")]
    pub first: String,
    /// The last of their own serials.
    #[schema(example = "58428", pattern = "^[1-9][0-9]{0,18}$")]
    pub last: String,
    /// `authorized` or `mitigation-contribution`; the latter stay in the mechanism registry.
    #[schema(example = "authorized", pattern = "^(authorized|mitigation-contribution)$")]
    pub designation: String,
    /// The identifier of the host's authorization, which is under CA0001.
    #[schema(example = "A-17", max_length = 100)]
    pub authorization: String,
    /// The mitigation type, as the common nomenclature writes it.
    #[schema(example = "Emission reductions")]
    pub mitigation_type: String,
    /// The sector, as the common nomenclature writes it.
    #[schema(example = "Energy generation")]
    pub sector: String,
    /// The activity type, as the common nomenclature writes it.
    #[schema(example = "Solar")]
    pub activity_type: String,
    /// The pending account, in which the rest waits for its distribution.
    #[schema(example = "QUN-100-0001-50")]
    pub pending: String,
    /// The Adaptation Fund's account.
    #[schema(example = "QUN-100-0002-47")]
    pub fund: String,
    /// The account of kind 320.
    #[schema(example = "QUN-320-0003-21")]
    pub omge: String,
    /// How many are cancelled for overall mitigation, if more than two per cent.
    #[schema(example = "1200", pattern = "^[1-9][0-9]{0,18}$")]
    pub omge_quantity: Option<String>,
}

/// Uses units for another international mitigation purpose. They never move again.
#[derive(ToSchema)]
pub struct UseForOimp {
    /// The account that holds them.
    #[schema(example = "XBO-100-0001-06")]
    pub from: String,
    /// The account of kind 210 that receives them.
    #[schema(example = "XBO-210-0003-37")]
    pub into: String,
    /// Which units.
    pub units: Units,
    /// `IMP` or `OP`.
    #[schema(example = "IMP", pattern = "^(IMP|OP)$")]
    pub purpose: String,
    /// Which one, for example CORSIA.
    #[schema(example = "CORSIA", max_length = 100)]
    pub named: String,
    /// The number of the entity that uses them, if it is not the Party.
    #[schema(max_length = 60)]
    pub entity: Option<String>,
    /// For whose benefit. It stays in the section until a review publishes it.
    pub beneficiary: Option<Beneficiary>,
}

/// Takes units out of circulation. They never move again.
#[derive(ToSchema)]
pub struct Cancel {
    /// The account that holds them.
    #[schema(example = "XBO-100-0001-06")]
    pub from: String,
    /// The cancellation account of the kind that fits the reason.
    #[schema(example = "XBO-310-0004-50")]
    pub into: String,
    /// Which units.
    pub units: Units,
    /// `other-purpose`, `voluntary`, `omge` or `other`.
    #[schema(example = "voluntary", pattern = "^(other-purpose|voluntary|omge|other)$")]
    pub reason: String,
    /// A remark that stays in the section.
    #[schema(max_length = 200)]
    pub note: Option<String>,
    /// For whose benefit. It stays in the section until a review publishes it.
    pub beneficiary: Option<Beneficiary>,
}
