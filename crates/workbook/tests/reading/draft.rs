//! Files of the older draft of the form (Annex B).

use domain::aef::{Document, TableId};
use workbook::{Draft, Refused, open_draft};

use crate::sample::{document, rules, written};

const DRAFT: &[u8] = include_bytes!("../files/draft.xlsx");

/// The same actions as lines of text.
const LINES: &str = "Actions;;\r\n\
    Action type;Cooperative approach;First unique identifier;Last unique identifier;Metric;\
    First transferring participating Party;Authorisation ID;Using participating Party or authorized \
    entity or entities;Conversion factor (reporting Party)\r\n\
    Use;CA0004;CA0004-VUT01-VUT-1-2024;CA0004-VUT01-VUT-5-2024;t CO2 eq;VUT;VUT-A2;CHE;1.5\r\n\
    \r\n\
    Issuance;CA0004;CA0004-VUT01-VUT-6-2024;CA0004-VUT01-VUT-9-2024;non-GHG;VUT;VUT-A2;NA;\r\n";

fn opened(bytes: &[u8]) -> Draft {
    open_draft(rules(), bytes).unwrap()
}

/// The texts of a row by the technical names of its fields.
fn texts<'d>(document: &'d Document, table: TableId, row: usize, names: &[&str]) -> Vec<&'d str> {
    let fields = &rules().table(table).unwrap().fields;
    let number = |name: &&str| fields.iter().find(|field| field.tech == *name).unwrap().number;
    names.iter().map(|name| document.rows(table)[row].cell(number(name))).collect()
}

#[test]
fn actions_of_the_older_draft_become_rows_of_table_3_annex_b() {
    let draft = opened(DRAFT);
    let document = &draft.document;
    let names = [
        "ActionDateTime",
        "ActionType",
        "ActionSubtype",
        "FirstID",
        "LastID",
        "PartyITMORegistryID",
        "QuantityCO2",
        "AcquiringPartyID",
        "Metric",
    ];
    let first = [
        "2024-03-02",
        "First transfer",
        "First transfer to another Party",
        "CA0004-VUT01-VUT-1-2024",
        "CA0004-VUT01-VUT-400-2024",
        "VUT01",
        "400",
        "CHE",
        "GHG",
    ];
    assert_eq!(texts(document, TableId::Actions, 0, &names), first);
    let names = [
        "ActionType",
        "Metric",
        "Non-GHGMetric",
        "QuantityNon-GHG",
        "PurposeITMOUsedForOIMP",
        "Using/cancellingEntityID",
        "Using/cancellingPartyID",
        "UnderlyingUnitFirstUnitID",
    ];
    let second = ["Cancellation", "non-GHG", "MWh", "200", "CORSIA", "Sunny Ltd", "NA", "NA"];
    assert_eq!(texts(document, TableId::Actions, 1, &names), second);
}

#[test]
fn each_authorization_of_the_older_draft_becomes_one_row_of_table_2_annex_b() {
    let draft = opened(DRAFT);
    let document = &draft.document;
    let names = [
        "AuthorizationID",
        "DateOfAuthorization",
        "CooperativeApproachID",
        "AuthorizationVersion",
        "Sectors",
        "PurposeForAuthorization",
        "OIMPAuthorized",
        "FirstTransferDefnForOIMP",
    ];
    let authorization = [
        "VUT-A2",
        "2024-02-01",
        "CA0004",
        "1",
        "Energy generation",
        "NDC and OIMP",
        "CORSIA",
        "Authorisation",
    ];
    assert_eq!(texts(document, TableId::Authorizations, 0, &names), authorization);
    assert_eq!(document.rows(TableId::Authorizations).len(), 1, "one row an authorization");
    assert_eq!(draft.contradictions, [5], "the second action has another metric");
}

#[test]
fn holdings_of_the_older_draft_become_rows_of_table_4_annex_b() {
    let draft = opened(DRAFT);
    let names =
        ["CooperativeApproachID", "FirstID", "QuantityCO2", "UnderlyingUnitLastUnitID", "Vintage"];
    let holding = ["CA0004", "CA0004-VUT01-VUT-1-2024", "400", "500400", "2024"];
    assert_eq!(texts(&draft.document, TableId::Holdings, 0, &names), holding);
    assert_eq!(draft.document.rows(TableId::Submission), [], "the draft does not say who reports");
}

#[test]
fn the_conversion_factor_and_the_record_have_no_column_and_come_back_apart_annex_b_r076() {
    let apart = opened(DRAFT).apart;
    let found: Vec<_> = apart
        .iter()
        .map(|it| (it.table, it.row, it.record.as_ref(), it.conversion_factor.as_ref()))
        .collect();
    let expected = [
        (TableId::Actions, 4, "R-1", ""),
        (TableId::Actions, 5, "R-2", "0.45"),
        (TableId::Holdings, 3, "R-3", ""),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_draft_in_csv_is_read_by_its_labels_in_any_order_annex_b() {
    let draft = opened(LINES.as_bytes());
    let names =
        ["ActionType", "ActionSubtype", "Metric", "Using/cancellingPartyID", "AuthorizationID"];
    let document = &draft.document;
    let first = ["Use", "NA", "GHG", "CHE", "VUT-A2"];
    assert_eq!(texts(document, TableId::Actions, 0, &names), first);
    let second = ["Issuance", "NA", "non-GHG", "NA", "VUT-A2"];
    assert_eq!(texts(document, TableId::Actions, 1, &names), second);
    let rows: Vec<u32> = document.rows(TableId::Actions).iter().map(|row| row.at).collect();
    assert_eq!(rows, [3, 5]);
    assert_eq!(draft.apart[0].conversion_factor.as_ref(), "1.5");
}

#[test]
fn a_file_of_the_current_form_is_no_draft() {
    for format in [workbook::Format::Xlsx, workbook::Format::Csv] {
        let bytes = written(&document(), domain::aef::Dialect::Template, format);
        assert_eq!(open_draft(rules(), &bytes).unwrap_err(), Refused::NotADraft);
    }
}
