//! An edited proposal is a new one that names the old one, on the real database.

use app::proposals::{ProposalState, WhichProposal, WholeProposal};
use app::{Answer, CarryOutError, Draft};
use domain::id::{Id, Proposed};
use domain::ledger::{Ending, Order, Receipt, SetTerms};
use domain::section_terms::SectionTerms;
use domain::unit::UnitRange;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::first_transfer;
use testkit::registry::{Parties, refusal};

/// Parties where what leaves Alorea waits a day, and a hundred units there.
fn parties() -> (Parties, UnitRange) {
    let parties = Parties::new();
    let terms = SectionTerms::default();
    parties.test.must(&parties.alorea.officers, Order::SetTerms(SetTerms { terms }));
    let units = parties.issued(100);
    (parties, units)
}

fn part(units: UnitRange, first: u64, last: u64) -> UnitRange {
    testkit::orders::read(&format!("{}-{first}..{last}-2024", series(units)))
}

fn series(units: UnitRange) -> String {
    let text = units.to_string();
    let (series, _) = text.rsplit_once('-').and_then(|(it, _)| it.rsplit_once('-')).unwrap();
    series.to_owned()
}

fn transfer(parties: &Parties, units: UnitRange) -> Order {
    first_transfer(parties.alorea.holding, parties.borvia.holding, units)
}

/// Proposes a transfer in place of another.
fn draft(parties: &Parties, old: Id<Proposed>, units: UnitRange) -> Draft {
    let (registry, caller) = (&parties.test.registry, &parties.alorea.officers.initiator);
    let replaces = registry.named_proposal(caller, WhichProposal::Id(old)).ok();
    Draft {
        orders: vec![transfer(parties, units)],
        occurred: None,
        entity: None,
        replaces,
        confirmed: None,
    }
}

fn replace(
    parties: &Parties,
    old: Id<Proposed>,
    units: UnitRange,
) -> Result<Receipt, CarryOutError> {
    let (test, caller) = (&parties.test, &parties.alorea.officers.initiator);
    let ticket = test.registry.propose(caller, draft(parties, old, units), test.key()).unwrap();
    match ticket.wait()? {
        Answer::Done(receipt) | Answer::Repeated(receipt) => Ok(receipt),
        Answer::Preview(_) => Err(CarryOutError::KeyRunning),
    }
}

fn whole(parties: &Parties, proposal: Id<Proposed>) -> WholeProposal {
    let (registry, caller) = (&parties.test.registry, &parties.alorea.officers.initiator);
    registry.whole_proposal(caller, WhichProposal::Id(proposal)).unwrap().unwrap()
}

fn nothing_is_wrong(parties: &Parties) {
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn an_edit_of_what_waits_for_approval_is_a_new_proposal_r031() {
    let (parties, units) = parties();
    let officers = &parties.alorea.officers;
    let order = transfer(&parties, part(units, 1, 10));
    let old = parties.test.propose(officers, vec![order]).unwrap();
    let new = replace(&parties, old, part(units, 6, 20)).unwrap().proposal;
    let (was, is) = (whole(&parties, old), whole(&parties, new));
    assert_eq!(was.line.state(), ProposalState::Ended(Ending::Replaced));
    assert_eq!(was.replaced_by.map(|it| it.id), Some(new));
    let (replaced, edits) = is.replaces.unwrap();
    assert_eq!((replaced.id, replaced.named), (old, was.line.named));
    assert_eq!(edits.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["/orders/0/units"]);
    let reserved = "SELECT sum(last_serial - first_serial + 1)::bigint AS number \
                    FROM registry.reservation";
    assert_eq!(parties.test.number(reserved), 15);
    let late = parties.test.approve(officers, old);
    assert_eq!(refusal(late).unwrap().why.code(), "already-decided");
    parties.test.approve(officers, new).unwrap();
    nothing_is_wrong(&parties);
}

#[test]
fn an_edit_of_what_is_approved_and_waits_voids_the_approval_r031() {
    let (parties, units) = parties();
    let officers = &parties.alorea.officers;
    let order = transfer(&parties, part(units, 1, 10));
    let old = parties.test.propose(officers, vec![order]).unwrap();
    parties.test.approve(officers, old).unwrap();
    let new = replace(&parties, old, part(units, 1, 12)).unwrap().proposal;
    assert_eq!(whole(&parties, new).line.state(), ProposalState::Waiting);
    parties.test.database.set_clock_ahead(jiff::SignedDuration::from_hours(25));
    let done = parties.test.registry.let_time_pass(&mut app::Followed::default()).unwrap();
    assert_eq!(done.done, 0, "the approval of the old one counts for nothing");
    nothing_is_wrong(&parties);
}

#[test]
fn a_second_edit_of_the_same_is_refused_and_an_edit_of_the_edit_is_not_r031() {
    let (parties, units) = parties();
    let order = transfer(&parties, part(units, 1, 10));
    let old = parties.test.propose(&parties.alorea.officers, vec![order]).unwrap();
    let new = replace(&parties, old, part(units, 1, 11)).unwrap().proposal;
    let again = replace(&parties, old, part(units, 1, 12));
    assert_eq!(refusal(again).unwrap().why.code(), "already-decided");
    let newest = replace(&parties, new, part(units, 1, 12)).unwrap().proposal;
    assert_eq!(whole(&parties, new).replaced_by.map(|it| it.id), Some(newest));
    nothing_is_wrong(&parties);
}

#[test]
fn an_edit_that_is_tried_out_leaves_the_old_one_waiting_r031() {
    let (parties, units) = parties();
    let (test, caller) = (&parties.test, &parties.alorea.officers.initiator);
    let order = transfer(&parties, part(units, 1, 10));
    let old = test.propose(&parties.alorea.officers, vec![order]).unwrap();
    let tried = test.registry.try_out(caller, draft(&parties, old, part(units, 6, 20))).unwrap();
    assert!(matches!(tried.wait(), Ok(Answer::Preview(effects)) if effects.len() == 1));
    assert_eq!(whole(&parties, old).line.state(), ProposalState::Waiting);
}

#[test]
fn a_process_that_remembers_nothing_edits_as_well_r031() {
    let (parties, units) = parties();
    let order = transfer(&parties, part(units, 1, 10));
    let old = parties.test.propose(&parties.alorea.officers, vec![order]).unwrap();
    parties.test.approve(&parties.alorea.officers, old).unwrap();
    let (other, caller) = (parties.test.of_another_process(), &parties.alorea.officers.initiator);
    let named = whole(&parties, old).line.named;
    let replaces = other.named_proposal(caller, WhichProposal::Number(named)).ok();
    let orders = vec![transfer(&parties, part(units, 3, 4))];
    let draft = Draft { orders, occurred: None, entity: None, replaces, confirmed: None };
    other.propose(caller, draft, parties.test.key()).unwrap().wait().unwrap();
    assert_eq!(whole(&parties, old).line.state(), ProposalState::Ended(Ending::Replaced));
    nothing_is_wrong(&parties);
}

#[test]
fn what_an_entry_says_it_replaced_cannot_be_changed_r031() {
    let (parties, units) = parties();
    let order = transfer(&parties, part(units, 1, 10));
    let old = parties.test.propose(&parties.alorea.officers, vec![order]).unwrap();
    replace(&parties, old, part(units, 1, 12)).unwrap();
    parties.test.as_superuser(
        "ALTER TABLE registry.decision DISABLE TRIGGER ALL;
         UPDATE registry.decision SET outcome = 'withdrawn' WHERE outcome = 'replaced'",
    );
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
}
