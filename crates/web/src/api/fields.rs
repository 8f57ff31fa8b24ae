//! Reading a request field by field. Reading goes on after a flaw, so that the answer names all.

use std::str::FromStr;

use domain::ledger::Proposal;
use serde_json::{Map, Value};

use crate::problem::{FieldError, Flaw, Place, Problem};

/// What was found to be wrong so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<FieldError>);

impl Findings {
    /// What was read, if nothing was wrong.
    pub(super) fn conclude<T>(self, read: Option<T>) -> Result<T, Problem> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(Problem::invalid(self.0)),
        }
    }

    /// Notes a flaw.
    pub(super) fn note(&mut self, pointer: String, flaw: Flaw) {
        self.0.push(FieldError { place: Place::Body(pointer), flaw });
    }
}

/// An object of a request, on its way to become a value of the domain.
///
/// A reader first asks for all fields, then calls [`Fields::end`], and only then uses what it got:
/// `None` is what a flaw leaves behind, and stands in the findings already.
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    pointer: String,
    asked: Vec<&'static str>,
    findings: &'a mut Findings,
}

impl<'a> Fields<'a> {
    /// The fields of this value, which must be an object.
    pub(super) fn of(
        value: &'a Value,
        pointer: String,
        findings: &'a mut Findings,
    ) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self { object, pointer, asked: Vec::new(), findings }),
            _ => {
                findings.note(pointer, Flaw::wrong_type("an object"));
                None
            }
        }
    }

    /// A field that is there, or may be missing: JSON's null is no value.
    fn find(&mut self, name: &'static str) -> Option<&'a Value> {
        self.asked.push(name);
        self.object.get(name)
    }

    /// Notes that a field is flawed.
    pub(super) fn flawed<T>(&mut self, name: &str, flaw: Flaw) -> Option<T> {
        let pointer = format!("{}/{}", self.pointer, escaped(name));
        self.findings.note(pointer, flaw);
        None
    }

    /// A field that must be there, read by `read`.
    pub(super) fn need_as<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Option<T> {
        match self.may_as(name, read) {
            Some(None) => self.flawed(name, Flaw::missing()),
            read => read.flatten(),
        }
    }

    /// A field that may be left out, read by `read`.
    pub(super) fn may_as<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Option<Option<T>> {
        match self.find(name) {
            None => Some(None),
            Some(Value::String(text)) => match read(text) {
                Ok(value) => Some(Some(value)),
                Err(flaw) => self.flawed(name, flaw),
            },
            Some(_) => self.flawed(name, Flaw::wrong_type("a string")),
        }
    }

    /// A field that must be there.
    pub(super) fn need<T: FromStr>(&mut self, name: &'static str) -> Option<T>
    where
        Flaw: From<T::Err>,
    {
        self.need_as(name, read)
    }

    /// A field that may be left out.
    pub(super) fn may<T: FromStr>(&mut self, name: &'static str) -> Option<Option<T>>
    where
        Flaw: From<T::Err>,
    {
        self.may_as(name, read)
    }

    /// A version: the one number that is a number in JSON, for it counts no units.
    pub(super) fn version(&mut self, name: &'static str) -> Option<u16> {
        match self.find(name) {
            None => self.flawed(name, Flaw::missing()),
            Some(value) => match value.as_u64().and_then(|number| u16::try_from(number).ok()) {
                Some(version) if version > 0 => Some(version),
                _ => self.flawed(name, Flaw::version()),
            },
        }
    }

    /// A list that may be left out, of texts. What is left out is empty.
    pub(super) fn list<T: FromStr>(&mut self, name: &'static str) -> Option<Vec<T>>
    where
        Flaw: From<T::Err>,
    {
        let items = self.items(name)?;
        let pointer = format!("{}/{name}", self.pointer);
        let mut list = Some(Vec::with_capacity(items.len()));
        for (at, item) in items.iter().enumerate() {
            let value = item.as_str().ok_or_else(|| Flaw::wrong_type("a string")).and_then(read);
            match value {
                Ok(value) => list = list.map(|list| with(list, value)),
                Err(flaw) => {
                    self.findings.note(format!("{pointer}/{at}"), flaw);
                    list = None;
                }
            }
        }
        list
    }

    /// A list that may be left out, of objects that `read` reads.
    pub(super) fn objects<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(Fields<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.items(name)?;
        let pointer = format!("{}/{name}", self.pointer);
        let mut list = Some(Vec::with_capacity(items.len()));
        for (at, item) in items.iter().enumerate() {
            let fields = Fields::of(item, format!("{pointer}/{at}"), self.findings);
            match (fields.and_then(&mut read), &mut list) {
                (Some(value), Some(list)) => list.push(value),
                _ => list = None,
            }
        }
        list
    }

    /// The orders of a batch: 1 to 10,000 objects that `read` reads.
    pub(super) fn batch<T>(
        &mut self,
        name: &'static str,
        read: impl FnMut(Fields<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        match self.object.get(name) {
            None => self.flawed(name, Flaw::missing()),
            Some(Value::Array(items)) if items.is_empty() => self.flawed(name, Flaw::too_few()),
            Some(Value::Array(items)) if items.len() > Proposal::ORDERS_MAX => {
                self.flawed(name, Flaw::too_many(Proposal::ORDERS_MAX))
            }
            Some(_) => self.objects(name, read),
        }
    }

    fn items(&mut self, name: &'static str) -> Option<&'a [Value]> {
        match self.find(name) {
            None => Some(&[]),
            Some(Value::Array(items)) => Some(items),
            Some(_) => self.flawed(name, Flaw::wrong_type("a list")),
        }
    }

    /// An object that must be there, read by `read`.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        match self.may_object(name, read) {
            Some(None) => self.flawed(name, Flaw::missing()),
            read => read.flatten(),
        }
    }

    /// An object that may be left out, read by `read`.
    pub(super) fn may_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'_>) -> Option<T>,
    ) -> Option<Option<T>> {
        let Some(value) = self.find(name) else { return Some(None) };
        let pointer = format!("{}/{name}", self.pointer);
        Fields::of(value, pointer, self.findings).and_then(read).map(Some)
    }

    /// Whether the field is an object; it is not yet read.
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(Value::is_object)
    }

    /// Whoever sent a field that nobody asked for meant something by it.
    pub(super) fn end(self) {
        let unknown: Vec<_> =
            self.object.keys().filter(|name| !self.asked.contains(&name.as_str())).collect();
        for name in unknown {
            let pointer = format!("{}/{}", self.pointer, escaped(name));
            self.findings.note(pointer, Flaw::unknown_field());
        }
    }
}

fn read<T: FromStr>(text: &str) -> Result<T, Flaw>
where
    Flaw: From<T::Err>,
{
    Ok(text.parse()?)
}

fn with<T>(mut list: Vec<T>, value: T) -> Vec<T> {
    list.push(value);
    list
}

/// A name as a JSON pointer writes it.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
