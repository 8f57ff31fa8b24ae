//! Reading a request field by field. Reading goes on after a flaw, so that the answer names all.

use std::str::FromStr;

use domain::ledger::Proposal;
use serde_json::{Map, Value};

use crate::problem::{FieldError, Flaw, Place, Problem};

/// What was found to be wrong so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<FieldError>);

/// Something could not be read, and the findings say why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted;

/// What was read, if it could be.
pub(super) type Read<T> = Result<T, Noted>;

impl Findings {
    /// What was read, if nothing was wrong.
    pub(super) fn conclude<T>(self, read: Read<T>) -> Result<T, Problem> {
        match read {
            Ok(read) if self.0.is_empty() => Ok(read),
            Ok(_) | Err(Noted) => Err(Problem::invalid(self.0)),
        }
    }

    fn note<T>(&mut self, pointer: String, flaw: Flaw) -> Read<T> {
        self.0.push(FieldError { place: Place::Body(pointer), flaw });
        Err(Noted)
    }
}

/// An object of a request, on its way to become a value of the domain.
///
/// A reader first asks for all fields, then calls [`Fields::end`], and only then looks at what it
/// got: so every flaw is noted before the first one stops it.
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    pointer: String,
    asked: Vec<&'static str>,
    findings: &'a mut Findings,
}

impl<'a> Fields<'a> {
    /// The fields of this value, which must be an object.
    pub(super) fn of(value: &'a Value, pointer: String, findings: &'a mut Findings) -> Read<Self> {
        match value.as_object() {
            Some(object) => Ok(Self { object, pointer, asked: Vec::new(), findings }),
            None => findings.note(pointer, Flaw::wrong_type("an object")),
        }
    }

    /// Notes that a field is flawed.
    pub(super) fn flawed<T>(&mut self, name: &str, flaw: Flaw) -> Read<T> {
        let pointer = self.pointer_to(name);
        self.findings.note(pointer, flaw)
    }

    /// A field that must be there.
    pub(super) fn need<T: FromStr>(&mut self, name: &'static str) -> Read<T>
    where
        Flaw: From<T::Err>,
    {
        self.need_as(name, parsed)
    }

    /// A field that may be left out.
    pub(super) fn may<T: FromStr>(&mut self, name: &'static str) -> Read<Option<T>>
    where
        Flaw: From<T::Err>,
    {
        self.may_as(name, parsed)
    }

    /// A field that must be there, read by `read`.
    pub(super) fn need_as<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Read<T> {
        let value = self.may_as(name, read)?;
        value.map_or_else(|| self.flawed(name, Flaw::missing()), Ok)
    }

    /// A field that may be left out, read by `read`.
    pub(super) fn may_as<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Read<Option<T>> {
        match self.find(name).map(|value| text(value).and_then(read)) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(flaw)) => self.flawed(name, flaw),
        }
    }

    /// A version: the one number that is a number in JSON, for it counts no units.
    pub(super) fn version(&mut self, name: &'static str) -> Read<u16> {
        let Some(value) = self.find(name) else { return self.flawed(name, Flaw::missing()) };
        match value.as_u64().map(u16::try_from) {
            Some(Ok(version)) if version > 0 => Ok(version),
            Some(_) | None => self.flawed(name, Flaw::version()),
        }
    }

    /// A number of hours or days, which is a number in JSON. One that is left out is `usual`.
    pub(super) fn small(&mut self, name: &'static str, usual: u16) -> Read<u16> {
        let Some(value) = self.find(name) else { return Ok(usual) };
        let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
        number.map_or_else(|| self.flawed(name, Flaw::small_number()), Ok)
    }

    /// Whether something is so. One that is left out is `usual`.
    pub(super) fn flag(&mut self, name: &'static str, usual: bool) -> Read<bool> {
        let Some(value) = self.find(name) else { return Ok(usual) };
        value.as_bool().map_or_else(|| self.flawed(name, Flaw::boolean()), Ok)
    }

    /// A list of texts, each read by `read`. One that is left out is empty.
    pub(super) fn list_as<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&str) -> Result<T, Flaw>,
    ) -> Read<Vec<T>> {
        self.items(name, |item, pointer, findings| match text(item).and_then(&mut read) {
            Ok(value) => Ok(value),
            Err(flaw) => findings.note(pointer, flaw),
        })
    }

    /// A list of texts. One that is left out is empty.
    pub(super) fn list<T: FromStr>(&mut self, name: &'static str) -> Read<Vec<T>>
    where
        Flaw: From<T::Err>,
    {
        self.list_as(name, parsed)
    }

    /// A list of objects that `read` reads. One that is left out is empty.
    pub(super) fn objects<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(Fields<'_>) -> Read<T>,
    ) -> Read<Vec<T>> {
        self.items(name, |item, pointer, findings| read(Fields::of(item, pointer, findings)?))
    }

    /// The orders of a batch: 1 to 10,000 objects that `read` reads.
    pub(super) fn batch<T>(
        &mut self,
        name: &'static str,
        read: impl FnMut(Fields<'_>) -> Read<T>,
    ) -> Read<Vec<T>> {
        let count = self.object.get(name).map(|list| list.as_array().map(Vec::len));
        let flaw = match count {
            None => Flaw::missing(),
            Some(Some(0)) => Flaw::too_few(),
            Some(Some(count)) if count > Proposal::ORDERS_MAX => {
                Flaw::too_many(Proposal::ORDERS_MAX)
            }
            Some(_) => return self.objects(name, read),
        };
        self.asked.push(name);
        self.flawed(name, flaw)
    }

    /// An object that must be there, read by `read`.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'_>) -> Read<T>,
    ) -> Read<T> {
        let value = self.may_object(name, read)?;
        value.map_or_else(|| self.flawed(name, Flaw::missing()), Ok)
    }

    /// An object that may be left out, read by `read`.
    pub(super) fn may_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'_>) -> Read<T>,
    ) -> Read<Option<T>> {
        let Some(value) = self.find(name) else { return Ok(None) };
        let pointer = self.pointer_to(name);
        read(Fields::of(value, pointer, self.findings)?).map(Some)
    }

    /// Whether the field is an object; it is not yet read.
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(Value::is_object)
    }

    /// Whoever sent a field that nobody asked for meant something by it.
    pub(super) fn end(mut self) {
        let object = self.object;
        for name in object.keys() {
            if !self.asked.contains(&name.as_str()) {
                // It is noted, and there is nothing to give back.
                let _noted = self.flawed::<()>(name, Flaw::unknown_field());
            }
        }
    }

    fn find(&mut self, name: &'static str) -> Option<&'a Value> {
        self.asked.push(name);
        self.object.get(name)
    }

    fn items<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&Value, String, &mut Findings) -> Read<T>,
    ) -> Read<Vec<T>> {
        let Some(value) = self.find(name) else { return Ok(Vec::new()) };
        let Some(items) = value.as_array() else {
            return self.flawed(name, Flaw::wrong_type("a list"));
        };
        let pointer = self.pointer_to(name);
        let items = items.iter().enumerate();
        let read: Vec<Read<T>> =
            items.map(|(at, item)| read(item, format!("{pointer}/{at}"), self.findings)).collect();
        read.into_iter().collect()
    }

    /// Where a field is, as a JSON pointer (RFC 6901).
    fn pointer_to(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, name.replace('~', "~0").replace('/', "~1"))
    }
}

fn text(value: &Value) -> Result<&str, Flaw> {
    value.as_str().ok_or_else(|| Flaw::wrong_type("a string"))
}

fn parsed<T: FromStr>(text: &str) -> Result<T, Flaw>
where
    Flaw: From<T::Err>,
{
    Ok(text.parse()?)
}
