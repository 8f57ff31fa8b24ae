//! What is proposed, who agreed to it, and how it ended.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use domain::access::Officer;
use domain::digest::Digest;
use domain::id::{Id, Proposed, Token};
use domain::ledger::{Proposal, Request, Step};
use domain::section::SectionNo;
use jiff::Timestamp;

use super::{Ledger, Warned};
use crate::answer::{Answer, Entries, No};

/// Somebody agreed to what they were shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreed {
    pub(crate) by: Officer,
    pub(crate) shown: Digest,
    pub(crate) entry: i64,
}

/// An approval that waits for its time, or for the receiver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Approved {
    pub(crate) agreed: Agreed,
    pub(crate) due: Timestamp,
    pub(crate) lapses: Timestamp,
    pub(crate) receiver: Option<SectionNo>,
}

/// How a proposal ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    CarriedOut,
    Rejected,
    Withdrawn,
    Declined,
    Replaced,
    ByTime,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) way: Way,
    pub(crate) by: Option<Officer>,
    pub(crate) shown: Option<Digest>,
    pub(crate) entries: Entries,
}

/// A proposal that was made, and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) proposal: Arc<Proposal>,
    pub(crate) lapses: Timestamp,
    pub(crate) approved: Option<Approved>,
    pub(crate) accepted: Option<Agreed>,
    pub(crate) ended: Option<Ended>,
}

/// The naive ledger, with the proposals that lie on its desk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk {
    pub(crate) ledger: Ledger,
    pub(crate) known: BTreeMap<Id<Proposed>, Rc<Known>>,
    /// The requests that came with a key, and what was done for them.
    keys: BTreeMap<(Id<Token>, String), (Digest, Entries)>,
    /// What the entries of the last request warn of, each by one of its proposal's orders.
    pub(crate) warned: Vec<(i64, usize, Warned)>,
}

impl Desk {
    /// What is to be said to a request, and done.
    pub(crate) fn ask(&mut self, request: &Request, now: Timestamp) -> Answer {
        self.warned.clear();
        if let Some(answer) = self.before(request) {
            return answer;
        }
        let done = match &request.step {
            Step::Propose(proposal) => self.propose(proposal, now),
            Step::Replace(replacement) => self.replace(replacement, now),
            Step::Approve(approval) => self.approve(approval, now),
            Step::Accept(acceptance) => self.accept(acceptance, now),
            Step::Decline(objection) => self.decline(objection),
            Step::Reject(objection) => self.reject(objection),
            Step::Withdraw(objection) => self.withdraw(objection, now),
            Step::Elapse(proposal) => self.elapse(proposal, now),
        };
        match done {
            Ok(entries) => {
                self.ledger.began.get_or_insert(super::year(now));
                if let Some(key) = &request.key {
                    let name = (key.caller, key.key.to_string());
                    self.keys.insert(name, (key.fingerprint, entries));
                }
                Answer::Done(entries)
            }
            Err(no) => Answer::Refused(no),
        }
    }

    /// The same request again has the answer that it had; what is decided stays so.
    fn before(&self, request: &Request) -> Option<Answer> {
        let refused = |code: &'static str| Some(Answer::Refused(No::from(code)));
        if let Some(key) = &request.key
            && let Some((fingerprint, entries)) = self.keys.get(&(key.caller, key.key.to_string()))
        {
            let same = *fingerprint == key.fingerprint;
            return if same { Some(Answer::Repeated(*entries)) } else { refused("key-reused") };
        }
        let known = self.known.get(&request.proposal().id)?;
        let agreed = match &request.step {
            Step::Propose(_) | Step::Replace(_) => return None,
            Step::Approve(it) => {
                let agreed = known.approved.map(|approved| approved.agreed);
                agreed.filter(|agreed| agreed.is_of(it.by, it.shown))
            }
            Step::Accept(it) => known.accepted.filter(|agreed| agreed.is_of(it.by, it.shown)),
            Step::Decline(_) | Step::Reject(_) | Step::Withdraw(_) | Step::Elapse(_) => None,
        };
        let Some(ended) = &known.ended else {
            return agreed.map(|agreed| Answer::Repeated(Entries(agreed.entry, agreed.entry)));
        };
        let agreed = agreed.is_some() && ended.way == Way::CarriedOut;
        if agreed || ended.was_by(&request.step) {
            return Some(Answer::Repeated(ended.entries));
        }
        refused("already-decided")
    }
}

impl Agreed {
    fn is_of(&self, by: Officer, shown: Digest) -> bool {
        self.by.person == by.person && self.shown == shown
    }
}

impl Ended {
    /// Whether the same person said the same.
    fn was_by(&self, step: &Step) -> bool {
        let (way, by) = match step {
            Step::Approve(it) if self.shown == Some(it.shown) => (Way::CarriedOut, it.by),
            Step::Reject(it) => (Way::Rejected, it.by),
            Step::Withdraw(it) => (Way::Withdrawn, it.by),
            Step::Decline(it) => (Way::Declined, it.by),
            Step::Approve(_)
            | Step::Propose(_)
            | Step::Replace(_)
            | Step::Accept(_)
            | Step::Elapse(_) => {
                return false;
            }
        };
        self.way == way && self.by.map(|it| it.person) == Some(by.person)
    }
}
