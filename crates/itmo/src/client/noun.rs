//! How a kind of thing is shown: which members of an answer, under which headings.

use serde_json::Value;

use super::table::{Side, Table, figure, sheet};

/// A kind of thing that the registry lists or shows.
pub(super) struct Noun {
    /// What is said of it, in the order in which people look for it.
    pub(super) columns: &'static [Column],
    /// What is said where there are none.
    pub(super) none: &'static str,
    /// What stands below one that is shown by itself, or nothing.
    pub(super) below: fn(&Value) -> Vec<String>,
}

/// One thing that is said of it.
pub(super) struct Column {
    heading: &'static str,
    cell: Cell,
    in_tables: bool,
}

#[derive(Clone, Copy)]
enum Cell {
    /// The text at a JSON pointer.
    Text(&'static str),
    /// The figure there.
    Figure(&'static str),
    /// What is made of the whole.
    Made(fn(&Value) -> String, Side),
}

impl Column {
    /// The text at a JSON pointer.
    pub(super) const fn text(heading: &'static str, pointer: &'static str) -> Self {
        Self { heading, cell: Cell::Text(pointer), in_tables: true }
    }

    /// The figure at a JSON pointer, in full.
    pub(super) const fn figure(heading: &'static str, pointer: &'static str) -> Self {
        Self { heading, cell: Cell::Figure(pointer), in_tables: true }
    }

    /// What is made of several members.
    pub(super) const fn made(heading: &'static str, make: fn(&Value) -> String) -> Self {
        Self { heading, cell: Cell::Made(make, Side::Left), in_tables: true }
    }

    /// A figure that is made of several members.
    pub(super) const fn sum(heading: &'static str, make: fn(&Value) -> String) -> Self {
        Self { heading, cell: Cell::Made(make, Side::Right), in_tables: true }
    }

    /// Only said of one that is shown by itself: a table has no room for it.
    pub(super) const fn alone(self) -> Self {
        Self { in_tables: false, ..self }
    }

    fn of(&self, thing: &Value) -> String {
        match self.cell {
            Cell::Text(pointer) => at(thing, pointer),
            Cell::Figure(pointer) => figure(&at(thing, pointer)),
            Cell::Made(make, _) => make(thing),
        }
    }

    const fn side(&self) -> Side {
        match self.cell {
            Cell::Figure(_) | Cell::Made(_, Side::Right) => Side::Right,
            Cell::Text(_) | Cell::Made(_, Side::Left) => Side::Left,
        }
    }
}

impl Noun {
    /// Many of them, a line each.
    pub(super) fn table(&self, things: &[Value]) -> Vec<String> {
        let columns: Vec<_> = self.columns.iter().filter(|column| column.in_tables).collect();
        let headings = columns.iter().map(|column| (column.heading, column.side()));
        let mut table = Table::new(headings);
        for thing in things {
            table.row(columns.iter().map(|column| column.of(thing)));
        }
        table.lines()
    }

    /// One of them, with everything that is said of it.
    pub(super) fn sheet(&self, thing: &Value) -> Vec<String> {
        let said = self.columns.iter().map(|column| (column.heading, column.of(thing)));
        let mut lines = sheet(said);
        lines.extend((self.below)(thing));
        lines
    }
}

/// Below it there is nothing.
pub(super) const fn nothing(_: &Value) -> Vec<String> {
    Vec::new()
}

/// What stands at a JSON pointer, as a text; empty, if nothing does.
pub(super) fn at(thing: &Value, pointer: &str) -> String {
    thing.pointer(pointer).map(words).unwrap_or_default()
}

/// The list at a JSON pointer; empty, if there is none.
pub(super) fn list<'a>(thing: &'a Value, pointer: &str) -> &'a [Value] {
    thing.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A value in words: texts without quotation marks, lists with commas. What could be read in two
/// ways is left as JSON has it.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let texts: Option<Vec<_>> = values.iter().map(Value::as_str).collect();
            match texts {
                Some(texts) if texts.iter().all(|it| !it.contains(',')) => texts.join(", "),
                _ => value.to_string(),
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// A run of years at a JSON pointer.
pub(super) fn years(thing: &Value, pointer: &str) -> String {
    match (at(thing, &format!("{pointer}/first")), at(thing, &format!("{pointer}/last"))) {
        (first, _) if first.is_empty() => String::new(),
        (first, last) if first == last => first,
        (first, last) => format!("{first}-{last}"),
    }
}

/// The sum of the quantities in the list at a JSON pointer, in full.
pub(super) fn sum(thing: &Value, pointer: &str) -> String {
    let quantities = list(thing, pointer).iter().map(|it| at(it, "/quantity").parse::<u128>().ok());
    let sum = quantities.reduce(|sum, next| sum?.checked_add(next?)).flatten();
    sum.map(|sum| figure(&sum.to_string())).unwrap_or_default()
}

/// The first of some, and how many more there are.
pub(super) fn first_of(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [first, more @ ..] => format!("{first} and {} more", more.len()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LOT: Noun = Noun {
        columns: &[
            Column::text("name", "/name"),
            Column::figure("quantity", "/quantity"),
            Column::text("parties", "/parties"),
            Column::sum("moved", |it| sum(it, "/blocks")),
            Column::made("years", |it| years(it, "/used")).alone(),
        ],
        none: "There are none",
        below: |_| vec!["below".to_owned()],
    };

    #[test]
    fn a_table_leaves_out_what_only_one_alone_has_room_for() {
        let lots = [
            json!({ "name": "A", "quantity": "4000", "parties": ["XAL", "XBO"],
                "blocks": [{ "quantity": "600" }, { "quantity": "400" }],
                "used": { "first": "2021", "last": "2030" } }),
            json!({ "name": "B", "quantity": "7" }),
        ];
        assert_eq!(
            LOT.table(&lots),
            [
                "name  quantity  parties   moved",
                "A        4,000  XAL, XBO  1,000",
                "B            7  -             -",
            ]
        );
        assert_eq!(
            LOT.sheet(&lots[0]),
            [
                "name      A",
                "quantity  4,000",
                "parties   XAL, XBO",
                "moved     1,000",
                "years     2021-2030",
                "below"
            ]
        );
    }

    #[test]
    fn a_sum_that_cannot_be_had_is_not_made_up() {
        let list = |quantity: &str| json!([{ "quantity": "1" }, { "quantity": quantity }]);
        assert_eq!(sum(&list("999"), ""), "1,000");
        assert_eq!(sum(&list("many"), ""), "");
        assert_eq!(sum(&list(&u128::MAX.to_string()), ""), "");
    }

    #[test]
    fn what_could_be_read_in_two_ways_stays_json() {
        assert_eq!(words(&json!(["XAL", "XBO"])), "XAL, XBO");
        assert_eq!(words(&json!(["Solar, wind", "Hydro"])), r#"["Solar, wind","Hydro"]"#);
        assert_eq!(words(&json!([{ "first": "2021" }])), r#"[{"first":"2021"}]"#);
        assert_eq!(words(&json!({ "kind": "party" })), r#"{"kind":"party"}"#);
        assert_eq!((words(&json!([])), words(&json!({}))), (String::new(), "{}".to_owned()));
    }

    #[test]
    fn of_many_the_first_is_named_and_the_others_are_counted() {
        let texts = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(first_of(&texts), "a and 2 more");
        assert_eq!(first_of(&texts[..1]), "a");
        assert_eq!(first_of(&[]), "");
    }
}
