//! What comes from outside the rules: identifiers, salts, tokens.

use domain::digest::Digest;
use uuid::Uuid;

/// Makes identifiers and secrets.
pub trait Ids: Send + Sync {
    /// A new UUID of version 7.
    fn uuid(&self) -> Uuid;
    /// 32 random bytes.
    fn random(&self) -> Digest;
}

/// Real ones, from the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealIds;

impl Ids for RealIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source of ids that others are passed"
    )]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn random(&self) -> Digest {
        Digest::from_bytes(rand::random())
    }
}
