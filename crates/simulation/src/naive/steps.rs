//! The steps of two persons, and of time.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use domain::access::{Officer, Role};
use domain::id::{Id, Proposed};
use domain::ledger::{Acceptance, Approval, Objection, OrderKind, Proposal, Replacement};
use domain::section::SectionNo;
use domain::section_terms::SectionTerms;
use jiff::{SignedDuration, Timestamp};

use super::capacity::speaks_for;
use super::facts::facts;
use super::policy::{Sort, alone, may_accept, may_approve, may_propose, sort};
use super::proposals::{Agreed, Approved, Desk, Ended, Known, Way};
use super::section::{days, hours};
use super::{Act, Ledger, Warned, day};
use crate::answer::{Code, Entries, No};

/// What an approved proposal waits for.
struct Wait {
    due: Timestamp,
    receiver: Option<SectionNo>,
    lapses: Timestamp,
    leaving: u64,
}

impl Desk {
    pub(super) fn propose(
        &mut self,
        proposal: &Arc<Proposal>,
        now: Timestamp,
    ) -> Result<Entries, No> {
        let roles = self.ledger.roles(proposal.by, proposal.section);
        for (at, order) in proposal.orders.iter().enumerate() {
            let proposed = self.ledger.may_be_proposed(proposal, &roles, order);
            proposed.map_err(|code| No { order: Some(at), code })?;
        }
        must(proposal.replaces().is_none(), "not-found")?;
        must(!self.known.contains_key(&proposal.id), "proposal-id-taken")?;
        self.ledger.nothing_stops(proposal, &[proposal.by], now)?;
        let after = self.ledger.carried_out(proposal, now)?;
        let by_one = |order: &domain::ledger::Order| alone(order.kind());
        if let Some(at) = proposal.orders.iter().position(by_one) {
            if !proposal.orders.iter().all(by_one) {
                return Err(No { order: Some(at), code: "one-person-alone" });
            }
            self.put(proposal, now);
            let ended = (Way::CarriedOut, Some(proposal.by), None);
            return Ok(self.carry_out(proposal.id, after, ended));
        }
        self.ledger.wait(proposal, now)?;
        must(self.ledger.is_confirmed(proposal), "amount-not-confirmed")?;
        Ok(self.put_up(proposal, &after, now))
    }

    /// The proposal lies on the desk from now on, with its units reserved.
    fn put_up(&mut self, proposal: &Arc<Proposal>, after: &Ledger, now: Timestamp) -> Entries {
        let warned = after.warned_by_orders(self.ledger.entry);
        for range in proposal.orders.iter().filter_map(|order| facts(order).units) {
            self.ledger.reserve(range, proposal.id);
        }
        self.put(proposal, now);
        let entries = self.entry();
        self.warned = warned.map(|(order, it)| (entries.0, order, it)).collect();
        entries
    }

    /// Another proposal in the place of one that its proposer could take back.
    pub(super) fn replace(
        &mut self,
        replacement: &Replacement,
        now: Timestamp,
    ) -> Result<Entries, No> {
        let Replacement { proposal, replaced } = replacement;
        let roles = self.ledger.roles(proposal.by, proposal.section);
        for (at, order) in proposal.orders.iter().enumerate() {
            let proposed = self.ledger.may_be_proposed(proposal, &roles, order);
            proposed.map_err(|code| No { order: Some(at), code })?;
        }
        each(proposal, |kind| !alone(kind), "one-person-alone")?;
        let free = self.without_replaced(replacement, now)?;
        must(!self.known.contains_key(&proposal.id), "proposal-id-taken")?;
        self.ledger.nothing_stops(proposal, &[proposal.by], now)?;
        let after = free.carried_out(proposal, now)?;
        free.wait(proposal, now)?;
        must(free.is_confirmed(proposal), "amount-not-confirmed")?;
        self.ledger = free;
        let entries = self.put_up(proposal, &after, now);
        let by = Some(proposal.by);
        self.end(replaced.id, Ended { way: Way::Replaced, by, shown: None, entries });
        Ok(entries)
    }

    /// How many orders a replacement that is only tried out would do; or why it would be refused.
    pub(crate) fn try_out_replacement(
        &self,
        replacement: &Replacement,
        now: Timestamp,
    ) -> Result<usize, No> {
        let free = self.without_replaced(replacement, now)?;
        free.carried_out(&replacement.proposal, now)?;
        Ok(replacement.proposal.orders.len())
    }

    /// The ledger in which the units of the replaced proposal are free, if it may be taken back.
    fn without_replaced(&self, replacement: &Replacement, now: Timestamp) -> Result<Ledger, No> {
        let Replacement { proposal, replaced } = replacement;
        must(proposal.replaces() == Some(replaced.id), "not-found")?;
        let ended = self.known.get(&replaced.id).is_some_and(|it| it.ended.is_some());
        must(!ended, "already-decided")?;
        self.may_take_back(replaced, (proposal.by, proposal.section), now)?;
        Ok(self.ledger.released(replaced))
    }

    pub(super) fn approve(&mut self, approval: &Approval, now: Timestamp) -> Result<Entries, No> {
        let proposal = &approval.proposal;
        let (wait, ledger, after) = self.approved(approval, now)?;
        if wait.due <= now && wait.receiver.is_none() {
            let ended = (Way::CarriedOut, Some(approval.by), Some(approval.shown));
            return Ok(self.carry_out(proposal.id, after, ended));
        }
        self.ledger = ledger;
        let entries = self.entry();
        let (by, shown) = (approval.by, approval.shown);
        let Wait { due, lapses, receiver, .. } = wait;
        let agreed = Agreed { by, shown, entry: entries.0 };
        self.change(proposal.id).approved = Some(Approved { agreed, due, lapses, receiver });
        Ok(entries)
    }

    /// What an approval would do, now or later, and what it would warn of; or why it would be refused.
    pub(crate) fn try_out(
        &self,
        approval: &Approval,
        now: Timestamp,
    ) -> Result<Vec<(usize, Warned)>, No> {
        let known = self.known.get(&approval.proposal.id);
        must(known.is_none_or(|it| it.ended.is_none()), "already-decided")?;
        let (_, ledger, after) = self.approved(approval, now)?;
        Ok(after.warned_by_orders(ledger.entry).collect())
    }

    /// What is waited for, the ledger as it is while it waits, and as it is once all is carried out.
    fn approved(&self, approval: &Approval, now: Timestamp) -> Result<(Wait, Ledger, Ledger), No> {
        let proposal = &approval.proposal;
        let known = self.find(proposal)?;
        must(known.approved.is_none(), "already-approved")?;
        must(approval.shown == proposal.digest(), "not-as-shown")?;
        self.ledger.two_persons(proposal, approval.by, now)?;
        must(now < known.lapses, "lapsed")?;
        self.ledger.nothing_stops(proposal, &[proposal.by, approval.by], now)?;
        let wait = self.ledger.wait(proposal, now)?;
        let limited = self.ledger.terms(proposal.section, now).units_per_day.is_some();
        let mut ledger = self.ledger.clone();
        if wait.leaving > 0 && limited {
            ledger.change_section(proposal.section).left.push((day(now), wait.leaving));
        }
        let after = ledger.released(proposal).carried_out(proposal, now)?;
        Ok((wait, ledger, after))
    }

    pub(super) fn accept(
        &mut self,
        acceptance: &Acceptance,
        now: Timestamp,
    ) -> Result<Entries, No> {
        let Acceptance { proposal, shown, by, section } = acceptance;
        let approved = self.asked(proposal, *section)?;
        must(*shown == proposal.digest(), "not-as-shown")?;
        must(now < approved.lapses, "lapsed")?;
        let may = any(&self.ledger.roles(*by, *section), may_accept);
        must(may, "receiver-not-entitled")?;
        self.ledger.two_persons(proposal, approved.agreed.by, now)?;
        let persons = [proposal.by, approved.agreed.by, *by];
        self.ledger.nothing_stops(proposal, &persons, now)?;
        if approved.due <= now {
            let after = self.ledger.released(proposal).carried_out(proposal, now)?;
            let agreed = approved.agreed;
            let ended = (Way::CarriedOut, Some(agreed.by), Some(agreed.shown));
            let entries = self.carry_out(proposal.id, after, ended);
            let accepted = Agreed { by: *by, shown: *shown, entry: entries.1 };
            self.change(proposal.id).accepted = Some(accepted);
            return Ok(entries);
        }
        let entries = self.entry();
        let accepted = Agreed { by: *by, shown: *shown, entry: entries.0 };
        self.change(proposal.id).accepted = Some(accepted);
        Ok(entries)
    }

    pub(super) fn decline(&mut self, objection: &Objection) -> Result<Entries, No> {
        self.asked(&objection.proposal, objection.section)?;
        let roles = self.ledger.roles(objection.by, objection.section);
        must(any(&roles, may_accept), "receiver-not-entitled")?;
        Ok(self.end_without(&objection.proposal, Way::Declined, Some(objection.by)))
    }

    pub(super) fn reject(&mut self, objection: &Objection) -> Result<Entries, No> {
        let Objection { proposal, by, section, .. } = objection;
        let known = self.find(proposal)?;
        must(by.person != proposal.by.person, "own-proposal")?;
        must(known.approved.is_none(), "already-approved")?;
        self.objects(proposal, (*by, *section), may_approve)?;
        Ok(self.end_without(proposal, Way::Rejected, Some(*by)))
    }

    pub(super) fn withdraw(
        &mut self,
        objection: &Objection,
        now: Timestamp,
    ) -> Result<Entries, No> {
        let Objection { proposal, by, section, .. } = objection;
        self.may_take_back(proposal, (*by, *section), now)?;
        Ok(self.end_without(proposal, Way::Withdrawn, Some(*by)))
    }

    /// Whether the officer, for that section, may take the proposal back now.
    fn may_take_back(
        &self,
        proposal: &Arc<Proposal>,
        by: (Officer, SectionNo),
        now: Timestamp,
    ) -> Result<(), No> {
        let known = self.find(proposal)?;
        // A representative takes back what was proposed for their entity, an officer everything.
        let speaks = |role: &Role| role.entity().is_none() || speaks_for(role, proposal);
        self.objects(proposal, by, |role, kind| {
            may_approve(role, kind) || (may_propose(role, kind) && speaks(role))
        })?;
        if let Some(approved) = known.approved
            && (approved.receiver.is_none() || known.accepted.is_some())
        {
            let hours = self.ledger.terms(proposal.section, now).withdrawal_hours;
            let until = approved.due - SignedDuration::from_hours(i64::from(hours));
            must(now <= until, "withdrawn-too-late")?;
        }
        Ok(())
    }

    pub(super) fn elapse(
        &mut self,
        proposal: &Arc<Proposal>,
        now: Timestamp,
    ) -> Result<Entries, No> {
        let known = self.find(proposal)?;
        let Some(approved) = known.approved else {
            must(known.lapses <= now, "not-yet")?;
            return Ok(self.end_without(proposal, Way::ByTime, None));
        };
        if approved.receiver.is_some() && known.accepted.is_none() {
            must(approved.lapses <= now, "not-yet")?;
            return Ok(self.end_without(proposal, Way::ByTime, None));
        }
        must(approved.due <= now, "not-yet")?;
        let mut persons = vec![proposal.by, approved.agreed.by];
        persons.extend(known.accepted.map(|it| it.by));
        let lapses = if known.accepted.is_some() {
            days(approved.due, self.ledger.terms(proposal.section, now).lapse_days)
        } else {
            approved.lapses
        };
        let attempt = || {
            self.ledger.two_persons(proposal, approved.agreed.by, now)?;
            self.ledger.nothing_stops(proposal, &persons, now)?;
            self.ledger.released(proposal).carried_out(proposal, now)
        };
        match attempt() {
            Ok(after) => {
                let Agreed { by, shown, .. } = approved.agreed;
                Ok(self.carry_out(proposal.id, after, (Way::CarriedOut, Some(by), Some(shown))))
            }
            // What is stopped waits for the stop to end, but not for ever.
            Err(no) if no.code == "stopped" && now < lapses => Err(no),
            Err(_) => Ok(self.end_without(proposal, Way::ByTime, None)),
        }
    }

    /// A proposal on the desk that says exactly this.
    fn find(&self, proposal: &Arc<Proposal>) -> Result<Rc<Known>, No> {
        let known = self.known.get(&proposal.id).filter(|it| it.proposal == *proposal);
        known.cloned().ok_or(No::from("not-found"))
    }

    /// What the section is asked to accept, and has not yet.
    fn asked(&self, proposal: &Arc<Proposal>, section: SectionNo) -> Result<Approved, No> {
        let known = self.find(proposal)?;
        let approved = known.approved.filter(|it| it.receiver == Some(section));
        let approved = approved.ok_or(No::from("not-found"))?;
        must(known.accepted.is_none(), "already-accepted")?;
        Ok(approved)
    }

    /// An officer of the proposing section whose roles cover every order.
    fn objects(
        &self,
        proposal: &Proposal,
        (by, section): (Officer, SectionNo),
        may: impl Fn(&Role, OrderKind) -> bool,
    ) -> Result<(), No> {
        must(section == proposal.section, "not-found")?;
        let roles = self.ledger.roles(by, section);
        each(proposal, |kind| any(&roles, |it| may(it, kind)), "approver-not-entitled")
    }

    /// An entry that carries nothing out.
    fn entry(&mut self) -> Entries {
        self.ledger.entry += 1;
        Entries(self.ledger.entry, self.ledger.entry)
    }

    fn put(&mut self, proposal: &Arc<Proposal>, now: Timestamp) {
        let lapses = days(now, self.ledger.terms(proposal.section, now).lapse_days);
        let (id, proposal) = (proposal.id, Arc::clone(proposal));
        let known = Known { proposal, lapses, approved: None, accepted: None, ended: None };
        self.known.insert(id, Rc::new(known));
    }

    fn change(&mut self, proposal: Id<Proposed>) -> &mut Known {
        Rc::make_mut(self.known.get_mut(&proposal).expect("the proposal lies on the desk"))
    }

    fn end(&mut self, proposal: Id<Proposed>, ended: Ended) {
        self.change(proposal).ended = Some(ended);
    }

    fn carry_out(
        &mut self,
        proposal: Id<Proposed>,
        after: Ledger,
        (way, by, shown): (Way, Option<Officer>, Option<domain::digest::Digest>),
    ) -> Entries {
        let entries = Entries(self.ledger.entry + 1, after.entry);
        let orders = after.warned_by_orders(self.ledger.entry);
        let numbered = |order| entries.0 + i64::try_from(order).unwrap_or(i64::MAX);
        self.warned = orders.map(|(order, it)| (numbered(order), order, it)).collect();
        self.ledger = after;
        self.end(proposal, Ended { way, by, shown, entries });
        entries
    }

    fn end_without(&mut self, proposal: &Proposal, way: Way, by: Option<Officer>) -> Entries {
        self.ledger = self.ledger.released(proposal);
        let entries = self.entry();
        self.end(proposal.id, Ended { way, by, shown: None, entries });
        entries
    }
}

impl Ledger {
    /// The terms of a section; the secretariat's desk has the usual ones.
    fn terms(&self, section: SectionNo, now: Timestamp) -> SectionTerms {
        let section = self.sections.get(&section);
        section.map_or_else(SectionTerms::default, |it| it.terms_at(now).clone())
    }

    /// The ledger after all orders, if each is allowed.
    fn carried_out(&self, proposal: &Proposal, now: Timestamp) -> Result<Self, No> {
        must(!proposal.orders.is_empty(), "proposal-empty")?;
        must(proposal.orders.len() <= 10_000, "too-many-orders")?;
        let occurred = proposal.occurred.as_ref().map_or(now, |it| it.at);
        must(occurred <= now, "occurred-in-future")?;
        let act = Act { section: proposal.section, occurred, now };
        let mut after = self.clone();
        after.warned.clear();
        for (at, order) in proposal.orders.iter().enumerate() {
            let done = after.carry_out(&act, order);
            done.map_err(|code| No { order: Some(at), code })?;
        }
        Ok(after.measured(self, proposal))
    }

    /// The ledger without what the proposal has reserved.
    pub(crate) fn released(&self, proposal: &Proposal) -> Self {
        let mut after = self.clone();
        for range in proposal.orders.iter().filter_map(|order| facts(order).units) {
            after.release(range, proposal.id);
        }
        after
    }

    /// Two natural persons stand behind each order, by the roles that they hold now.
    fn two_persons(&self, proposal: &Proposal, second: Officer, now: Timestamp) -> Result<(), No> {
        must(proposal.by.person != second.person, "own-proposal")?;
        let (first_roles, roles) =
            (self.roles(proposal.by, proposal.section), self.roles(second, proposal.section));
        let narrowed = !self.terms(proposal.section, now).administrators_approve_units;
        for (at, proposed) in proposal.orders.iter().enumerate() {
            let (kind, order) = (proposed.kind(), Some(at));
            let mut its = roles.clone();
            if narrowed && sort(kind) == Sort::OfUnits {
                its.remove(&Role::PartyAdministrator);
            }
            if !any(&its, |it| may_approve(it, kind)) {
                return Err(No { order, code: "approver-not-entitled" });
            }
            let may = self.may_be_proposed(proposal, &first_roles, proposed);
            may.map_err(|code| No { order, code })?;
        }
        Ok(())
    }

    /// What the proposal waits for if it is approved now; not beyond a limit of its section.
    fn wait(&self, proposal: &Proposal, now: Timestamp) -> Result<Wait, No> {
        let terms = self.terms(proposal.section, now);
        let mut wait =
            Wait { due: now, receiver: None, lapses: days(now, terms.lapse_days), leaving: 0 };
        let Some(section) = self.sections.get(&proposal.section) else { return Ok(wait) };
        let mut leaving = Vec::new();
        for facts in proposal.orders.iter().map(facts) {
            if let (Some(to), Some(range)) = (facts.to, facts.units)
                && (to.party() != section.party || to.kind().code() == "OUT")
            {
                let (first, last) = (range.serials.first().number(), range.serials.last().number());
                wait.leaving += last - first + 1;
                leaving.push(to);
            }
        }
        if leaving.is_empty() {
            return Ok(wait);
        }
        let limit = |most: Option<domain::quantity::Units>, units: u64| {
            most.is_none_or(|most| units <= most.count())
        };
        must(limit(terms.units_per_act, wait.leaving), "above-act-limit")?;
        let today = section.left_on(day(now)) + wait.leaving;
        must(limit(terms.units_per_day, today), "above-day-limit")?;
        if !leaving.iter().all(|to| section.trusts(*to, now)) {
            wait.due = hours(now, terms.waiting_hours);
        }
        wait.lapses = days(wait.due, terms.lapse_days);
        let here = leaving.iter().filter(|to| to.kind().code() != "OUT");
        let receivers: BTreeSet<_> = here.filter_map(|to| self.section_of(to.party())).collect();
        let asking = |it: &&SectionNo| self.terms(**it, now).acceptance;
        if let Some(receiver) = receivers.iter().find(asking) {
            let whole = receivers.len() == 1 && leaving.len() == proposal.orders.len();
            must(whole, "acceptance-alone")?;
            wait.receiver = Some(*receiver);
            wait.lapses = days(now, self.terms(*receiver, now).acceptance_days);
        }
        Ok(wait)
    }
}

fn must(allowed: bool, code: Code) -> Result<(), No> {
    super::must(allowed, code).map_err(No::from)
}

fn any(roles: &BTreeSet<Role>, may: impl Fn(&Role) -> bool) -> bool {
    roles.iter().any(may)
}

/// Each order may be done; the first that may not is named.
fn each(proposal: &Proposal, may: impl Fn(OrderKind) -> bool, code: Code) -> Result<(), No> {
    let kinds = proposal.orders.iter().map(|order| order.kind());
    match kinds.into_iter().position(|kind| !may(kind)) {
        Some(at) => Err(No { order: Some(at), code }),
        None => Ok(()),
    }
}
