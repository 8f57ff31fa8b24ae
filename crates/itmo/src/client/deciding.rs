//! Deciding what others have proposed: whoever approves or accepts is shown what it is, and asked.

use std::io::{BufRead as _, stdin};

use domain::digest::Digest;
use serde_json::{Value, json};

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::at;
use super::proposals::PROPOSAL;
use super::sending::{Key, Writing};
use super::{orders, receipt};
use crate::console::note;

pub(super) const EXAMPLES_OF_APPROVE: &str = "\
Examples:
  itmo approve XAL-P-2026-000011 --dry-run   what it would do now, or why it would be refused
  itmo approve XAL-P-2026-000011             shows it, asks, and carries it out
  itmo approve XAL-P-2026-000011 --yes       does not ask: for a program that has read it";

pub(super) const EXAMPLES_OF_ACCEPT: &str = "\
Examples:
  itmo incoming                                        who wants to send what
  itmo accept 01a218b6-9f85-7437-98d5-f948eaa8f165";

#[derive(clap::Args)]
pub(crate) struct Approve {
    #[arg(help = "The identifier of the proposal, or its number")]
    id: String,
    #[arg(long, help = "Say what it would do now, or why it would be refused; record nothing")]
    dry_run: bool,
    #[command(flatten)]
    consent: Consent,
    #[command(flatten)]
    key: Key,
}

#[derive(clap::Args)]
pub(crate) struct Accept {
    #[arg(help = "The identifier of the proposal")]
    id: String,
    #[command(flatten)]
    consent: Consent,
    #[command(flatten)]
    key: Key,
}

#[derive(clap::Args)]
struct Consent {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Approve {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let target = Target::new("/v1/proposals").part(&self.id).to_string();
        let proposal = session.client.get(Some(session.token()?), &target)?;
        let (id, digest) = (at(&proposal, "/id"), digest(&proposal)?);
        let target = Target::new("/v1/proposals").part(&id).part("approval");
        let writing = Writing { target, body: json!({ "shown": digest }).to_string() };
        if self.dry_run {
            return receipt::tried(session, &writing.try_out(session)?);
        }
        tell(&PROPOSAL.sheet(&proposal));
        // One that is decided has nothing to try out; sent again, it gives its receipt.
        if at(&proposal, "/state") == "waiting" {
            let tried: Value = writing.try_out(session)?.json()?;
            note(format_args!(""));
            tell(&orders::sentences(&tried));
        }
        self.consent.ask("Approve this, and carry it out?", "Nothing was approved.")?;
        let answer = writing.send(session, &self.key)?;
        receipt::carried_out(session, &answer)?;
        receipt::how_far(session, &id)
    }
}

impl Accept {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let target = Target::new("/v1/incoming").part(&self.id);
        let asked = session.client.get(Some(session.token()?), &target.to_string())?;
        let body = json!({ "shown": digest(&asked)? }).to_string();
        tell(&receipt::asked(&asked));
        self.consent.ask("Accept this for your section?", "Nothing was accepted.")?;
        let answer =
            Writing { target: target.part("acceptance"), body }.send(session, &self.key)?;
        receipt::carried_out(session, &answer)?;
        if !session.json {
            note(format_args!("It is accepted; not carried out before {}.", at(&asked, "/due")));
        }
        Ok(())
    }
}

impl Consent {
    /// The question goes where the person looks, whoever reads the standard output.
    fn ask(&self, question: &str, otherwise: &'static str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        note(format_args!("\n{question} Type `yes`:"));
        let mut said = String::new();
        match stdin().lock().read_line(&mut said) {
            Ok(0) | Err(_) => {
                Err(Failure::Misuse(format!("nobody answered; --yes does not ask. {otherwise}")))
            }
            Ok(_) if said.trim() == "yes" => Ok(()),
            Ok(_) => Err(Failure::NotConfirmed(otherwise)),
        }
    }
}

/// What is shown goes to standard error: standard output is for what was done.
fn tell(lines: &[String]) {
    for line in lines {
        note(format_args!("{line}"));
    }
}

/// The digest of the document that is shown: made here, not taken on trust. One who approves it
/// approves what they read, whatever the answer says of its digest.
fn digest(thing: &Value) -> Result<String, Failure> {
    let document = thing.pointer("/document").unwrap_or(&Value::Null);
    // A `Value` sorts its members: this is canonical JSON.
    let made = Digest::of(&[document.to_string().as_bytes()]).to_string();
    if made == at(thing, "/digest") {
        return Ok(made);
    }
    Err(Failure::NotConfirmed(
        "The digest is not that of the document that came with it: do not approve this, and tell \
         whoever runs the registry. Nothing was sent.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_digest_that_it_says_is_approved() {
        let document = json!({ "orders": [{ "order": "issue", "b": 1, "a": "é" }], "section": 1 });
        let canonical = serde_json::to_string(&document).unwrap();
        assert_eq!(canonical, r#"{"orders":[{"a":"é","b":1,"order":"issue"}],"section":1}"#);
        let said = Digest::of(&[canonical.as_bytes()]).to_string();
        let proposal = json!({ "document": document, "digest": said });
        assert_eq!(digest(&proposal).ok(), Some(said.clone()));
        let other = json!({ "document": { "orders": [] }, "digest": said });
        assert!(digest(&other).is_err());
        assert!(digest(&json!({ "digest": said })).is_err());
    }
}
