//! Connections to the database: a pool for each zone of trust, and no way from one to another.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use domain::access::Scope;

use crate::error::DatabaseError;

/// How long a caller waits for a connection: with one database thread for each, never.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(3);

/// A connection that belongs to a pool, and goes back to it.
pub type Pooled = PooledConnection<ConnectionManager<PgConnection>>;

/// What the pools connect to: an address for each login, and how many connections each may have.
#[derive(Clone, Debug)]
pub struct PoolSettings {
    /// The address for `itmo_section`.
    pub section_url: String,
    /// The address for `itmo_secretariat`.
    pub secretariat_url: String,
    /// The address for `itmo_public`.
    pub public_url: String,
    /// The connections of each pool, at most.
    pub size: u32,
}

/// A pool for each login under which requests are answered. The ledger writer and the checker have
/// connections of their own.
#[derive(Clone, Debug)]
pub struct Pools {
    section: Pool<ConnectionManager<PgConnection>>,
    secretariat: Pool<ConnectionManager<PgConnection>>,
    public: Pool<ConnectionManager<PgConnection>>,
    public_url: String,
}

impl Pools {
    /// The pools, without a connection yet: they are made as they are needed, so that a registry
    /// starts, and says that it is not ready, while its database is away.
    pub fn open(settings: &PoolSettings) -> Self {
        let pool = |url: &String| {
            Pool::builder()
                .max_size(settings.size.max(1))
                .min_idle(Some(0))
                // A connection that died, in a failover for example, is thrown away, not handed
                // out.
                .test_on_check_out(true)
                .connection_timeout(CONNECTION_TIMEOUT)
                .connection_customizer(Box::new(NeverIdleInTransaction))
                .build_unchecked(ConnectionManager::new(url))
        };
        Self {
            section: pool(&settings.section_url),
            secretariat: pool(&settings.secretariat_url),
            public: pool(&settings.public_url),
            public_url: settings.public_url.clone(),
        }
    }

    /// A connection of the login that serves this scope.
    pub fn connection(&self, scope: &Scope) -> Result<Pooled, DatabaseError> {
        connection(match scope {
            Scope::One(_) | Scope::OfEntities(..) => &self.section,
            Scope::All(_) => &self.secretariat,
            Scope::Public => &self.public,
        })
    }

    /// The address for `itmo_public`, for connections outside the pool.
    pub(crate) fn public_url(&self) -> &str {
        &self.public_url
    }

    /// A connection of the one login that writes what is no entry of the ledger.
    pub(crate) fn secretariat(&self) -> Result<Pooled, DatabaseError> {
        connection(&self.secretariat)
    }
}

fn connection(pool: &Pool<ConnectionManager<PgConnection>>) -> Result<Pooled, DatabaseError> {
    pool.get().map_err(|error| {
        // All out, or none to be had: the pool's error has no kinds.
        if pool.state().connections > 0 {
            DatabaseError::Busy(error.into())
        } else {
            DatabaseError::Unreachable(error.into())
        }
    })
}

/// A transaction that its owner forgot ends by itself, and its locks with it.
#[derive(Debug)]
struct NeverIdleInTransaction;

impl CustomizeConnection<PgConnection, diesel::r2d2::Error> for NeverIdleInTransaction {
    fn on_acquire(&self, db: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
        db.batch_execute("SET idle_in_transaction_session_timeout = '30s'; SET jit = off")
            .map_err(diesel::r2d2::Error::QueryError)
    }
}
