//! Editing a proposal over the network: a new one that names the old one.

use serde_json::{Value, json};

use crate::scene::{Scene, text};

/// Proposes Alorea's transfer of these units in place of a proposal.
fn edit(scene: &Scene, old: &str, units: &str, query: &str) -> (u16, Value) {
    let body = json!({ "order": scene.first_transfer(units), "replaces": old });
    scene.post(&format!("/v1/proposals{query}"), &scene.alorea.initiator, &body)
}

fn shown(scene: &Scene, proposed: &Value) -> Value {
    let path = format!("/v1/proposals/{}", text(&proposed["proposal"]));
    scene.get(&path, &scene.alorea.approver).1
}

#[test]
fn the_new_one_says_what_it_changes_and_the_old_one_what_replaced_it_r031() {
    let scene = Scene::new();
    scene.parties.issued(100);
    let first = scene.first_transfer("CA9001-XAL01-XAL-1..10-2024");
    let (_, old) = scene.propose(&scene.alorea, &first);
    let number = text(&shown(&scene, &old)["number"]).to_owned();
    let units = "CA9001-XAL01-XAL-6..20-2024";
    let (status, tried) = edit(&scene, &number, units, "?dry_run=true");
    assert_eq!((status, tried["dry_run"].as_bool()), (200, Some(true)), "{tried}");
    assert_eq!(scene.state(&old), "waiting");
    let (status, new) = edit(&scene, &number, units, "");
    assert_eq!(status, 201, "{new}");
    assert_eq!(new["document"]["replaces"], old["proposal"]);
    let (was, is) = (shown(&scene, &old), shown(&scene, &new));
    assert_eq!((text(&was["state"]), &was["replaced_by"]["id"]), ("replaced", &new["proposal"]));
    assert_eq!(is["replaces"], json!({ "id": old["proposal"], "number": number }));
    let before = "CA9001-XAL01-XAL-1..10-2024";
    let changes = json!([{ "field": "/orders/0/units", "before": before, "after": units }]);
    assert_eq!(is["changes"], changes);
    let (status, refused) = scene.approve(&scene.alorea, &old);
    assert_eq!((status, text(&refused["code"])), (409, "already-decided"));
    assert_eq!(scene.approve(&scene.alorea, &new).0, 201);
}

#[test]
fn what_cannot_be_edited_is_refused_r031() {
    let scene = Scene::new();
    scene.parties.issued(100);
    let units = "CA9001-XAL01-XAL-1..10-2024";
    let done = scene.act(&scene.alorea, &scene.first_transfer("CA9001-XAL01-XAL-11..20-2024"));
    let (status, refused) = edit(&scene, text(&done["proposal"]), units, "");
    assert_eq!((status, text(&refused["code"])), (409, "already-decided"));
    let (status, refused) = edit(&scene, "XAL-P-2026-999999", units, "");
    assert_eq!((status, text(&refused["code"])), (404, "not-found"));
    let (status, refused) = edit(&scene, "the last one", units, "");
    assert_eq!((status, text(&refused["errors"][0]["code"])), (422, "proposal"), "{refused}");
    let used = json!({ "order": "transfer", "from": scene.parties.borvia.holding.to_string(),
        "to": scene.parties.alorea.holding.to_string(),
        "units": "CA9001-XAL01-XAL-11..20-2024" });
    let (_, foreign) = scene.propose(&scene.borvia, &used);
    let (status, refused) = edit(&scene, text(&foreign["proposal"]), units, "");
    assert_eq!((status, text(&refused["code"])), (404, "not-found"), "another section's");
}
