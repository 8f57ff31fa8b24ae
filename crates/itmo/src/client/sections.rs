//! The sections of the registry.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, list, nothing, years};
use super::reading::{Paging, Question, Reads};

const SECTION: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("registry", "/registry"),
        Column::made("ndc periods", periods),
        Column::text("opened by entry", "/opened_entry"),
        Column::text("name", "/name"),
    ],
    none: "There are no sections: the secretariat proposes an order open-section",
    below: nothing,
};

fn periods(section: &Value) -> String {
    let periods = list(section, "/ndc_periods").iter().map(|period| years(period, ""));
    periods.collect::<Vec<_>>().join(", ")
}

#[derive(clap::Args)]
pub(crate) struct Sections {
    #[arg(value_name = "PARTY", conflicts_with = "Paging", help = "Only this one")]
    party: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Sections {
    fn question(&self) -> Question<'_> {
        let (target, party) = (Target::new("/v1/sections"), self.party.as_deref());
        Question::one_or_list(&SECTION, target, party, &self.paging).published()
    }
}
