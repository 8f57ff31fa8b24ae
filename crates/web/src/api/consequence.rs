//! What an order would do, in plain sentences.

use std::sync::OnceLock;

use domain::account::AccountNumber;
use domain::authorization::Terms;
use domain::beneficiary::Verdict;
use domain::focal_point::FocalPoint;
use domain::ledger::{
    Effect, ExplainInconsistency, FileReport, IssueArticle64, OpenAccount, Order, RecordApproach,
    RecordConversion, ReviewBeneficiary, SetNdcPeriod, UnitOrder,
};
use domain::participation::Participation;

use crate::words::{Argument, Language, Words};

/// What the order would do, from the catalogue of messages.
pub(super) fn sentences(order: &Order, effect: &Effect) -> Vec<String> {
    let words = words();
    let mut said = vec![what_happens(words, order, effect)];
    if matches!(order, Order::IssueArticle64(_)) {
        let with = [("fund", fact(effect, "adaptation_fund")), ("omge", fact(effect, "omge"))];
        said.push(words.say("would-share-proceeds", &with));
    }
    if matches!(order, Order::Issue(_) | Order::IssueArticle64(_)) {
        said.push(words.text("would-say-nothing-about-quality"));
    }
    if is_first_transfer(order, effect) {
        said.push(words.text("would-be-first-transfer"));
    }
    if order.destination().is_some_and(|account| account.kind().is_terminal()) {
        said.push(words.text("would-never-move-again"));
    }
    said
}

fn what_happens(words: &Words, order: &Order, effect: &Effect) -> String {
    match order {
        Order::OpenSection(it) => {
            let (party, registry) = (it.party.to_string(), it.registry.to_string());
            words.say("would-open-section", &[("party", &party), ("registry", &registry)])
        }
        Order::OpenAccount(it) => opened(words, it, effect),
        Order::RecordApproach(it) => approach(words, it),
        Order::AuthorizeEntity(it) => {
            let approach = it.approach.to_string();
            let with = [("entity", it.name.as_str()), ("approach", &approach)];
            words.say("would-authorize-entity", &with)
        }
        Order::Authorize(it) => authorized(words, it),
        Order::SetFocalPoint(it) => focal_point(words, it),
        Order::RecordInventoryYear(it) => {
            words.say("would-record-inventory-year", &[("year", &it.year.to_string())])
        }
        Order::SetAdjustmentSettings(it) => {
            words.say("would-set-adjustment-settings", &[("first", &it.first.to_string())])
        }
        Order::FileReport(it) => filed(words, it),
        Order::ExplainInconsistency(it) => explained(words, it),
        Order::SetTerms(_) => words.text("would-set-terms"),
        Order::TrustRecipient(it) => {
            words.say("would-trust", &[("account", &it.account.to_string())])
        }
        Order::DistrustRecipient(it) => {
            words.say("would-distrust", &[("account", &it.account.to_string())])
        }
        Order::SetStop(it) => words.say("would-stop", &[("target", it.target.as_str())]),
        Order::LiftStop(it) => words.say("would-lift-stop", &[("stop", &it.stop.to_string())]),
        Order::RecordConversion(it) => converted(words, it),
        Order::ReviewBeneficiary(it) => reviewed(words, it),
        Order::RecordParticipation(it) => participation(words, it),
        Order::RecordInitialReport(it) => {
            let (date, review) = (it.date.to_string(), it.review.to_string());
            words.say("would-record-initial-report", &[("date", &date), ("review", &review)])
        }
        Order::SetNdcPeriod(it) => ndc_period(words, it),
        Order::RevokeAuthorization(it) => {
            words.say("would-revoke-authorization", &[("authorization", &it.id.to_string())])
        }
        Order::AuthorizeUnits(_)
        | Order::Issue(_)
        | Order::IssueArticle64(_)
        | Order::FirstTransfer(_)
        | Order::Transfer(_)
        | Order::UseTowardsNdc(_)
        | Order::UseForOimp(_)
        | Order::Cancel(_)
        | Order::Retire(_)
        | Order::ContributeToAdaptation(_)
        | Order::TransferOut(_)
        | Order::TransferIn(_) => what_happens_to_units(words, order, effect),
    }
}

fn opened(words: &Words, order: &OpenAccount, effect: &Effect) -> String {
    let (kind, metric) = (order.kind.to_string(), order.metric.to_string());
    let account = detail(effect, "account");
    words.say("would-open-account", &[("account", account), ("kind", &kind), ("metric", &metric)])
}

fn approach(words: &Words, order: &RecordApproach) -> String {
    let (id, title) = (order.id.to_string(), order.title.as_str());
    words.say("would-record-approach", &[("approach", &id), ("title", title)])
}

fn authorized(words: &Words, terms: &Terms) -> String {
    let (id, purposes) = (terms.id.to_string(), terms.purposes.to_string());
    let version = terms.version.to_string();
    let with = [("authorization", &*id), ("version", &version), ("purposes", &purposes)];
    words.say("would-authorize", &with)
}

fn issued_by_the_mechanism(words: &Words, order: &IssueArticle64) -> String {
    let units = words.count("units", order.quantity.count(), &[]);
    let (host, into) = (order.host.to_string(), order.pending.to_string());
    let with = [
        ("units", &*units),
        ("activity", order.activity.as_str()),
        ("host", &host),
        ("into", &into),
    ];
    words.say("would-issue-article-6-4", &with)
}

fn reviewed(words: &Words, order: &ReviewBeneficiary) -> String {
    let with = [("entry", &*order.entry.to_string())];
    match order.verdict {
        Verdict::Publish => words.say("would-publish-beneficiary", &with),
        Verdict::Withhold => words.say("would-withhold-beneficiary", &with),
    }
}

fn focal_point(words: &Words, named: &FocalPoint) -> String {
    let (office, email) = (named.office.as_str(), named.email.to_string());
    words.say("would-set-focal-point", &[("office", office), ("email", &email)])
}

fn filed(words: &Words, order: &FileReport) -> String {
    let (year, version) = (order.year.to_string(), order.version.to_string());
    let (file, claims) = (order.file.to_string(), order.claims.len().to_string());
    let with = [("year", &*year), ("version", &version), ("file", &file), ("claims", &claims)];
    words.say("would-file-report", &with)
}

fn explained(words: &Words, order: &ExplainInconsistency) -> String {
    let (party, year) = (order.party.to_string(), order.year.to_string());
    let check = order.check.to_string();
    let with = [("party", &*party), ("year", &year), ("check", &check)];
    words.say("would-explain-inconsistency", &with)
}

fn converted(words: &Words, order: &RecordConversion) -> String {
    let (approach, metric) = (order.approach.to_string(), order.metric.to_string());
    let (version, factor) = (order.version.to_string(), order.factor.to_string());
    let with =
        [("metric", &*metric), ("factor", &factor), ("approach", &approach), ("version", &version)];
    words.say("would-record-conversion", &with)
}

fn participation(words: &Words, order: &Participation) -> String {
    match order.first_no() {
        None => words.text("would-record-participation"),
        Some(item) => words.say("would-record-a-no", &[("item", item)]),
    }
}

fn ndc_period(words: &Words, order: &SetNdcPeriod) -> String {
    let (first, last) = (order.first.to_string(), order.last.to_string());
    let (method, metric) = (order.method.to_string(), order.metric.to_string());
    let with = [("first", &*first), ("last", &last), ("method", &method), ("metric", &metric)];
    words.say("would-set-ndc-period", &with)
}

fn what_happens_to_units(words: &Words, order: &Order, effect: &Effect) -> String {
    // An issuance names no units beforehand: it makes them.
    let issued = effect.blocks.first().map(|block| block.units);
    let Some(range) = order.units().map(|(_, units)| units).or(issued) else {
        return String::new();
    };
    let place =
        |account: Option<AccountNumber>| account.map_or_else(String::new, |it| it.to_string());
    let (from, to) = (place(order.units().map(|it| it.0)), place(order.destination()));
    let (units, range) = (words.count("units", range.units().count(), &[]), range.to_string());
    let say = |key, named: &[Argument<'_>]| {
        let mut all = vec![("units", units.as_str()), ("range", &range)];
        all.extend_from_slice(named);
        words.say(key, &all)
    };
    match order.of_units() {
        Some(UnitOrder::AuthorizeUnits(it)) => {
            say("would-authorize-units", &[("authorization", &it.authorization.to_string())])
        }
        Some(UnitOrder::Issue(_)) => say("would-issue", &[("into", &to)]),
        Some(UnitOrder::UseTowardsNdc(it)) => {
            let (party, year) = (it.from.party().to_string(), it.year.to_string());
            say("would-use-towards-ndc", &[("party", &party), ("year", &year)])
        }
        Some(UnitOrder::UseForOimp(it)) => {
            say("would-use-for-oimp", &[("named", it.named.as_str())])
        }
        Some(UnitOrder::Cancel(_)) => say("would-cancel", &[("into", &to)]),
        Some(UnitOrder::Retire(_)) => say("would-retire", &[("into", &to)]),
        Some(UnitOrder::ContributeToAdaptation(_)) => say("would-contribute", &[("from", &from)]),
        Some(UnitOrder::TransferOut(_)) => {
            say("would-transfer-out", &[("from", &from), ("to", &to)])
        }
        Some(UnitOrder::TransferIn(_)) => say("would-transfer-in", &[("to", &to)]),
        Some(UnitOrder::FirstTransfer(_) | UnitOrder::Transfer(_)) => {
            say("would-transfer", &[("from", &from), ("to", &to)])
        }
        Some(UnitOrder::IssueArticle64(it)) => issued_by_the_mechanism(words, it),
        None => String::new(),
    }
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::new(Language::ENGLISH))
}

/// A fact for the section, such as the number of an account that would be opened.
fn detail<'a>(effect: &'a Effect, field: &str) -> &'a str {
    let found = effect.private.iter().find(|(name, _)| *name == field);
    found.map_or("", |(_, text)| text.as_str())
}

/// A fact for everybody.
fn fact<'a>(effect: &'a Effect, name: &str) -> &'a str {
    effect.facts.get(name).and_then(serde_json::Value::as_str).unwrap_or_default()
}

fn is_first_transfer(order: &Order, effect: &Effect) -> bool {
    // Not of all its units: its sentence says of which.
    if matches!(order, Order::IssueArticle64(_)) {
        return false;
    }
    matches!(order, Order::FirstTransfer(_))
        || effect.facts.get("first_transfer").and_then(serde_json::Value::as_bool) == Some(true)
}
