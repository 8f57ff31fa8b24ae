//! Reports over HTTP: files in and out, and what everybody reads.

use reqwest::blocking::Response;
use serde_json::{Value, json};

use crate::scene::{Scene, text};

const FILES: &str = "/v1/reports/files";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Alorea has sent units to Borvia.
fn transferred() -> Scene {
    let scene = Scene::new();
    scene.parties.issued(1000);
    scene.act(&scene.alorea, &scene.first_transfer("CA9001-XAL01-XAL-1..100-2024"));
    scene
}

fn status(answer: &Response) -> u16 {
    answer.status().as_u16()
}

/// Keeps what the ledger says, and lets two officers file it. Gives the hash.
fn file(scene: &Scene, by: &testkit::registry::Tokens, claims: &Value) -> String {
    let path = format!("{FILES}/from-ledger?year=2026");
    let answer = scene.server.send(&path, &by.initiator, Vec::new()).send().unwrap();
    assert_eq!(status(&answer), 201);
    let kept: Value = answer.json().unwrap();
    let file = text(&kept["file"]).to_owned();
    let order = json!({ "order": "file-report", "year": "2026", "version": "1.0", "file": file,
        "claims": claims });
    scene.act(by, &order);
    file
}

fn public(scene: &Scene, path: &str) -> Response {
    scene.server.get(path).send().unwrap()
}

#[test]
fn what_two_parties_filed_is_published_with_what_the_checks_say_r290() {
    let scene = transferred();
    let hash = file(&scene, &scene.alorea, &json!([]));
    let listed: Value = public(&scene, "/v1/reports/published").json().unwrap();
    assert_eq!(listed["items"][0]["outcome"], "undetermined", "{listed}");
    file(&scene, &scene.borvia, &json!([]));
    let listed: Value = public(&scene, "/v1/reports/published?year=2026").json().unwrap();
    let outcomes: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|it| &it["outcome"]).collect();
    assert_eq!(outcomes, ["consistent", "consistent"], "{listed}");
    let status_of: Value = public(&scene, "/v1/reports/status/2026").json().unwrap();
    assert_eq!(status_of["missing"], json!(["XCE"]), "{status_of}");
    assert_eq!(status_of["due"], "2027-04-15");
    let path = "/v1/reports/published/XAL/2026/1.0";
    let answer = public(&scene, path);
    assert_eq!(answer.headers()["content-type"], XLSX);
    assert!(workbook::open(rules(), &answer.bytes().unwrap()).is_ok());
    let csv = public(&scene, &format!("{path}?format=csv")).text().unwrap();
    assert!(csv.contains("CA9001-XAL01-XAL-1-2024"), "{csv}");
    assert_eq!(status(&public(&scene, "/v1/reports/published/XAL/2026/7.0")), 404);
    assert_eq!(status(&public(&scene, "/v1/reports/published/XAL/2026/x")), 400);
    let own = format!("{FILES}/{hash}");
    let back = scene.server.get(&own).bearer_auth(&scene.alorea.approver).send().unwrap();
    assert_eq!((status(&back), sha256(&back.bytes().unwrap())), (200, hash));
    for (path, token) in [(&own, &scene.borvia.initiator), (&own, &scene.desk.initiator)] {
        assert!([403, 404].contains(&scene.get(path, token).0));
    }
    let nobodys = format!("{FILES}/{}", "0".repeat(64));
    let (theirs, none) =
        (scene.get(&own, &scene.borvia.initiator), scene.get(&nobodys, &scene.borvia.initiator));
    assert_eq!((theirs.0, &theirs.1["code"]), (none.0, &none.1["code"]), "none, or not theirs");
    let found = scene.get("/v1/reports/filings/XAL/2026", &scene.alorea.initiator);
    assert_eq!((found.0, &found.1["report"]["outcome"]), (200, &json!("consistent")));
    assert_eq!(scene.get("/v1/reports/filings/XAL/2026", &scene.borvia.initiator).0, 404);
    assert_eq!(scene.get("/v1/reports/filings/XAL/2026", &scene.desk.initiator).0, 200);
}

fn rules() -> &'static domain::aef::Rules {
    domain::aef::Rules::newest().unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    domain::digest::Digest::of(&[bytes]).to_string()
}

#[test]
fn what_is_no_report_is_refused_by_each_route_and_says_why() {
    let scene = transferred();
    let token = &scene.alorea.initiator;
    // An archive that says it has macros is stopped at the gate, before any parser.
    let hostile: [(&[u8], &str); 3] = [
        (b"PK\x03\x04 and nothing more", "file-unreadable"),
        (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "file-unreadable"),
        (b"<html></html>", "file-unreadable"),
    ];
    for path in [FILES, "/v1/reports/check"] {
        for (bytes, code) in hostile {
            let answer = scene.server.send(path, token, bytes.to_vec()).send().unwrap();
            assert_eq!(status(&answer), 422);
            let problem: Value = answer.json().unwrap();
            assert_eq!(problem["code"], code, "{problem}");
        }
        let nobody = scene.server.send(path, "itmo_nobody", b"{}".to_vec()).send().unwrap();
        assert_eq!(status(&nobody), 401);
    }
    let exported = scene.server.get("/v1/reports/aef/2026").bearer_auth(token).send().unwrap();
    let wrong = exported.text().unwrap().replace("First transfer", "Worst transfer");
    let answer = scene.server.send(FILES, token, wrong.clone().into_bytes()).send().unwrap();
    assert_eq!(status(&answer), 422);
    let problem: Value = answer.json().unwrap();
    assert_eq!(problem["code"], "file-not-whole", "{problem}");
    assert!(text(&problem["errors"][0]["cell"]).starts_with("Table 3, row "), "{problem}");
    let checked = scene.server.send("/v1/reports/check", token, wrong.into_bytes()).send().unwrap();
    let checked: Value = checked.json().unwrap();
    assert_eq!(
        (&checked["whole"], &checked["report"]["outcome"]),
        (&json!(false), &json!("not checked"))
    );
    assert!(!checked["findings"].as_array().unwrap().is_empty());
}

#[test]
fn a_check_answers_with_a_workbook_where_one_is_accepted_r262() {
    let scene = transferred();
    let token = &scene.alorea.initiator;
    let exported = scene.server.get("/v1/reports/aef/2026").bearer_auth(token).send().unwrap();
    let bytes = exported.bytes().unwrap().to_vec();
    let request = scene.server.send("/v1/reports/check", token, bytes).header("Accept", XLSX);
    let answer = request.send().unwrap();
    assert_eq!((status(&answer), &answer.headers()["content-type"]), (200, &XLSX.parse().unwrap()));
    assert!(workbook::open(rules(), &answer.bytes().unwrap()).is_ok());
    let listed: Value = public(&scene, "/v1/reports/published").json().unwrap();
    assert_eq!(listed["items"], json!([]), "nothing was filed");
}

/// The largest size is read whole and no more; the next byte is refused.
#[test]
fn a_file_of_the_largest_size_is_answered_in_bounded_memory_t37() {
    let scene = transferred();
    let token = &scene.alorea.initiator;
    let exported = scene.server.get("/v1/reports/aef/2026").bearer_auth(token).send().unwrap();
    let mut bytes = exported.bytes().unwrap().to_vec();
    bytes.resize(workbook::FILE_BYTES_MAX, b' ');
    let before = scene.server.memory_peak();
    let answer = scene.server.send(FILES, token, bytes.clone()).send().unwrap();
    assert_eq!(status(&answer), 201);
    let grown = scene.server.memory_peak() - before;
    assert!(grown < 900, "{grown} MiB for a file of 128");
    bytes.push(b' ');
    let answer = scene.server.send(FILES, token, bytes).send();
    if let Ok(answer) = answer {
        assert_eq!(status(&answer), 413);
    }
    assert_eq!(scene.get("/v1/reports/filings", token).0, 200, "it serves on");
}

#[test]
fn a_claim_needs_its_basis_and_what_is_kept_back_is_masked_r291_r294() {
    let scene = transferred();
    let claim = json!([{ "table": "actions", "field": "AdditionalExplanatoryInformation" }]);
    let order = json!({ "order": "file-report", "year": "2026", "version": "1.0",
        "file": "0".repeat(64), "claims": claim });
    let (status, problem) = scene.propose(&scene.alorea, &order);
    assert_eq!((status, text(&problem["errors"][0]["code"])), (422, "missing"), "{problem}");
    let order = json!({ "order": "file-report", "year": "2026", "version": "1.0",
        "file": "0".repeat(64) });
    let (status, problem) = scene.propose(&scene.alorea, &order);
    assert_eq!((status, text(&problem["code"])), (409, "file-not-kept"), "{problem}");
}
