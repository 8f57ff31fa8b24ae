//! What developers read: the OpenAPI document, the reference made from it, the pages of problems.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::answer::is_interface;
use crate::api::{openapi, reference};
use crate::assets;
use crate::problem::{self, Problem};
use crate::public::article::{Article, Block, Span};
use crate::public::frame::Frame;
use crate::public::not_found::NotFoundPage;
use crate::public::problem::ProblemPage;
use crate::server::PublicUrl;
use crate::words::{Language, Words};

/// The list of all problems.
#[derive(Template)]
#[template(path = "pages/problems.html")]
struct ProblemsPage {
    frame: Frame,
    article: Article,
}

/// Adds the routes.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/openapi.json", web::get().to(openapi_document))
        .route("/developers/reference", web::get().to(reference_page))
        .route("/developers/reference/{subject}", web::get().to(subject_page))
        .route("/problems", web::get().to(problems_page))
        .route("/problems/{code}", web::get().to(problem_page))
        .route("/static/{name}", web::get().to(assets::serve));
}

/// An address that nobody serves.
pub(crate) async fn no_such_page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    if is_interface(request.path()) {
        return Err(Problem::not_found());
    }
    page(StatusCode::NOT_FOUND, &NotFoundPage { frame: frame() })
}

/// `GET /openapi.json`: the document, with the address at which this registry is reached.
async fn openapi_document(public_url: Option<Data<PublicUrl>>) -> HttpResponse {
    let mut document = openapi::document().clone();
    if let (Some(url), Some(server)) = (public_url, document.pointer_mut("/servers/0/url")) {
        *server = url.0.as_str().into();
    }
    HttpResponse::Ok().json(document)
}

/// `GET /developers/reference`
async fn reference_page() -> Result<HttpResponse, Problem> {
    page(StatusCode::OK, &reference::page(frame()))
}

/// `GET /developers/reference/{subject}`
async fn subject_page(slug: Path<String>) -> Result<HttpResponse, Problem> {
    match reference::subject_page(frame(), &slug) {
        Some(found) => page(StatusCode::OK, &found),
        None => page(StatusCode::NOT_FOUND, &NotFoundPage { frame: frame() }),
    }
}

/// `GET /problems`
async fn problems_page() -> Result<HttpResponse, Problem> {
    let list = problem::page("README").ok_or_else(Problem::not_found)?;
    // The files link to each other, the pages to addresses.
    let text = list.text.replace(".md)", ")").replace("](", "](/problems/");
    page(StatusCode::OK, &ProblemsPage { frame: frame(), article: Article::parse(&text) })
}

/// `GET /problems/{code}`
async fn problem_page(code: Path<String>) -> Result<HttpResponse, Problem> {
    let Some(found) = problem::page(&code).filter(|page| page.code != "README") else {
        return page(StatusCode::NOT_FOUND, &NotFoundPage { frame: frame() });
    };
    let (code, status) = (found.code.to_owned(), found.status);
    let article = Article::parse(&found.text);
    page(StatusCode::OK, &ProblemPage { frame: frame(), code, status, article })
}

fn frame() -> Frame {
    Frame::new(Words::new(Language::ENGLISH))
}

fn page(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Problem> {
    let text = page.render().map_err(|error| Problem::ours(&error))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(text))
}
