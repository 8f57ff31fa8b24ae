//! Processor time, which other programs on the machine do not change much.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What this thread has taken of a processor so far.
pub fn taken() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}
