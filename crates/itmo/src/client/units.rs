//! Where units are, and what happened to them.

use serde_json::Value;

use super::actions::ACTION;
use super::address::Target;
use super::noun::{Column, Noun, at, nothing};
use super::reading::{Paging, Past, Question, Reads};

const BLOCK: Noun = Noun {
    columns: &[
        Column::text("units", "/units"),
        Column::figure("quantity", "/quantity"),
        Column::text("party", "/party"),
        Column::made("state", state),
        Column::made("authorization", covered_by),
        Column::text("first transferred by", "/first_transfer_entry"),
        Column::text("since entry", "/since_entry"),
        Column::text("since", "/since"),
    ],
    none: "None of these units was issued then",
    below: nothing,
};

/// Units that came to another place.
pub(super) const MOVED: Noun = Noun {
    columns: &[
        Column::text("units", "/units"),
        Column::figure("quantity", "/quantity"),
        Column::made("from", |it| place(it, "/from")),
        Column::made("to", |it| place(it, "/to")),
        Column::text("of", "/of"),
    ],
    none: "No units",
    below: nothing,
};

/// What it means to be in an account of a kind.
fn in_words(kind: &str) -> &'static str {
    match kind {
        "100" => "held",
        "200" => "used towards NDC",
        "210" => "used for OIMP",
        "300" | "310" | "320" | "330" => "cancelled",
        "R" => "retired",
        "OUT" => "in another registry",
        _ => "in an account of kind",
    }
}

fn state(block: &Value) -> String {
    let kind = at(block, "/kind");
    let words = in_words(&kind);
    match at(block, "/year_of_use") {
        year if year.is_empty() => format!("{words} ({kind})"),
        year => format!("{words} in {year} ({kind})"),
    }
}

fn place(block: &Value, pointer: &str) -> String {
    let (party, kind) =
        (at(block, &format!("{pointer}/party")), at(block, &format!("{pointer}/kind")));
    if party.is_empty() { String::new() } else { format!("{party}, {} ({kind})", in_words(&kind)) }
}

fn covered_by(block: &Value) -> String {
    match at(block, "/authorization/id") {
        id if id.is_empty() => id,
        id => format!("{id}, version {}", at(block, "/authorization/version")),
    }
}

#[derive(clap::Args)]
pub(crate) struct Units {
    #[arg(value_name = "RANGE", help = "For example CA9001-XAL01-XAL-1..100-2024")]
    range: String,
    #[arg(long, help = "What happened to them, newest first, in pages")]
    history: bool,
    #[command(flatten)]
    past: Past,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Units {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/units").part(&self.range);
        if self.history {
            let target = self.past.of(target.part("history"));
            return Question::list(&ACTION, target, &self.paging).published();
        }
        Question::whole(&BLOCK, self.past.of(target), "blocks", &self.paging).published()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn units_are_held_used_or_cancelled_by_a_kind_of_account() {
        let block = |kind: &str| json!({ "kind": kind });
        assert_eq!(state(&block("100")), "held (100)");
        assert_eq!(state(&block("320")), "cancelled (320)");
        assert_eq!(state(&block("999")), "in an account of kind (999)");
        let used = json!({ "kind": "200", "year_of_use": "2026" });
        assert_eq!(state(&used), "used towards NDC in 2026 (200)");
        let moved = json!({ "to": { "party": "XBO", "kind": "100" } });
        assert_eq!(place(&moved, "/to"), "XBO, held (100)");
        assert_eq!(place(&moved, "/from"), "");
    }
}
