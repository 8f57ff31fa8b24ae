//! The policy: which role may do what.

use crate::access::Role;
use crate::ledger::OrderKind;
use crate::section::SectionNo;

#[test]
fn the_secretariat_opens_sections_stops_and_lifts_and_can_do_nothing_else_r030() {
    for kind in OrderKind::ALL {
        let administrator = Role::RegistryAdministrator;
        let sections = kind == OrderKind::OpenSection || kind == OrderKind::LiftStop;
        let proposes = sections || kind == OrderKind::SetStop;
        assert_eq!(administrator.may_propose(kind), proposes, "{kind:?}");
        assert_eq!(administrator.may_approve(kind), sections, "{kind:?}");
    }
    assert!(!Role::RegistryAdministrator.may_accept());
}

#[test]
fn what_takes_two_persons_has_roles_for_both_and_what_takes_one_has_no_approver_r031() {
    for kind in OrderKind::ALL {
        assert!(Role::OF_OFFICERS.into_iter().any(|role| role.may_propose(kind)), "{kind:?}");
        let approved = Role::OF_OFFICERS.into_iter().any(|role| role.may_approve(kind));
        assert_ne!(approved, kind.takes_one_person(), "{kind:?}");
        assert!(!(kind.takes_one_person() && kind.concerns_units()), "{kind:?}");
    }
}

#[test]
fn roles_of_the_secretariat_and_of_parties_do_not_meet_r030() {
    let section = SectionNo::new(1).unwrap();
    for role in Role::OF_OFFICERS {
        let (desk, party) = (role.belongs_in(SectionNo::SECRETARIAT), role.belongs_in(section));
        assert_eq!(desk, role == Role::RegistryAdministrator || role == Role::Auditor);
        assert_eq!(party, role != Role::RegistryAdministrator);
    }
}

#[test]
fn an_auditor_can_propose_and_approve_nothing_r030() {
    for kind in OrderKind::ALL {
        assert!(!Role::Auditor.may_propose(kind) && !Role::Auditor.may_approve(kind));
    }
}
