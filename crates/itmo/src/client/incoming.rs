//! What other sections want to send.

use super::address::Target;
use super::noun::{Column, Noun};
use super::orders;
use super::reading::{Paging, Question, Reads};

pub(super) const INCOMING: Noun = Noun {
    columns: &[
        Column::text("id", "/proposal"),
        Column::text("from", "/from"),
        Column::text("asked", "/asked"),
        Column::text("not before", "/due"),
        Column::text("lapses", "/lapses"),
        Column::text("digest", "/digest").alone(),
    ],
    none: "No other section waits for your acceptance",
    below: orders::of_document,
};

#[derive(clap::Args)]
pub(crate) struct Incoming {
    #[arg(conflicts_with = "Paging", help = "Only this one, with its orders")]
    id: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Incoming {
    fn question(&self) -> Question<'_> {
        let (target, id) = (Target::new("/v1/incoming"), self.id.as_deref());
        Question::one_or_list(&INCOMING, target, id, &self.paging)
    }
}
