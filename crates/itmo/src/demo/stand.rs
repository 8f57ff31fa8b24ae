//! A registry that stands for as long as this process: database, server, and a caller beside it.

use std::io;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, bail};
use app::Registry;
use app::reporting::DisputedUnits;

use crate::certificates::LocalCa;
use crate::client::Client;
use crate::clock;
use crate::environment;
use crate::state::Database;

const ANSWER_WAIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Connections for each zone; the demonstration has few callers.
const CONNECTIONS: u16 = 4;

/// A registry that stands.
pub(crate) struct Stand {
    /// Its database.
    pub(crate) database: Database,
    /// The registry itself, for what an operator does at the console.
    pub(crate) registry: Arc<Registry>,
    /// A caller who trusts its certificate.
    pub(crate) client: Client,
    /// Where it is reached.
    pub(crate) url: String,
    server: JoinHandle<io::Result<()>>,
}

impl Stand {
    /// Serves a migrated database, and returns once it answers over HTTPS.
    pub(crate) fn start(
        database: Database,
        listener: TcpListener,
        certificate: &LocalCa,
    ) -> anyhow::Result<Self> {
        let registry = database.open(CONNECTIONS, DisputedUnits::default())?;
        clock::follow_reports(&registry).context("the checks could not be started")?;
        let url = format!("https://localhost:{}", listener.local_addr()?.port());
        let settings = web::Settings {
            listener,
            tls: Some(certificate.files.server_config()?),
            public_url: url.clone(),
            http_threads: environment::processors().into(),
            database_threads: CONNECTIONS.into(),
            waiting_max: 1024,
        };
        let to_serve = Arc::clone(&registry);
        let server = thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || web::serve(to_serve, settings))?;
        let client = Client::new(&url.parse()?, Some(&certificate.authority), ANSWER_WAIT)?;
        let stand = Self { database, registry, client, url, server };
        stand.wait_until_ready()?;
        Ok(stand)
    }

    /// Whether it was told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.server.is_finished()
    }

    /// Waits until the server has ended, and stops the database.
    pub(crate) fn wait(self) -> anyhow::Result<Option<Database>> {
        let Self { database, registry, client: _, url: _, server } = self;
        let ended = server.join().map_err(|_panic| anyhow!("the server panicked"))?;
        drop(registry);
        ended.context("the server failed")?;
        if database.is_private() { database.stop().map(|()| None) } else { Ok(Some(database)) }
    }

    fn wait_until_ready(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            match self.client.get(None, "/readyz") {
                Ok(_) => return Ok(()),
                Err(_) if self.is_stopping() => bail!("the server ended before it answered"),
                Err(error) if began.elapsed() > ANSWER_WAIT => {
                    return Err(error).context("the server does not get ready");
                }
                Err(_) => thread::sleep(PAUSE),
            }
        }
    }
}

/// Tells this process to stop, as a service manager does. The shell's own `kill` does it: a bare
/// system has no program of that name.
pub(crate) fn tell_to_stop() -> anyhow::Result<()> {
    let status = Command::new("/bin/sh")
        .args(["-c", "kill -TERM \"$PPID\""])
        .stdin(Stdio::null())
        .status()
        .context("cannot run /bin/sh")?;
    if status.success() { Ok(()) } else { bail!("the shell could not send a signal: {status}") }
}
