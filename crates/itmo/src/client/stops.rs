//! What is stopped.

use serde_json::Value;

use super::address::Target;
use super::noun::{Column, Noun, at, nothing, words};
use super::reading::{Paging, Question, Reads};

pub(super) const STOP: Noun = Noun {
    columns: &[
        Column::text("id", "/id"),
        Column::made("stops", target),
        Column::text("since", "/since"),
        Column::text("until", "/until"),
        Column::made("set by", set_by),
        Column::text("lifted by entry", "/lifted"),
        Column::text("reason", "/reason"),
    ],
    none: "Nothing is stopped",
    below: nothing,
};

/// The kind, and which.
fn target(stop: &Value) -> String {
    let Some(Value::Object(target)) = stop.get("target") else { return String::new() };
    let kind = target.get("target").map(words).unwrap_or_default();
    let which = target.iter().filter(|(name, _)| *name != "target").map(|(_, it)| words(it));
    [kind].into_iter().chain(which).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

fn set_by(stop: &Value) -> String {
    let whose = if at(stop, "/by_secretariat") == "true" { "the secretariat" } else { "a Party" };
    format!("{} of {whose}", at(stop, "/set_by"))
}

#[derive(clap::Args)]
pub(crate) struct Stops {
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Stops {
    fn question(&self) -> Question<'_> {
        Question::list(&STOP, Target::new("/v1/stops"), &self.paging)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_stop_stops_is_said_in_a_few_words() {
        let of = |it: Value| target(&json!({ "target": it }));
        assert_eq!(of(json!({ "target": "section", "party": "XAL" })), "section XAL");
        assert_eq!(of(json!({ "target": "pair", "one": "XAL", "other": "XBO" })), "pair XAL XBO");
        assert_eq!(of(json!({ "target": "everything" })), "everything");
    }
}
