//! What can go wrong with the database, without a word of how we talk to it.

use diesel::ConnectionError;
use diesel::result::{DatabaseErrorKind, Error};

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// It cannot be reached, or went away: whether a commit under way happened is not known.
    #[error("the database cannot be reached")]
    Unreachable(#[source] Cause),
    /// All connections are busy.
    #[error("all connections to the database are busy")]
    Busy(#[source] Cause),
    /// A constraint refused the rows; its name is a sentence.
    #[error("a constraint of the database refused it: {constraint}")]
    Refused {
        /// The name of the constraint.
        constraint: String,
    },
    /// Two transactions stood in each other's way, and this one gave in: it may be tried again.
    #[error("another transaction was in the way")]
    InTheWay(#[source] Cause),
    /// Something else, which is ours to mend.
    #[error("the database refused a statement")]
    Other(#[source] Cause),
}

/// What lies behind an error, for the log.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl DatabaseError {
    /// Whether this constraint refused the rows.
    pub fn is_refused_by(&self, name: &str) -> bool {
        matches!(self, Self::Refused { constraint } if constraint == name)
    }
}

impl From<Error> for DatabaseError {
    fn from(error: Error) -> Self {
        let Error::DatabaseError(kind, says) = &error else {
            return if matches!(error, Error::BrokenTransactionManager) {
                Self::Unreachable(error.into())
            } else {
                Self::Other(error.into())
            };
        };
        // Read-only: a standby, promoted elsewhere or not yet. A new connection finds the primary.
        let lost = matches!(
            kind,
            DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::ReadOnlyTransaction
        ) || tells_of_an_end(says.message());
        let in_the_way = matches!(kind, DatabaseErrorKind::SerializationFailure)
            || says.message() == "deadlock detected";
        if lost {
            Self::Unreachable(error.into())
        } else if in_the_way {
            Self::InTheWay(error.into())
        } else if let Some(constraint) = says.constraint_name() {
            Self::Refused { constraint: constraint.to_owned() }
        } else {
            Self::Other(error.into())
        }
    }
}

/// libpq tells in words alone that a connection ended under a statement.
fn tells_of_an_end(message: &str) -> bool {
    [
        "server closed the connection unexpectedly",
        "terminating connection",
        "no connection to the server",
        "connection not open",
        "could not receive data from server",
        "could not send data to server",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl From<ConnectionError> for DatabaseError {
    fn from(error: ConnectionError) -> Self {
        Self::Unreachable(error.into())
    }
}
