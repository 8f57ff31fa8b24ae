//! The accounts of the caller's section.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use domain::account::{Account, AccountNumber, Holder};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_accounts).service(show_account);
}

/// Some accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accounts {
    /// The accounts.
    items: Vec<AccountBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An account of your section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct AccountBody {
    /// Its number, with its check digits.
    #[schema(example = "XAL-100-0001-16")]
    number: String,
    /// The code of its kind: 100 holds, OUT is another registry, all others are ends.
    #[schema(example = "100")]
    kind: String,
    /// Who holds it: `party`, `entity`, `adaptation-fund`, `pending` or `outside`.
    #[schema(example = "party")]
    holder: String,
    /// The number of the entity that holds it, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    /// The registry outside that it stands for, for kind OUT.
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<String>,
    /// What its units measure: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    metric: String,
    /// The calendar year of use, for kind 200.
    #[schema(example = "2026")]
    #[serde(skip_serializing_if = "Option::is_none")]
    year_of_use: Option<String>,
    /// The name that its people know it by.
    #[schema(example = "National holding account")]
    name: String,
    /// The entry that opened it.
    #[schema(example = "5")]
    opened_entry: String,
}

impl AccountBody {
    fn of(number: AccountNumber, account: &Account) -> Self {
        let (holder, entity, outside) = match &account.holder {
            Holder::Party => ("party", None, None),
            Holder::Entity { entity } => ("entity", Some(entity.to_string()), None),
            Holder::AdaptationFund => ("adaptation-fund", None, None),
            Holder::Pending => ("pending", None, None),
            Holder::Outside { registry } => ("outside", None, Some(registry.to_string())),
        };
        Self {
            number: number.to_string(),
            kind: number.kind().to_string(),
            holder: holder.to_owned(),
            entity,
            outside,
            metric: account.metric.to_string(),
            year_of_use: account.year_of_use.map(|year| year.to_string()),
            name: account.name.clone(),
            opened_entry: account.opened.to_string(),
        }
    }
}

/// Lists the accounts of your section
///
/// In the order of their numbers.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "listAccounts",
    params(Paging),
    responses((status = 200, description = "Some accounts.", body = Accounts), ReadProblems),
    security(("token" = []))
)]
#[get("/accounts")]
async fn list_accounts(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Accounts>, Problem> {
    let slice = slice(&mut asked);
    asked.end()?;
    let page = workers.run(move || registry.accounts(&caller, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(|(number, it)| AccountBody::of(*number, it)).collect();
    Ok(Json(Accounts { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows an account of your section
///
/// An account of another section is not there.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "showAccount",
    params(("account" = String, Path, description = "The number of the account.",
        example = "XAL-100-0001-16")),
    responses((status = 200, description = "The account.", body = AccountBody), ReadProblems),
    security(("token" = []))
)]
#[get("/accounts/{account}")]
async fn show_account(
    Authenticated(caller): Authenticated,
    Named(number): Named<AccountNumber>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<AccountBody>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.account(&caller, number)).await?;
    found.map(|it| Json(AccountBody::of(number, &it))).ok_or_else(Problem::not_found)
}
