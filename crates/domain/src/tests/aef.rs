//! The agreed electronic format: reading and writing its cells.

use crate::aef::{
    ActionKind, Aef, Dialect, Document, Issue, RawRow, Rules, Severity, Subtype, TableId, Version,
    read, write,
};

const PLATFORM: &str = "{Information in this field is populated by the CARP}";
const LINK: &str = "{Link to be produced by the CARP}";

fn rules() -> &'static Rules {
    Rules::newest().unwrap()
}

/// A row, its cells separated by bars.
fn row(at: u32, cells: &str) -> RawRow {
    RawRow { at, cells: cells.split('|').map(Into::into).collect() }
}

/// A filled file of Vanuatu for 2024: rows of the specification's section 17.6, all invented.
fn document() -> Document {
    let mut document = Document::default();
    let submission = format!("VUT|1.0|2024|15/04/2025|{PLATFORM}|{PLATFORM}|2021|2030|{LINK}");
    *document.rows_mut(TableId::Submission) = vec![row(4, &submission)];
    *document.rows_mut(TableId::Authorizations) = vec![
        row(
            8,
            "VUT-A1|01/02/2024|CA0004|1|NA|GHG|NA|NA|Energy generation|Solar|OIMP|NA|NA|CORSIA|NA|NA\
             ||Authorisation|NA",
        ),
        row(
            9,
            "VUT-A2|01/02/2024|CA0004|1|1000|GHG|NA|NA|Energy generation|NA|NDC|CHE, JPN|NA|NA\
             |Occurred: from 2021 to 2030. Use: from 2021 to 2030|NA||NA|NA",
        ),
    ];
    *document.rows_mut(TableId::Actions) = vec![
        row(
            9,
            "01/03/2024|First transfer|Authorization|CA0004|VUT-A1|VUT|VUT01\
             |CA0004-VUT01-VUT-601-2024|CA0004-VUT01-VUT-1000-2024|GS|500601|501000|GHG|NA|NA|400|NA\
             |Emission reductions|2024|NA|NA|CORSIA|NA|NA|NA||NA",
        ),
        row(
            10,
            "02/03/2024|First transfer|First transfer to another Party|CA0004|VUT-A2|VUT|VUT01\
             |CA0004-VUT01-VUT-1-2024|CA0004-VUT01-VUT-400-2024|GS|500001|500400|GHG|NA|NA|400|NA\
             |Emission reductions|2024|NA|CHE|NA|NA|NA|NA||NA",
        ),
    ];
    *document.rows_mut(TableId::Holdings) = vec![row(
        8,
        "CA0004|VUT-A2|VUT|VUT01|CA0004-VUT01-VUT-401-2024|CA0004-VUT01-VUT-600-2024\
         |GS|500401|500600|GHG|NA|NA|200|NA|Emission reductions|2024",
    )];
    let entity = row(11, "01/02/2024|Sunny Ltd|VUT|123.4|CA0004|NA|NA|NA");
    *document.rows_mut(TableId::AuthorizedEntities) = vec![entity];
    document
}

fn understood(document: &Document) -> Aef {
    let reading = read(rules(), document);
    assert_eq!(reading.findings, []);
    reading.aef.unwrap()
}

/// The one finding of a document with a cell changed.
fn finding_with(
    table: TableId,
    row: usize,
    field: u8,
    text: &str,
) -> (Issue, Severity, String, u32) {
    let mut document = document();
    let index = usize::from(field) - 1;
    document.rows_mut(table)[row].cells[index] = text.into();
    let reading = read(rules(), &document);
    let [finding] = reading.findings.as_slice() else { panic!("{:?}", reading.findings) };
    assert_eq!(finding.place.table, table);
    assert_eq!(finding.place.field, Some(field));
    assert!(finding.cause.ends_with('.') && finding.remedy.ends_with(['.', '}']), "{finding:?}");
    (finding.issue, finding.severity, finding.cause.clone(), finding.place.row)
}

#[test]
fn the_shipped_layout_has_the_five_tables_with_their_fields_r231() {
    let rules = rules();
    let counts: Vec<_> = rules.tables().iter().map(|table| table.fields.len()).collect();
    assert_eq!(counts, [9, 19, 27, 16, 8]);
    assert_eq!(rules.sheets().len(), 7);
    let last = rules.table(TableId::Actions).unwrap().field(27).unwrap();
    assert_eq!((last.tech.as_str(), last.column()), ("AdditionalExplanatoryInformation", "AH"));
    let party = rules.table(TableId::Submission).unwrap().field(1).unwrap();
    assert_eq!((party.tech.as_str(), party.column()), ("ParticipatingParty", "C"));
}

#[test]
fn every_list_and_pattern_that_a_field_names_is_in_the_nomenclature_r070() {
    let nomenclature = rules().nomenclature();
    for field in rules().tables().iter().flat_map(|table| &table.fields) {
        if let Some(list) = &field.list {
            assert!(nomenclature.values(list).next().is_some(), "{list}");
        }
        if let Some(pattern) = &field.pattern {
            assert!(nomenclature.pattern(pattern).is_some(), "{pattern}");
        }
    }
}

#[test]
fn a_file_is_read_and_written_back_cell_by_cell_r248() {
    let document = document();
    let aef = understood(&document);
    assert_eq!(aef.submission.version, Version::FIRST);
    assert_eq!(aef.actions.len(), 2);
    assert_eq!(write(&aef, Dialect::Template), document);
}

#[test]
fn the_other_dialect_is_read_back_to_the_same_tables_r059_r243() {
    let aef = understood(&document());
    let other = write(&aef, Dialect::Nomenclature);
    let action = &other.rows(TableId::Actions)[1];
    assert_eq!((action.cell(1), action.cell(8), action.cell(9)), ("2024-03-02", "1", "400"));
    assert_eq!(understood(&other), aef);
    assert_eq!(write(&understood(&other), Dialect::Nomenclature), other);
}

#[test]
fn a_voluntary_cancellation_is_a_cancellation_in_the_template_s18_no8() {
    assert_eq!(ActionKind::VoluntaryCancellation.written(Dialect::Template), Some("Cancellation"));
    assert_eq!(ActionKind::Authorization.written(Dialect::Template), None);
    for kind in ActionKind::ALL {
        assert_eq!(kind.written(Dialect::Nomenclature), Some(kind.as_str()));
        assert!(rules().nomenclature().lists("action_types", kind.as_str()));
    }
}

#[test]
fn a_changed_cell_of_the_platform_is_an_error_r236() {
    let (issue, severity, ..) = finding_with(TableId::Submission, 0, 6, "consistent");
    assert_eq!((issue, severity), (Issue::CarpPopulated, Severity::Error));
    let (.., row) = finding_with(TableId::Submission, 0, 9, "");
    assert_eq!(row, 12, "the ninth field stands in row 12");
}

#[test]
fn each_wrong_cell_is_one_finding_that_says_what_and_why_13_8() {
    use Issue::*;
    for (table, row, field, text, issue) in [
        (TableId::Submission, 0, 2, "", Required),
        (TableId::Submission, 0, 2, "0.1", Format),
        (TableId::Submission, 0, 3, "two", WrongType),
        (TableId::Submission, 0, 7, "2031", Format),
        (TableId::Authorizations, 0, 9, "Energy", UnknownControlledValue),
        (TableId::Authorizations, 0, 14, "NA", ConditionalRequired),
        (TableId::Authorizations, 1, 14, "CORSIA", NotApplicable),
        (TableId::Authorizations, 1, 15, "soon", Format),
        (TableId::Authorizations, 1, 12, "CHE, Japan", Format),
        (TableId::Actions, 0, 1, "1.3.2024", WrongType),
        (TableId::Actions, 0, 2, "Firsttransfer", UnknownControlledValue),
        (
            TableId::Actions,
            1,
            3,
            "Voluntary transfer to the Adaptation Fund (A6.4 ERs)",
            UnknownControlledValue,
        ),
        (TableId::Actions, 1, 8, "CA0004-VUT01-VUT-401-2024", InvalidBlockRange),
        (TableId::Actions, 1, 6, "CHE", InconsistentBlock),
        (TableId::Actions, 1, 16, "399", InconsistentBlock),
        (TableId::Actions, 1, 19, "2023", InconsistentBlock),
        (TableId::Actions, 1, 20, "CHE", NotApplicable),
        (TableId::Actions, 1, 21, "NA", ConditionalRequired),
        (TableId::Holdings, 0, 12, "megawatt hours", NotApplicable),
        (TableId::Holdings, 0, 4, "VU01", Format),
        (TableId::AuthorizedEntities, 0, 2, "", Required),
    ] {
        let (found, severity, cause, _) = finding_with(table, row, field, text);
        assert_eq!((found, severity), (issue, Severity::Error), "{field} {text}: {cause}");
    }
}

#[test]
fn holdings_of_one_registry_that_share_units_are_one_finding_r245() {
    let mut document = document();
    let first = document.rows(TableId::Holdings)[0].clone();
    let mut second = RawRow { at: 9, ..first };
    second.cells[4] = "CA0004-VUT01-VUT-600-2024".into();
    second.cells[5] = "CA0004-VUT01-VUT-700-2024".into();
    second.cells[12] = "101".into();
    (second.cells[7], second.cells[8]) = ("500600".into(), "500700".into());
    document.rows_mut(TableId::Holdings).push(second.clone());
    let reading = read(rules(), &document);
    let [finding] = reading.findings.as_slice() else { panic!("{:?}", reading.findings) };
    assert_eq!((finding.issue, finding.severity), (Issue::OverlappingBlock, Severity::Error));
    assert_eq!(finding.place.cell(rules()).as_deref(), Some("F9"));
    assert_eq!(reading.aef.map(|aef| aef.holdings.len()), Some(1), "the later row is left out");
    // In another registry they may be held, as far as the rows of one file can tell.
    second.cells[3] = "CHE01".into();
    document.rows_mut(TableId::Holdings)[1] = second;
    assert_eq!(read(rules(), &document).findings, []);
}

#[test]
fn an_action_has_the_subtypes_of_its_type_and_no_others_r071() {
    let nomenclature = rules().nomenclature();
    let count = |kind: ActionKind| {
        let all = Subtype::ALL.into_iter();
        all.filter(|it| nomenclature.allows_subtype(kind.as_str(), it.as_str())).count()
    };
    let counts = ActionKind::ALL.map(count);
    assert_eq!(counts, [0, 8, 3, 0, 0, 4, 4]);
    for subtype in Subtype::ALL {
        assert!(nomenclature.lists("action_subtypes", subtype.as_str()), "{subtype}");
    }
}

#[test]
fn what_does_not_apply_counts_as_nothing_r237() {
    let mut document = document();
    for cell in &mut document.rows_mut(TableId::Actions)[0].cells {
        if &**cell == "NA" {
            *cell = "".into();
        }
    }
    assert_eq!(understood(&document), understood(&self::document()));
    let mut wanting = self::document();
    wanting.rows_mut(TableId::Actions)[0].cells[0] = "NA".into();
    assert_eq!(read(rules(), &wanting).findings[0].issue, Issue::Required);
}

#[test]
fn what_only_newer_checkers_read_is_a_warning_r054_r162_r248() {
    for (table, row, field, text) in [
        (TableId::Authorizations, 0, 1, "VUT/A1"),
        (TableId::Authorizations, 0, 18, "First international transfer"),
        (TableId::Actions, 0, 3, "Authorisation"),
    ] {
        let (_, severity, cause, _) = finding_with(table, row, field, text);
        assert_eq!(severity, Severity::Warning, "{cause}");
    }
}

#[test]
fn a_masked_field_of_words_is_read_and_stays_masked_r294() {
    let mut document = document();
    document.rows_mut(TableId::AuthorizedEntities)[0].cells[1] = "confidential".into();
    document.rows_mut(TableId::Actions)[0].cells[10] = "confidential".into();
    let aef = understood(&document);
    assert!(aef.actions[0].outcome.underlying.are_masked());
    assert_eq!(write(&aef, Dialect::Template), document);
}
