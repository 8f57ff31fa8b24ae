//! An entity acts over the network by its representative: inside what its authorization grants, and
//! without seeing the section.

use domain::access::Role;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::orders::read;
use testkit::registry::Parties;

use crate::server::Server;

/// Alorea with two authorized entities, each with an account and units in it; units of its own.
struct Scene {
    parties: Parties,
    server: Server,
    initiator: String,
    approver: String,
    /// They represent the first entity.
    representative: String,
}

const PARTYS: &str = "XAL-100-0001-16";

impl Scene {
    fn new() -> Self {
        let parties = Parties::new();
        let officers = &parties.alorea.officers;
        let initiator = parties.test.token(&officers.initiator);
        let approver = parties.test.token(&officers.approver);
        let server = Server::over(&parties.test);
        let representative = String::new();
        let mut scene = Self { parties, server, initiator, approver, representative };
        for (entity, account) in [("AL-1", OWN), ("AL-2", OTHERS)] {
            scene.authorize(entity);
            scene.act(&json!({ "order": "open-account", "kind": "100", "metric": "GHG",
                "holder": { "kind": "entity", "entity": entity }, "name": "of an entity" }));
            assert_eq!(scene.get(&format!("/v1/accounts/{account}"), &scene.initiator).0, 200);
        }
        for (kind, name) in [("210", "uses"), ("330", "cancellations")] {
            scene.act(&json!({ "order": "open-account", "kind": kind, "metric": "GHG",
                "holder": { "kind": "party" }, "name": name }));
        }
        scene.issue_and_share();
        let entity = Role::EntityRepresentative(read("AL-1"));
        let caller = scene.parties.test.person(read("XAL"), &[entity]);
        scene.representative = scene.parties.test.token(&caller);
        scene
    }

    fn authorize(&self, entity: &str) {
        let until = "SELECT to_char(registry.now() + interval '30 days', 'YYYY-MM-DD') AS text";
        self.act(&json!({ "order": "authorize-entity", "entity": entity, "country": "XAL",
            "name": "Hidden Stoves Ltd", "approach": "CA9001", "valid_from": "2024-01-01",
            "valid_until": self.parties.test.text(until) }));
    }

    /// Units 1 to 1,000 may be used for IMP; 1 to 300 go to the first entity, 301 to 600 to the other.
    fn issue_and_share(&self) {
        self.act(&json!({ "order": "authorize", "id": "A-2", "version": 1, "date": "2024-02-01",
            "approach": "CA9001", "purposes": "NDC and OIMP", "metric": "GHG",
            "first_transfer": "Use or Cancellation", "entities": ["AL-1", "AL-2"],
            "sectors": ["Energy generation"] }));
        self.act(&json!({ "order": "issue", "into": PARTYS, "approach": "CA9001",
            "vintage": "2024", "quantity": "1000", "metric": "GHG",
            "mitigation_type": "Emission reductions", "sector": "Energy generation",
            "activity_type": "Solar", "authorization": "A-2" }));
        for (to, serials) in [(OWN, "1..300"), (OTHERS, "301..600")] {
            self.act(&json!({ "order": "transfer", "from": PARTYS, "to": to,
                "units": units(serials) }));
        }
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let key = testkit::registry::uuid().to_string();
        let answer = self.server.post(path, token, &key, body).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let answer = self.server.get(path).bearer_auth(token).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    fn propose(&self, token: &str, order: &Value) -> (u16, Value) {
        self.post("/v1/proposals", token, &json!({ "order": order }))
    }

    fn approve(&self, token: &str, proposed: &Value) -> (u16, Value) {
        let path = format!("/v1/proposals/{}/approval", text(&proposed["proposal"]));
        self.post(&path, token, &json!({ "shown": proposed["digest"] }))
    }

    /// Both officers; it must be done.
    fn act(&self, order: &Value) {
        let (status, proposed) = self.propose(&self.initiator, order);
        assert_eq!(status, 201, "{proposed}");
        let (status, approved) = self.approve(&self.approver, &proposed);
        assert_eq!(status, 201, "{approved}");
    }

    /// The representative proposes; it must be on record.
    fn proposed(&self, order: &Value) -> Value {
        let (status, proposed) = self.propose(&self.representative, order);
        assert_eq!(status, 201, "{proposed}");
        proposed
    }

    /// What is refused to the representative, and how.
    fn refused(&self, order: &Value) -> (u16, String) {
        let (status, problem) = self.propose(&self.representative, order);
        (status, code(&problem))
    }
}

const OWN: &str = "XAL-100-0004-07";
const OTHERS: &str = "XAL-100-0005-04";
const USED: &str = "XAL-210-0006-38";
const GONE: &str = "XAL-330-0007-93";

fn units(serials: &str) -> String {
    format!("CA9001-XAL01-XAL-{serials}-2024")
}

fn use_for_oimp(from: &str, serials: &str) -> Value {
    json!({ "order": "use-for-oimp", "from": from, "into": USED, "units": units(serials),
        "purpose": "IMP", "named": "CORSIA", "entity": "AL-1" })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn code(problem: &Value) -> String {
    problem["code"].as_str().unwrap_or_default().to_owned()
}

fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[test]
fn an_entity_uses_and_cancels_by_its_representative_and_an_officer_approves_r025_r030() {
    let scene = Scene::new();
    let used = scene.proposed(&use_for_oimp(OWN, "1..10"));
    assert_eq!(used["document"]["entity"], "AL-1");
    let path = format!("/v1/proposals/{}", text(&used["proposal"]));
    for token in [&scene.representative, &scene.approver] {
        assert_eq!(scene.get(&path, token).1["entity"], "AL-1", "who approves sees for whom it is");
    }
    let (status, own) = scene.approve(&scene.representative, &used);
    assert_eq!((status, code(&own)), refusal(403, "not-granted"), "nobody approves their own");
    assert_eq!(scene.approve(&scene.approver, &used).0, 201);
    let cancel = json!({ "order": "cancel", "from": OWN, "into": GONE, "units": units("11..20"),
        "reason": "other" });
    let cancelled = scene.proposed(&cancel);
    assert_eq!(scene.approve(&scene.approver, &cancelled).0, 201);
    let (_, found) = scene.get("/v1/units/CA9001-XAL01-XAL-1..21-2024", &scene.initiator);
    let kinds: Vec<_> = found["blocks"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["210", "330", "100"]);
    assert_eq!(scene.get(&path, &scene.representative).1["state"], "executed");

    let from_the_partys = scene.refused(&use_for_oimp(PARTYS, "601..610"));
    assert_eq!(from_the_partys, refusal(403, "account-not-represented"));
    let from_the_others = scene.refused(&use_for_oimp(OTHERS, "301..310"));
    assert_eq!(from_the_others, refusal(403, "account-not-represented"));
    let stop = json!({ "order": "set-stop", "target": { "target": "everything" }, "reason": "x" });
    assert_eq!(scene.refused(&stop), refusal(403, "not-granted"));

    let waiting = scene.proposed(&use_for_oimp(OWN, "21..30"));
    let taken_back = scene.proposed(&use_for_oimp(OWN, "31..40"));
    let path = format!("/v1/proposals/{}/withdrawal", text(&taken_back["proposal"]));
    let reason = json!({ "reason": "not what the contract says" });
    assert_eq!(scene.post(&path, &scene.representative, &reason).0, 201);
    scene.parties.test.database.set_clock_ahead(SignedDuration::from_hours(31 * 24));
    let late = refusal(409, "entity-not-authorized");
    assert_eq!(scene.refused(&use_for_oimp(OWN, "31..40")), late);
    let (status, problem) = scene.approve(&scene.approver, &waiting);
    assert!(status == 409, "what waited is not carried out any more: {problem}");
}

#[test]
fn a_representative_finds_nothing_of_another_entity_or_of_the_party_t01_r030() {
    let scene = Scene::new();
    let of_another =
        scene.parties.test.person(read("XAL"), &[Role::EntityRepresentative(read("AL-2"))]);
    let of_another = scene.parties.test.token(&of_another);
    let order = json!({ "order": "transfer", "from": OTHERS, "to": PARTYS,
        "units": units("301..310") });
    let (status, others) = scene.propose(&of_another, &order);
    assert_eq!(status, 201, "{others}");
    let order = json!({ "order": "transfer", "from": PARTYS, "to": OTHERS,
        "units": units("601..610") });
    let (_, officers) = scene.propose(&scene.initiator, &order);
    let mine = scene.proposed(&use_for_oimp(OWN, "1..10"));

    let hidden = [OTHERS, PARTYS, text(&others["proposal"]), text(&officers["proposal"])];
    let document: Value =
        serde_json::from_str(include_str!("../../openapi/registry-v1.json")).unwrap();
    let mut walked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        if item.get("get").is_none() {
            continue;
        }
        for id in hidden.into_iter().chain(["XAL", "CA9001", "1", "A-2"]) {
            for query in ["", "?own=true", "?at=2199-01-01", "?state=waiting"] {
                let path = path.replace("{party}", id).replace("{units}", &units("301..700"));
                let path = path.split('/').map(|it| if it.starts_with('{') { id } else { it });
                let path = format!("{}{query}", path.collect::<Vec<_>>().join("/"));
                let (status, body) = scene.get(&path, &scene.representative);
                assert!([200, 400, 403, 404].contains(&status), "{path}: {status} {body}");
                // A problem may say again what was asked.
                let told = if status == 200 { body.to_string() } else { String::new() };
                assert_eq!(hidden.iter().find(|it| told.contains(**it)), None, "{path}: {told}");
                walked += 1;
            }
        }
    }
    assert!(walked > 100, "{walked} addresses");
    for hidden in ["/v1/incoming", "/v1/stops", "/v1/desk/transfers", "/v1/actions?own=true"] {
        let (status, problem) = scene.get(hidden, &scene.representative);
        assert_eq!((status, code(&problem)), refusal(403, "not-granted"), "{hidden}");
    }
    let numbers = |path: &str, field: &str| {
        let (_, list) = scene.get(path, &scene.representative);
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|it| text(&it[field]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(numbers("/v1/accounts", "number"), [OWN]);
    assert_eq!(numbers("/v1/holdings", "account"), [OWN]);
    assert_eq!(numbers("/v1/holdings", "reserved"), ["10"]);
    let moment = scene.parties.test.text(
        "SELECT to_char(registry.now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS text",
    );
    assert_eq!(numbers(&format!("/v1/holdings?at={moment}"), "account"), [OWN]);
    assert_eq!(numbers("/v1/proposals", "id"), [text(&mine["proposal"])]);
    let withdrawal = format!("/v1/proposals/{}/withdrawal", text(&officers["proposal"]));
    let reason = json!({ "reason": "not theirs to take back" });
    let (status, problem) = scene.post(&withdrawal, &scene.representative, &reason);
    assert_eq!((status, code(&problem)), refusal(404, "not-found"));
}
