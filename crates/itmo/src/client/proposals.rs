//! The proposals of a section.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, at, list};
use super::reading::{Paging, Question, Reads};
use super::table::{Side, Table};
use super::{orders, warnings};

pub(super) const PROPOSAL: Noun = Noun {
    columns: &[
        Column::text("number", "/number"),
        Column::text("state", "/state"),
        Column::figure("orders", "/order_count"),
        Column::text("proposed", "/proposed"),
        Column::text("proposed by", "/proposed_by").alone(),
        Column::text("for the entity", "/entity").alone(),
        Column::text("by entry", "/proposed_entry").alone(),
        Column::text("replaces", "/replaces/number").alone(),
        Column::text("replaced by", "/replaced_by/number").alone(),
        Column::text("lapses", "/lapses"),
        Column::text("id", "/id"),
        Column::text("digest", "/digest").alone(),
        Column::text("approved", "/approval/approved").alone(),
        Column::text("approved by", "/approval/approved_by").alone(),
        Column::text("not carried out before", "/approval/due").alone(),
        Column::text("lapses after approval", "/approval/lapses").alone(),
        Column::text("must be accepted by", "/approval/receiver").alone(),
        Column::text("accepted", "/approval/accepted").alone(),
        Column::text("decided", "/decision/decided").alone(),
        Column::text("decided by", "/decision/decided_by").alone(),
        Column::text("called by", "/decision/caller").alone(),
        Column::text("reason", "/decision/reason").alone(),
        Column::text("first entry", "/decision/first_entry").alone(),
        Column::text("last entry", "/decision/last_entry").alone(),
        Column::text("log index", "/decision/log_index").alone(),
    ],
    none: "Your section has no proposals",
    below: warned_and_asked,
};

fn warned_and_asked(proposal: &Value) -> Vec<String> {
    let mut lines = warnings::below(proposal, "/warnings");
    lines.extend(warnings::below(proposal, "/decision/warnings"));
    lines.extend(changed(proposal));
    lines.extend(orders::of_document(proposal));
    lines
}

/// What an edited proposal says otherwise than the one that it replaces.
fn changed(proposal: &Value) -> Vec<String> {
    let edits = list(proposal, "/changes");
    if edits.is_empty() {
        return Vec::new();
    }
    let headings = ["changed", "before", "after"].map(|it| (it, Side::Left));
    let mut table = Table::new(headings.iter().copied());
    for edit in edits {
        table.row(["/field", "/before", "/after"].map(|pointer| at(edit, pointer)));
    }
    std::iter::once(String::new()).chain(table.lines()).collect()
}

#[derive(clap::Args)]
pub(crate) struct Proposals {
    #[arg(
        long,
        help = "Only in this state: waiting, approved, executed, rejected, withdrawn, \
        declined, replaced, lapsed or failed"
    )]
    state: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Proposals {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/proposals").with("state", self.state.as_deref());
        Question::list(&PROPOSAL, target, &self.paging)
    }
}

#[derive(clap::Args)]
pub(crate) struct OneProposal {
    #[arg(help = "Its identifier or its number")]
    id: String,
}

impl Reads for OneProposal {
    fn question(&self) -> Question<'_> {
        Question::one(&PROPOSAL, Target::new("/v1/proposals").part(&self.id))
    }
}
