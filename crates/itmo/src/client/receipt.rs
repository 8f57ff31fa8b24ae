//! Receipts: what a registry gives for what it has recorded.

use serde_json::Value;

use super::address::Target;
use super::caller::Answer;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, at};
use super::reading::show;
use super::{incoming, orders, warnings};
use crate::console::{note, say};

const PROPOSED: Noun = Noun {
    columns: &[
        Column::text("proposal", "/proposal"),
        Column::text("entry", "/entry"),
        Column::text("log index", "/log_index"),
        Column::text("recorded", "/recorded"),
        Column::text("digest", "/digest"),
    ],
    none: "",
    below: |receipt| warnings::below(receipt, "/warnings"),
};

const CARRIED_OUT: Noun = Noun {
    columns: &[
        Column::text("proposal", "/proposal"),
        Column::made("entries", entries),
        Column::text("log index", "/log_index"),
        Column::text("recorded", "/recorded"),
    ],
    none: "",
    below: |receipt| warnings::below(receipt, "/warnings"),
};

fn entries(receipt: &Value) -> String {
    match (at(receipt, "/first_entry"), at(receipt, "/last_entry")) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    }
}

/// What was proposed, and what comes next.
pub(super) fn proposed(session: &Session, answer: &Answer) -> Result<(), Failure> {
    if session.json {
        say!("{}", answer.body);
        return Ok(());
    }
    let receipt: Value = answer.json()?;
    show(&PROPOSED.sheet(&receipt));
    if orders::take_one_person(&receipt) {
        note(format_args!("It took one person, and is carried out."));
    } else {
        let id = at(&receipt, "/proposal");
        note(format_args!("Next: another officer approves it, with: itmo approve {id}"));
    }
    Ok(())
}

/// What a trial would do, in sentences.
pub(super) fn tried(session: &Session, answer: &Answer) -> Result<(), Failure> {
    if session.json {
        say!("{}", answer.body);
        return Ok(());
    }
    show(&orders::sentences(&answer.json()?));
    note(format_args!("Nothing was recorded: this was a trial."));
    Ok(())
}

/// What was carried out, decided or ended.
pub(super) fn carried_out(session: &Session, answer: &Answer) -> Result<(), Failure> {
    if session.json {
        say!("{}", answer.body);
        return Ok(());
    }
    let receipt: Value = answer.json()?;
    show(&CARRIED_OUT.sheet(&receipt));
    Ok(())
}

/// How far the proposal has come: an approval can have to wait.
pub(super) fn how_far(session: &Session, id: &str) -> Result<(), Failure> {
    if session.json {
        return Ok(());
    }
    let target = Target::new("/v1/proposals").part(id).to_string();
    // It is done, whether this can be read now or not.
    let Ok(proposal) = session.client.get(Some(session.token()?), &target) else { return Ok(()) };
    let (state, due) = (at(&proposal, "/state"), at(&proposal, "/approval/due"));
    match at(&proposal, "/approval/receiver") {
        _ if state != "approved" => note(format_args!("The proposal is {state}.")),
        receiver if receiver.is_empty() => {
            note(format_args!("It is approved, and carried out at {due} or soon after."));
        }
        receiver => note(format_args!(
            "It is approved, and waits for {receiver} to accept it; not carried out before {due}."
        )),
    }
    Ok(())
}

/// A transfer that a section is asked to accept, line by line.
pub(super) fn asked(incoming: &Value) -> Vec<String> {
    incoming::INCOMING.sheet(incoming)
}
