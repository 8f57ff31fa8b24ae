//! The pages for everybody: what is asked, and which page answers.

use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use app::{Limit, Registry, Standing, Time};
use askama::Template;
use domain::section::Installation;
use domain::unit::UnitRange;
use jiff::tz::TimeZone;
use serde::Deserialize;
use tracing_actix_web::RequestId;

use super::as_of::AsOf;
use super::fault::{Fault, FaultPage};
use super::filling;
use super::frame::{Frame, State};
use super::home::HomePage;
use super::identifier::Identifier;
use super::not_found::NeverIssuedPage;
use super::search::{self, WrongId};
use super::unit_life::At;
use crate::problem::Problem;
use crate::run::Workers;
use crate::server::PublicUrl;
use crate::words::{Language, Words};

/// Adds the routes.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(home))
        .route("/search", web::get().to(search))
        .route("/itmo/{units}", web::get().to(unit_life));
}

/// How much of a history one page tells.
fn history_max() -> Limit {
    Limit::new(20).unwrap_or_default()
}

/// What the pages ask of the registry.
#[derive(Clone)]
struct Asking {
    registry: Data<Registry>,
    workers: Data<Workers>,
}

/// Looks for what was entered.
#[derive(Deserialize)]
struct Searched {
    q: Option<String>,
}

/// A moment, if one was entered.
#[derive(Deserialize)]
struct Moment {
    at: Option<String>,
}

/// `GET /`
async fn home(
    request: HttpRequest,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> HttpResponse {
    let asking = Asking { registry, workers };
    answered(&request, asking.home(StatusCode::OK, None).await)
}

/// `GET /search?q=…`: where the units are that were entered, or what is wrong with it.
async fn search(
    request: HttpRequest,
    registry: Data<Registry>,
    workers: Data<Workers>,
    searched: Query<Searched>,
) -> HttpResponse {
    let asking = Asking { registry, workers };
    let entered = searched.q.as_deref().unwrap_or_default();
    if entered.trim().is_empty() {
        return redirect("/");
    }
    match search::read(entered) {
        Ok(units) => redirect(&Identifier::from(&units).address()),
        Err(wrong) => answered(&request, asking.home(StatusCode::BAD_REQUEST, Some(wrong)).await),
    }
}

/// `GET /itmo/{units}`: the life of these units, now or at a moment.
async fn unit_life(
    request: HttpRequest,
    registry: Data<Registry>,
    workers: Data<Workers>,
    public_url: Option<Data<PublicUrl>>,
    text: Path<String>,
    moment: Query<Moment>,
) -> HttpResponse {
    let asking = Asking { registry, workers };
    let units = match search::read(&text) {
        Ok(units) => units,
        Err(wrong) => {
            return answered(&request, asking.home(StatusCode::NOT_FOUND, Some(wrong)).await);
        }
    };
    let address = Identifier::from(&units).address();
    if address.strip_prefix("/itmo/") != Some(text.as_str()) {
        // One address for each: so that it can be cited.
        return redirect(&address);
    }
    let at = match moment.at.as_deref().filter(|entered| !entered.trim().is_empty()) {
        None => At::Present,
        Some(entered) => match AsOf::read(entered) {
            Ok(at) => At::Moment(at),
            Err(_not_a_moment) => At::Unreadable(entered.to_owned()),
        },
    };
    let host = public_url.map(|url| url.0.clone()).unwrap_or_default();
    answered(&request, asking.unit_life(units, at, &host).await)
}

impl Asking {
    /// The first page, with what is wrong with what was entered.
    async fn home(
        &self,
        status: StatusCode,
        wrong: Option<WrongId>,
    ) -> Result<HttpResponse, Problem> {
        let registry = self.registry.clone();
        let (standing, example) = self.workers.run(move || registry.newest()).await?;
        let frame = self.frame(standing);
        let example = example.as_ref().map(Identifier::from);
        page(status, &HomePage { frame, example, wrong })
    }

    /// The page of some units, or that of units that were never issued.
    async fn unit_life(
        &self,
        units: UnitRange,
        at: At,
        host: &str,
    ) -> Result<HttpResponse, Problem> {
        let registry = self.registry.clone();
        let then = match &at {
            At::Moment(at) => Some(app::AsOf { moment: at.moment, time: Time::Recorded }),
            At::Present | At::Unreadable(_) => None,
        };
        let found = self.workers.run(move || registry.life(units, then, history_max())).await?;
        let Some(life) = found else {
            let registry = self.registry.clone();
            let (standing, _) = self.workers.run(move || registry.newest()).await?;
            let (frame, units) = (self.frame(standing), Identifier::from(&units));
            return page(StatusCode::NOT_FOUND, &NeverIssuedPage { frame, units });
        };
        let status = match at {
            At::Unreadable(_) => StatusCode::BAD_REQUEST,
            At::Present | At::Moment(_) => StatusCode::OK,
        };
        let open = match at {
            At::Moment(_) => Vec::new(),
            At::Present | At::Unreadable(_) => {
                self.registry.open_inconsistencies(units).unwrap_or_default()
            }
        };
        page(status, &filling::unit_life(self.frame(life.standing), (&life, &open), at, host))
    }

    /// The frame of a page that shows this state.
    fn frame(&self, standing: Standing) -> Frame {
        let Standing { moment, entry } = standing;
        let entry = u64::try_from(entry).ok().filter(|entry| *entry > 0);
        let demonstration = match self.registry.installation() {
            Installation::Demonstration => Some(moment.to_zoned(TimeZone::UTC).date()),
            Installation::Production | Installation::Test => None,
        };
        let frame = Frame::new(Words::new(Language::ENGLISH));
        Frame { state: Some(State { moment, entry }), demonstration, ..frame }
    }
}

/// The answer, or a page that says why there is none.
fn answered(request: &HttpRequest, answer: Result<HttpResponse, Problem>) -> HttpResponse {
    let problem = match answer {
        Ok(answer) => return answer,
        Err(problem) => problem,
    };
    let status = problem.status();
    let fault = if status == StatusCode::SERVICE_UNAVAILABLE {
        Fault::Busy
    } else {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string);
        Fault::Ours { request: id.unwrap_or_default() }
    };
    let frame = Frame::new(Words::new(Language::ENGLISH));
    let mut answer = match page(status, &FaultPage { frame, fault }) {
        Ok(answer) => answer,
        Err(problem) => return problem.answer(None),
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(RETRY_AFTER, 1.into());
    }
    answer
}

fn redirect(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

fn page(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Problem> {
    let text = page.render().map_err(|error| Problem::ours(&error))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(text))
}
