//! Who calls.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use domain::access::Caller;
use domain::digest::Digest;
use store::StoreError;

use crate::Registry;

/// How long a token is taken for known without asking again: a revocation works within it.
const KNOWN_FOR: Duration = Duration::from_secs(1);

/// The most tokens that are remembered.
const KNOWN_MAX: usize = 10_000;

/// Callers whose tokens were checked a moment ago.
#[derive(Default)]
pub(crate) struct Callers(RwLock<BTreeMap<Digest, (Instant, Caller)>>);

/// Why a token opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotAuthenticated {
    /// It is unknown, expired or revoked.
    #[error("the token is unknown, expired or revoked")]
    Unknown,
    /// It could not be looked up.
    #[error("the token could not be checked")]
    Store(#[from] StoreError),
}

impl Registry {
    /// The caller, if the token was checked within the last second. Never waits.
    pub fn recognize(&self, token: &str) -> Option<Caller> {
        let hash = Digest::of(&[token.as_bytes()]);
        let known = self.callers.0.read().unwrap_or_else(PoisonError::into_inner);
        let (since, caller) = known.get(&hash)?;
        (since.elapsed() < KNOWN_FOR).then(|| caller.clone())
    }

    /// Looks the token up. Waits for the database.
    #[expect(clippy::disallowed_methods, reason = "the one place where tokens are checked")]
    pub fn authenticate(&self, token: &str) -> Result<Caller, NotAuthenticated> {
        if let Some(caller) = self.recognize(token) {
            return Ok(caller);
        }
        let hash = Digest::of(&[token.as_bytes()]);
        // Before the answer, which may have been on its way while the token was revoked.
        let asked = Instant::now();
        let found = self.store.caller_by_token(hash)?.ok_or(NotAuthenticated::Unknown)?;
        let caller = Caller::authenticated(found.officer, found.section, found.roles);
        let mut known = self.callers.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(hash, (asked, caller.clone()));
        Ok(caller)
    }
}
