//! An approval that is only tried out is answered as the approval would be, and leaves no trace.

use app::{Answer, ApproveError};
use domain::access::Caller;
use domain::account::{AccountKind, AccountNumber};
use domain::digest::Digest;
use domain::id::{Id, Proposed};
use domain::ledger::Effect;
use store::CarryOutError;
use testkit::orders::{first_transfer, issue, open_account, read, transfer};
use testkit::registry::{Parties, refusal};

fn try_out(
    parties: &Parties,
    by: &Caller,
    proposal: Id<Proposed>,
    shown: Digest,
) -> Result<Vec<Effect>, CarryOutError> {
    let (found, ticket) = parties.test.registry.try_out_approval(by, proposal, shown).unwrap();
    assert_eq!(found.id, proposal);
    let effects = match ticket.wait()? {
        Answer::Preview(effects) => Some(effects),
        Answer::Done(_) | Answer::Repeated(_) => None,
    };
    Ok(effects.unwrap())
}

/// How many rows there are of all that an approval writes.
fn rows(parties: &Parties) -> Vec<u64> {
    ["registry.entry", "registry.decision", "registry.request_key", "registry.reservation"]
        .into_iter()
        .chain(["registry.unit_block_past", "transparency.log_leaf", "transparency.log_batch"])
        .map(|table| parties.test.number(&format!("SELECT count(*) AS number FROM {table}")))
        .collect()
}

#[test]
fn it_tells_what_the_approval_does_and_leaves_no_trace() {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    let units = parties.issued(100);
    let order = first_transfer(alorea.holding, parties.borvia.holding, units);
    let proposal = test.propose(&alorea.officers, vec![order]).unwrap();
    let approver = &alorea.officers.approver;
    let (shown, before) = (test.shown(approver, proposal), rows(&parties));
    let effects = try_out(&parties, approver, proposal, shown).unwrap();
    assert_eq!(effects[0].blocks[0].units, units);
    assert_eq!(rows(&parties), before);

    let receipt = test.approve(&alorea.officers, proposal).unwrap();
    let decided = refusal(try_out(&parties, approver, proposal, shown)).unwrap();
    assert_eq!(decided.why.code(), "already-decided");
    assert!(decided.to_string().contains(&receipt.first_entry.to_string()), "{decided}");
}

#[test]
fn it_is_refused_as_the_approval_would_be_r031() {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    let order = first_transfer(alorea.holding, parties.borvia.holding, parties.issued(100));
    let proposal = test.propose(&alorea.officers, vec![order]).unwrap();
    let (approver, initiator) = (&alorea.officers.approver, &alorea.officers.initiator);
    let (shown, before) = (test.shown(approver, proposal), rows(&parties));
    let code = |by, shown| refusal(try_out(&parties, by, proposal, shown)).unwrap().why.code();
    assert_eq!(code(initiator, shown), "own-proposal");
    assert_eq!(code(approver, Digest::of(&[b"another text"])), "not-as-shown");
    let stranger = &parties.borvia.officers.approver;
    let elsewhere = test.registry.try_out_approval(stranger, proposal, shown);
    assert!(matches!(elsewhere.err(), Some(ApproveError::Unknown)));
    assert_eq!(rows(&parties), before);
}

#[test]
fn it_is_refused_what_another_proposal_reserves_r152() {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    let open = open_account(AccountKind::Holding, None);
    test.must(&alorea.officers, open);
    let other = AccountNumber::new(alorea.party, AccountKind::Holding, 4);
    let next = read("CA9001-XAL01-XAL-1..10-2024");
    let orders =
        vec![issue(alorea.holding, "CA9001", 10, "A-1"), transfer(alorea.holding, other, next)];
    let batch = test.propose(&alorea.officers, orders).unwrap();
    parties.issued(10);
    let owner = vec![transfer(alorea.holding, other, next)];
    let owner = test.propose(&alorea.officers, owner).unwrap();
    let approver = &alorea.officers.approver;
    let tried = |proposal| try_out(&parties, approver, proposal, test.shown(approver, proposal));
    assert_eq!(refusal(tried(batch)).unwrap().why.code(), "reserved");
    assert_eq!(tried(owner).unwrap().len(), 1);
}
