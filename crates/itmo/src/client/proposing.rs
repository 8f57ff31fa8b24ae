//! Proposing orders, for a second person to approve.

use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::receipt;
use super::sending::{Key, Writing};

pub(super) const EXAMPLES: &str = "\
FILE holds JSON: an order; a list of orders, which are carried out all or not at all; or a whole
request of /v1/proposals or /v1/batches, which also says when it occurred.

Examples:
  itmo propose sale.json --dry-run      what it would do; nothing is recorded
  itmo propose sale.json                on record, with its units reserved
  itmo propose sale.json --replaces XAL-P-2026-000011     an edit: the old one ends as it begins
  itmo propose sale.json --entity AL-4471                 for an entity that you represent
  itmo propose - <<'END'
  { \"order\": \"first-transfer\", \"from\": \"XAL-100-0001-16\", \"to\": \"XBO-100-0001-06\",
    \"units\": \"CA9001-XAL01-XAL-3001..3500-2024\", \"reference\": \"Purchase agreement 12\" }
  END
The kinds of orders, and what each takes: /developers/reference of the registry.";

#[derive(clap::Args)]
pub(crate) struct Propose {
    #[arg(help = "The file with the order or orders; - for the standard input")]
    file: String,
    #[arg(long, help = "Say what it would do, or why it would be refused; record nothing")]
    dry_run: bool,
    #[arg(
        long,
        value_name = "NUMBER",
        help = "The entity that you propose it for, if you represent several or are an officer too"
    )]
    entity: Option<String>,
    #[arg(
        long,
        value_name = "PROPOSAL",
        help = "The proposal that it edits: its identifier or number; that one ends"
    )]
    replaces: Option<String>,
    #[arg(
        long,
        value_name = "UNITS",
        help = "How many units it moves for good, where that is far more than ever before"
    )]
    confirm_units: Option<String>,
    #[command(flatten)]
    key: Key,
}

impl Propose {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let text = self.text().map_err(Failure::Misuse)?;
        let writing = self
            .request(&text)
            .map_err(|why| Failure::Misuse(format!("{} {why}", self.place())))?;
        if self.dry_run {
            return receipt::tried(session, &writing.try_out(session)?);
        }
        receipt::proposed(session, &writing.send(session, &self.key)?)
    }

    fn request(&self, text: &str) -> Result<Writing, String> {
        let writing = request(text)?;
        let given = [
            ("entity", &self.entity),
            ("replaces", &self.replaces),
            ("confirm_units", &self.confirm_units),
        ];
        given.into_iter().try_fold(writing, |writing, (name, value)| match value {
            Some(value) => with(writing, name, value),
            None => Ok(writing),
        })
    }

    fn place(&self) -> &str {
        if self.file == "-" { "the standard input" } else { &self.file }
    }

    fn text(&self) -> Result<String, String> {
        let mut text = String::new();
        let read = if self.file == "-" {
            std::io::stdin().read_to_string(&mut text).map(|_bytes| text)
        } else {
            std::fs::read_to_string(Path::new(&self.file))
        };
        read.map_err(|error| format!("cannot read {}: {error}", self.place()))
    }
}

/// The request that a text is. Nothing in it is written anew: who sends the same text again under
/// the same key sends the same bytes.
fn request(text: &str) -> Result<Writing, String> {
    let text = text.trim();
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    let (path, body) = match &value {
        Value::Array(_) => ("/v1/batches", format!(r#"{{"orders":{text}}}"#)),
        Value::Object(members) => match (members.get("orders"), members.get("order")) {
            (Some(_), None) => ("/v1/batches", text.to_owned()),
            (None, Some(Value::String(_))) => ("/v1/proposals", format!(r#"{{"order":{text}}}"#)),
            (None, Some(_)) => ("/v1/proposals", text.to_owned()),
            _ => return Err(NO_ORDER.to_owned()),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(NO_ORDER.to_owned());
        }
    };
    Ok(Writing { target: Target::new(path), body })
}

/// The same request with one more member, after all that it has.
fn with(writing: Writing, name: &str, value: &str) -> Result<Writing, String> {
    let Writing { target, body } = writing;
    let members: Value = serde_json::from_str(&body).map_err(|error| error.to_string())?;
    if members.get(name).is_some() {
        return Err(format!("says `{name}` already"));
    }
    let Some(open) = body.trim_end().strip_suffix('}') else { return Err(NO_ORDER.to_owned()) };
    let body = format!("{open},\"{name}\":{}}}", Value::from(value));
    Ok(Writing { target, body })
}

const NO_ORDER: &str =
    "holds no order: its member `order` says the kind, for example first-transfer";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_a_list_and_a_whole_request_are_told_apart_and_sent_as_they_are() {
        let one = r#"{ "order": "set-stop",  "reason": "r" }"#;
        for (text, path, body) in [
            (one.to_owned(), "/v1/proposals", format!("{{\"order\":{one}}}")),
            (
                format!("{{ \"order\": {one} }}\n"),
                "/v1/proposals",
                format!("{{ \"order\": {one} }}"),
            ),
            (format!("[{one}, {one}]"), "/v1/batches", format!("{{\"orders\":[{one}, {one}]}}")),
            (format!("{{\"orders\":[{one}]}}"), "/v1/batches", format!("{{\"orders\":[{one}]}}")),
        ] {
            let request = request(&text).unwrap();
            assert_eq!((request.target.to_string().as_str(), &request.body), (path, &body));
        }
    }

    #[test]
    fn an_entity_and_what_is_replaced_stand_beside_the_orders() {
        let propose = |entity: Option<&str>, replaces: Option<&str>| Propose {
            file: "-".to_owned(),
            dry_run: false,
            entity: entity.map(ToOwned::to_owned),
            replaces: replaces.map(ToOwned::to_owned),
            confirm_units: None,
            key: Key::default(),
        };
        let body = propose(Some("AL-1"), Some("XAL-P-2026-000011"))
            .request(r#"[{ "order": "transfer" }]"#)
            .unwrap()
            .body;
        let sent: Value = serde_json::from_str(&body).unwrap();
        let orders = serde_json::json!([{ "order": "transfer" }]);
        let replaces = "XAL-P-2026-000011";
        let expected =
            serde_json::json!({ "orders": orders, "entity": "AL-1", "replaces": replaces });
        assert_eq!(sent, expected);
        let twice = propose(Some("AL-1"), None).request(r#"{"orders":[],"entity":"AL-2"}"#);
        assert_eq!(twice.err().as_deref(), Some("says `entity` already"));
    }

    #[test]
    fn what_holds_no_order_is_not_sent() {
        for text in ["", "{", "7", "{}", r#"{"orders": [], "order": {}}"#] {
            assert!(request(text).is_err(), "{text}");
        }
    }
}
