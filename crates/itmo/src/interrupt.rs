//! Being told to stop: Ctrl-C at a terminal, SIGTERM from a service manager.

use std::sync::mpsc::Sender;
use std::thread;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

/// From now on such a signal does not end the process: it sends `what`, once for each.
pub(crate) fn send<T: Clone + Send + 'static>(sender: Sender<T>, what: T) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .context("signals cannot be waited for")?;
    let (mut interrupt, mut terminate) = {
        let _inside = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if sender.send(what.clone()).is_err() {
                    return; // Nobody listens any more.
                }
            }
        });
    })?;
    Ok(())
}
