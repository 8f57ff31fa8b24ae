//! Problems as the registry sends them (RFC 9457), told to a person.

use std::fmt;

use serde::Deserialize;

use super::plain::plain;

/// Why the registry did not do what it was asked.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    /// What kind it is: the path of a page about it.
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    /// What happened, in a line.
    #[serde(default)]
    pub(crate) title: String,
    /// The status of the answer.
    #[serde(default)]
    pub(crate) status: u16,
    /// What happened this time.
    pub(crate) detail: String,
    /// The stable code.
    pub(crate) code: String,
    /// The rule of the specification.
    pub(crate) rule: Option<String>,
    /// What to do.
    #[serde(default)]
    pub(crate) remedy: String,
    /// Which order of a batch it concerns, from 0.
    pub(crate) order: Option<u64>,
    /// The fields that need a change.
    #[serde(default)]
    pub(crate) errors: Vec<FieldProblem>,
    /// The id of the request.
    pub(crate) instance: Option<String>,
    /// All of it, as it came.
    #[serde(skip)]
    pub(crate) body: String,
}

/// A field that needs a change.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct FieldProblem {
    /// What is wrong, and what to enter.
    pub(crate) detail: String,
    /// Where it is in the body.
    pub(crate) pointer: Option<String>,
    /// Its name, if it is a parameter.
    pub(crate) parameter: Option<String>,
    /// Where it is in a file of tables.
    pub(crate) cell: Option<String>,
}

impl Problem {
    /// The problem that a body tells of, if it does.
    pub(crate) fn read(body: &str) -> Option<Self> {
        let problem: Self = serde_json::from_str(body).ok()?;
        Some(Self { body: body.to_owned(), ..problem })
    }

    /// Title, what, why, and what to do, for whoever asked this server.
    pub(super) fn told(&self, server: &str) -> String {
        let mut lines = vec![format!("itmo: {}", plain(&self.title))];
        let mut say = |what: &str, words: &str| {
            if !words.is_empty() {
                lines.push(format!("  {what:<7}  {}", plain(words)));
            }
        };
        say("what", &self.detail);
        if let Some(order) = self.order {
            // People count from 1.
            say("where", &format!("order {}", order.saturating_add(1)));
        }
        for FieldProblem { detail, pointer, parameter, cell } in &self.errors {
            let place = pointer.as_deref().or(parameter.as_deref()).or(cell.as_deref());
            let place = place.unwrap_or_default();
            say("where", &format!("{place}: {detail}"));
        }
        let rule = self.rule.as_ref().map(|rule| format!("rule {rule}, ")).unwrap_or_default();
        say("why", &format!("{rule}{} (status {})", self.code, self.status));
        say("do", &self.remedy);
        if self.kind.starts_with('/') {
            say("read", &format!("{server}{}", self.kind));
        }
        say("request", self.instance.as_deref().unwrap_or_default());
        lines.join("\n")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} ({}): {}", self.code, self.status, self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = r#"{
        "type": "/problems/own-proposal", "title": "You proposed this", "status": 403,
        "detail": "Nobody approves their own proposal. No units moved.", "code": "own-proposal",
        "rule": "R-031", "remedy": "Another officer of the section must decide.",
        "instance": "urn:uuid:7"
    }"#;

    #[test]
    fn a_person_reads_what_happened_why_and_what_to_do() {
        let told = Problem::read(OWN).unwrap().told("https://example.org");
        assert_eq!(
            told,
            "itmo: You proposed this\n  \
             what     Nobody approves their own proposal. No units moved.\n  \
             why      rule R-031, own-proposal (status 403)\n  \
             do       Another officer of the section must decide.\n  \
             read     https://example.org/problems/own-proposal\n  \
             request  urn:uuid:7"
        );
    }

    #[test]
    fn each_flawed_field_and_the_order_of_a_batch_have_their_place() {
        let body = r#"{
            "title": "Two fields need a change", "status": 422, "detail": "2 fields.",
            "code": "request-invalid", "order": 0, "numbers": { "count": "2" }, "errors": [
                { "code": "units", "detail": "Enter a range.", "pointer": "/order/units" },
                { "code": "limit", "detail": "1 to 100.", "parameter": "limit" }
            ]
        }"#;
        let told = Problem::read(body).unwrap().told("https://example.org");
        assert!(told.contains("where    order 1"), "{told}");
        assert!(told.contains("where    /order/units: Enter a range."), "{told}");
        assert!(told.contains("where    limit: 1 to 100."), "{told}");
        assert!(told.contains("why      request-invalid (status 422)"), "{told}");
    }

    #[test]
    fn what_is_no_problem_is_not_taken_for_one() {
        for body in ["<html>502</html>", "{}", r#"{"code": "x"}"#, ""] {
            assert_eq!(Problem::read(body), None, "{body}");
        }
    }
}
