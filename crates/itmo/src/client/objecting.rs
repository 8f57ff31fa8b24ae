//! Ending a proposal with a reason: rejected, withdrawn, or declined by the receiver.

use serde_json::json;

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::at;
use super::receipt;
use super::sending::{Key, Writing};
use crate::console::note;

#[derive(clap::Args)]
pub(crate) struct Objection {
    #[arg(help = "The identifier of the proposal, or its number where it is your section's")]
    id: String,
    #[arg(long, value_name = "TEXT", help = "Why, for the officers of the section to read")]
    reason: String,
    #[command(flatten)]
    key: Key,
}

/// Which way it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Rejected,
    Withdrawn,
    Declined,
}

impl End {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Declined => "declined",
        }
    }
}

impl Objection {
    pub(super) fn run(&self, session: &Session, end: End) -> Result<(), Failure> {
        let body = json!({ "reason": self.reason }).to_string();
        let target = match end {
            End::Declined => Target::new("/v1/incoming").part(&self.id).part("refusal"),
            End::Rejected => self.own(session)?.part("rejection"),
            End::Withdrawn => self.own(session)?.part("withdrawal"),
        };
        let answer = Writing { target, body }.send(session, &self.key)?;
        receipt::carried_out(session, &answer)?;
        if !session.json {
            note(format_args!("It is {}, and what it reserved is free again.", end.in_words()));
        }
        Ok(())
    }

    /// Decisions take the identifier. People know the number.
    fn own(&self, session: &Session) -> Result<Target, Failure> {
        let target = Target::new("/v1/proposals");
        if self.id.parse::<uuid::Uuid>().is_ok() {
            return Ok(target.part(&self.id));
        }
        let path = target.clone().part(&self.id).to_string();
        let proposal = session.client.get(Some(session.token()?), &path)?;
        Ok(target.part(&at(&proposal, "/id")))
    }
}
