//! Nobody approves what they have proposed, by whatever token (T15). There are no pages to try it by
//! yet, and the secretariat has no way to act as another.

use domain::access::{CallerKind, Role};
use serde_json::json;
use testkit::people::another_token;

use crate::scene::{Scene, text};

#[test]
fn the_initiator_approves_by_no_token_of_theirs_and_no_other_desk_does_t15() {
    let scene = Scene::new();
    let units = scene.parties.issued(10).to_string();
    let (_, proposed) = scene.propose(&scene.alorea, &scene.first_transfer(&units));
    let (test, initiator) = (&scene.parties.test, &scene.parties.alorea.officers.initiator);
    let party = testkit::orders::read("XAL");
    let (approver, auditor) = (Role::PartyApprover, Role::Auditor);
    let another = |role, kind| another_token(&test.registry, (initiator, party), role, kind);
    let program = another(&approver, CallerKind::Program);
    let second = another(&auditor, CallerKind::Person);
    let path = format!("/v1/proposals/{}/approval", text(&proposed["proposal"]));
    let shown = json!({ "shown": proposed["digest"] });
    for token in [&scene.alorea.initiator, &program, &second] {
        let (status, refused) = scene.post(&path, token, &shown);
        assert_eq!(status, 403, "{refused}");
        assert_eq!(scene.state(&proposed), "waiting");
    }
    for token in [&scene.desk.approver, &scene.borvia.approver] {
        let (status, refused) = scene.post(&path, token, &shown);
        assert!(status == 403 || status == 404, "{status}: {refused}");
        assert_eq!(scene.state(&proposed), "waiting");
    }
    assert_eq!(scene.approve(&scene.alorea, &proposed).0, 201);
}
