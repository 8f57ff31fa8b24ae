//! How many requests were accepted and refused, and why.

use std::collections::BTreeMap;

use domain::ledger::{CannotEndYear, Refusal, Request, Step, Warning};
use serde::Serialize;

use crate::answer::{Answer, No};

/// How many requests were accepted and refused.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Requests by which something was done.
    pub done: u64,
    /// Requests that had been done before, and got their receipt again.
    pub repeated: u64,
    /// Requests that were refused.
    pub refused: u64,
    /// What entries warned of, by code.
    pub warnings: BTreeMap<&'static str, u64>,
    /// By the refusal's code.
    pub refusals: BTreeMap<&'static str, u64>,
    /// Why replacements were refused, by the refusal's code.
    pub of_replacements: BTreeMap<&'static str, u64>,
    /// What was said to the ends of years: `ended`, or why not.
    pub year_ends: BTreeMap<&'static str, u64>,
    /// Accepted and refused, by step; proposals by the kind of each of their orders.
    pub acts: BTreeMap<String, (u64, u64)>,
}

impl Tally {
    /// Counts a request and its answer.
    pub fn count(&mut self, request: &Request, answer: Answer) {
        match answer {
            Answer::Done(_) => self.done += 1,
            Answer::Repeated(_) => self.repeated += 1,
            Answer::Refused(No { code, .. }) => {
                self.refused += 1;
                *self.refusals.entry(code).or_default() += 1;
                if matches!(request.step, Step::Replace(_)) {
                    *self.of_replacements.entry(code).or_default() += 1;
                }
            }
        }
        let step = match &request.step {
            Step::Propose(proposal) => {
                let whose = if proposal.entity().is_some() { " for an entity" } else { "" };
                for order in proposal.orders.iter().take(20) {
                    self.act(&format!("propose {}{whose}", order.kind().as_str()), answer);
                }
                return;
            }
            Step::Replace(_) => "replace",
            Step::Approve(_) => "approve",
            Step::Accept(_) => "accept",
            Step::Decline(_) => "decline",
            Step::Reject(_) => "reject",
            Step::Withdraw(_) => "withdraw",
            Step::Elapse(_) => "elapse",
        };
        self.act(step, answer);
    }

    /// Counts what was said to the end of a year.
    pub fn ended(&mut self, answer: Answer) {
        let said = if let Answer::Refused(No { code, .. }) = answer { code } else { ENDED };
        *self.year_ends.entry(said).or_default() += 1;
    }

    /// Counts what a request's entries warn of.
    pub(crate) fn warned(&mut self, codes: &[&'static str]) {
        for code in codes {
            *self.warnings.entry(code).or_default() += 1;
        }
    }

    fn act(&mut self, act: &str, answer: Answer) {
        if !self.acts.contains_key(act) {
            self.acts.insert(act.to_owned(), (0, 0));
        }
        if let Some(sum) = self.acts.get_mut(act) {
            if matches!(answer, Answer::Refused(_)) { sum.1 += 1 } else { sum.0 += 1 }
        }
    }

    /// The tally of more requests.
    pub fn add(&mut self, other: &Self) {
        self.done += other.done;
        self.repeated += other.repeated;
        self.refused += other.refused;
        for (code, count) in &other.warnings {
            *self.warnings.entry(code).or_default() += count;
        }
        for (code, count) in &other.refusals {
            *self.refusals.entry(code).or_default() += count;
        }
        for (code, count) in &other.of_replacements {
            *self.of_replacements.entry(code).or_default() += count;
        }
        for (said, count) in &other.year_ends {
            *self.year_ends.entry(said).or_default() += count;
        }
        for (act, (accepted, refused)) in &other.acts {
            let sum = self.acts.entry(act.clone()).or_default();
            *sum = (sum.0 + accepted, sum.1 + refused);
        }
    }

    /// All requests.
    pub fn orders(&self) -> u64 {
        self.accepted() + self.refused
    }

    /// Requests that were not refused.
    pub fn accepted(&self) -> u64 {
        self.done + self.repeated
    }

    /// How many years ended.
    pub fn years_ended(&self) -> u64 {
        self.year_ends.get(ENDED).copied().unwrap_or_default()
    }

    /// The codes of the refusals and warnings that were never given, though orders can meet them; of what
    /// is said to replacements in particular, and to the ends of years.
    pub fn not_seen(&self) -> Vec<String> {
        let refusals =
            Refusal::ALL.iter().map(|(code, _)| *code).filter(|code| *code != LAST_GUARD);
        let refusals = refusals.filter(|code| !self.refusals.contains_key(code));
        let warnings = Warning::ALL.iter().map(|(code, ..)| *code);
        let of_all = refusals.chain(warnings.filter(|code| !self.warnings.contains_key(code)));
        let replacing =
            OF_REPLACING.into_iter().filter(|it| !self.of_replacements.contains_key(it));
        let replacing = replacing.map(|code| format!("{code} (to replace)"));
        let years = [ENDED].into_iter().chain(CannotEndYear::CODES);
        let years = years.filter(|said| !self.year_ends.contains_key(said));
        let years = years.map(|said| format!("{said} (to end a year)"));
        of_all.map(str::to_owned).chain(replacing).chain(years).collect()
    }
}

/// What is said to a year that ends.
const ENDED: &str = "ended";

/// Why the place of a proposal is not taken by another, besides all that is wrong with the other.
const OF_REPLACING: [&str; 6] = [
    "not-found",
    "already-decided",
    "approver-not-entitled",
    "withdrawn-too-late",
    "one-person-alone",
    "proposal-id-taken",
];

/// The refusal that no order meets as long as every other rule holds: meeting it is a violation,
/// since the naive ledger never gives it.
const LAST_GUARD: &str = "no-such-way";
