//! Units by any serial or range, for everybody.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::units::{Found, Piece};
use domain::check::OpenInconsistency;
use domain::unit::UnitRange;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::actions::Actions;
use super::asked::{Asked, Named};
use super::paging::{Paging, Past, as_of, slice, written};
use super::problems::ReadProblems;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(show_units).service(list_history);
}

/// What is known of some units.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnitsFound)]
pub(super) struct UnitsBody {
    /// The units that were asked for.
    #[schema(example = "CA9042-XAL01-XAL-1204501..1209500-2024")]
    units: String,
    /// Where they are: runs that have everything in common, in the order of their serials, cut to
    /// what was asked for. What was never issued, or not yet then, is in none.
    blocks: Vec<PieceBody>,
    /// The part of the range that the answer leaves out, because it has more than 100 blocks: ask
    /// for it.
    #[schema(example = "CA9042-XAL01-XAL-1208001..1209500-2024")]
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
    /// The open inconsistencies of reports that name any of these units, as the checks found them last:
    /// such units are not used towards an NDC. It is missing where the past is asked for, and for a
    /// while after a start.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_inconsistencies: Option<Vec<OpenInconsistencyBody>>,
}

/// A check of a report that fails, and has not been corrected.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenInconsistency)]
pub(super) struct OpenInconsistencyBody {
    /// The number of the check.
    #[schema(example = "X01")]
    check: String,
    /// Whose report it is.
    #[schema(example = "XAL")]
    party: String,
    /// Of which year.
    #[schema(example = "2025")]
    year: String,
}

/// A run of units.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Block)]
pub(super) struct PieceBody {
    /// Which units.
    #[schema(example = "CA9042-XAL01-XAL-1205701..1209500-2024")]
    units: String,
    /// How many they are.
    #[schema(example = "3800")]
    quantity: String,
    /// The Party in whose section they are.
    #[schema(example = "XBO")]
    party: String,
    /// The code of the kind of account: 100 holds, all others are ends.
    #[schema(example = "100")]
    kind: String,
    /// The calendar year of use, for kind 200.
    #[schema(example = "2026")]
    #[serde(skip_serializing_if = "Option::is_none")]
    year_of_use: Option<String>,
    /// The authorization that covers them, in its version. It is missing for planned units.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization: Option<CoveredByBody>,
    /// The entry of their first transfer. It is missing before it.
    #[schema(example = "48102")]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_transfer_entry: Option<String>,
    /// The entry that put them there, or split their block.
    #[schema(example = "48102")]
    since_entry: String,
    /// When that occurred, in UTC.
    #[schema(format = "date-time", example = "2026-11-20T09:12:00.000Z")]
    since: String,
    /// What was said of them when they were issued.
    issued: IssuedBody,
}

/// The version of an authorization that covers units.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoveredBy)]
pub(super) struct CoveredByBody {
    /// The identifier that its Party gave.
    #[schema(example = "A-17")]
    id: String,
    /// The version.
    #[schema(example = 2)]
    version: i32,
}

/// What units are, as it was recorded when they were issued.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Issued)]
pub(super) struct IssuedBody {
    /// The entry that issued them.
    #[schema(example = "31")]
    entry: String,
    /// What one unit measures: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    metric: String,
    /// Reductions, removals, or both.
    #[schema(example = "Emission reductions")]
    mitigation_type: String,
    /// The sector.
    #[schema(example = "Energy generation")]
    sector: String,
    /// The activity type.
    #[schema(example = "Solar")]
    activity_type: String,
}

impl UnitsBody {
    fn of(units: UnitRange, found: &Found, open: Option<&[OpenInconsistency]>) -> Self {
        Self {
            units: units.to_string(),
            blocks: found.pieces.iter().map(PieceBody::of).collect(),
            more: found.more.map(|more| more.to_string()),
            open_inconsistencies: open
                .map(|open| open.iter().copied().map(OpenInconsistencyBody::of).collect()),
        }
    }
}

impl OpenInconsistencyBody {
    fn of(open: OpenInconsistency) -> Self {
        let OpenInconsistency { party, year, check } = open;
        Self { check: check.to_string(), party: party.to_string(), year: year.to_string() }
    }
}

impl PieceBody {
    fn of(piece: &Piece) -> Self {
        let issued = &piece.issued;
        let authorization = piece.authorization.as_ref();
        Self {
            units: piece.units.to_string(),
            quantity: piece.units.units().to_string(),
            party: piece.party.to_string(),
            kind: piece.kind.to_string(),
            year_of_use: piece.year_of_use.map(|year| year.to_string()),
            authorization: authorization
                .map(|it| CoveredByBody { id: it.id.clone(), version: it.version }),
            first_transfer_entry: piece.first_transfer.map(|entry| entry.to_string()),
            since_entry: piece.since_entry.to_string(),
            since: written(piece.since_occurred),
            issued: IssuedBody {
                entry: issued.entry.to_string(),
                metric: issued.metric.clone(),
                mitigation_type: issued.mitigation_type.clone(),
                sector: issued.sector.clone(),
                activity_type: issued.activity_type.clone(),
            },
        }
    }
}

/// Shows where units are, and what they are
///
/// One unit or a range, now or at a moment of the past. The identifier stays the same for life: after
/// any number of splits and transfers it finds each part where it is.
#[utoipa::path(
    tag = "Units",
    operation_id = "showUnits",
    params(
        ("units" = String, Path, description = "The identifier of a unit or of a range.",
            example = "CA9042-XAL01-XAL-1204501..1209500-2024"),
        Past
    ),
    responses((status = 200, description = "The units.", body = UnitsBody), ReadProblems),
    security(())
)]
#[get("/units/{units}")]
async fn show_units(
    Named(units): Named<UnitRange>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<UnitsBody>, Problem> {
    let at = as_of(&mut asked);
    asked.end()?;
    let (found, open) = match at {
        Some(at) => (workers.run(move || registry.units_at(units, at)).await?, None),
        None => (registry.find_units(units).await?, registry.open_inconsistencies(units)),
    };
    let found = found.ok_or_else(Problem::not_found)?;
    Ok(Json(UnitsBody::of(units, &found, open.as_deref())))
}

/// Lists what happened to units
///
/// Newest first. The blocks of each action are cut to the units that were asked for.
#[utoipa::path(
    tag = "Units",
    operation_id = "listHistory",
    params(
        ("units" = String, Path, description = "The identifier of a unit or of a range.",
            example = "CA9042-XAL01-XAL-1204501..1209500-2024"),
        Past,
        Paging
    ),
    responses((status = 200, description = "Some actions.", body = Actions), ReadProblems),
    security(())
)]
#[get("/units/{units}/history")]
async fn list_history(
    Named(units): Named<UnitRange>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Actions>, Problem> {
    let (at, slice) = (as_of(&mut asked), slice(&mut asked));
    asked.end()?;
    let read = move || registry.history(units, at, slice.after, slice.limit);
    let page = workers.run(read).await?;
    page.map(|page| Json(Actions::of(&page))).ok_or_else(Problem::not_found)
}
