//! A filled file, and what tests do with it.

use domain::aef::{Dialect, Document, RawRow, Rules, TableId, read, write};
use workbook::{Format, Opened, open};

pub(crate) fn rules() -> &'static Rules {
    Rules::newest().unwrap()
}

pub(crate) fn row(at: u32, cells: &[&str]) -> RawRow {
    RawRow { at, cells: cells.iter().map(|text| (*text).into()).collect() }
}

/// A filled file of Vanuatu for 2024: rows of the specification's section 17.6, all invented.
const ROWS: [(TableId, u32, &str); 7] = [
    (TableId::Submission, 4, "VUT|1.0|2024|15/04/2025|PLATFORM|PLATFORM|2021|2030|LINK"),
    (
        TableId::Authorizations,
        8,
        "VUT-A1|01/02/2024|CA0004|1|NA|GHG|NA|NA|Energy generation|Solar|OIMP|NA|NA|CORSIA|\
         NA|NA||Authorisation|NA",
    ),
    (
        TableId::Authorizations,
        9,
        "VUT-A2|01/02/2024|CA0004|1|1000|GHG|NA|NA|Energy generation|NA|NDC|CHE, JPN|NA|NA|\
         Occurred: from 2021 to 2030. Use: from 2021 to 2030|NA||NA|NA",
    ),
    (
        TableId::Actions,
        9,
        "01/03/2024|First transfer|Authorization|CA0004|VUT-A1|VUT|VUT01|\
         CA0004-VUT01-VUT-601-2024|CA0004-VUT01-VUT-1000-2024|GS|500601|501000|GHG|NA|NA|400|\
         NA|Emission reductions|2024|NA|NA|CORSIA|NA|NA|NA||NA",
    ),
    (
        TableId::Actions,
        10,
        "02/03/2024|First transfer|First transfer to another Party|CA0004|VUT-A2|VUT|VUT01|\
         CA0004-VUT01-VUT-1-2024|CA0004-VUT01-VUT-400-2024|GS|500001|500400|GHG|NA|NA|400|NA|\
         Emission reductions|2024|NA|CHE|NA|NA|NA|NA||NA",
    ),
    (
        TableId::Holdings,
        8,
        "CA0004|VUT-A2|VUT|VUT01|CA0004-VUT01-VUT-401-2024|CA0004-VUT01-VUT-600-2024|GS|\
         500401|500600|GHG|NA|NA|200|NA|Emission reductions|2024",
    ),
    (TableId::AuthorizedEntities, 11, "01/02/2024|Sunny Ltd|VUT|123.4|CA0004|NA|NA|NA"),
];

/// The file as texts.
pub(crate) fn document() -> Document {
    let mut document = Document::default();
    for (table, at, cells) in ROWS {
        let text = |cell| match cell {
            "PLATFORM" => "{Information in this field is populated by the CARP}",
            "LINK" => "{Link to be produced by the CARP}",
            cell => cell,
        };
        let cells: Vec<&str> = cells.split('|').map(text).collect();
        document.rows_mut(table).push(row(at, &cells));
    }
    document
}

/// The same file in a dialect.
pub(crate) fn in_dialect(dialect: Dialect) -> Document {
    let aef = read(rules(), &document()).aef.unwrap();
    write(&aef, dialect)
}

pub(crate) fn written(document: &Document, dialect: Dialect, format: Format) -> Vec<u8> {
    workbook::write(rules(), document, dialect, format).unwrap()
}

pub(crate) fn opened(bytes: &[u8]) -> Opened {
    open(rules(), bytes).unwrap()
}

/// The texts without where they stand.
pub(crate) fn texts(document: &Document) -> Vec<Vec<Vec<Box<str>>>> {
    let rows = |id| document.rows(id).iter().map(|row: &RawRow| row.cells.clone()).collect();
    TableId::ALL.into_iter().map(rows).collect()
}
