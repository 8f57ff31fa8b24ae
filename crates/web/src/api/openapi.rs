//! The OpenAPI document of the published interface: made from the handlers themselves.

use std::sync::OnceLock;

use actix_web::App;
use domain::ledger::OrderKind;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt as _;

use super::wire;
use crate::problem::{FieldProblem, ProblemBody};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "International registry – Article 6.2",
        description = "Programs of Parties act and read here. Quantities, serials, entry numbers \
            and years are strings. Times are in UTC. What creates, moves or ends units is proposed \
            by one person and approved by another. Every POST needs an `Idempotency-Key`, save those \
            of files and of plans. A \
            problem has the type `application/problem+json` and a stable `code`.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "This registry")),
    tags(
        (name = "Sections", description = "The Parties that have a section here."),
        (name = "Approaches", description = "Cooperative approaches."),
        (name = "Authorizations", description = "What Parties let their outcomes be used for."),
        (name = "Accounts", description = "The accounts of your section."),
        (name = "Holdings", description = "What lies in the accounts of your section."),
        (name = "Units", description = "Where units are, and what happened to them."),
        (name = "Actions", description = "What was done."),
        (name = "Reports", description = "What your Party has to report, in the agreed electronic format."),
        (name = "Filings", description = "Reports that Parties file, and what the checks say of them."),
        (name = "Proposals", description = "Orders, proposed by one person and approved by another."),
        (name = "Decisions", description = "What becomes of a proposal: approved, rejected, withdrawn."),
        (name = "Incoming", description = "What others want to send, if your section accepts."),
        (name = "Stops", description = "Brakes: what is stopped, why, and until when."),
        (name = "Desk", description = "The secretariat's transfer desk: it sees, holds, moves nothing."),
    ),
    components(schemas(ProblemBody, FieldProblem, wire::Order)),
    modifiers(&Token)
)]
struct Frame;

/// How callers show who they are.
struct Token;

impl utoipa::Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of the caller, made by the registry's administrator."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The document, its members sorted by name: the same bytes from each build.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let frame = App::new().into_utoipa_app().openapi(Frame::openapi());
        let (_app, document) = frame.configure(super::configure).split_for_parts();
        // Values of ours always have a JSON form.
        let mut document = serde_json::to_value(document).unwrap_or_default();
        if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
            close(schemas);
        }
        document
    })
}

/// The document as it is checked in.
pub fn printed() -> String {
    let mut text = serde_json::to_string_pretty(document()).unwrap_or_default();
    text.push('\n');
    text
}

/// What may be missing is left out, and never null: in requests, and in answers.
fn without_null(schema: &mut Value) {
    if let Some(Value::Array(kinds)) = schema.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [kind] = kinds.as_slice() {
            schema["type"] = kind.clone();
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.retain(|choice| choice != &json!({ "type": "null" }));
        if let [choice] = choices.as_slice() {
            *schema = choice.clone();
        }
    }
}

/// Requests have no fields but those named; and each order says what kind it is.
fn close(schemas: &mut Map<String, Value>) {
    for schema in schemas.values_mut() {
        if let Some(Value::Object(fields)) = schema.get_mut("properties") {
            fields.values_mut().for_each(without_null);
        }
    }
    for kind in OrderKind::ALL {
        let Some(schema) = schemas.get_mut(wire::shape(kind)) else { continue };
        if let Some(Value::Object(properties)) = schema.pointer_mut("/properties") {
            let says = json!({
                "type": "string", "const": kind.as_str(), "description": "The kind of the order.",
            });
            properties.insert("order".to_owned(), says);
        }
        if let Some(Value::Array(required)) = schema.pointer_mut("/required") {
            required.insert(0, "order".into());
        }
    }
    let orders = OrderKind::ALL.map(wire::shape);
    for name in wire::REQUESTS.iter().chain(&orders) {
        if let Some(Value::Object(schema)) = schemas.get_mut(*name) {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
    }
}

/// The methods that the address of this path knows, if it is one of ours: `GET, POST`.
pub fn methods_of(path: &str) -> Option<String> {
    let paths = document().get("paths")?.as_object()?;
    let mut known: Vec<String> = Vec::new();
    for (_, item) in paths.iter().filter(|(template, _)| fits(template, path)) {
        known.extend(item.as_object()?.keys().map(|method| method.to_uppercase()));
    }
    known.sort();
    (!known.is_empty()).then(|| known.join(", "))
}

fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}
