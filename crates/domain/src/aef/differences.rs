//! In what two versions of a report differ, cell by cell.

use std::collections::{BTreeMap, VecDeque};

use super::document::{Document, RawRow};
use super::finding::Place;
use super::layout::TableId;

/// A cell, or a whole row, that is otherwise in a later version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Where it stands in the earlier version; nowhere if the row was added.
    pub before: Option<Place>,
    /// Where it stands in the later version; nowhere if the row is gone.
    pub after: Option<Place>,
    /// What stood there: the text of the cell, or the texts of the row.
    pub was: Vec<Box<str>>,
    /// What stands there now.
    pub is: Vec<Box<str>>,
}

/// The fields by which a row is known again: the first of these that two rows share, other fields may
/// differ. Without any, a row was added, and one is gone.
const fn keys(table: TableId) -> &'static [&'static [u8]] {
    match table {
        TableId::Submission => &[&[]],
        TableId::Authorizations => &[&[1, 4], &[1]],
        TableId::Actions => &[&[1, 2, 8, 9], &[2, 8, 9], &[1, 2, 8], &[8, 9]],
        TableId::Holdings => &[&[5, 6], &[5], &[6]],
        TableId::AuthorizedEntities => &[&[1, 2, 5], &[4, 5], &[2, 5]],
    }
}

/// All differences, table by table. Rows that only moved are no difference.
pub fn differences(before: &Document, after: &Document) -> Vec<Difference> {
    TableId::ALL.into_iter().flat_map(|table| of_table(table, before, after)).collect()
}

fn of_table(table: TableId, before: &Document, after: &Document) -> Vec<Difference> {
    let rows = |document: &Document| -> Vec<_> {
        document.rows(table).iter().filter(|row| !row.is_empty()).cloned().collect()
    };
    let (mut old, mut new) = (rows(before), rows(after));
    let mut changed = Vec::new();
    paired(&mut old, &mut new, |row| row.cells.iter().map(|cell| cell.trim().into()).collect());
    for key in keys(table) {
        let fields = |row: &RawRow| key.iter().map(|it| row.cell(*it).trim().into()).collect();
        changed.extend(paired(&mut old, &mut new, fields));
    }
    let cells = changed.iter().flat_map(|(old, new)| of_rows(table, old, new));
    let place = |row: &RawRow| Some(Place { table, row: row.at, field: None });
    let gone = old.iter().map(|row| Difference {
        before: place(row),
        after: None,
        was: row.cells.clone(),
        is: Vec::new(),
    });
    let added = new.iter().map(|row| Difference {
        before: None,
        after: place(row),
        was: Vec::new(),
        is: row.cells.clone(),
    });
    let mut all: Vec<_> = cells.chain(gone).chain(added).collect();
    all.sort_by_key(|it| (it.after.or(it.before).map(|place| (place.row, place.field)), it.before));
    all
}

/// Takes out of both, in their order, what is equal in what `of` says of it, and gives the pairs.
fn paired(
    old: &mut Vec<RawRow>,
    new: &mut Vec<RawRow>,
    of: impl Fn(&RawRow) -> Vec<Box<str>>,
) -> Vec<(RawRow, RawRow)> {
    let mut known: BTreeMap<_, VecDeque<RawRow>> = BTreeMap::new();
    for row in old.drain(..) {
        known.entry(of(&row)).or_default().push_back(row);
    }
    let mut pairs = Vec::new();
    new.retain(|row| match known.get_mut(&of(row)).and_then(VecDeque::pop_front) {
        Some(same) => {
            pairs.push((same, row.clone()));
            false
        }
        None => true,
    });
    old.extend(known.into_values().flatten());
    old.sort_by_key(|row| row.at);
    pairs
}

fn of_rows(table: TableId, old: &RawRow, new: &RawRow) -> Vec<Difference> {
    let fields = old.cells.len().max(new.cells.len());
    let mut found = Vec::new();
    for field in 1..=u8::try_from(fields).unwrap_or(u8::MAX) {
        let (was, is) = (old.cell(field).trim(), new.cell(field).trim());
        if was != is {
            let place = |row: &RawRow| Some(Place { table, row: row.at, field: Some(field) });
            let (before, after) = (place(old), place(new));
            let (was, is) = (vec![was.into()], vec![is.into()]);
            found.push(Difference { before, after, was, is });
        }
    }
    found
}
