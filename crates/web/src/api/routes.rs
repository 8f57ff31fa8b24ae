//! Which addresses there are under `/v1`.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    accounts, actions, approaches, authorizations, balances, conversions, desk, files, filings,
    holdings, incoming, net_increase, objections, openapi, prefilled, proposal_list, proposals,
    published_reports, reports, sections, statements, stops, units,
};
use crate::problem::Problem;

/// Adds all resources.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(
        // Addresses are tried one after the other: first those that are asked for most.
        scope("/v1")
            .configure(units::configure)
            .configure(proposals::configure)
            .configure(sections::configure)
            .configure(approaches::configure)
            .configure(authorizations::configure)
            .configure(conversions::configure)
            .configure(accounts::configure)
            .configure(statements::configure)
            .configure(holdings::configure)
            .configure(actions::configure)
            .configure(reports::configure)
            .configure(balances::configure)
            .configure(files::configure)
            .configure(published_reports::configure)
            .configure(filings::configure)
            .configure(prefilled::configure)
            .configure(proposal_list::configure)
            .configure(objections::configure)
            .configure(incoming::configure)
            .configure(stops::configure)
            .configure(desk::configure)
            .configure(net_increase::configure)
            .default_service(web::to(no_such_operation)),
    );
}

/// An address that nobody serves, or that knows other methods only.
async fn no_such_operation(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(match openapi::methods_of(request.path()) {
        Some(methods) => Problem::method_not_allowed(&methods),
        None => Problem::not_found(),
    })
}
