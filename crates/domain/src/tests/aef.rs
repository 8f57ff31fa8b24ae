//! The agreed electronic format: reading and writing its cells.

use crate::aef::{
    ActionKind, Aef, Dialect, Difference, Document, Issue, Place, RawRow, Rules, Severity, Subtype,
    TableId, Version, differences, mask, read, write,
};
use crate::filing::Claimable;

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

#[test]
fn an_entity_is_authorized_under_an_approach_once_a_day_r247() {
    let mut document = document();
    let first = document.rows(TableId::AuthorizedEntities)[0].clone();
    let mut again = RawRow { at: 12, ..first };
    again.cells[3] = "999".into();
    document.rows_mut(TableId::AuthorizedEntities).push(again.clone());
    let reading = read(rules(), &document);
    let [finding] = reading.findings.as_slice() else { panic!("{:?}", reading.findings) };
    assert_eq!((finding.issue, finding.severity), (Issue::DuplicateRow, Severity::Error));
    assert_eq!(finding.place.cell(rules()).as_deref(), Some("C12"));
    assert_eq!(reading.aef.map(|aef| aef.entities.len()), Some(1), "the later row is left out");
    // Another day, another name or another approach is another authorization.
    for (cell, text) in [(0, "02/02/2024"), (1, "Sunny AG"), (4, "CA0005"), (1, "confidential")] {
        let mut other = again.clone();
        other.cells[cell] = text.into();
        document.rows_mut(TableId::AuthorizedEntities)[1] = other;
        assert_eq!(read(rules(), &document).findings, [], "{text}");
    }
}

#[test]
fn what_is_kept_back_is_masked_and_what_is_empty_is_not_r294() {
    let mut document = document();
    let more = row(12, "03/02/2024|Windy Ltd|VUT|123.5|CA0004|Hidden|NA|NA");
    document.rows_mut(TableId::AuthorizedEntities).push(more);
    let fields = [
        (TableId::AuthorizedEntities, "AuthorizedEntityName"),
        (TableId::AuthorizedEntities, "AuthorizedEntityConditions"),
        (TableId::Actions, "UnderlyingUnitFirstUnitID"),
    ];
    let masked = mask(rules(), &document, fields);
    let entities = masked.rows(TableId::AuthorizedEntities);
    let names: Vec<_> = entities.iter().map(|row| row.cell(2)).collect();
    assert_eq!(names, ["confidential", "confidential"]);
    let conditions: Vec<_> = entities.iter().map(|row| row.cell(6)).collect();
    assert_eq!(conditions, ["NA", "confidential"]);
    assert!(masked.rows(TableId::Actions).iter().all(|row| row.cell(11) == "confidential"));
    assert!(!format!("{masked:?}").contains("Sunny"));
    assert_eq!(masked.rows(TableId::Holdings), document.rows(TableId::Holdings));
    assert!(read(rules(), &masked).is_whole(), "it can be read as any report");
}

#[test]
fn every_field_that_may_be_kept_back_can_be_read_masked_r293() {
    let mut document = document();
    document.rows_mut(TableId::Authorizations)[0].cells[15] = "as agreed".into();
    document.rows_mut(TableId::Authorizations)[1].cells[12] = "123.4".into();
    let list = Claimable::on(jiff::civil::date(2026, 11, 26)).unwrap();
    let masked = mask(rules(), &document, list.fields());
    let reading = read(rules(), &masked);
    assert_eq!(reading.findings, []);
    for hidden in ["Sunny", "123.4", "500601", "as agreed"] {
        assert!(!format!("{masked:?}").contains(hidden), "{hidden}");
    }
}

fn told(before: &Document, after: &Document) -> Vec<String> {
    let place = |place: Option<Place>| match place {
        Some(Place { table, row, field: Some(field) }) => format!("{table} {row}/{field}"),
        Some(Place { table, row, field: None }) => format!("{table} {row}"),
        None => "nowhere".to_owned(),
    };
    let line = |it: &Difference| {
        let texts =
            |texts: &[Box<str>]| if texts.len() > 1 { "row".into() } else { texts.join("") };
        let (before, after) = (place(it.before), place(it.after));
        format!("{before} > {after}: {} > {}", texts(&it.was), texts(&it.is))
    };
    differences(before, after).iter().map(line).collect()
}

#[test]
fn a_correction_is_told_cell_by_cell_and_rows_that_moved_are_not_r268() {
    let before = document();
    assert_eq!(told(&before, &before), [""; 0]);
    let mut after = before.clone();
    after.rows_mut(TableId::Submission)[0].cells[1] = "1.1".into();
    let actions = after.rows_mut(TableId::Actions);
    actions.swap(0, 1);
    (actions[0].at, actions[1].at) = (9, 10);
    actions[1].cells[0] = "04/03/2024".into();
    let holdings = after.rows_mut(TableId::Holdings);
    holdings[0].cells[5] = "CA0004-VUT01-VUT-590-2024".into();
    holdings[0].cells[12] = "190".into();
    let entities = after.rows_mut(TableId::AuthorizedEntities);
    entities[0].at = 12;
    entities.insert(0, row(11, "01/02/2023|Windy Ltd|VUT|7|CA0004|NA|NA|NA"));
    let authorizations = after.rows_mut(TableId::Authorizations);
    authorizations.remove(0);
    authorizations[0].at = 8;
    assert_eq!(
        told(&before, &after),
        [
            "submission 4/2 > submission 4/2: 1.0 > 1.1",
            "authorizations 8 > nowhere: row > ",
            "actions 9/1 > actions 10/1: 01/03/2024 > 04/03/2024",
            "holdings 8/6 > holdings 8/6: CA0004-VUT01-VUT-600-2024 > CA0004-VUT01-VUT-590-2024",
            "holdings 8/13 > holdings 8/13: 200 > 190",
            "nowhere > authorized_entities 11:  > row",
        ]
    );
}
