//! Sections, for everybody.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::sections::SectionFacts;
use domain::ndc::NdcPeriod;
use domain::participation::{Declared, InitialReport, Participation};
use domain::party::PartyCode;
use domain::vintage::Years;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use domain::focal_point::FocalPoint;

use super::asked::{Asked, Named};
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_sections).service(show_section).service(show_focal_point);
}

/// Some sections.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Sections {
    /// The sections.
    items: Vec<SectionBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The section of a Party.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Section)]
pub(super) struct SectionBody {
    /// The code of the Party.
    #[schema(example = "XAL")]
    party: String,
    /// The name of the Party.
    #[schema(example = "Alorea")]
    name: String,
    /// The registry identifier that its units carry.
    #[schema(example = "XAL01")]
    registry: String,
    /// Its NDC implementation periods, oldest first.
    ndc_periods: Vec<NdcPeriodBody>,
    /// What the Party declares of its participation. It is missing before the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    participation: Option<ParticipationBody>,
    /// Its initial report. It is missing before the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_report: Option<InitialReportBody>,
    /// The entry that opened it.
    #[schema(example = "2")]
    opened_entry: String,
}

/// What a Party declares of its participation: its own answers, which nobody has judged here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Participation)]
pub(super) struct ParticipationBody {
    /// The six items.
    items: Vec<DeclaredItemBody>,
    /// Whether a no keeps the Party from authorizing and using.
    blocked: bool,
    /// The entry that recorded it.
    #[schema(example = "8")]
    recorded_entry: String,
}

/// One of the six items, with the Party's answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeclaredItem)]
pub(super) struct DeclaredItemBody {
    /// `is_party`, `maintains_ndc`, `can_authorize`, `can_track`, `has_inventory` or `contributes`.
    #[schema(example = "maintains_ndc")]
    item: String,
    /// `yes` or `no`.
    #[schema(example = "yes")]
    answer: String,
    /// A link to the evidence.
    #[schema(example = "https://climate.example/evidence")]
    evidence: String,
}

/// The initial report of a Party.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InitialReport)]
pub(super) struct InitialReportBody {
    /// The day on which it was submitted.
    #[schema(example = "2024-01-15", format = "date")]
    date: String,
    /// Where it is published.
    #[schema(example = "https://climate.example/initial-report")]
    document: String,
    /// `not-reviewed`, `under-review` or `reviewed`.
    #[schema(example = "under-review")]
    review: String,
    /// The entry that recorded it.
    #[schema(example = "10")]
    recorded_entry: String,
}

impl ParticipationBody {
    fn of(declared: &Declared<Participation>) -> Self {
        let items = declared.what.items().into_iter().map(|(name, item)| DeclaredItemBody {
            item: name.to_owned(),
            answer: item.answer.to_string(),
            evidence: item.evidence.to_string(),
        });
        Self {
            items: items.collect(),
            blocked: declared.what.first_no().is_some(),
            recorded_entry: declared.recorded.to_string(),
        }
    }
}

impl InitialReportBody {
    fn of(declared: &Declared<InitialReport>) -> Self {
        let InitialReport { date, document, review } = &declared.what;
        Self {
            date: date.to_string(),
            document: document.to_string(),
            review: review.to_string(),
            recorded_entry: declared.recorded.to_string(),
        }
    }
}

/// An NDC implementation period, both years included.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedNdcPeriod)]
pub(super) struct NdcPeriodBody {
    /// The first year.
    #[schema(example = "2021")]
    first: String,
    /// The last year.
    #[schema(example = "2030")]
    last: String,
    /// How the Party adjusts: `T` by a trajectory, `V` by averages, `M` over many years. It is missing
    /// before the Party has told it.
    #[schema(example = "T")]
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// What the NDC is measured in: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metric: Option<String>,
}

impl NdcPeriodBody {
    fn of(period: &NdcPeriod) -> Self {
        Self {
            first: period.first.to_string(),
            last: period.last.to_string(),
            method: period.method.map(|it| it.to_string()),
            metric: period.metric.as_ref().map(ToString::to_string),
        }
    }
}

/// Whom a Party has named to answer for its section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FocalPoint)]
pub(super) struct FocalPointBody {
    /// What the office is called.
    #[schema(example = "Climate Change Directorate")]
    office: String,
    /// Where it is written to.
    #[schema(example = "article6@environment.example")]
    email: String,
}

impl FocalPointBody {
    fn of(focal_point: &FocalPoint) -> Self {
        let FocalPoint { office, email } = focal_point;
        Self { office: office.to_string(), email: email.to_string() }
    }
}

/// A run of years, both included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Period {
    /// The first year.
    #[schema(example = "2021")]
    first: String,
    /// The last year.
    #[schema(example = "2030")]
    last: String,
}

impl Period {
    /// The period of these years.
    pub(super) fn of(years: Years) -> Self {
        Self { first: years.first.to_string(), last: years.last.to_string() }
    }
}

impl SectionBody {
    fn of(facts: &SectionFacts) -> Self {
        Self {
            party: facts.party.to_string(),
            name: facts.name.clone(),
            registry: facts.registry.to_string(),
            ndc_periods: facts.ndc_periods.iter().map(NdcPeriodBody::of).collect(),
            participation: facts.participation.as_ref().map(ParticipationBody::of),
            initial_report: facts.initial_report.as_ref().map(InitialReportBody::of),
            opened_entry: facts.opened_entry.to_string(),
        }
    }
}

/// Lists the sections
///
/// In the order in which they were opened.
#[utoipa::path(
    tag = "Sections",
    operation_id = "listSections",
    params(Paging),
    responses((status = 200, description = "Some sections.", body = Sections), ReadProblems),
    security(())
)]
#[get("/sections")]
async fn list_sections(
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Sections>, Problem> {
    let slice = slice(&mut asked);
    asked.end()?;
    let page = workers.run(move || registry.sections(slice.after, slice.limit)).await?;
    let items = page.items.iter().map(SectionBody::of).collect();
    Ok(Json(Sections { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows the section of a Party
///
/// Its registry identifier, and its NDC implementation periods.
#[utoipa::path(
    tag = "Sections",
    operation_id = "showSection",
    params(("party" = String, Path, description = "The code of the Party.", example = "XAL")),
    responses((status = 200, description = "The section.", body = SectionBody), ReadProblems),
    security(())
)]
#[get("/sections/{party}")]
async fn show_section(
    Named(party): Named<PartyCode>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<SectionBody>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.section_of(party)).await?;
    found.map(|facts| Json(SectionBody::of(&facts))).ok_or_else(Problem::not_found)
}

/// Shows the focal point of a Party
///
/// For the officers of its own section, and for the secretariat: it is not published. An order
/// `set-focal-point` names it.
#[utoipa::path(
    tag = "Sections",
    operation_id = "showFocalPoint",
    params(("party" = String, Path, description = "The code of the Party.", example = "XAL")),
    responses(
        (status = 200, description = "The focal point.", body = FocalPointBody),
        ReadProblems
    ),
    security(("token" = []))
)]
#[get("/sections/{party}/focal-point")]
async fn show_focal_point(
    Authenticated(caller): Authenticated,
    Named(party): Named<PartyCode>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<FocalPointBody>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.focal_point(&caller, party)).await?;
    found.map(|it| Json(FocalPointBody::of(&it))).ok_or_else(Problem::not_found)
}
