//! The clock of the private database, which is moved to where the simulation's is.

use jiff::{SignedDuration, Timestamp};
use testkit::database::TestDatabase;

/// A clock is not moved for less.
const LITTLE: SignedDuration = SignedDuration::from_hours(1);

/// How far a database's clock is from the machine's.
pub(crate) struct Clock(SignedDuration);

impl Clock {
    /// Sets the clock to this moment.
    pub(crate) fn at(database: &TestDatabase, moment: Timestamp) -> Self {
        let ahead = moment.duration_since(Timestamp::now());
        database.set_clock_ahead(ahead);
        Self(ahead)
    }

    /// The database's time.
    pub(crate) fn now(&self) -> Timestamp {
        let now = Timestamp::now().saturating_add(self.0).unwrap_or(Timestamp::MAX);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves the clock on to this moment, if that is a while. Says whether it has.
    pub(crate) fn go_on_to(&mut self, database: &TestDatabase, moment: Timestamp) -> bool {
        let far = moment.duration_since(self.now()) > LITTLE;
        if far {
            *self = Self::at(database, moment);
        }
        far
    }
}
