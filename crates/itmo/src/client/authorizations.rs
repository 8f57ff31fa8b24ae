//! What Parties have authorized.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, at, nothing, years};
use super::reading::{Paging, Question, Reads};

const AUTHORIZATION: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("id", "/id"),
        Column::text("version", "/version"),
        Column::text("state", "/state"),
        Column::text("date", "/date"),
        Column::text("approach", "/approach"),
        Column::text("purposes", "/purposes"),
        Column::text("other purpose", "/oimp").alone(),
        Column::made("for parties", |it| any(it, "/parties")),
        Column::figure("at most", "/quantity"),
        Column::figure("first transferred", "/first_transferred"),
        Column::text("metric", "/metric"),
        Column::text("what it measures", "/metric_description").alone(),
        Column::made("vintages", |it| years(it, "/occurred")),
        Column::made("used in", |it| years(it, "/used")),
        Column::made("sectors", |it| any(it, "/sectors")).alone(),
        Column::made("activity types", |it| any(it, "/activity_types")).alone(),
        Column::text("first transfer is", "/first_transfer").alone(),
        Column::text("first transfer is", "/first_transfer_unlisted").alone(),
        Column::text("which means", "/first_transfer_note").alone(),
        Column::text("last issuance", "/last_issuance").alone(),
        Column::text("last use", "/last_use").alone(),
        Column::text("last cancellation", "/last_cancellation").alone(),
        Column::text("gwp values", "/gwp_values").alone(),
        Column::text("methodology", "/methodology").alone(),
        Column::text("registry", "/registry").alone(),
        Column::text("published at", "/document").alone(),
        Column::text("kept back", "/kept_back").alone(),
        Column::text("in effect since", "/since").alone(),
        Column::text("by entry", "/recorded_entry"),
        Column::text("revoked", "/revoked").alone(),
        Column::text("revoked by entry", "/revoked_entry").alone(),
    ],
    none: "There are no authorizations",
    below: nothing,
};

/// An empty list stands for any.
fn any(authorization: &Value, pointer: &str) -> String {
    match at(authorization, pointer) {
        none if none.is_empty() => "any".to_owned(),
        names => names,
    }
}

#[derive(clap::Args)]
pub(crate) struct Authorizations {
    #[arg(long, value_name = "PARTY", help = "Only those of this Party")]
    party: Option<String>,
    #[arg(long, value_name = "ID", help = "Only under this cooperative approach")]
    approach: Option<String>,
    #[arg(long, value_name = "ID", help = "Only the versions of this one")]
    id: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Authorizations {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/authorizations")
            .with("party", self.party.as_deref())
            .with("approach", self.approach.as_deref())
            .with("id", self.id.as_deref());
        Question::list(&AUTHORIZATION, target, &self.paging).published()
    }
}
