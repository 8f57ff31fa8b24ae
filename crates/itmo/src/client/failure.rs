//! Why nothing came of a verb, and the status with which it ends.

use std::error::Error;
use std::process::ExitCode;

use super::caller::CallError;
use super::plain::plain;
use super::problem::Problem;
use crate::console::note;

/// Why nothing came of it.
#[derive(Debug)]
pub(super) enum Failure {
    /// The registry says why not.
    Refused(Box<Problem>),
    /// Whoever was asked did not say `yes`.
    NotConfirmed(&'static str),
    /// It was called in a way that cannot work.
    Misuse(String),
    /// There was no answer, or none of a registry.
    Unreachable(Unreachable),
    /// What was to be recorded got no final answer.
    Unsettled {
        /// What there was instead.
        cause: Box<Self>,
        /// The key under which it was sent.
        key: String,
        /// Whether it may have been recorded all the same.
        may_be_done: bool,
    },
}

/// What there was instead of an answer.
#[derive(Debug)]
pub(super) struct Unreachable {
    pub(super) what: String,
    pub(super) why: String,
    pub(super) remedy: String,
}

impl Failure {
    /// The status: 1 for refused, 2 for misuse, 3 for unreachable, or unable to work.
    pub(super) const fn status(&self) -> u8 {
        match self {
            Self::Refused(problem) if problem.status >= 500 => 3,
            Self::Refused(_) | Self::NotConfirmed(_) => 1,
            Self::Misuse(_) => 2,
            Self::Unreachable(_) | Self::Unsettled { .. } => 3,
        }
    }

    /// Says it on standard error, and gives the status.
    pub(super) fn report(&self, server: &str, json: bool) -> ExitCode {
        note(format_args!("{}", self.told(server, json)));
        ExitCode::from(self.status())
    }

    fn told(&self, server: &str, json: bool) -> String {
        match self {
            Self::Refused(problem) if json => problem.body.clone(),
            Self::Refused(problem) => problem.told(server),
            Self::NotConfirmed(what) => format!("itmo: {what}"),
            Self::Misuse(why) => format!("itmo: {why}"),
            Self::Unreachable(it) => it.told(server),
            Self::Unsettled { cause, key, may_be_done } => {
                let known = if *may_be_done {
                    "Whether it was done is not known. Send exactly the same again"
                } else {
                    "It was not done. Send exactly the same again later"
                };
                let cause = cause.told(server, json);
                format!("{cause}\n  again    {known}, with --key {key}: then it happens once.")
            }
        }
    }
}

impl Unreachable {
    fn told(&self, server: &str) -> String {
        let Self { what, why, remedy } = self;
        format!(
            "itmo: No answer from {server}\n  what     {}\n  why      {}\n  do       {remedy}",
            plain(what),
            plain(why)
        )
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused { problem, .. } => Self::Refused(problem),
            CallError::Strange { method_and_path, status, body } => {
                Self::Unreachable(Unreachable {
                    what: format!("{method_and_path} was answered with the status {status}"),
                    why: format!("that is not how a registry answers: {body}"),
                    remedy: "Look at the address: something else may answer there.".to_owned(),
                })
            }
            CallError::Lost(error) => Self::Unreachable(lost(&error)),
        }
    }
}

fn lost(error: &reqwest::Error) -> Unreachable {
    let (what, remedy) = if error.is_connect() {
        (
            "No connection came about, and nothing was sent.",
            "Look at the address; at the network; and, if its certificate is from a CA of its own, \
             at --ca.",
        )
    } else {
        ("The connection broke, or the time was over.", "Ask again; see also --timeout.")
    };
    Unreachable { what: what.to_owned(), why: chain(error), remedy: remedy.to_owned() }
}

/// The causes of an error, without the address, which is said once, and without what the client is
/// made of.
fn chain(error: &dyn Error) -> String {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let says = error.to_string();
        if !says.starts_with("client error") {
            causes.push(says);
        }
        cause = error.source();
    }
    causes.dedup();
    if causes.is_empty() { error.to_string() } else { causes.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_misused_and_unreachable_end_with_statuses_of_their_own() {
        let strange = CallError::Strange {
            method_and_path: "GET /v1/stops".to_owned(),
            status: 502,
            body: "<html>\u{1b}[2J".to_owned(),
        };
        let failure = Failure::from(strange);
        assert_eq!(failure.status(), 3);
        let Failure::Unreachable(told) = failure else { panic!("it is unreachable") };
        let told = told.told("https://example.org");
        assert!(told.contains("the status 502") && told.contains("<html>\\u{1b}[2J"), "{told}");
        let unable = r#"{"code": "busy", "status": 503, "detail": "Later."}"#;
        assert_eq!(Failure::Refused(Box::new(Problem::read(unable).unwrap())).status(), 3);
        assert_eq!(Failure::Misuse(String::new()).status(), 2);
        assert_eq!(Failure::NotConfirmed("").status(), 1);
    }
}
