//! The accounts of a section.

use super::address::Target;
use super::noun::{Column, Noun, nothing};
use super::reading::{Paging, Question, Reads};

const ACCOUNT: Noun = Noun {
    columns: &[
        Column::text("number", "/number"),
        Column::text("kind", "/kind"),
        Column::text("year of use", "/year_of_use"),
        Column::text("metric", "/metric"),
        Column::text("holder", "/holder"),
        Column::text("entity", "/entity").alone(),
        Column::text("outside", "/outside").alone(),
        Column::text("opened by entry", "/opened_entry"),
        Column::text("name", "/name"),
    ],
    none: "Your section has no accounts: propose an order open-account",
    below: nothing,
};

#[derive(clap::Args)]
pub(crate) struct Accounts {
    #[arg(value_name = "NUMBER", conflicts_with = "Paging", help = "Only this one")]
    number: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Accounts {
    fn question(&self) -> Question<'_> {
        let number = self.number.as_deref();
        Question::one_or_list(&ACCOUNT, Target::new("/v1/accounts"), number, &self.paging)
    }
}
