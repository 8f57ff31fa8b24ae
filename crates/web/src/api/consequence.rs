//! What an order would do, in plain sentences.

use std::sync::OnceLock;

use domain::ledger::{Effect, Order};
use domain::unit::UnitRange;

use crate::words::{Argument, Language, Words};

/// What the order would do, from the catalogue of messages.
pub(super) fn sentences(order: &Order, effect: &Effect) -> Vec<String> {
    let words = words();
    let mut said = Vec::new();
    match order {
        Order::OpenSection(it) => {
            let (party, registry) = (it.party.to_string(), it.registry.to_string());
            said.push(
                words.say("would-open-section", &[("party", &party), ("registry", &registry)]),
            );
        }
        Order::OpenAccount(it) => {
            let account = detail(effect, "account");
            let (kind, metric) = (it.kind.to_string(), it.metric.to_string());
            let with: [Argument<'_>; 3] =
                [("account", account), ("kind", &kind), ("metric", &metric)];
            said.push(words.say("would-open-account", &with));
        }
        Order::RecordApproach(it) => {
            let id = it.id.to_string();
            let with: [Argument<'_>; 2] = [("approach", &id), ("title", it.title.as_str())];
            said.push(words.say("would-record-approach", &with));
        }
        Order::AuthorizeEntity(it) => {
            let approach = it.approach.to_string();
            let with: [Argument<'_>; 2] = [("entity", it.name.as_str()), ("approach", &approach)];
            said.push(words.say("would-authorize-entity", &with));
        }
        Order::Authorize(it) => {
            let (id, purposes) = (it.id.to_string(), it.purposes.to_string());
            let version = it.version.to_string();
            let with: [Argument<'_>; 3] =
                [("authorization", &id), ("version", &version), ("purposes", &purposes)];
            said.push(words.say("would-authorize", &with));
        }
        Order::AuthorizeUnits(it) => {
            let authorization = it.authorization.to_string();
            let with = [("authorization", authorization.as_str())];
            said.push(about_units(words, "would-authorize-units", it.units, &with));
        }
        Order::Issue(it) => {
            let into = it.into.to_string();
            for block in &effect.blocks {
                said.push(about_units(words, "would-issue", block.units, &[("into", &into)]));
            }
            said.push(words.text("would-say-nothing-about-quality"));
        }
        Order::FirstTransfer(it) | Order::Transfer(it) => {
            let (from, to) = (it.from.to_string(), it.to.to_string());
            let with: [Argument<'_>; 2] = [("from", &from), ("to", &to)];
            said.push(about_units(words, "would-transfer", it.units, &with));
        }
        Order::UseTowardsNdc(it) => {
            let (party, year) = (it.from.party().to_string(), it.year.to_string());
            let with: [Argument<'_>; 2] = [("party", &party), ("year", &year)];
            said.push(about_units(words, "would-use-towards-ndc", it.units, &with));
        }
        Order::UseForOimp(it) => {
            let with = [("named", it.named.as_str())];
            said.push(about_units(words, "would-use-for-oimp", it.units, &with));
        }
        Order::Cancel(it) => {
            let into = it.into.to_string();
            said.push(about_units(words, "would-cancel", it.units, &[("into", &into)]));
        }
    }
    if is_first_transfer(order, effect) {
        said.push(words.text("would-be-first-transfer"));
    }
    if order.destination().is_some_and(|account| account.kind().is_terminal()) {
        said.push(words.text("would-never-move-again"));
    }
    said
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::new(Language::ENGLISH))
}

fn about_units(
    words: &Words,
    key: &'static str,
    range: UnitRange,
    with: &[Argument<'_>],
) -> String {
    let (units, range) = (words.count("units", range.units().count(), &[]), range.to_string());
    let mut all: Vec<Argument<'_>> = vec![("units", &units), ("range", &range)];
    all.extend_from_slice(with);
    words.say(key, &all)
}

/// A fact for the section, such as the number of an account that would be opened.
fn detail<'a>(effect: &'a Effect, field: &str) -> &'a str {
    let found = effect.private.iter().find(|(name, _)| *name == field);
    found.map_or("", |(_, text)| text.as_str())
}

fn is_first_transfer(order: &Order, effect: &Effect) -> bool {
    matches!(order, Order::FirstTransfer(_))
        || effect.facts.get("first_transfer").and_then(serde_json::Value::as_bool) == Some(true)
}
