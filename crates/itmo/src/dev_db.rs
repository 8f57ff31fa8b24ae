//! `itmo dev-db`: a throw-away PostgreSQL cluster, for as long as its input stays open.
#![expect(clippy::print_stdout, reason = "whoever started it reads the address")]

use std::fs;
use std::io::{Read as _, Write as _, stdin, stdout};
use std::path::PathBuf;
use std::process;
use std::sync::mpsc::channel;
use std::thread;

use anyhow::Context as _;
use store::cluster::{Durability, SUPERUSER};

use crate::interrupt;
use crate::state::start_cluster;

/// What can be chosen.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The folder with PostgreSQL's programs [default: looked for]
    #[arg(long, env = "ITMO_POSTGRES_BIN", value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,

    /// Keep what was committed when the machine loses power: for tests of exactly that
    #[arg(long)]
    durable: bool,
}

/// Starts a cluster, says `ready` and its superuser's address, and waits: for the end of the input,
/// or for being told to stop. Then the cluster and its folder go.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("itmo-dev-db-{}", process::id()));
    let durability = if arguments.durable { Durability::Durable } else { Durability::Throwaway };
    let cluster = start_cluster(&folder, arguments.postgres_bin.as_deref(), durability)?;
    let (sender, receiver) = channel();
    interrupt::send(sender.clone(), ())?;
    thread::spawn(move || {
        let mut ignored = [0; 1024];
        while stdin().read(&mut ignored).is_ok_and(|bytes| bytes > 0) {}
        let _a_signal_was_first = sender.send(());
    });
    println!("ready {}", cluster.url(SUPERUSER, "postgres"));
    stdout().flush()?;
    receiver.recv().context("neither input nor signals")?;
    cluster.stop()?;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))
}
