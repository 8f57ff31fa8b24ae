//! Cooperative approaches, and the conversions that Parties settled under them.

use super::address::Target;
use super::noun::{Column, Noun, nothing};
use super::reading::{Paging, Question, Reads};

const APPROACH: Noun = Noun {
    columns: &[
        Column::text("id", "/id"),
        Column::text("parties", "/parties"),
        Column::text("recorded by", "/recorded_by"),
        Column::text("by entry", "/recorded_entry"),
        Column::text("title", "/title"),
    ],
    none: "There are no cooperative approaches",
    below: nothing,
};

const CONVERSION: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("approach", "/approach"),
        Column::text("metric", "/metric"),
        Column::text("version", "/version"),
        Column::text("t CO2 eq per unit", "/factor"),
        Column::text("by entry", "/recorded_entry"),
        Column::text("method", "/method"),
    ],
    none: "No Party has recorded a conversion",
    below: nothing,
};

#[derive(clap::Args)]
pub(crate) struct Approaches {
    #[arg(value_name = "ID", conflicts_with_all = ["party", "Paging"], help = "Only this one")]
    id: Option<String>,
    #[arg(long, value_name = "PARTY", help = "Only those in which this Party takes part")]
    party: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Approaches {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/approaches").with("party", self.party.as_deref());
        Question::one_or_list(&APPROACH, target, self.id.as_deref(), &self.paging).published()
    }
}

#[derive(clap::Args)]
pub(crate) struct Conversions {
    #[arg(long, value_name = "PARTY", help = "Only those of this Party")]
    party: Option<String>,
    #[arg(long, value_name = "ID", help = "Only under this cooperative approach")]
    approach: Option<String>,
    #[arg(long, value_name = "NAME", help = "Only of this metric")]
    metric: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Conversions {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/conversions")
            .with("party", self.party.as_deref())
            .with("approach", self.approach.as_deref())
            .with("metric", self.metric.as_deref());
        Question::list(&CONVERSION, target, &self.paging).published()
    }
}
