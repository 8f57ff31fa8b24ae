//! `itmo demo`: a registry on this machine, with something in it to look at.

mod callers;
mod calls;
mod check;
mod greeting;
mod orders;
mod place;
mod plan;
mod play;
mod published;
mod stand;
mod steps;

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::anyhow;
use store::installation::DatabaseKind;

use crate::certificates::LocalCa;
use crate::console::say;
use crate::{environment, logging, serve};
use place::Place;
use stand::Stand;

/// What can be chosen.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// Walk the main job in a throw-away folder on a free port, print each step, and stop
    #[arg(long, conflicts_with_all = ["fresh", "port"])]
    check: bool,

    /// Start anew: throw the data of earlier starts away
    #[arg(long)]
    fresh: bool,

    /// The port to serve on
    #[arg(long, env = "ITMO_DEMO_PORT", default_value_t = 8443, value_name = "PORT")]
    port: u16,

    /// The folder with PostgreSQL's programs [default: looked for]
    #[arg(long, env = "ITMO_POSTGRES_BIN", value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,
}

/// Serves the demonstration until it is told to stop; or checks it, and says whether all is well.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    if arguments.check {
        return check::run(arguments);
    }
    let began = Instant::now();
    let other = arguments.port.saturating_add(1000);
    let listener =
        listen(arguments.port).map_err(|error| anyhow!("{error} (for example: --port {other})"))?;
    let place = Place::lasting()?;
    let (stand, certificate) = open(&place, arguments, listener, DatabaseKind::Demonstration)?;
    if arguments.fresh {
        // The tokens of the old database open nothing in the new one.
        drop(std::fs::remove_file(place.tokens()));
    }
    say!("== playing the demonstration");
    let tell = |says: &str| say!("   {says}");
    match play::play(&stand.registry, &stand.client, &place.tokens(), tell) {
        Ok(known) => greeting::greet(&stand, &place, &certificate, &known, began.elapsed())?,
        Err(_) if stand.is_stopping() => say!("== stopped before the play was over"),
        Err(error) => {
            stand::tell_to_stop()?;
            drop(stand.wait());
            return Err(error.context(
                "the demonstration could not be played; what an earlier release left behind goes \
                 with --fresh",
            ));
        }
    }
    stand.wait()?;
    say!("\n== stopped; started again, it goes on with its data");
    Ok(true)
}

/// Takes the port first: whether it is free is known at once.
fn listen(port: u16) -> anyhow::Result<TcpListener> {
    serve::listen(([127, 0, 0, 1], port).into())
}

/// Makes what is missing, and serves it.
fn open(
    place: &Place,
    arguments: &Arguments,
    listener: TcpListener,
    kind: DatabaseKind,
) -> anyhow::Result<(Stand, LocalCa)> {
    let server = environment::addresses().database_url;
    match &server {
        Some(_) => say!("== using the PostgreSQL server of DATABASE_URL"),
        None => say!("== starting a PostgreSQL of its own in {}", place.folder().display()),
    }
    let postgres_bin = arguments.postgres_bin.as_deref();
    let database = place.database(server.as_deref(), postgres_bin, arguments.fresh)?;
    // Now nobody else is at work here whose log this would end.
    logging::start_in(&place.log(), "info")?;
    let (_, migrated) = database.migrate(Some(kind))?;
    say!(
        "== the database is at {} ({} migrations run)",
        migrated.schema_version,
        migrated.steps.len()
    );
    let certificate = LocalCa::in_folder(&place.tls(), &serve::hosts("https://localhost"))?;
    let stand = Stand::start(database, listener, &certificate)?;
    say!("== serving {}", stand.url);
    Ok((stand, certificate))
}
