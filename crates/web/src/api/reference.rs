//! The reference page of the interface, made from the OpenAPI document.

use serde_json::{Map, Value};

use super::openapi;
use crate::problem::pages;
use crate::public::frame::Frame;
use crate::public::reference::{
    Answer, Field, Operation, ProblemLink, ReferencePage, Subject, SubjectPage,
};

/// The page of all operations, in short.
pub fn page(frame: Frame) -> ReferencePage {
    let version = text(openapi::document().pointer("/info/version"));
    let (document, subjects) = ("/openapi.json".to_owned(), subjects());
    ReferencePage { frame, version, document, subjects }
}

/// The page of the operations about one thing, in full.
pub fn subject_page(frame: Frame, slug: &str) -> Option<SubjectPage> {
    let subject = subjects().into_iter().find(|subject| subject.slug() == slug)?;
    Some(SubjectPage { frame, subject })
}

/// The operations by their tags, in the order of the document.
fn subjects() -> Vec<Subject> {
    let document = openapi::document();
    let mut subjects: Vec<Subject> = Vec::new();
    for (path, item) in members(document.get("paths")) {
        for (method, it) in members(Some(item)) {
            let tag = it.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
            let operation = operation(path, method, it);
            if let Some(subject) = subjects.iter_mut().find(|subject| subject.name == tag) {
                subject.operations.push(operation);
            } else {
                let (name, operations) = (tag.to_owned(), vec![operation]);
                subjects.push(Subject { name, operations });
            }
        }
    }
    subjects
}

fn operation(path: &str, method: &str, it: &Value) -> Operation {
    let description = text(it.get("description"));
    let request = it.pointer("/requestBody/content/application~1json/schema");
    let mut answers = Vec::new();
    let mut problems = Vec::new();
    for (status, answer) in members(it.get("responses")) {
        let status = status.parse().unwrap_or_default();
        let about = text(answer.get("description"));
        match answer.pointer("/content/application~1json/schema") {
            Some(schema) => answers.push(Answer { status, text: about, fields: fields(schema) }),
            None => problems.extend(linked(status, &about)),
        }
    }
    Operation {
        id: text(it.get("operationId")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(it.get("summary")),
        description: description.split("\n\n").map(str::to_owned).collect(),
        parameters: items(it.get("parameters")).map(parameter).collect(),
        request: request.map_or_else(Vec::new, fields),
        answers,
        problems,
    }
}

/// The problems whose codes the description of a response names.
fn linked(status: u16, about: &str) -> Vec<ProblemLink> {
    let (_, codes) = about.rsplit_once(": ").unwrap_or_default();
    let of = |code: &str| pages().iter().find(|page| page.code == code);
    let named = codes.trim_end_matches('.').split(", ").filter_map(of);
    named
        .map(|page| ProblemLink { code: page.code.to_owned(), status, title: page.title.clone() })
        .collect()
}

fn parameter(it: &Value) -> Field {
    Field {
        name: text(it.get("name")),
        place: text(it.get("in")),
        kind: it.get("schema").map_or_else(String::new, kind),
        is_required: it.get("required").and_then(Value::as_bool).unwrap_or(false),
        text: text(it.get("description")),
    }
}

/// The fields of a body.
fn fields(schema: &Value) -> Vec<Field> {
    let schema = resolved(schema);
    let mut all = Vec::new();
    for (name, it) in members(schema.get("properties")) {
        let required = items(schema.get("required")).any(|known| known == name.as_str());
        all.push(Field {
            name: name.clone(),
            place: String::new(),
            kind: kind(it),
            is_required: required,
            text: text(it.get("description").or_else(|| resolved(it).get("description"))),
        });
    }
    all
}

/// What a value is: `string`, `array of Order`, `Units`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let either: Vec<String> = items(schema.get("oneOf"))
        .filter(|one| one.get("type") != Some(&"null".into()))
        .map(kind)
        .collect();
    if !either.is_empty() {
        return either.join(" or ");
    }
    let named: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let named: Vec<&str> = named.into_iter().filter(|name| *name != "null").collect();
    match schema.get("items") {
        Some(item) => format!("array of {}", kind(item)),
        None => named.join(" or "),
    }
}

/// The schema that a reference leads to.
fn resolved(schema: &Value) -> &Value {
    let place =
        schema.get("$ref").and_then(Value::as_str).and_then(|place| place.strip_prefix('#'));
    place.and_then(|place| openapi::document().pointer(place)).unwrap_or(schema)
}

fn members(of: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    of.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn items(of: Option<&Value>) -> impl Iterator<Item = &Value> {
    of.and_then(Value::as_array).into_iter().flatten()
}

fn text(of: Option<&Value>) -> String {
    of.and_then(Value::as_str).unwrap_or_default().to_owned()
}
