//! From JSON to texts.

use std::fmt;

use domain::aef::{Dialect, Document, Flag, Orientation, RawRow, Rules, TableLayout};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{DIALECT, NOMENCLATURE};
use crate::limits::TABLE_ROWS_MAX;
use crate::refused::{Refused, shown};

/// Reads the tables, by the rules that the file names.
pub(crate) fn read(rules: &Rules, text: &str) -> Result<(Document, Option<Dialect>), Refused> {
    let not_json = |why: serde_json::Error| Refused::NotJson { why: shown(&why) };
    let mut from = serde_json::Deserializer::from_str(text);
    let file = File { rules }.deserialize(&mut from).map_err(not_json)?;
    from.end().map_err(not_json)?;
    match file.nomenclature {
        None => Err(Refused::NotJson { why: format!("the key `{NOMENCLATURE}` is missing") }),
        Some(found) if found != rules.date() => {
            let found = shown(&found);
            Err(Refused::OtherNomenclature { found, rules: rules.date().to_owned() })
        }
        Some(_) => Ok((file.document, file.dialect)),
    }
}

#[derive(Default)]
struct Read {
    nomenclature: Option<String>,
    dialect: Option<Dialect>,
    document: Document,
}

struct File<'r> {
    rules: &'r Rules,
}

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = Read;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Read, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the five tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
        let mut read = Read::default();
        let mut seen = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if seen.contains(&key) {
                return Err(Error::custom(format!("the key `{}` is there twice", shown(&key))));
            }
            let table = self.rules.tables().iter().find(|table| table.id.as_str() == key);
            match (key.as_str(), table) {
                (NOMENCLATURE, _) => read.nomenclature = Some(map.next_value()?),
                (DIALECT, _) => {
                    let word: String = map.next_value()?;
                    read.dialect = Some(word.parse().map_err(Error::custom)?);
                }
                (_, Some(table)) => {
                    *read.document.rows_mut(table.id) = match table.layout {
                        Orientation::Vertical { .. } => {
                            let row = map.next_value_seed(Row { table, at: 1 })?;
                            Vec::from_iter((!row.is_empty()).then_some(row))
                        }
                        Orientation::Horizontal { .. } => map.next_value_seed(Rows { table })?,
                    };
                }
                (_, None) => {
                    return Err(Error::custom(format!("there is no table `{}`", shown(&key))));
                }
            }
            seen.push(key);
        }
        Ok(read)
    }
}

struct Rows<'r> {
    table: &'r TableLayout,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = Vec<RawRow>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<RawRow>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = Vec<RawRow>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the list of rows of `{}`", self.table.id.as_str())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<RawRow>, A::Error> {
        let table = self.table;
        let mut rows = Vec::new();
        let mut at: u32 = 1;
        while let Some(row) = items.next_element_seed(Row { table, at })? {
            if !row.is_empty() {
                rows.push(row);
            }
            if rows.len() > TABLE_ROWS_MAX {
                let why = format!("more than {TABLE_ROWS_MAX} rows in `{}`", table.id.as_str());
                return Err(Error::custom(why));
            }
            at = at.saturating_add(1);
        }
        Ok(rows)
    }
}

/// A row; `at` counts the rows of its table.
struct Row<'r> {
    table: &'r TableLayout,
    at: u32,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = RawRow;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<RawRow, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = RawRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the fields of `{}`", self.table.id.as_str())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawRow, A::Error> {
        let fields = &self.table.fields;
        let mut texts: Vec<Option<Box<str>>> = vec![None; fields.len()];
        while let Some(key) = map.next_key::<String>()? {
            let at = fields.iter().position(|field| field.tech == key);
            let Some(place) = at.and_then(|at| texts.get_mut(at)) else {
                let table = self.table.id.as_str();
                let why = format!("`{table}` has no field `{}`", shown(&key));
                return Err(Error::custom(why));
            };
            if place.replace(map.next_value()?).is_some() {
                return Err(Error::custom(format!("the key `{}` is there twice", shown(&key))));
            }
        }
        let cells = fields.iter().zip(texts).map(|(field, text)| {
            let kept = field.carp_text.as_deref().filter(|_| field.flag == Flag::Platform);
            text.unwrap_or_else(|| kept.unwrap_or_default().into())
        });
        Ok(RawRow { at: self.at, cells: cells.collect() })
    }
}
