//! The sections of the registry.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, at, list, nothing, years};
use super::reading::{Paging, Question, Reads};

const SECTION: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("registry", "/registry"),
        Column::made("ndc periods", periods),
        Column::text("initial report", "/initial_report/date"),
        Column::text("review", "/initial_report/review").alone(),
        Column::text("published at", "/initial_report/document").alone(),
        Column::made("participation", participation),
        Column::text("opened by entry", "/opened_entry"),
        Column::text("name", "/name"),
    ],
    none: "There are no sections: the secretariat proposes an order open-section",
    below: declared,
};

const FOCAL_POINT: Noun = Noun {
    columns: &[Column::text("office", "/office"), Column::text("e-mail", "/email")],
    none: "No focal point is named: propose an order set-focal-point",
    below: nothing,
};

/// An item of what a Party declares of its participation.
const DECLARED: Noun = Noun {
    columns: &[
        Column::text("item", "/item"),
        Column::text("answer", "/answer"),
        Column::text("evidence", "/evidence"),
    ],
    none: "Nothing is declared",
    below: nothing,
};

fn periods(section: &Value) -> String {
    let periods = list(section, "/ndc_periods").iter().map(|period| {
        let said = [at(period, "/metric"), at(period, "/method")];
        let said: Vec<_> = said.into_iter().filter(|it| !it.is_empty()).collect();
        match (years(period, ""), said.join(", ")) {
            (years, said) if said.is_empty() => years,
            (years, said) => format!("{years} ({said})"),
        }
    });
    periods.collect::<Vec<_>>().join(", ")
}

fn participation(section: &Value) -> String {
    match at(section, "/participation/blocked").as_str() {
        "true" => "a no is in the way".to_owned(),
        "false" => "declared".to_owned(),
        _ => String::new(),
    }
}

fn declared(section: &Value) -> Vec<String> {
    let items = list(section, "/participation/items");
    if items.is_empty() {
        return Vec::new();
    }
    [String::new()].into_iter().chain(DECLARED.table(items)).collect()
}

#[derive(clap::Args)]
pub(crate) struct Sections {
    #[arg(value_name = "PARTY", conflicts_with = "Paging", help = "Only this one")]
    party: Option<String>,
    #[arg(
        long,
        requires = "party",
        help = "Its focal point: for its own section, and for the secretariat"
    )]
    focal_point: bool,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Sections {
    fn question(&self) -> Question<'_> {
        if let (true, Some(party)) = (self.focal_point, &self.party) {
            let target = Target::new("/v1/sections").part(party).part("focal-point");
            return Question::one(&FOCAL_POINT, target);
        }
        let (target, party) = (Target::new("/v1/sections"), self.party.as_deref());
        Question::one_or_list(&SECTION, target, party, &self.paging).published()
    }
}
