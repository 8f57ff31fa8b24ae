//! A database for each test, thrown away when the test ends.

use jiff::SignedDuration;
use store::installation::{DatabaseKind, set_clock_ahead};
use store::logins::{Login, address, create_database, in_database};
use store::{fresh, logins};
use uuid::Uuid;

/// Where the tests find a cluster: the address of a superuser, since each test makes a database.
const VARIABLE: &str = "ITMO_TEST_DATABASE";

/// A database of its own for one test. It goes when this value is dropped.
#[derive(Debug)]
pub struct TestDatabase {
    superuser_url: String,
    name: String,
}

impl TestDatabase {
    /// A migrated, empty database for tests, with a clock that can be moved.
    ///
    /// # Panics
    ///
    /// Without a cluster: a test that needs one cannot pass without it.
    pub fn new() -> Self {
        Self::of_kind(DatabaseKind::Test)
    }

    /// A migrated, empty database of this kind.
    ///
    /// # Panics
    ///
    /// Without a cluster.
    #[expect(clippy::panic, reason = "a test without its database stops here, and says why")]
    pub fn of_kind(kind: DatabaseKind) -> Self {
        let database = Self::named();
        fresh::create(&database.superuser_url, &database.name, kind)
            .unwrap_or_else(|error| panic!("no fresh database: {error}: {error:?}"));
        database
    }

    /// A database in which nothing was ever migrated.
    ///
    /// # Panics
    ///
    /// Without a cluster.
    #[expect(clippy::panic, reason = "a test without its database stops here, and says why")]
    pub fn unmigrated() -> Self {
        let database = Self::named();
        logins::create_logins(&database.superuser_url)
            .and_then(|()| create_database(&database.superuser_url, &database.name))
            .unwrap_or_else(|error| panic!("no database: {error}: {error:?}"));
        database
    }

    /// Its name on the server.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address for a login.
    pub fn url(&self, login: Login) -> String {
        address(&self.superuser_url, login, &self.name)
    }

    /// Its address for the superuser: for what no login may do.
    pub fn superuser_url(&self) -> String {
        in_database(&self.superuser_url, &self.name)
    }

    /// Sets how far its clock is ahead of the real one.
    ///
    /// # Panics
    ///
    /// Where the clock cannot be moved.
    #[expect(clippy::panic, reason = "a test whose clock stands still proves nothing")]
    pub fn set_clock_ahead(&self, ahead: SignedDuration) {
        set_clock_ahead(&self.url(Login::Migrate), ahead)
            .unwrap_or_else(|error| panic!("the clock does not move: {error}: {error:?}"));
    }

    /// Shuts every login out of the database, as if it were gone.
    ///
    /// # Panics
    ///
    /// Where PostgreSQL refuses.
    pub fn shut_out(&self) {
        self.as_cluster(&format!(
            "ALTER DATABASE {0} ALLOW_CONNECTIONS false; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'",
            self.name
        ));
    }

    /// Lets everybody in again.
    ///
    /// # Panics
    ///
    /// Where PostgreSQL refuses.
    pub fn let_in(&self) {
        self.as_cluster(&format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name));
    }

    /// Runs SQL in the cluster's own database.
    #[expect(clippy::panic, reason = "a test whose database does not obey stops here")]
    fn as_cluster(&self, sql: &str) {
        use diesel::Connection as _;
        use diesel::connection::SimpleConnection as _;
        diesel::PgConnection::establish(&self.superuser_url)
            .map_err(|error| error.to_string())
            .and_then(|mut db| db.batch_execute(sql).map_err(|error| error.to_string()))
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    #[expect(clippy::disallowed_methods, reason = "a name that no other run has had")]
    #[expect(clippy::panic, reason = "a test without its database stops here, and says why")]
    fn named() -> Self {
        let superuser_url = std::env::var(VARIABLE).unwrap_or_else(|_missing| {
            panic!(
                "{VARIABLE} is not set: it is the address of a superuser of a PostgreSQL cluster \
                 for tests. `cargo xtask test` starts one and sets it"
            )
        });
        Self { superuser_url, name: format!("itmo_test_{}", Uuid::now_v7().simple()) }
    }
}

impl Default for TestDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // The cluster is thrown away too: a database that stays behind is no reason to fail.
        fresh::discard(&self.superuser_url, &self.name).ok();
    }
}

/// Whether tests of generated files shall write them anew instead of comparing.
#[expect(clippy::disallowed_methods, reason = "an answer of whoever runs the tests")]
pub fn writes_generated_files() -> bool {
    std::env::var("ITMO_WRITE_GENERATED").is_ok()
}
