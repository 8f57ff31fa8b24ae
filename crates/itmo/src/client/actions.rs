//! What was done: the entries of the ledger.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, at, first_of, list, sum};
use super::orders;
use super::reading::{Paging, Question, Reads};
use super::units::MOVED;

pub(super) const ACTION: Noun = Noun {
    columns: &[
        Column::text("entry", "/entry"),
        Column::text("occurred", "/occurred"),
        Column::text("act", "/act"),
        Column::text("party", "/party"),
        Column::text("other party", "/other_party"),
        Column::sum("quantity", |it| sum(it, "/blocks")),
        Column::made("units", units),
        Column::text("proposal", "/proposal_number"),
        Column::text("recorded", "/recorded").alone(),
        Column::text("log index", "/log_index").alone(),
        Column::text("first transfer", "/first_transfer").alone(),
        Column::made("facts", facts).alone(),
        Column::text("beneficiary", "/beneficiary").alone(),
    ],
    none: "Nothing was done",
    below: moved_and_asked,
};

fn facts(action: &Value) -> String {
    match at(action, "/facts") {
        none if none == "{}" => String::new(),
        facts => facts,
    }
}

fn units(action: &Value) -> String {
    let units = list(action, "/blocks").iter().map(|block| at(block, "/units"));
    first_of(&units.collect::<Vec<_>>())
}

fn moved_and_asked(action: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let blocks = list(action, "/blocks");
    if !blocks.is_empty() {
        lines.push(String::new());
        lines.extend(MOVED.table(blocks));
    }
    if let Some(order) = action.get("order") {
        lines.push(String::new());
        lines.extend(orders::lines(std::slice::from_ref(order)));
    }
    lines
}

#[derive(clap::Args)]
pub(crate) struct Actions {
    #[arg(value_name = "ENTRY", conflicts_with_all = ["act", "party", "own", "Paging"],
        help = "Only this one, with all its blocks, as everybody may see it")]
    entry: Option<String>,
    #[arg(long, value_name = "KIND", help = "Only this kind of act, for example first-transfer")]
    act: Option<String>,
    #[arg(long, value_name = "PARTY", help = "Only those that concern this Party")]
    party: Option<String>,
    #[arg(long, help = "Those of your section, with what only it may see; needs a token")]
    own: bool,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Actions {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/actions")
            .with("act", self.act.as_deref())
            .with("party", self.party.as_deref())
            .with("own", self.own.then_some("true"));
        let entry = self.entry.as_deref();
        let question = Question::one_or_list(&ACTION, target, entry, &self.paging);
        if self.own { question } else { question.published() }
    }
}
