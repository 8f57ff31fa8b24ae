//! The words of the ledger: each thing has one, which is stored, shown and read again.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ledger::states::{ProposalStage, UnitState};
use crate::ledger::{
    CancellationReason, Designation, Ending, OrderKind, OtherPurpose, RetirementPurpose, StepKind,
};

const REASONS: [CancellationReason; 4] = [
    CancellationReason::OtherPurpose,
    CancellationReason::Voluntary,
    CancellationReason::Omge,
    CancellationReason::Other,
];

fn written<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn what_orders_and_steps_are_written_with_is_their_word() {
    for it in Designation::ALL {
        assert_eq!(written(it), it.as_str());
    }
    for it in RetirementPurpose::ALL {
        assert_eq!(written(it), it.as_str());
    }
    for it in StepKind::ALL {
        assert_eq!(written(it), it.as_str());
    }
    for it in REASONS {
        assert_eq!(written(it), it.as_str());
    }
    for (it, word) in [(OtherPurpose::Imp, "IMP"), (OtherPurpose::Op, "OP")] {
        assert_eq!(it.as_str(), word);
    }
}

#[test]
fn no_two_have_the_same_word() {
    fn differ(words: impl IntoIterator<Item = &'static str>) -> bool {
        let words: Vec<_> = words.into_iter().collect();
        words.iter().all(|it| it.len() > 1)
            && words.iter().collect::<BTreeSet<_>>().len() == words.len()
    }
    assert!(differ(OrderKind::ALL.map(OrderKind::as_str)));
    assert!(differ(Ending::ALL.map(Ending::as_str)));
    assert!(differ(UnitState::ALL.map(UnitState::as_str)));
    assert!(differ(ProposalStage::ALL.map(ProposalStage::as_str)));
}

#[test]
fn an_ending_is_found_by_its_word_and_by_no_other() {
    for ending in Ending::ALL {
        assert_eq!(Ending::named(ending.as_str()), Some(ending));
    }
    assert_eq!(Ending::named("ended"), None);
}
