//! What happens by itself: a thread that has done what time has brought, and one that has the checks
//! made.

use std::io;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use app::{Followed, Passed, Registry};

/// How long the clock rests between two looks.
const REST: Duration = Duration::from_secs(1);

/// How long it rests after a look that failed.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Follows time for as long as anybody holds the registry.
pub(crate) fn follow(registry: &Arc<Registry>) -> io::Result<()> {
    let registry = Arc::downgrade(registry);
    thread::Builder::new().name("clock".to_owned()).spawn(move || tick(&registry)).map(drop)
}

/// Has the checks made where a report was filed, for as long as anybody holds the registry. They take
/// long where there are many reports, and what is due does not wait for them.
pub(crate) fn follow_reports(registry: &Arc<Registry>) -> io::Result<()> {
    let registry = Arc::downgrade(registry);
    let look = move || {
        while let Some(registry) = registry.upgrade() {
            let rest = match registry.follow_reports() {
                Ok(()) => REST,
                Err(error) => {
                    tracing::warn!(%error, "checks.failed");
                    REST_AFTER_FAILURE
                }
            };
            drop(registry);
            thread::sleep(rest);
        }
    };
    thread::Builder::new().name("checks".to_owned()).spawn(look).map(drop)
}

fn tick(registry: &Weak<Registry>) {
    let mut followed = Followed::default();
    while let Some(registry) = registry.upgrade() {
        let rest = match registry.let_time_pass(&mut followed) {
            Ok(passed) => {
                let Passed { done, years, left } = passed;
                if done > 0 || years > 0 {
                    tracing::info!(done, years, left, "clock.passed");
                }
                REST
            }
            Err(error) => {
                tracing::warn!(%error, "clock.failed");
                REST_AFTER_FAILURE
            }
        };
        drop(registry);
        thread::sleep(rest);
    }
}
