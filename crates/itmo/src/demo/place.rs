//! Where the demonstration lies: its database, its certificate, its callers' tokens.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use store::cluster::{ClusterError, check_reach};

use crate::console::say;
use crate::state::Database;

/// Below the current folder, where it can be found and thrown away.
const NEAR: &str = "var/demo";

/// Where every system user can get to.
const FAR: &str = "/var/lib/itmo-demo";

/// The demonstration's database on a server that somebody else runs.
const DATABASE: &str = "itmo_demo";

/// The folder of the demonstration.
pub(crate) struct Place(PathBuf);

impl Place {
    /// The folder for the demonstration that goes on from one start to the next.
    pub(crate) fn lasting() -> anyhow::Result<Self> {
        match check_reach(Path::new(NEAR)) {
            Ok(()) => Self::at(NEAR.into()),
            Err(ClusterError::Unreachable { blocked_by, user, .. }) => {
                say!(
                    "== the system user {user}, who runs PostgreSQL for root, cannot enter {}: the \
                     demonstration lies in {FAR} instead",
                    blocked_by.display()
                );
                Self::at(FAR.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// This folder, which is made if it is not there.
    pub(crate) fn at(folder: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self(folder))
    }

    /// Starts its database: on the server that is given, or a private one.
    pub(crate) fn database(
        &self,
        server: Option<&str>,
        postgres_bin: Option<&Path>,
        fresh: bool,
    ) -> anyhow::Result<Database> {
        let Some(server) = server else { return self.private(postgres_bin, fresh) };
        let database = Database::on_server(server, DATABASE)?;
        if fresh {
            database.start_anew(DATABASE)?;
        }
        Ok(database)
    }

    /// Anew means that nothing of the old is needed, not even a server that can read it.
    fn private(&self, postgres_bin: Option<&Path>, fresh: bool) -> anyhow::Result<Database> {
        let folder = self.0.join("database");
        match Database::private(&folder, postgres_bin) {
            Ok(database) => {
                if fresh {
                    database.start_anew(crate::addresses::DATABASE)?;
                }
                Ok(database)
            }
            Err(error) if fresh && is_about_data(&error) => {
                fs::remove_dir_all(&folder)
                    .with_context(|| format!("cannot remove {}", folder.display()))?;
                Database::private(&folder, postgres_bin)
            }
            Err(error) if runs_already(&error) => Err(anyhow!(
                "the demonstration in {} runs already: end it with Ctrl-C where it was started, and \
                 start it again here",
                self.0.display()
            )),
            Err(error) => Err(error),
        }
    }

    /// What the demonstration remembers.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.0.join("tokens.json")
    }

    /// The log of the server.
    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("itmo.log")
    }

    /// The certificates.
    pub(crate) fn tls(&self) -> PathBuf {
        self.0.join("tls")
    }

    /// The folder itself.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Removes it with everything in it.
    pub(crate) fn remove(self) -> anyhow::Result<()> {
        fs::remove_dir_all(&self.0).with_context(|| format!("cannot remove {}", self.0.display()))
    }
}

fn is_about_data(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref::<ClusterError>(),
        Some(ClusterError::OtherMajor { .. } | ClusterError::NotReady { .. })
    )
}

fn runs_already(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<ClusterError>(), Some(ClusterError::Running { .. }))
}
