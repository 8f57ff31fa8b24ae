//! What programs and visitors read, over the network.

use std::thread;
use std::time::{Duration, Instant};

use domain::vintage::Year;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use testkit::orders::{first_transfer, read, use_towards_ndc};
use testkit::registry::Parties;

use crate::server::Server;

/// Alorea issued 1,000 units and gave 200 of them to Borvia, which used 50.
struct Scene {
    parties: Parties,
    server: Server,
    alorea: String,
    borvia: String,
}

impl Scene {
    fn new() -> Self {
        let parties = Parties::new();
        parties.issued(1000);
        let (alorea, borvia) = (&parties.alorea, &parties.borvia);
        let moved = read("CA9001-XAL01-XAL-801..1000-2024");
        parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, moved));
        let used = read("CA9001-XAL01-XAL-951..1000-2024");
        let order = use_towards_ndc(borvia.holding, borvia.used, used, read("2026"));
        parties.test.must(&borvia.officers, order);
        let token =
            |section: &testkit::registry::Section| parties.test.token(&section.officers.initiator);
        let (alorea, borvia) = (token(alorea), token(borvia));
        let server = Server::over(&parties.test);
        Self { parties, server, alorea, borvia }
    }

    /// Status and body of a GET, with or without a token.
    fn get(&self, path: &str, token: Option<&str>) -> (u16, Value) {
        let request = self.server.get(path);
        let request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
        let answer = request.send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    fn public(&self, path: &str) -> Value {
        let (status, body) = self.get(path, None);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    fn code(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let (status, body) = self.get(path, token);
        (status, body.get("code").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    fn page(&self, path: &str) -> (u16, String) {
        let answer = self.server.get(path).send().unwrap();
        (answer.status().as_u16(), answer.text().unwrap())
    }
}

fn texts(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    let text = |item: &Value| item.get(field).and_then(Value::as_str).map(str::to_owned);
    items.map(|item| text(item).unwrap_or_default()).collect()
}

#[test]
fn everybody_finds_units_by_any_serial_or_range_with_their_history() {
    let scene = Scene::new();
    let found = scene.public("/v1/units/CA9001-XAL01-XAL-790..960-2024");
    assert_eq!(
        texts(&found["blocks"], "units"),
        [
            "CA9001-XAL01-XAL-790..800-2024",
            "CA9001-XAL01-XAL-801..950-2024",
            "CA9001-XAL01-XAL-951..960-2024"
        ]
    );
    assert_eq!(texts(&found["blocks"], "party"), ["XAL", "XBO", "XBO"]);
    assert_eq!(texts(&found["blocks"], "kind"), ["100", "100", "200"]);
    assert_eq!(texts(&found["blocks"], "quantity"), ["11", "150", "10"]);
    assert_eq!(found["blocks"][2]["year_of_use"], "2026");
    assert_eq!(found["blocks"][0]["authorization"]["id"], "A-1");
    assert_eq!(found["blocks"][0].get("first_transfer_entry"), None);
    let history = scene.public("/v1/units/CA9001-XAL01-XAL-960-2024/history");
    assert_eq!(texts(&history["items"], "act"), ["use-towards-ndc", "first-transfer", "issue"]);
    assert_eq!(history["items"][1]["other_party"], "XBO");
    assert_eq!(history["items"][1]["blocks"][0]["units"], "CA9001-XAL01-XAL-960-2024");
    let occurred = history["items"][1]["occurred"].as_str().unwrap();
    assert!(occurred.len() == 24 && occurred.ends_with('Z'), "{occurred}");
    // At the very millisecond that an answer names, what it names has happened.
    let then = scene.public(&format!("/v1/units/CA9001-XAL01-XAL-960-2024?at={occurred}"));
    assert_eq!(texts(&then["blocks"], "party"), ["XBO"]);
    assert_eq!(texts(&then["blocks"], "kind"), ["100"]);
}

#[test]
fn what_names_no_units_and_what_was_never_issued_are_told_apart() {
    let scene = Scene::new();
    let not_found = (404, "not-found".to_owned());
    assert_eq!(scene.code("/v1/units/CA9001-XAL01-XAL-1001-2024", None), not_found);
    assert_eq!(scene.code("/v1/units/CA9001-XAL01-XAL-1-2023", None), not_found);
    let before = scene.public("/v1/units/CA9001-XAL01-XAL-1-2024?at=2020-01-01");
    assert_eq!(before["blocks"], Value::Array(Vec::new()), "there are such units, later");
    let (status, body) = scene.get("/v1/units/CA9001-XAL01-XAL-9..2-2024", None);
    assert_eq!((status, &body["errors"][0]["code"]), (400, &"units-reversed".into()));
    let (status, body) = scene.get("/v1/units/CA9001-XAL01-XAL-9-2024?at=yesterday&x=1", None);
    assert_eq!(status, 400);
    assert_eq!(texts(&body["errors"], "code"), ["past-moment", "unknown-parameter"]);
}

#[test]
fn lists_are_read_by_cursor_to_their_end() {
    let scene = Scene::new();
    let whole = scene.public("/v1/actions?limit=100");
    let whole = texts(&whole["items"], "entry");
    let (mut paged, mut query) = (Vec::new(), String::new());
    loop {
        let page = scene.public(&format!("/v1/actions?limit=3{query}"));
        paged.extend(texts(&page["items"], "entry"));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("&cursor={next}");
    }
    assert_eq!(paged, whole);
    assert_eq!(texts(&scene.public("/v1/sections")["items"], "party"), ["XAL", "XBO", "XCE"]);
    assert_eq!(texts(&scene.public("/v1/approaches?party=XBO")["items"], "id"), ["CA9001"]);
    assert_eq!(texts(&scene.public("/v1/authorizations?party=XAL")["items"], "id"), ["A-1"]);
    assert_eq!(scene.public("/v1/sections/XBO")["name"], "Borvia");
    assert_eq!(scene.public("/v1/approaches/CA9001")["recorded_by"], "XAL");
    assert_eq!(scene.public("/v1/actions?act=first-transfer")["items"][0]["party"], "XAL");
    for query in ["limit=0", "limit=101", "cursor=xyz", "act=steal", "party=Alorea", "offset=3"] {
        let told = scene.code(&format!("/v1/actions?{query}"), None);
        assert_eq!(told, (400, "query-invalid".to_owned()), "{query}");
    }
}

#[test]
fn a_section_reads_its_own_and_gets_the_same_answer_for_anothers_as_for_nothing_t01() {
    let scene = Scene::new();
    let (alorea, borvia) = (Some(scene.alorea.as_str()), Some(scene.borvia.as_str()));
    for path in ["/v1/accounts", "/v1/holdings", "/v1/proposals", "/v1/actions?own=true"] {
        let told = scene.code(path, None);
        assert_eq!(told, (401, "not-authenticated".to_owned()), "{path}");
        assert_eq!(scene.get(path, borvia).0, 200, "{path}");
    }
    let holdings = scene.get("/v1/holdings", borvia).1;
    assert_eq!(texts(&holdings["items"], "quantity"), ["150", "50"]);
    let account = scene.parties.borvia.holding;
    let of_account = scene.get(&format!("/v1/holdings?account={account}"), borvia).1;
    assert_eq!(texts(&of_account["items"], "reserved"), ["0"]);
    assert_eq!(
        scene.get(&format!("/v1/holdings?account={account}"), alorea).1["items"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert_eq!(scene.get(&format!("/v1/accounts/{account}"), borvia).0, 200);

    let mine = scene.get("/v1/proposals?state=executed&limit=1", alorea).1["items"][0].clone();
    assert!(mine["number"].as_str().unwrap().starts_with("XAL-P-20"), "{mine}");
    let (id, number) = (mine["id"].as_str().unwrap(), mine["number"].as_str().unwrap());
    let whole = scene.get(&format!("/v1/proposals/{id}"), alorea).1;
    assert_eq!(whole["document"]["orders"][0]["order"], "first-transfer");
    assert_eq!(whole["decision"]["first_entry"], mine["decision"]["first_entry"]);
    assert_eq!(scene.get(&format!("/v1/proposals/{number}"), alorea).1, whole);
    let nothing = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55";
    let mut answers: Vec<Value> = Vec::new();
    for path in [
        format!("/v1/proposals/{id}"),
        format!("/v1/proposals/{number}"),
        format!("/v1/proposals/{nothing}"),
        format!("/v1/accounts/{}", scene.parties.alorea.holding),
        "/v1/accounts/XAL-100-0099-86".to_owned(),
    ] {
        let (status, mut body) = scene.get(&path, borvia);
        if status == 400 {
            // Check digits are no secret.
            continue;
        }
        assert_eq!(status, 404, "{path}");
        body["instance"] = Value::Null;
        answers.push(body);
    }
    assert!(answers.len() >= 4 && answers.iter().all(|body| *body == answers[0]), "{answers:?}");
    let own = scene.get("/v1/actions?own=true&act=first-transfer", borvia).1;
    assert_eq!(own["items"][0].get("order"), None, "the other side's order is not shown");
    let given = scene.get("/v1/actions?own=true&act=first-transfer", alorea).1;
    assert_eq!(given["items"][0]["order"]["to"], account.to_string());
}

#[test]
fn a_visitor_sees_the_life_of_units_on_a_page() {
    let scene = Scene::new();
    let (status, home) = scene.page("/");
    assert_eq!(status, 200);
    assert!(home.contains("/itmo/CA9001-XAL01-XAL-1..1000-2024"), "an example to try");
    // A search leads to the one address of the units.
    let (status, life) = scene.page("/search?q=ca9001%20-%20xal01-xal-790..960-2024");
    assert_eq!(status, 200);
    for words in ["Borvia", "Used towards NDC 2026", "150", "first transferred", "A-1"] {
        assert!(life.contains(words), "{words}");
    }
    assert!(life.contains("href=\"/v1/units/CA9001-XAL01-XAL-790..960-2024\""));
    assert!(!life.contains("-100-0001-"), "no account is named");
    let (status, then) = scene.page("/itmo/CA9001-XAL01-XAL-790..960-2024?at=2021-01-01");
    assert_eq!(status, 200);
    assert!(then.contains("Nothing had happened to these units by then"));
    let (status, wrong) = scene.page("/itmo/CA9001-XAL01-XAL-790..960-2024?at=soon");
    assert!(status == 400 && wrong.contains("Error: "));
    let (status, none) = scene.page("/itmo/CA9001-XAL01-XAL-7000-2024");
    assert!(status == 404 && none.contains("never issued"));
    let (status, wrong) = scene.page("/search?q=CA9001-XAL01");
    assert!(status == 400 && wrong.contains("five parts"));
    for page in [home, life, then, none] {
        assert!(page.len() <= 45_000 && !page.contains("<script"));
    }
}

/// The year of now, by the clock of the machine.
#[expect(clippy::disallowed_methods, reason = "the database's clock is set by it")]
fn this_year() -> Year {
    Year::of(Timestamp::now())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the database's clock is set from it")]
fn a_position_of_31_december_cites_the_entry_that_ended_the_year_r154() {
    let scene = Scene::new();
    let (year, ends) = (this_year(), "/v1/actions?act=end-year");
    let (aef, at) = (format!("/v1/reports/aef/{year}"), format!("at={year}-12-31"));
    assert_eq!(scene.get(&aef, Some(&scene.alorea)).1.get("year_end"), None, "it is not over");
    let midnight = year.ends_before().unwrap();
    let ahead = midnight.duration_since(Timestamp::now()) + SignedDuration::from_secs(1);
    scene.parties.test.database.set_clock_ahead(ahead);
    let began = Instant::now();
    let ended = loop {
        let found = scene.public(ends)["items"][0].clone();
        if found.is_object() {
            break found;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "the server's clock ends no year");
        thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(ended["facts"]["year"], year.to_string());
    assert_eq!(ended.get("party"), None, "nobody has acted");
    let moment = |name: &str| ended[name].as_str().unwrap().parse::<Timestamp>().unwrap();
    assert!(moment("recorded") >= midnight && moment("occurred") == moment("recorded"));
    for path in
        [aef, format!("/v1/holdings?{at}&time=occurred"), format!("/v1/reports/holdings?{at}")]
    {
        let (status, body) = scene.get(&path, Some(&scene.alorea));
        assert_eq!(status, 200, "{body}");
        for name in ["entry", "log_index", "recorded"] {
            assert_eq!(body["year_end"][name], ended[name], "{path}");
        }
    }
    let other = format!("/v1/holdings?at={year}-12-30");
    assert_eq!(scene.get(&other, Some(&scene.alorea)).1.get("year_end"), None);
}
