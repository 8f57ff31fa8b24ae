//! Columns, found by the labels above them.

use crate::line::Line;
use crate::refused::Refused;

/// The column of each field, in the order of the fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Columns(pub(crate) Vec<u32>);

/// Labels without their differences in capitals, spaces and the spelling of authorization.
pub(crate) fn plain(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    // Apostrophes are set as either character.
    plain.replace("authoris", "authoriz").replace('\u{2019}', "'")
}

/// Looks for the labels of a table, plain ones, in a line. Nothing, if fewer than half of them are
/// there: then it is no header.
pub(crate) fn find(
    table: &str,
    labels: &[String],
    shown: impl Fn(usize) -> String,
    line: &Line,
) -> Option<Result<Columns, Refused>> {
    let mut columns: Vec<Option<u32>> = vec![None; labels.len()];
    let mut twice = None;
    for (column, text) in &line.cells {
        let text = plain(text);
        let Some(at) = labels.iter().position(|label| *label == text) else { continue };
        match columns.get_mut(at) {
            Some(Some(_)) => twice = twice.or(Some(at)),
            Some(place) => *place = Some(*column),
            None => {}
        }
    }
    let found = columns.iter().flatten().count();
    if found.saturating_mul(2) < labels.len().max(2) {
        return None;
    }
    let table = || table.to_owned();
    if let Some(at) = twice {
        return Some(Err(Refused::ColumnTwice { table: table(), label: shown(at) }));
    }
    let missing = columns.iter().position(Option::is_none);
    if let Some(at) = missing {
        return Some(Err(Refused::MissingColumn { table: table(), label: shown(at) }));
    }
    Some(Ok(Columns(columns.into_iter().flatten().collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(texts: &[&str]) -> Line {
        let cells = (0..).zip(texts).filter(|(_, text)| !text.is_empty());
        Line { at: 1, cells: cells.map(|(at, text)| (at, (*text).into())).collect() }
    }

    fn found(texts: &[&str]) -> Option<Result<Columns, Refused>> {
        let shown = ["Metric", "Authorization ID", "Vintage"];
        let labels: Vec<String> = shown.iter().map(|it| plain(it)).collect();
        find("T", &labels, |at| shown[at].to_owned(), &line(texts))
    }

    #[test]
    fn columns_are_found_by_their_labels_wherever_they_stand_r232_r248() {
        let columns = found(&["", "vintage", "", "AUTHORISATION\n ID", "Metric"]).unwrap().unwrap();
        assert_eq!(columns, Columns(vec![4, 3, 1]));
        assert_eq!(found(&["Metric", "GHG"]), None, "no header");
    }

    #[test]
    fn a_missing_column_and_one_that_is_there_twice_are_named_r232() {
        let (table, label) = ("T".to_owned(), "Vintage".to_owned());
        let missing = Refused::MissingColumn { table: table.clone(), label: label.clone() };
        assert_eq!(found(&["Metric", "Authorization ID"]), Some(Err(missing)));
        let twice = found(&["Metric", "Authorization ID", "Vintage", "vintage"]);
        assert_eq!(twice, Some(Err(Refused::ColumnTwice { table, label })));
    }
}
