//! What is asked next: to propose, or something about what is proposed.

use std::sync::Arc;

use domain::access::Officer;
use domain::digest::Digest;
use domain::id::Id;
use domain::ledger::StepKind::{
    self, Accept, Approve, Decline, Elapse, Propose, Reject, Replace, Withdraw,
};
use domain::ledger::{
    Acceptance, Approval, Key, Objection, Order, Proposal, Request, SetStop, Step,
};
use domain::section::SectionNo;
use domain::stop::StopTarget;
use jiff::SignedDuration;

use crate::naive::DESK;
use crate::names::{OFFICERS, officer, section, the};
use crate::setting::MECHANISM;
use crate::world::World;

impl World {
    /// The next request. The clock has moved on.
    pub(crate) fn request(&mut self) -> Request {
        if let Some(proposal) = self.next.take() {
            let by = officer(proposal.section, 2);
            return self.keyed(approval(proposal, by));
        }
        if let Some(batch) = self.setting.pop_front() {
            let step = Step::Propose(self.proposal(batch));
            return self.keyed(step);
        }
        self.let_time_pass();
        let chance = self.dice.below(100);
        if chance < 3
            && let Some(request) = self.dice.of(&self.recent)
        {
            return self.again(request);
        }
        let some = if chance < 34 { self.some_proposal() } else { None };
        let step = match some {
            Some(proposal) if self.is_stopped_now(&proposal) => self.stop_of(&proposal),
            Some(proposal) => self.step_about(proposal),
            None => Step::Propose(self.draft()),
        };
        self.keyed(step)
    }

    fn let_time_pass(&mut self) {
        let seconds = match self.dice.below(1000) {
            0..2 => self.dice.below(20 * 86_400),
            2..12 => self.dice.below(3 * 86_400),
            12..90 => self.dice.below(20 * 3600),
            _ => self.dice.below(100),
        };
        self.now += SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
    }

    /// Some requests come with a key.
    fn keyed(&mut self, step: Step) -> Request {
        let by = match &step {
            Step::Propose(proposal) => Some(proposal.by),
            Step::Replace(it) => Some(it.proposal.by),
            Step::Approve(approval) => Some(approval.by),
            Step::Accept(acceptance) => Some(acceptance.by),
            Step::Decline(it) | Step::Reject(it) | Step::Withdraw(it) => Some(it.by),
            Step::Elapse(_) => None,
        };
        let key = by.filter(|_| self.dice.percent(15)).map(|by| Key {
            caller: by.token,
            key: the(&self.dice.below(1 << 40).to_string()),
            fingerprint: self.dice.digest(),
        });
        Request { step, key, salt: self.dice.digest() }
    }

    /// The same request, or another under the same key.
    fn again(&mut self, request: Request) -> Request {
        let other = self.dice.percent(20);
        let fingerprint = self.dice.digest();
        let key = request.key.map(|key| if other { Key { fingerprint, ..key } } else { key });
        Request { key, ..request }
    }

    /// A proposal that was made, most often one that is not decided.
    fn some_proposal(&mut self) -> Option<Arc<Proposal>> {
        let open = self.dice.percent(88);
        let agreed = if self.dice.percent(25) { self.agreed() } else { Vec::new() };
        let all = if open { &self.open } else { &self.made };
        let proposal = self.dice.of(if agreed.is_empty() { all } else { &agreed })?;
        if !self.dice.once_in(50) {
            return Some(proposal);
        }
        // One that says something else under the same id.
        let Proposal { id, section, orders, by, .. } = (*proposal).clone();
        let twice = orders.iter().chain(&orders).cloned().collect();
        Some(Arc::new(Proposal::new(id, section, twice, None, by)))
    }

    /// What is accepted, and only waits for its time, is stopped more often than what is not.
    fn is_stopped_now(&mut self, proposal: &Proposal) -> bool {
        let known = self.desk.known.get(&proposal.id);
        let accepted = known.is_some_and(|it| it.accepted.is_some() && it.ended.is_none());
        self.dice.once_in(if accepted { 5 } else { 60 })
    }

    /// The desk stops a proposal, mostly until after it is due.
    fn stop_of(&mut self, proposal: &Proposal) -> Step {
        let hours = i64::try_from(self.dice.below(24 * 9)).unwrap_or(0);
        let until = self.now + SignedDuration::from_hours(1 + hours);
        let target = StopTarget::Proposal { proposal: proposal.id, parties: Vec::new() };
        let (id, reason) = (Id::from_uuid(self.dice.uuid()), the("a doubt"));
        let stop = Order::SetStop(SetStop { id, target, reason, until: Some(until) });
        Step::Propose(self.proposal((DESK, vec![stop])))
    }

    /// What is approved, and waits.
    fn agreed(&self) -> Vec<Arc<Proposal>> {
        let approved = |it: &&Arc<Proposal>| {
            self.desk.known.get(&it.id).is_some_and(|known| known.approved.is_some())
        };
        self.open.iter().filter(approved).cloned().collect()
    }

    /// Something that is done about a proposal, by whoever could.
    fn step_about(&mut self, proposal: Arc<Proposal>) -> Step {
        let known = self.desk.known.get(&proposal.id).cloned();
        let approved = known.as_ref().and_then(|it| it.approved);
        let receiver = approved.and_then(|it| it.receiver);
        let waits_for_time = approved.is_some() && receiver.is_none()
            || known.as_ref().is_some_and(|it| it.accepted.is_some());
        let chance = if waits_for_time { 50 } else { 25 };
        if let Some(approved) = approved.filter(|_| self.dice.percent(chance)) {
            self.wait_until(if waits_for_time { approved.due } else { approved.lapses });
        } else if let Some(known) = known.filter(|_| self.dice.once_in(12)) {
            self.wait_until(known.lapses);
        }
        let kinds = if waits_for_time {
            [Elapse, Elapse, Elapse, Elapse, Withdraw, Replace, Accept, Approve, Reject, Decline]
        } else if receiver.is_some() {
            [Accept, Accept, Accept, Accept, Decline, Replace, Elapse, Withdraw, Approve, Reject]
        } else {
            [Approve, Approve, Approve, Approve, Replace, Replace, Reject, Reject, Withdraw, Elapse]
        };
        let kind: StepKind = self.dice.one(&kinds);
        let asked = receiver.unwrap_or(section(MECHANISM));
        let for_receiver = matches!(kind, Accept | Decline);
        let astray = self.dice.once_in(if for_receiver { 20 } else { 60 });
        let section = if for_receiver == astray { proposal.section } else { asked };
        let by = self.second_officer(section, (kind == Withdraw).then_some(&proposal));
        let shown = self.shown(&proposal);
        let objection = |proposal| Objection { proposal, by, section, reason: the("a mistake") };
        match kind {
            Approve => Step::Approve(Approval { proposal, shown, by }),
            Accept => Step::Accept(Acceptance { proposal, shown, by, section }),
            Decline => Step::Decline(objection(proposal)),
            Reject => Step::Reject(objection(proposal)),
            Withdraw => Step::Withdraw(objection(proposal)),
            Replace => self.replacement(proposal),
            Elapse | Propose => Step::Elapse(proposal),
        }
    }

    /// Mostly the officer who approves; sometimes another, one of another section, or whoever proposed
    /// what is withdrawn.
    fn second_officer(&mut self, own: SectionNo, withdrawn: Option<&Arc<Proposal>>) -> Officer {
        if let Some(proposal) = withdrawn
            && self.dice.percent(if proposal.entity().is_some() { 50 } else { 10 })
        {
            return proposal.by;
        }
        match self.dice.below(20) {
            0..4 => officer(own, 1 + self.dice.below(OFFICERS)),
            4 => officer(section(1), 2),
            _ => officer(own, 2),
        }
    }

    fn shown(&mut self, proposal: &Proposal) -> Digest {
        if self.dice.once_in(30) { self.dice.digest() } else { proposal.digest() }
    }

    /// The clock goes on to this moment, if it is not far.
    fn wait_until(&mut self, moment: jiff::Timestamp) {
        let far = SignedDuration::from_hours(if self.dice.once_in(10) { 24 * 40 } else { 50 });
        if self.now < moment && moment < self.now + far {
            self.now = moment;
        }
    }
}

fn approval(proposal: Arc<Proposal>, by: Officer) -> Step {
    let shown = proposal.digest();
    Step::Approve(Approval { proposal, shown, by })
}
