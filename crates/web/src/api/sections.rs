//! Sections, for everybody.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::sections::SectionFacts;
use domain::party::PartyCode;
use domain::vintage::Years;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_sections).service(show_section);
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
    ndc_periods: Vec<Period>,
    /// The entry that opened it.
    #[schema(example = "2")]
    opened_entry: String,
}

/// An NDC implementation period, both years included.
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
            ndc_periods: facts.ndc_periods.iter().copied().map(Period::of).collect(),
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
