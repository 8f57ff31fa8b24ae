//! What a section holds, used and cancelled.

use super::address::Target;
use super::noun::{Column, Noun, nothing};
use super::reading::{Paging, Past, Question, Reads};

const HOLDING: Noun = Noun {
    columns: &[
        Column::text("account", "/account"),
        Column::text("units", "/units"),
        Column::figure("quantity", "/quantity"),
        Column::figure("reserved", "/reserved"),
        Column::text("authorization", "/authorization"),
        Column::text("first transferred by", "/first_transfer_entry"),
        Column::text("since entry", "/since_entry"),
        Column::text("since", "/since"),
    ],
    none: "Your section has no units",
    below: nothing,
};

#[derive(clap::Args)]
pub(crate) struct Holdings {
    #[arg(long, value_name = "NUMBER", help = "Only in this account")]
    account: Option<String>,
    #[arg(long, value_name = "ID", help = "Only under this cooperative approach")]
    approach: Option<String>,
    #[arg(long, value_name = "YEAR", help = "Only of this vintage")]
    vintage: Option<String>,
    #[command(flatten)]
    past: Past,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Holdings {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/holdings")
            .with("account", self.account.as_deref())
            .with("approach", self.approach.as_deref())
            .with("vintage", self.vintage.as_deref());
        Question::list(&HOLDING, self.past.of(target), &self.paging)
    }
}
