//! The database in use, and the registry over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use app::Registry;
use app::outside::RealIds;
use app::reporting::DisputedUnits;
use domain::access::Scope;
use domain::section::Installation;
use store::cluster::{Binaries, Cluster, ClusterSettings, Durability, SUPERUSER, url_of_running};
use store::installation::{self, DatabaseKind, Unfit};
use store::logins::{self, Login};
use store::migrate::{Migrated, migrate};
use store::pools::{PoolSettings, Pools};
use store::{LedgerWriter, Store};

use crate::addresses::{Addresses, DATABASE};
use crate::clock;
use crate::configuration::Configuration;
use crate::environment;

/// A database that is away when we start may be starting too.
const WAIT_FOR_DATABASE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_secs(2);

/// The database in use: one that somebody else runs, or a private one.
pub(crate) struct Database {
    addresses: Addresses,
    cluster: Option<Cluster>,
    superuser_url: Option<String>,
}

impl Database {
    /// That of the configuration. A private one is started, and made if there is none.
    pub(crate) fn of(configuration: &Configuration) -> anyhow::Result<Self> {
        match &configuration.addresses {
            Some(addresses) => Ok(Self::elsewhere(addresses.clone(), None)),
            None => {
                Self::private(&private_folder(configuration), configuration.postgres_bin.as_deref())
            }
        }
    }

    /// That of the configuration, for a command beside the server: if the private one runs already,
    /// that is used, and goes on. None is made.
    pub(crate) fn reach(configuration: &Configuration) -> anyhow::Result<Self> {
        let folder = private_folder(configuration);
        if configuration.addresses.is_none() && !folder.exists() {
            bail!(
                "there is no private database in {} yet: `itmo serve` or `itmo migrate` makes one. \
                 Or name another: DATABASE_URL",
                folder.display()
            );
        }
        Self::reach_or_make(configuration)
    }

    /// The same; and a private one is made if there is none.
    pub(crate) fn reach_or_make(configuration: &Configuration) -> anyhow::Result<Self> {
        let folder = private_folder(configuration);
        let running = |login: Login| url_of_running(&folder, login.name(), DATABASE);
        match (&configuration.addresses, Addresses::by(running)) {
            (None, Some(addresses)) => Ok(Self::elsewhere(addresses, None)),
            _ => Self::of(configuration),
        }
    }

    /// A private one in this folder.
    pub(crate) fn private(folder: &Path, postgres_bin: Option<&Path>) -> anyhow::Result<Self> {
        let cluster = start_cluster(folder, postgres_bin, Durability::Durable)?;
        let superuser = cluster.url(SUPERUSER, "postgres");
        logins::create_logins(&superuser).context("the logins could not be made")?;
        logins::create_database(&superuser, DATABASE).context("no database could be made")?;
        let addresses = Addresses::in_cluster(&cluster, DATABASE);
        Ok(Self { addresses, cluster: Some(cluster), superuser_url: Some(superuser) })
    }

    /// A database of this name on a server whose superuser's address is given; made if missing.
    pub(crate) fn on_server(superuser_url: &str, name: &str) -> anyhow::Result<Self> {
        logins::create_logins(superuser_url)
            .and_then(|()| logins::create_database(superuser_url, name))
            .context("DATABASE_URL must be the address of a superuser, who makes the logins")?;
        let addresses = Addresses::on_server(superuser_url, name);
        Ok(Self::elsewhere(addresses, Some(superuser_url.to_owned())))
    }

    /// Another database on the same server, which goes when this one goes.
    pub(crate) fn beside(&self, name: &str) -> anyhow::Result<Self> {
        let superuser = self.superuser_url.as_deref().context("nobody may make a database here")?;
        Self::on_server(superuser, name)
    }

    /// Throws the database away, with everything in it, and makes an empty one.
    pub(crate) fn start_anew(&self, name: &str) -> anyhow::Result<()> {
        let superuser = self.superuser_url.as_deref().context("nobody may make a database here")?;
        store::fresh::discard(superuser, name)
            .and_then(|()| logins::create_database(superuser, name))
            .context("the database could not be made anew")
    }

    /// Throws the database away.
    pub(crate) fn discard(self, name: &str) -> anyhow::Result<()> {
        let superuser = self.superuser_url.as_deref().context("nobody may drop a database here")?;
        store::fresh::discard(superuser, name).context("the database could not be dropped")
    }

    const fn elsewhere(addresses: Addresses, superuser_url: Option<String>) -> Self {
        Self { addresses, cluster: None, superuser_url }
    }

    /// Its addresses.
    pub(crate) const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Whether it is ours alone.
    pub(crate) const fn is_private(&self) -> bool {
        self.cluster.is_some()
    }

    /// What the database says of itself; `None` where nothing was ever migrated.
    pub(crate) fn installation(&self) -> Result<Option<installation::Installation>, Unfit> {
        let pools = pools(&self.addresses, 1);
        store::tx::read(&pools, &Scope::Public, installation::installation)
    }

    /// Brings it to the schema of this program. Its kind is what it was; then what was asked.
    pub(crate) fn migrate(
        &self,
        asked: Option<DatabaseKind>,
    ) -> anyhow::Result<(DatabaseKind, Migrated)> {
        // One whose first migration was cut short cannot be read yet; it has no kind either.
        let is = self.installation().ok().flatten().map(|it| it.kind);
        let kind = asked.or(is).unwrap_or(DatabaseKind::Production);
        let migrated = migrate(&self.addresses.url(Login::Migrate), kind)
            .context("the database could not be migrated")?;
        Ok((kind, migrated))
    }

    /// Opens the registry, if the schema is one that this program knows.
    pub(crate) fn open(
        &self,
        connections: u16,
        disputed_units: DisputedUnits,
    ) -> anyhow::Result<Arc<Registry>> {
        let pools = pools(&self.addresses, connections);
        let installation = match fitting(&pools)?.kind {
            DatabaseKind::Production => Installation::Production,
            DatabaseKind::Demonstration => Installation::Demonstration,
            DatabaseKind::Test => Installation::Test,
        };
        let writer = LedgerWriter::start(self.addresses.url(Login::Ledger), installation)
            .context("the ledger writer could not be started")?;
        let store = Store::new(pools, writer, installation);
        let registry = Registry::new(store, Arc::new(RealIds)).with_disputed_units(disputed_units);
        let registry = Arc::new(registry);
        clock::follow(&registry).context("the registry's clock could not be started")?;
        Ok(registry)
    }

    /// Stops a private one; leaves another alone.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => cluster.stop().context("the private database"),
            None => Ok(()),
        }
    }
}

fn private_folder(configuration: &Configuration) -> PathBuf {
    configuration.state.join("database")
}

/// Starts a private cluster with the programs that are on this machine.
pub(crate) fn start_cluster(
    folder: &Path,
    postgres_bin: Option<&Path>,
    durability: Durability,
) -> anyhow::Result<Cluster> {
    let binaries = Binaries::find(postgres_bin, environment::search_path().as_deref())?;
    Ok(Cluster::start(&ClusterSettings { binaries, folder: folder.to_owned(), durability })?)
}

fn pools(addresses: &Addresses, connections: u16) -> Pools {
    Pools::open(&PoolSettings {
        section_url: addresses.url(Login::Section),
        secretariat_url: addresses.url(Login::Secretariat),
        public_url: addresses.url(Login::Public),
        size: connections.into(),
    })
}

/// What the database is, if its schema fits. While it is away we wait for it, for a while.
fn fitting(pools: &Pools) -> anyhow::Result<installation::Installation> {
    let began = Instant::now();
    loop {
        match store::tx::read(pools, &Scope::Public, installation::check) {
            Ok(found) => return Ok(found),
            Err(Unfit::Database(error)) if began.elapsed() < WAIT_FOR_DATABASE => {
                tracing::warn!(%error, "waiting for the database");
                thread::sleep(PAUSE);
            }
            Err(Unfit::Database(error)) => {
                return Err(error).context("the database does not answer: `itmo doctor` says more");
            }
            Err(unfit @ (Unfit::Behind { .. } | Unfit::Kind(_))) => bail!(unfit),
        }
    }
}
