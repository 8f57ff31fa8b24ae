//! JSON by technical names.

use domain::aef::{Dialect, TableId};
use workbook::{Format, Refused, open};

use crate::sample::{document, opened, rules, texts, written};

fn json() -> String {
    String::from_utf8(written(&document(), Dialect::Template, Format::Json)).unwrap()
}

/// What a person is told.
fn why(text: &str) -> String {
    let refused = open(rules(), text.as_bytes()).unwrap_err();
    let Refused::NotJson { why } = refused else { panic!("{refused:?}") };
    why
}

#[test]
fn technical_names_are_the_keys_and_all_values_are_texts() {
    let text = json();
    assert!(text.starts_with(
        "{\"nomenclature\":\"2026-02-17\",\"dialect\":\"template\",\"submission\":\
         {\"ParticipatingParty\":\"VUT\",\"SubmissionVersion\":\"1.0\",\"ReportedYear\":\"2024\""
    ));
    assert!(text.contains("\"authorized_entities\":[{\"DateOfAuthorization\":\"01/02/2024\""));
    let opened = opened(text.as_bytes());
    assert_eq!(opened.dialect, Some(Dialect::Template));
    assert_eq!(texts(&opened.document), texts(&document()));
}

#[test]
fn what_is_left_out_is_empty_but_a_field_of_the_platform_has_its_text_r236() {
    let text = r#"{"nomenclature": "2026-02-17", "submission": {"ParticipatingParty": "VUT"},
        "holdings": [{}, {"Vintage": "2024"}]}"#;
    let opened = opened(text.as_bytes());
    assert_eq!(opened.dialect, None);
    let submission = &opened.document.rows(TableId::Submission)[0];
    assert_eq!((submission.cell(1), submission.cell(2)), ("VUT", ""));
    assert_eq!(submission.cell(9), "{Link to be produced by the CARP}");
    let [holding] = opened.document.rows(TableId::Holdings) else { panic!("one holding") };
    assert_eq!((holding.at, holding.cell(16)), (2, "2024"), "rows count from 1, empty ones too");
}

#[test]
fn a_cell_of_the_platform_that_was_emptied_stays_empty_r236() {
    let mut document = document();
    document.rows_mut(TableId::Submission)[0].cells[8] = "".into();
    let bytes = written(&document, Dialect::Template, Format::Json);
    assert_eq!(texts(&opened(&bytes).document), texts(&document));
}

#[test]
fn an_unknown_key_a_second_one_and_a_number_are_named() {
    let text = json();
    let unknown = text.replacen("\"Vintage\"", "\"Year\"", 1);
    assert!(why(&unknown).starts_with("`actions` has no field `Year` at line 1 column"));
    let unknown = text.replace("\"holdings\"", "\"stocks\"");
    assert!(why(&unknown).starts_with("there is no table `stocks`"));
    let twice = text.replacen("\"Vintage\":", "\"Vintage\":\"1\",\"Vintage\":", 1);
    assert!(why(&twice).starts_with("the key `Vintage` is there twice"));
    let twice = text.replacen("\"holdings\":", "\"holdings\":[],\"holdings\":", 1);
    assert!(why(&twice).starts_with("the key `holdings` is there twice"));
    let number = text.replacen("\"Vintage\":\"2024\"", "\"Vintage\":2024", 1);
    assert!(why(&number).contains("expected a string"), "{}", why(&number));
    assert!(why("{}").contains("`nomenclature` is missing"));
    assert!(why(&format!("{text}{text}")).starts_with("trailing characters"));
    assert!(why(&text.replace("\"template\"", "\"slang\"")).starts_with("a dialect is"));
    assert!(why(&format!("{{\"a\":{}", "[".repeat(100_000))).starts_with("there is no table `a`"));
    assert!(why(&format!("{{\"holdings\":{}", "[".repeat(100_000))).starts_with("invalid type"));
}

#[test]
fn a_file_of_another_nomenclature_is_not_read_by_these_rules_r070() {
    let text = json().replace("2026-02-17", "2024-11-01");
    let (found, rules_date) = ("2024-11-01".to_owned(), "2026-02-17".to_owned());
    let refused = open(rules(), text.as_bytes()).unwrap_err();
    assert_eq!(refused, Refused::OtherNomenclature { found, rules: rules_date });
}

#[test]
fn a_message_repeats_little_of_what_a_stranger_wrote() {
    let long = "x".repeat(1_000_000);
    let text = json();
    for text in [
        text.replacen("2026-02-17", &long, 1),
        text.replacen("\"Vintage\"", &format!("\"{long}\""), 1),
        format!("{{\"holdings\": \"{long}\"}}"),
    ] {
        let refused = open(rules(), text.as_bytes()).unwrap_err().to_string();
        assert!(refused.len() < 400, "{}", refused.len());
    }
}

#[test]
fn no_format_is_guessed_where_none_is_meant() {
    assert_eq!(Format::ALL.map(Format::as_str), ["xlsx", "csv", "json"]);
}
