//! Orders, as the second person reads them.

use domain::ledger::OrderKind;
use serde_json::Value;

use super::noun::{at, list, words};
use super::plain::plain;
use super::table::{Side, Table, figure, sheet};
use super::warnings;

/// Each order with its number and everything that it says.
pub(super) fn lines(orders: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, order) in (1_usize..).zip(orders) {
        lines.push(format!("{number}. {}", plain(&at(order, "/order"))));
        let Value::Object(members) = order else { continue };
        let said = members.iter().filter(|(name, _)| *name != "order");
        let said = said.map(|(name, value)| (name.as_str(), words(value)));
        lines.extend(sheet(said).iter().map(|line| format!("   {line}")));
    }
    lines
}

/// The orders of a document, below a proposal.
pub(super) fn of_document(thing: &Value) -> Vec<String> {
    let orders = list(thing, "/document/orders");
    if orders.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    let occurred = at(thing, "/document/occurred");
    if !occurred.is_empty() {
        lines.push(format!("said to have occurred: {}", plain(&occurred)));
    }
    lines.extend(self::lines(orders));
    lines
}

/// The sentences of a trial, order by order, and what it warns of.
pub(super) fn sentences(tried: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, effect) in (1_usize..).zip(list(tried, "/effects")) {
        for sentence in list(effect, "/sentences") {
            lines.push(format!("{number}. {}", plain(&words(sentence))));
        }
        lines.extend(warnings::lines(effect, "/warnings"));
    }
    lines.extend(holdings(tried));
    lines
}

/// What the section's accounts hold before and after.
fn holdings(tried: &Value) -> Vec<String> {
    let changes = list(tried, "/holdings");
    if changes.is_empty() {
        return Vec::new();
    }
    let mut table =
        Table::new(vec![("account", Side::Left), ("now", Side::Right), ("then", Side::Right)]);
    for change in changes {
        let of = |pointer| figure(&at(change, pointer));
        table.row([at(change, "/account"), of("/before"), of("/after")]);
    }
    [String::new()].into_iter().chain(table.lines()).collect()
}

/// Whether all of them are carried out when they are proposed.
pub(super) fn take_one_person(thing: &Value) -> bool {
    let kinds = OrderKind::ALL.iter().filter(|kind| kind.takes_one_person());
    let kinds: Vec<_> = kinds.map(|kind| kind.as_str()).collect();
    let orders = list(thing, "/document/orders");
    !orders.is_empty() && orders.iter().all(|order| kinds.contains(&at(order, "/order").as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn proposal() -> Value {
        json!({ "document": { "occurred": { "at": "2026-01-02", "evidence": "letter" }, "orders": [
            { "order": "first-transfer", "from": "XAL-100-0001-16", "to": "XBO-100-0001-06",
              "units": "CA9001-XAL01-XAL-3501..4000-2024", "reference": "P 11\u{1b}[1A" },
            { "order": "record-approach", "id": "CA9", "parties": ["XAL", "XBO"], "note": null },
        ] } })
    }

    #[test]
    fn the_second_person_reads_every_member_of_every_order() {
        assert_eq!(
            of_document(&proposal()),
            [
                "",
                r#"said to have occurred: {"at":"2026-01-02","evidence":"letter"}"#,
                "1. first-transfer",
                "   from       XAL-100-0001-16",
                r"   reference  P 11\u{1b}[1A",
                "   to         XBO-100-0001-06",
                "   units      CA9001-XAL01-XAL-3501..4000-2024",
                "2. record-approach",
                "   id       CA9",
                "   parties  XAL, XBO",
            ]
        );
    }

    #[test]
    fn a_trial_shows_what_the_accounts_hold_now_and_then() {
        let tried = json!({ "effects": [{ "sentences": ["Units would go."] }], "holdings": [
            { "account": "XAL-100-0001-16", "before": "9500", "after": "500" },
        ] });
        assert_eq!(
            sentences(&tried),
            [
                "1. Units would go.",
                "",
                "account            now  then",
                "XAL-100-0001-16  9,500   500",
            ]
        );
    }

    #[test]
    fn what_stops_something_takes_one_person() {
        let of = |kinds: &[&str]| {
            let orders: Vec<_> = kinds.iter().map(|kind| json!({ "order": kind })).collect();
            take_one_person(&json!({ "document": { "orders": orders } }))
        };
        assert!(of(&["set-stop"]) && of(&["set-stop", "distrust-recipient"]));
        assert!(!of(&["set-stop", "transfer"]) && !of(&["issue"]) && !of(&[]));
    }
}
