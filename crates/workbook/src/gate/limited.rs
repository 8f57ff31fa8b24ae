//! Reading with a hard limit: on the whole, and on what is read for one step.

use std::io::{self, BufRead, Read};

/// Counts what is taken from a stream, and stops it where a limit is passed.
pub(super) struct Limited<R> {
    inner: R,
    taken: u64,
    step: u64,
    max: u64,
    step_max: u64,
}

/// A limit was passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum Passed {
    /// More came than was claimed.
    #[error("more than was claimed")]
    Claimed,
    /// More came in one step than is kept at once.
    #[error("too much in one piece")]
    Step,
}

impl<R> Limited<R> {
    pub(super) fn new(inner: R, max: u64, step_max: u64) -> Self {
        Self { inner, taken: 0, step: 0, max, step_max }
    }

    /// How many bytes were taken in the step, and begins the next one.
    pub(super) fn next_step(&mut self) -> u64 {
        std::mem::take(&mut self.step)
    }

    /// How many bytes were taken in all.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let count = available.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > self.max {
            return Err(io::Error::other(Passed::Claimed));
        }
        if self.step > self.step_max {
            return Err(io::Error::other(Passed::Step));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        self.taken = self.taken.saturating_add(bytes);
        self.step = self.step.saturating_add(bytes);
        self.inner.consume(count);
    }
}
