//! JSON as requests may have it: nested a little, and no field named twice.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::{Kind, Problem};

/// The most levels of objects and lists: twice what any request needs.
pub(crate) const DEPTH_MAX: usize = 16;

/// Reads a body. What is shown to a second person must not depend on which of two equal names a
/// program takes, so a name that comes twice is refused.
pub(crate) fn parse(body: &[u8]) -> Result<Value, Problem> {
    let too_deep = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = Level { below: DEPTH_MAX, too_deep: &too_deep }.deserialize(&mut reader);
    match read.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(_error) if too_deep.get() => {
            Err(Problem::of(Kind::BodyTooDeep).with("most", &DEPTH_MAX))
        }
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(Problem::of(Kind::BodyMalformed).with("line", &line).with("column", &column))
        }
    }
}

/// A level of nesting, and how many may be below it.
#[derive(Clone, Copy)]
struct Level<'a> {
    below: usize,
    too_deep: &'a Cell<bool>,
}

impl Level<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if let Some(below) = self.below.checked_sub(1) {
            return Ok(Self { below, ..self });
        }
        self.too_deep.set(true);
        Err(E::custom("nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // No field is a fraction; that it was one is all that the answer needs.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(level)? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom("a field comes twice"));
            }
            let value = fields.next_value_seed(level)?;
            object.insert(name, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(body: &str) -> &'static str {
        parse(body.as_bytes()).unwrap_err().code()
    }

    #[test]
    fn plain_json_is_read_as_it_is() {
        let body = br#"{"a": ["x", 1, -2, 1.5, true, null], "b": {"c": "\u00e9"}}"#;
        let read = parse(body).unwrap();
        assert_eq!(read, json!({"a": ["x", 1, -2, 1.5, true, null], "b": {"c": "é"}}));
    }

    #[test]
    fn a_field_that_comes_twice_is_refused_v1_5_3() {
        assert_eq!(code(r#"{"units": "1", "units": "2"}"#), "body-malformed");
        assert_eq!(code(r#"{"a": {"b": "1", "\u0062": "2"}}"#), "body-malformed");
    }

    #[test]
    fn what_follows_the_object_is_refused() {
        assert_eq!(code("{} {}"), "body-malformed");
        assert_eq!(code("{}x"), "body-malformed");
    }

    #[test]
    fn text_that_is_no_json_is_refused_with_its_place() {
        for body in ["", "{", "[1,]", "{\"a\": 1e309}", "{\"a\": 01}", "{'a': 1}", "\u{feff}{}"] {
            assert_eq!(code(body), "body-malformed", "{body}");
        }
        let problem = parse(b"{\n  \"a\": x\n}").unwrap_err();
        let numbers = problem.body(None).numbers;
        assert_eq!((numbers["line"].as_str(), numbers["column"].as_str()), ("2", "8"));
        assert_eq!(parse(b"{\"a\": \"\xff\"}").unwrap_err().code(), "body-malformed");
    }

    #[test]
    fn sixteen_levels_are_read_and_ten_thousand_are_refused_t35() {
        let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(nested(16).as_bytes()).is_ok());
        assert_eq!(code(&nested(17)), "body-too-deep");
        assert_eq!(code(&nested(10_000)), "body-too-deep");
        assert_eq!(code(&"{\"a\":".repeat(10_000)), "body-too-deep");
    }
}
