//! Sending what writes: under a key, so that it happens once however often it is sent.

use std::thread::sleep;
use std::time::Duration;

use app::outside::{Ids as _, RealIds};

use super::address::Target;
use super::caller::{Answer, CallError};
use super::connection::Session;
use super::failure::Failure;
use super::problem::Problem;
use crate::console::note;

/// How often a request is sent that got no final answer.
const ATTEMPTS_MAX: u8 = 3;

/// How long it waits before the next, unless the registry says.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest that it waits, whatever the registry says.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// By which key.
#[derive(clap::Args, Clone, Default, Debug)]
pub(crate) struct Key {
    /// The idempotency key, to send the same request again: it happens once [default: a new one]
    #[arg(long = "key", value_name = "KEY")]
    given: Option<String>,
}

/// A request that writes.
pub(super) struct Writing {
    pub(super) target: Target,
    /// The exact bytes: with others the same key would be refused.
    pub(super) body: String,
}

impl Writing {
    /// Sends it until there is an answer that is final, a few times at most.
    pub(super) fn send(&self, session: &Session, key: &Key) -> Result<Answer, Failure> {
        let token = session.token()?;
        // Under a key that was given, it may have been sent before.
        let mut attempts = Attempts { made: 0, may_be_done: key.given.is_some() };
        let key = key.given.clone().unwrap_or_else(|| RealIds.uuid().to_string());
        let path = self.target.to_string();
        loop {
            match session.client.send(token, &key, &path, &self.body) {
                Ok(answer) => {
                    if answer.replayed && !session.json {
                        note(format_args!("It was done before; this is its first receipt."));
                    }
                    return Ok(answer);
                }
                Err(error) => match attempts.pause_after(&error) {
                    Some(pause) => sleep(pause),
                    None => return Err(attempts.end(error, &key)),
                },
            }
        }
    }

    /// Asks what it would do. Nothing is recorded, and the key is not kept.
    pub(super) fn try_out(&self, session: &Session) -> Result<Answer, Failure> {
        let path = self.target.clone().with("dry_run", Some("true")).to_string();
        let key = RealIds.uuid().to_string();
        Ok(session.client.send(session.token()?, &key, &path, &self.body)?)
    }
}

/// What became of the attempts so far.
#[derive(Default)]
struct Attempts {
    made: u8,
    may_be_done: bool,
}

impl Attempts {
    /// How long to wait before the same is sent again; nothing, if that was the last time.
    fn pause_after(&mut self, error: &CallError) -> Option<Duration> {
        self.made = self.made.saturating_add(1);
        let pause = match error {
            // Nothing was sent now; but what was sent before may have come through.
            CallError::Lost(error) if error.is_connect() => self.may_be_done.then_some(PAUSE)?,
            CallError::Lost(_) => {
                self.may_be_done = true;
                PAUSE
            }
            CallError::Strange { .. } => {
                self.may_be_done = true;
                return None;
            }
            CallError::Refused { problem, again_after } => {
                // Only `busy` says that it was not started.
                self.may_be_done |= is_open(problem) && problem.code != "busy";
                let again = problem.status == 503 || problem.code == "key-running";
                again.then(|| again_after.unwrap_or(PAUSE).min(PAUSE_MAX))?
            }
        };
        (self.made < ATTEMPTS_MAX).then_some(pause)
    }

    /// Why it ends, and by which key to find out what became of it.
    fn end(&self, error: CallError, key: &str) -> Failure {
        let is_final = matches!(&error, CallError::Refused { problem, .. } if !is_open(problem));
        let cause = Failure::from(error);
        if is_final {
            return cause;
        }
        let (cause, key) = (Box::new(cause), key.to_owned());
        Failure::Unsettled { cause, key, may_be_done: self.may_be_done }
    }
}

/// Whether the same request may be answered otherwise later.
fn is_open(problem: &Problem) -> bool {
    problem.status >= 500 || problem.code == "key-running"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str, again_after: Option<u64>) -> CallError {
        let body =
            format!(r#"{{"status": {status}, "code": "{code}", "title": "T.", "detail": "D."}}"#);
        let problem = Box::new(Problem::read(&body).unwrap());
        CallError::Refused { problem, again_after: again_after.map(Duration::from_secs) }
    }

    fn may_be_done(failure: &Failure) -> Option<bool> {
        let Failure::Unsettled { may_be_done, key, .. } = failure else { return None };
        assert_eq!(key, "k-1");
        Some(*may_be_done)
    }

    #[test]
    fn a_busy_registry_is_asked_again_when_it_says_and_three_times_at_most() {
        let mut attempts = Attempts::default();
        let busy = || refused(503, "busy", Some(2));
        assert_eq!(attempts.pause_after(&busy()), Some(Duration::from_secs(2)));
        assert_eq!(attempts.pause_after(&refused(503, "busy", Some(9999))), Some(PAUSE_MAX));
        assert_eq!(attempts.pause_after(&busy()), None);
        let failure = attempts.end(busy(), "k-1");
        assert_eq!((failure.status(), may_be_done(&failure)), (3, Some(false)));
    }

    #[test]
    fn what_may_be_done_is_never_said_not_to_be() {
        for (error, pause) in [
            (refused(409, "key-running", None), Some(PAUSE)),
            (refused(503, "unavailable", None), Some(PAUSE)),
            (refused(500, "internal-error", None), None),
        ] {
            let mut attempts = Attempts::default();
            assert_eq!(attempts.pause_after(&error), pause);
            attempts.pause_after(&refused(503, "busy", None));
            assert_eq!(may_be_done(&attempts.end(error, "k-1")), Some(true));
        }
    }

    #[test]
    fn a_refusal_is_final() {
        let mut attempts = Attempts::default();
        assert_eq!(attempts.pause_after(&refused(409, "not-held", None)), None);
        let failure = attempts.end(refused(409, "not-held", None), "k-1");
        assert_eq!((failure.status(), may_be_done(&failure)), (1, None));
    }
}
