//! The parameters of a path and of a query, read as values of the domain.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest};
use jiff::Timestamp;

use crate::problem::{FieldError, Flaw, Place, Problem};

/// The one parameter of the path: `Named<AccountNumber>` under `/accounts/{account}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named<T>(pub T);

impl<T: FromStr> FromRequest for Named<T>
where
    Flaw: From<T::Err>,
{
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let named = request.match_info().iter().next();
        let (name, text) = named.unwrap_or_default();
        ready(match text.parse() {
            Ok(value) => Ok(Self(value)),
            Err(flaw) => Err(Problem::path(name, Flaw::from(flaw))),
        })
    }
}

/// The parameters of a query. A handler asks for those that it knows, and then calls
/// [`Asked::end`], which tells of all that are flawed, unknown, or there twice.
#[derive(Debug)]
pub struct Asked {
    given: Vec<(String, String)>,
    known: Vec<&'static str>,
    errors: Vec<FieldError>,
}

impl Asked {
    /// The parameters of this query.
    pub fn of(query: &str) -> Self {
        // What is not in the form of a query has one parameter that nobody knows.
        let given = Query::<Vec<(String, String)>>::from_query(query);
        let given =
            given.map_or_else(|_| vec![(query.to_owned(), String::new())], Query::into_inner);
        Self { given, known: Vec::new(), errors: Vec::new() }
    }

    /// A parameter, if it is there.
    pub fn may<T: FromStr>(&mut self, name: &'static str) -> Option<T>
    where
        Flaw: From<T::Err>,
    {
        self.may_as(name, |text| Ok(text.parse()?))
    }

    /// A parameter that must be there.
    pub fn need<T: FromStr>(&mut self, name: &'static str) -> Option<T>
    where
        Flaw: From<T::Err>,
    {
        if !self.given.iter().any(|(known, _)| known == name) {
            self.note(name, Flaw::missing());
        }
        self.may(name)
    }

    /// A parameter, if it is there, read by `read`.
    pub fn may_as<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Option<T> {
        self.known.push(name);
        let mut given = self.given.iter().filter(|(known, _)| known == name);
        let (_, text) = given.next()?;
        let flaw = match (read(text), given.next()) {
            (Ok(value), None) => return Some(value),
            (Ok(_), Some(_)) => Flaw::twice(),
            (Err(flaw), _) => flaw,
        };
        self.note(name, flaw);
        None
    }

    /// Nothing else was asked, and nothing was wrong.
    pub fn end(mut self) -> Result<(), Problem> {
        for (name, _) in std::mem::take(&mut self.given) {
            if !self.known.contains(&name.as_str()) {
                self.note(&name, Flaw::unknown_parameter());
            }
        }
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::query(self.errors)) }
    }

    fn note(&mut self, name: &str, flaw: Flaw) {
        self.errors.push(FieldError { place: Place::Parameter(name.to_owned()), flaw });
    }
}

impl FromRequest for Asked {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request.query_string())))
    }
}

/// Reads `true` or `false`.
pub fn boolean(text: &str) -> Result<bool, Flaw> {
    text.parse().map_err(|_neither| Flaw::boolean())
}

/// Reads a moment with its zone.
pub fn moment(text: &str) -> Result<Timestamp, Flaw> {
    let moment = text.parse().map_err(|_not_a_moment| Flaw::moment())?;
    // PostgreSQL knows fewer years than we can read.
    let known = Timestamp::to_zoned(moment, jiff::tz::TimeZone::UTC).year() > 0;
    if known { Ok(moment) } else { Err(Flaw::moment()) }
}

#[cfg(test)]
mod tests {
    use domain::vintage::Year;

    use super::*;

    #[test]
    fn a_handler_gets_the_parameters_that_it_asks_for() {
        let mut asked = Asked::of("year=2026&at=2026-06-30T00%3A00%3A00Z");
        let (year, at) = (asked.may::<Year>("year"), asked.may_as("at", moment));
        assert_eq!(asked.may_as("dry_run", boolean), None);
        asked.end().unwrap();
        assert_eq!(year.unwrap().to_string(), "2026");
        assert_eq!(at.unwrap().to_string(), "2026-06-30T00:00:00Z");
    }

    #[test]
    fn all_that_is_wrong_with_a_query_is_told_at_once() {
        let mut asked = Asked::of("year=26&at=now&other=%zz&at=now");
        assert_eq!(asked.may::<Year>("year"), None);
        assert_eq!(asked.may_as("at", moment), None);
        let told = asked.end().unwrap_err().body(None).errors;
        let told: Vec<_> =
            told.iter().map(|it| (it.parameter.as_deref().unwrap(), it.code.as_str())).collect();
        assert_eq!(told, [("year", "year"), ("at", "moment"), ("other", "unknown-parameter")]);
    }

    #[test]
    fn a_parameter_that_comes_twice_is_refused_v15_3_7() {
        let mut asked = Asked::of("dry_run=true&dry_run=true");
        assert_eq!(asked.may_as("dry_run", boolean), None);
        assert_eq!(asked.end().unwrap_err().body(None).errors[0].code, "twice");
    }
}
