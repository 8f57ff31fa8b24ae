//! The stage: a private cluster that keeps what it commits, a database of its own, a registry.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Context as _;
use app::Registry;
use app::outside::RealIds;
use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use domain::section::Installation;
use store::cluster::{Binaries, Cluster, ClusterSettings, Durability, SUPERUSER};
use store::installation::DatabaseKind;
use store::logins::{Login, address};
use store::pools::{PoolSettings, Pools};
use store::{LedgerWriter, Store, fresh};

const DATABASE: &str = "bench";

/// Under this name a writer connects that no row-level security binds.
pub(super) const UNBOUND: &str = "bench-unbound";

/// A database with an empty registry in it, on a cluster that goes with the last of its stages.
pub(super) struct Stage {
    house: Rc<House>,
    database: &'static str,
}

/// A cluster and its folder. Both go with this value.
struct House {
    cluster: Option<Cluster>,
    folder: PathBuf,
}

/// A cluster that has run for long uses the segments of its log again. A new one has none, and zeroes
/// 16 MiB each time that it needs another: all callers wait for that, and no installation does so for
/// long. So the log of a while is written before anything is measured, and kept.
const RUN_IN: [&str; 5] = [
    "ALTER SYSTEM SET min_wal_size = '3GB'",
    "SELECT pg_reload_conf()",
    "SELECT count(pg_logical_emit_message(false, 'run in', repeat('x', 1000000)))
        FROM generate_series(1, 3000)",
    "SELECT pg_switch_wal()",
    "CHECKPOINT",
];

fn run_in(cluster: &Cluster) -> anyhow::Result<()> {
    let mut db = PgConnection::establish(&cluster.url(SUPERUSER, "postgres"))?;
    for statement in RUN_IN {
        db.batch_execute(statement).context("the cluster's log is not run in")?;
    }
    Ok(())
}

impl Stage {
    pub(super) fn set_up(postgres_bin: Option<&Path>) -> anyhow::Result<Self> {
        let path = std::env::var_os("PATH");
        let binaries = Binaries::find(postgres_bin, path.as_deref())?;
        let folder = std::env::temp_dir().join(format!("itmo-bench-{}", std::process::id()));
        let mut house = House { cluster: None, folder: folder.clone() };
        let durability = Durability::Durable;
        let cluster = Cluster::start(&ClusterSettings { binaries, folder, durability })?;
        run_in(&cluster)?;
        house.cluster = Some(cluster);
        Self::in_house(Rc::new(house), DATABASE)
    }

    /// Another database of the same cluster.
    pub(super) fn beside(&self, database: &'static str) -> anyhow::Result<Self> {
        Self::in_house(Rc::clone(&self.house), database)
    }

    fn in_house(house: Rc<House>, database: &'static str) -> anyhow::Result<Self> {
        let stage = Self { house, database };
        fresh::create(&stage.cluster()?.url(SUPERUSER, "postgres"), database, DatabaseKind::Test)
            .context("no database for the bench")?;
        Ok(stage)
    }

    /// Throws the database away, and closes whoever is connected.
    pub(super) fn discard(self) -> anyhow::Result<()> {
        Ok(fresh::discard(&self.cluster()?.url(SUPERUSER, "postgres"), self.database)?)
    }

    /// A folder that goes with the stage.
    pub(super) fn folder(&self) -> &Path {
        &self.house.folder
    }

    /// The cluster.
    pub(super) fn cluster(&self) -> anyhow::Result<&Cluster> {
        self.house.cluster.as_ref().context("the cluster does not run")
    }

    /// The address of the database for a login.
    pub(super) fn url(&self, login: Login) -> anyhow::Result<String> {
        Ok(address(&self.superuser_url()?, login, self.database))
    }

    /// The address of the database for the superuser, whom no row-level security binds.
    pub(super) fn superuser_url(&self) -> anyhow::Result<String> {
        Ok(self.cluster()?.url(SUPERUSER, self.database))
    }

    /// A connection of the superuser.
    pub(super) fn superuser(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::establish(&self.superuser_url()?)?)
    }

    /// Runs SQL as the superuser.
    pub(super) fn execute(&self, sql: &str) -> anyhow::Result<()> {
        self.superuser()?
            .batch_execute(sql)
            .with_context(|| sql.chars().take(200).collect::<String>())
    }

    /// A registry with a ledger writer of its own, as in production.
    pub(super) fn registry(&self) -> anyhow::Result<Arc<Registry>> {
        self.registry_over(self.url(Login::Ledger)?)
    }

    /// A registry whose ledger writer no row-level security binds.
    pub(super) fn unbound_registry(&self) -> anyhow::Result<Arc<Registry>> {
        self.registry_over(format!("{}&application_name={UNBOUND}", self.superuser_url()?))
    }

    fn registry_over(&self, ledger_url: String) -> anyhow::Result<Arc<Registry>> {
        let pools = Pools::open(&PoolSettings {
            section_url: self.url(Login::Section)?,
            secretariat_url: self.url(Login::Secretariat)?,
            public_url: self.url(Login::Public)?,
            size: 4,
        });
        let writer = LedgerWriter::start(ledger_url, Installation::Test)?;
        let store = Store::new(pools, writer, Installation::Test);
        Ok(Arc::new(Registry::new(store, Arc::new(RealIds))))
    }

    /// The process that serves the ledger writer's connection; the newest, if there were several.
    pub(super) fn writer_process(&self) -> anyhow::Result<u32> {
        self.process_of("usename = 'itmo_ledger'")
    }

    /// The process that serves the ledger writer whom no row-level security binds.
    pub(super) fn unbound_writer_process(&self) -> anyhow::Result<u32> {
        self.process_of(&format!("application_name = '{UNBOUND}'"))
    }

    fn process_of(&self, condition: &str) -> anyhow::Result<u32> {
        let sql = format!(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND {condition} \
             ORDER BY backend_start DESC LIMIT 1"
        );
        let row: Process = diesel::sql_query(sql).get_result(&mut self.superuser()?)?;
        Ok(u32::try_from(row.pid)?)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        drop(self.cluster.take());
        drop(fs::remove_dir_all(&self.folder));
    }
}

#[derive(QueryableByName)]
struct Process {
    #[diesel(sql_type = Integer)]
    pid: i32,
}
