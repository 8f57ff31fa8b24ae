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
        match &error {
            Error::DatabaseError(kind, says) => match kind {
                DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ClosedConnection
                // A standby that was promoted elsewhere, or not yet: a new connection finds the primary.
                | DatabaseErrorKind::ReadOnlyTransaction => Self::Unreachable(error.into()),
                DatabaseErrorKind::SerializationFailure => Self::InTheWay(error.into()),
                _ if says.message() == "deadlock detected" => Self::InTheWay(error.into()),
                _ => match says.constraint_name() {
                    Some(constraint) => Self::Refused { constraint: constraint.to_owned() },
                    None => Self::Other(error.into()),
                },
            },
            Error::BrokenTransactionManager => Self::Unreachable(error.into()),
            _ => Self::Other(error.into()),
        }
    }
}

impl From<ConnectionError> for DatabaseError {
    fn from(error: ConnectionError) -> Self {
        Self::Unreachable(error.into())
    }
}
