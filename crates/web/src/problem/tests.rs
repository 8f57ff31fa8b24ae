use std::collections::{BTreeMap, BTreeSet};

use actix_web::body::to_bytes;

use super::*;

fn samples() -> Vec<Problem> {
    samples::problems().unwrap()
}

/// The text of the catalogue's file, to see which arguments a message names.
const CATALOGUE: &str = include_str!("../../locales/en/problems.ftl");

fn arguments_of(lines: &str) -> BTreeSet<String> {
    let named = lines.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
    named.map(str::to_owned).collect()
}

fn messages() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let mut key = String::new();
    for line in CATALOGUE.lines() {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with([' ', '#'])) {
            key = name.to_owned();
        }
        all.entry(key.clone()).or_insert_with(BTreeSet::new).extend(arguments_of(line));
    }
    all
}

#[test]
fn every_code_has_an_example_and_no_code_stands_for_two_things() {
    let mut codes: Vec<_> = samples().iter().map(Problem::code).collect();
    codes.sort_unstable();
    let refusals: BTreeSet<_> = Refusal::ALL.iter().map(|(code, _)| *code).collect();
    let kinds: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!((refusals.len(), kinds.len()), (Refusal::ALL.len(), Kind::ALL.len()));
    let both: Vec<_> = refusals.intersection(&kinds).copied().collect();
    assert_eq!(both, ["key-reused", "not-found"]);
    let wanted: Vec<_> = refusals.union(&kinds).copied().collect();
    assert_eq!(codes, wanted);
}

#[test]
fn every_problem_has_its_three_texts_and_names_no_number_that_it_lacks() {
    let messages = messages();
    for problem in samples() {
        let body = problem.body(None);
        for text in [&body.title, &body.detail, &body.remedy] {
            assert!(!text.contains("problem-") && !text.contains("{$"), "{}: {text}", body.code);
            assert!(text.contains(' ') || *text == body.title, "{}: {text}", body.code);
        }
        let named = &messages[&format!("problem-{}", body.code)];
        let given: BTreeSet<String> = body.numbers.keys().cloned().collect();
        assert!(named.is_subset(&given), "{}: {named:?} of {given:?}", body.code);
    }
}

#[test]
fn every_flaw_has_its_sentence_with_what_it_names() {
    let messages = messages();
    for (code, names) in Flaw::ALL {
        let given: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(messages.get(&format!("flaw-{code}")), Some(&given), "{code}");
        let with = names.iter().map(|name| (*name, "7".to_owned())).collect();
        let said = texts::of_flaw(&Flaw { code, with });
        assert!(said.ends_with('.') && !said.contains("flaw-"), "{code}: {said}");
    }
}

#[test]
fn the_catalogue_has_no_words_for_codes_that_do_not_exist() {
    let codes: BTreeSet<_> = samples().iter().map(Problem::code).collect();
    for key in messages().keys() {
        if let Some(code) = key.strip_prefix("problem-") {
            assert!(codes.contains(code), "{code}");
        }
        if let Some(code) = key.strip_prefix("flaw-") {
            assert!(Flaw::ALL.iter().any(|(known, _)| *known == code), "{code}");
        }
    }
}

#[test]
fn sentences_have_at_most_twenty_words() {
    for problem in samples() {
        let body = problem.body(None);
        for text in [&body.title, &body.detail, &body.remedy] {
            for sentence in text.split_inclusive(['.', ':', ';']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 20, "{}: {words} words: {sentence}", body.code);
            }
        }
    }
}

#[test]
fn a_refusal_is_told_with_its_rule_its_numbers_and_what_to_do_r114() {
    let refused = Refused {
        order: Some(3),
        why: samples::problems()
            .and_then(|_| {
                Ok(Refusal::CapExceeded {
                    authorization: "A-17".parse()?,
                    cap: "20000".parse()?,
                    first_transferred: 18_400,
                    asked: "3800".parse()?,
                })
            })
            .unwrap(),
    };
    let id = Uuid::from_u128(7);
    let body = serde_json::to_value(Problem::from(refused).body(Some(id))).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "type": "/problems/cap-exceeded",
            "title": "More than the authorization allows",
            "status": 409,
            "detail": "Authorization A-17 covers 20,000; 18,400 were first transferred. \
                       You asked for 3,800. No units moved.",
            "instance": "urn:uuid:00000000-0000-0000-0000-000000000007",
            "code": "cap-exceeded",
            "rule": "R-114",
            "numbers": {
                "authorization": "A-17", "cap": "20000", "first_transferred": "18400",
                "asked": "3800",
            },
            "remedy": "Lower the quantity, or have a new version of the authorization recorded.",
            "order": 3,
        })
    );
}

#[test]
fn years_are_not_printed_like_quantities() {
    let problems = samples();
    let about = problems.iter().find(|problem| problem.code() == "vintage-too-early").unwrap();
    assert!(about.body(None).detail.starts_with("The vintage is 2020. The earliest"));
}

#[test]
fn an_unknown_proposal_looks_like_anything_that_is_not_there_t01() {
    let proposal = domain::id::Id::from_uuid(Uuid::from_u128(1));
    let refused = Problem::from(Refused::from(Refusal::ProposalUnknown { proposal }));
    let unknown = Problem::from(app::ApproveError::Unknown);
    let text = |problem: Problem| serde_json::to_string(&problem.body(None)).unwrap();
    assert_eq!(text(refused), text(Problem::not_found()));
    assert_eq!(text(unknown), text(Problem::not_found()));
}

#[actix_web::test]
async fn a_busy_registry_says_when_to_ask_again() {
    let answer = Problem::from(app::StoreError::Busy).answer(None);
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers().get("retry-after").unwrap(), "1");
    assert_eq!(answer.headers().get("content-type").unwrap(), MEDIA_TYPE);
    let body = to_bytes(answer.into_body()).await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains("\"code\":\"busy\""));
}

#[test]
fn an_answer_names_the_first_hundred_flawed_fields_and_how_many_there_are() {
    let place = Place::Body("/orders/0/units".to_owned());
    let error = FieldError { place, flaw: Flaw::missing() };
    let body = Problem::invalid(vec![error; 250]).body(None);
    assert_eq!(body.errors.len(), 100);
    assert_eq!(body.numbers["count"], "250");
}

#[test]
fn the_files_in_docs_are_the_pages_that_are_served() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/problems");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted: BTreeSet<String> = pages().iter().map(Page::file).collect();
    if std::env::var_os("ITMO_WRITE_GENERATED").is_some() {
        for page in pages() {
            std::fs::write(format!("{folder}/{}", page.file()), &page.text).unwrap();
        }
        return;
    }
    assert_eq!(found, wanted, "run this test with ITMO_WRITE_GENERATED=1");
    for page in pages() {
        let found = std::fs::read_to_string(format!("{folder}/{}", page.file())).unwrap();
        assert_eq!(found, page.text, "{}: run it with ITMO_WRITE_GENERATED=1", page.code);
    }
}
