//! Officers at the command line: the executable calls a registry that is served, over HTTPS.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};
use testkit::registry::{Parties, Tokens};

use crate::server::{Server, itmo};

struct Scene {
    parties: Parties,
    server: Server,
    alorea: Tokens,
    borvia: Tokens,
    desk: Tokens,
}

/// What came of a verb.
struct Said {
    status: i32,
    out: String,
    note: String,
}

impl Scene {
    fn new() -> Self {
        let parties = Parties::new();
        parties.issued(1000);
        let test = &parties.test;
        let alorea = test.tokens(&parties.alorea.officers);
        let borvia = test.tokens(&parties.borvia.officers);
        let desk = test.tokens(&test.secretariat());
        let server = Server::over_https(test);
        Self { parties, server, alorea, borvia, desk }
    }

    /// Runs a verb as the holder of a token, who says this when asked.
    fn say(&self, token: &str, words: &[&str], said: &str) -> Said {
        let authority = self.server.authority();
        let mut command = bare(words);
        command.env("ITMO_SERVER", self.server.url()).env("ITMO_CA", authority);
        run(command.env("ITMO_TOKEN", token), said)
    }

    fn run(&self, token: &str, words: &[&str]) -> Said {
        self.say(token, words, "")
    }

    /// Runs it, and what comes of it must be good; gives what is on standard output.
    fn must(&self, token: &str, words: &[&str]) -> String {
        let said = self.run(token, words);
        assert_eq!(said.status, 0, "{words:?}: {}", said.note);
        said.out
    }

    fn order(&self, units: &str) -> String {
        let (from, to) = (self.parties.alorea.holding, self.parties.borvia.holding);
        let units = format!("CA9001-XAL01-XAL-{units}-2024");
        json!({ "order": "first-transfer", "from": from.to_string(), "to": to.to_string(),
            "units": units })
        .to_string()
    }

    /// Proposes a first transfer, and gives the identifier.
    fn proposed(&self, units: &str) -> String {
        let said =
            self.say(&self.alorea.initiator, &["propose", "-", "--json"], &self.order(units));
        assert_eq!(said.status, 0, "{}", said.note);
        text(&said.out, "/proposal")
    }

    /// The quantities that a section holds, as the table has them.
    fn held(&self, token: &str) -> Vec<String> {
        let table = self.must(token, &["holdings"]);
        let cell = |line: &str| line.split_whitespace().nth(2).map(str::to_owned);
        table.lines().skip(1).filter_map(cell).collect()
    }
}

/// The executable, which nothing of whoever runs the tests reaches.
fn bare(words: &[&str]) -> Command {
    let mut command = itmo();
    for name in ["ITMO_SERVER", "ITMO_CA", "ITMO_TOKEN"] {
        command.env_remove(name);
    }
    command.args(words);
    command
}

fn run(command: &mut Command, said: &str) -> Said {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // Who needs no word may have ended before it is said.
    drop(child.stdin.take().unwrap().write_all(said.as_bytes()));
    let ended = child.wait_with_output().unwrap();
    let words = |bytes| String::from_utf8(bytes).unwrap();
    let status = ended.status.code().unwrap();
    Said { status, out: words(ended.stdout), note: words(ended.stderr) }
}

fn text(body: &str, pointer: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap();
    body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A folder of this test's own.
fn folder() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(testkit::registry::uuid().to_string());
    std::fs::create_dir(&folder).unwrap();
    folder
}

#[test]
fn a_year_is_exported_in_each_format_and_checked_against_the_other_party_s13_x01() {
    let scene = Scene::new();
    let proposed = scene.proposed("801..1000");
    scene.must(&scene.alorea.approver, &["approve", &proposed, "--yes"]);
    let folder = folder();
    let mut files = Vec::new();
    for (token, party) in [(&scene.alorea.initiator, "XAL"), (&scene.borvia.initiator, "XBO")] {
        for ending in ["xlsx", "csv", "json"] {
            let file = folder.join(format!("{party}.{ending}")).display().to_string();
            let asked = ["aef", "export", "--year", "2026", "--party", party, "--out", &file];
            scene.must(token, &asked);
            files.push(file);
        }
    }
    for (one, other) in [(0, 5), (1, 4), (2, 3)] {
        let said = run(&mut bare(&["aef", "check", &files[one], &files[other]]), "");
        assert_eq!(said.status, 0, "{}{}", said.out, said.note);
        assert_eq!(said.out.matches("version 1.0: consistent").count(), 2, "{}", said.out);
    }
    let alone = run(&mut bare(&["aef", "check", &files[3]]), "");
    assert_eq!(alone.status, 0, "what waits for another Party is no fault: {}", alone.out);
    assert!(alone.out.contains("undetermined"), "{}", alone.out);
    let wrong = ["aef", "export", "--year", "2026", "--party", "XBO", "--out", &files[0]];
    assert_eq!(scene.run(&scene.alorea.initiator, &wrong).status, 2, "another Party's");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_check_says_which_cell_is_wrong_and_marks_it_stc01() {
    let scene = Scene::new();
    let proposed = scene.proposed("801..1000");
    scene.must(&scene.alorea.approver, &["approve", &proposed, "--yes"]);
    let folder = folder();
    let path = |name: &str| folder.join(name).display().to_string();
    let (right, wrong, marked) = (path("XAL.json"), path("wrong.json"), path("marked.xlsx"));
    scene.must(&scene.alorea.initiator, &["aef", "export", "--year", "2026", "--out", &right]);
    let mut aef: Value = serde_json::from_slice(&std::fs::read(&right).unwrap()).unwrap();
    aef["actions"][0]["ActionDateTime"] = json!("31/12/2025");
    std::fs::write(&wrong, aef.to_string()).unwrap();
    let said = run(&mut bare(&["aef", "check", &wrong, "--annotate", &marked]), "");
    assert_eq!(said.status, 1, "{}", said.note);
    let told = "Table 3, row 1, Action date: STC01";
    assert!(said.out.contains(told), "a file of JSON has no cells: {}", said.out);
    let again = run(&mut bare(&["aef", "check", &marked, "--json"]), "");
    assert_eq!(again.status, 1, "the marked workbook is read like any other");
    let told: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(told["files"][0]["failures"][0]["check"], "STC01");
    assert_eq!(told["files"][0]["failures"][0]["place"]["cell"], "B9", "a workbook has");
    std::fs::write(&wrong, "no table at all").unwrap();
    let unreadable = run(&mut bare(&["aef", "check", &wrong]), "");
    assert_eq!(unreadable.status, 3, "{}", unreadable.note);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_officers_file_a_report_and_everybody_reads_what_came_of_it_r238_r290() {
    let scene = Scene::new();
    let proposed = scene.proposed("801..1000");
    scene.must(&scene.alorea.approver, &["approve", &proposed, "--yes"]);
    let (one, other) = (&scene.alorea.initiator, &scene.alorea.approver);
    let folder = folder();
    let path = |name: &str| folder.join(name).display().to_string();
    let (ours, marked) = (path("XAL.xlsx"), path("marked.xlsx"));
    scene.must(one, &["aef", "export", "--year", "2026", "--out", &ours]);
    let said = scene.must(one, &["aef", "precheck", &ours]);
    assert!(said.contains("undetermined") && said.contains("X01"), "{said}");
    scene.must(one, &["aef", "precheck", &ours, "--annotate", &marked]);
    let claim = "actions:AdditionalExplanatoryInformation=a contract";
    let filed = scene.must(one, &["aef", "import", &ours, "--claim", claim, "--json"]);
    let proposal = text(&filed, "/proposal");
    scene.must(other, &["approve", &proposal, "--yes"]);
    let (own, open) = (path("own.xlsx"), path("open.csv"));
    let which = ["aef", "download", "XAL", "2026", "1.0"];
    scene.must(one, &[&which[..], &["--own", "--out", &own]].concat());
    assert_eq!(std::fs::read(&own).unwrap(), std::fs::read(&ours).unwrap());
    scene.must(one, &[&which[..], &["--out", &open]].concat());
    assert!(std::fs::read_to_string(&open).unwrap().contains("CA9001-XAL01-XAL-801-2024"));
    let kept = scene.must(one, &["aef", "filings", "--json"]);
    assert_eq!(text(&kept, "/items/0/claims/0/basis"), "a contract");
    let file = text(&kept, "/items/0/file");
    scene.must(one, &["aef", "download", "--file", &file, "--out", &path("again.xlsx")]);
    let frozen = ["aef", "import", "--from-ledger", "--year", "2026", "--submission", "1.1"];
    let filed = scene.must(one, &[&frozen[..], &["--json"]].concat());
    scene.must(other, &["approve", &text(&filed, "/proposal"), "--yes"]);
    let differs = scene.must(one, &["aef", "differences", "XAL", "2026", "1.0", "1.1"]);
    assert!(differs.contains("Table 1") && differs.contains("1.1"), "{differs}");
    let shown = scene.must(one, &["aef", "filings", "XAL", "2026"]);
    assert!(shown.contains("X01 undetermined in Table 3, row 9"), "{shown}");
    scene.must(one, &["aef", "annotated", "XAL", "2026", "--out", &path("annotated.xlsx")]);
    let published = scene.must(one, &["aef", "published", "--year", "2026"]);
    assert!(published.contains("obsolete") && published.contains("undetermined"), "{published}");
    let status = scene.must(one, &["aef", "status", "2026"]);
    assert!(status.contains("2027-04-15") && status.contains("XBO, XCE"), "{status}");
    let none = scene.run(&scene.borvia.initiator, &["aef", "notices"]);
    assert!(none.note.contains("No failure of others names your Party"), "{}", none.note);
    let again = scene.run(one, &["aef", "import", &ours]);
    assert_eq!(again.status, 1, "{}", again.note);
    assert!(again.note.contains("submission-duplicate"), "{}", again.note);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_national_registry_reads_rows_of_both_tables_r180_r183() {
    let scene = Scene::new();
    let proposed = scene.proposed("801..1000");
    scene.must(&scene.alorea.approver, &["approve", &proposed, "--yes"]);
    let row = |out: &str, name: &str| text(out, &format!("/items/0/row/{name}"));
    let ours = scene.must(&scene.alorea.initiator, &["aef", "actions", "--json"]);
    assert_eq!(row(&ours, "ActionType"), "First transfer");
    assert_eq!(text(&ours, "/items/0/account_type"), "100");
    let theirs = scene.must(&scene.borvia.initiator, &["aef", "actions", "--json"]);
    assert_eq!(row(&theirs, "ActionType"), "Acquisition");
    assert_eq!(row(&theirs, "TransferringPartyID"), "XAL");
    let held = ["aef", "holdings", "--dialect", "nomenclature", "--json"];
    let held = scene.must(&scene.borvia.initiator, &held);
    assert_eq!(
        (row(&held, "FirstID"), row(&held, "LastID")),
        ("801".to_owned(), "1000".to_owned())
    );
    let before = ["aef", "holdings", "--at", "2025-12-31"];
    let before = scene.run(&scene.borvia.initiator, &before);
    assert!(before.note.contains("Your Party holds no ITMOs"), "{}", before.note);
    let earlier = ["aef", "actions", "--to", "2025-01-01T00:00:00Z"];
    let earlier = scene.run(&scene.alorea.initiator, &earlier);
    assert!(earlier.note.contains("Your Party has nothing to report"), "{}", earlier.note);
}

#[test]
fn two_officers_do_the_main_job_at_the_command_line() {
    let scene = Scene::new();
    let Tokens { initiator, approver } = &scene.alorea;
    assert_eq!(scene.held(initiator), ["1,000"]);

    let tried = scene.say(initiator, &["propose", "-", "--dry-run"], &scene.order("1..400"));
    assert_eq!(tried.status, 0, "{}", tried.note);
    assert!(tried.out.starts_with("1. 400 units would go from"), "{}", tried.out);
    assert!(tried.note.contains("Nothing was recorded"), "{}", tried.note);
    let none = scene.run(initiator, &["proposals", "--state", "waiting"]);
    assert_eq!((none.status, none.out.as_str()), (0, ""), "a trial proposes nothing");
    assert!(none.note.contains("no proposals"), "{}", none.note);

    let id = scene.proposed("1..400");
    let waiting = scene.must(approver, &["proposals", "--state", "waiting"]);
    assert!(waiting.contains(&id) && waiting.contains("XAL-P-20"), "{waiting}");
    let number = waiting.lines().nth(1).and_then(|line| line.split_whitespace().next()).unwrap();

    let not_sure = scene.say(approver, &["approve", number], "y\n");
    assert_eq!((not_sure.status, not_sure.out.as_str()), (1, ""), "only `yes` is a yes");
    let done = scene.say(approver, &["approve", number], "yes\n");
    assert_eq!(done.status, 0, "{}", done.note);
    for words in ["CA9001-XAL01-XAL-1..400-2024", "400 units would go", "lapses", "Type `yes`"] {
        assert!(done.note.contains(words), "{words}: {}", done.note);
    }
    assert!(done.out.starts_with("proposal "), "only the receipt: {}", done.out);
    assert!(done.note.ends_with("The proposal is executed.\n"), "{}", done.note);

    assert_eq!(scene.held(initiator), ["600"]);
    assert_eq!(scene.held(&scene.borvia.initiator), ["400"]);
    let before = scene.run(initiator, &["holdings", "--at", "2025-01-01"]);
    assert_eq!((before.status, before.out.as_str()), (0, ""), "then it held nothing");
    let units = scene.must("nobody", &["units", "CA9001-XAL01-XAL-1..1000-2024"]);
    assert!(units.contains("XBO    held (100)") && units.contains("XAL    held (100)"), "{units}");
}

#[test]
fn a_proposal_is_rejected_or_withdrawn_by_its_number_and_its_units_are_free_again() {
    let scene = Scene::new();
    let Tokens { initiator, approver } = &scene.alorea;
    for (verb, token, state) in
        [("reject", approver, "rejected"), ("withdraw", initiator, "withdrawn")]
    {
        let id = scene.proposed("1..400");
        let number = text(&scene.must(token, &["proposal", &id, "--json"]), "/number");
        let ended = scene.run(token, &[verb, &number, "--reason", "not what the contract says"]);
        assert_eq!(ended.status, 0, "{}", ended.note);
        let shown = scene.must(token, &["proposal", &id]);
        assert!(shown.contains(state) && shown.contains("not what the contract says"), "{shown}");
    }
    assert!(!scene.proposed("1..400").is_empty());
}

#[test]
fn refused_misused_and_unreachable_end_with_statuses_of_their_own() {
    let scene = Scene::new();
    let id = scene.proposed("1..400");
    let own = scene.say(&scene.alorea.initiator, &["approve", &id, "--yes"], "");
    assert_eq!((own.status, own.out.as_str()), (1, ""), "{}", own.note);
    for words in ["itmo: You proposed this", "rule R-031, own-proposal (status 403)", "do  "] {
        assert!(own.note.contains(words), "{words}: {}", own.note);
    }
    let body =
        scene.run(&scene.alorea.initiator, &["approve", &id, "--yes", "--json", "--dry-run"]);
    assert_eq!((body.status, text(&body.note, "/code")), (1, "own-proposal".to_owned()));

    for words in [
        &["holdings", "--token", "itmo_1"][..],
        &["holdings", "--token-file", "/nowhere/token"],
        &["holdings", "--server", "http://registry.example.org"],
        &["propose", "/nowhere/order.json"],
        &["approve", &id],
        &["reject", &id],
    ] {
        let misused = scene.run(&scene.alorea.approver, words);
        assert_eq!((misused.status, misused.out.as_str()), (2, ""), "{words:?}: {}", misused.note);
    }
    let url = scene.server.url();
    let nobody =
        run(bare(&["stops", "--server", &url]).env("ITMO_CA", scene.server.authority()), "");
    assert!(nobody.status == 2 && nobody.note.contains("ITMO_TOKEN"), "{}", nobody.note);
    let nowhere = run(&mut bare(&["sections"]), "");
    assert!(nowhere.status == 2 && nowhere.note.contains("ITMO_SERVER"), "{}", nowhere.note);
    let stranger = run(&mut bare(&["sections", "--server", &url]), "");
    assert_eq!(stranger.status, 3, "its CA is not trusted without a word: {}", stranger.note);
    assert!(stranger.note.contains("UnknownIssuer"), "{}", stranger.note);
}

#[test]
fn what_a_dead_registry_did_not_do_is_sent_again_under_the_same_key_and_happens_once() {
    let scene = Scene::new();
    let propose = ["propose", "-", "--key", "sale-12"];
    scene.server.kill();
    let dead = scene.say(&scene.alorea.initiator, &propose, &scene.order("1..400"));
    assert_eq!((dead.status, dead.out.as_str()), (3, ""), "{}", dead.note);
    assert!(
        dead.note.contains("not known") && dead.note.contains("--key sale-12"),
        "{}",
        dead.note
    );
    let first = scene.say(&scene.alorea.initiator, &["propose", "-"], &scene.order("1..400"));
    assert!(first.status == 3 && first.note.contains("It was not done"), "{}", first.note);
    scene.server.start();
    let [one, two] =
        [(), ()].map(|()| scene.say(&scene.alorea.initiator, &propose, &scene.order("1..400")));
    assert_eq!((one.status, two.status), (0, 0), "{}", two.note);
    assert_eq!(one.out, two.out, "one receipt");
    assert!(two.note.contains("It was done before"), "{}", two.note);
}

#[test]
fn a_connection_that_breaks_is_tried_again_with_the_same_key_and_nothing_is_promised() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let breaking = thread::spawn(move || {
        let key = |stream| {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
            head.into_iter().find(|line| line.to_lowercase().starts_with("idempotency-key"))
        };
        [(), (), ()].map(|()| key(listener.accept().unwrap().0).unwrap())
    });
    let order = json!({ "order": "set-stop" }).to_string();
    let words = ["propose", "-", "--server", &url];
    let lost = run(bare(&words).env("ITMO_TOKEN", "itmo_1"), &order);
    let keys = breaking.join().unwrap();
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    assert_eq!((lost.status, lost.out.as_str()), (3, ""), "{}", lost.note);
    let key = keys[0].split_whitespace().nth(1).unwrap();
    assert!(lost.note.contains("Whether it was done is not known"), "{}", lost.note);
    assert!(lost.note.contains(&format!("--key {key}")), "{key}: {}", lost.note);
}

#[test]
fn lists_go_on_where_they_ended_and_come_as_a_whole() {
    let scene = Scene::new();
    let page = scene.run("nobody", &["actions", "--limit", "2"]);
    assert_eq!((page.status, page.out.lines().count()), (0, 3), "{}", page.note);
    let cursor = page.note.split("--cursor ").nth(1).unwrap().split_whitespace().next().unwrap();
    let next = scene.must("nobody", &["actions", "--limit", "2", "--cursor", cursor]);
    let whole = scene.must("nobody", &["actions", "--all"]);
    let lines: Vec<_> = whole.lines().map(|line| line.split_whitespace().next()).collect();
    let entry = |line: &str| line.split_whitespace().next().map(str::to_owned);
    assert_eq!(next.lines().nth(1).and_then(entry).as_deref(), lines[3]);
    let json = scene.must("nobody", &["actions", "--all", "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["items"].as_array().unwrap().len() + 1, lines.len());
}

#[test]
fn the_desk_holds_what_then_nobody_approves_and_the_stop_is_seen() {
    let scene = Scene::new();
    let id = scene.proposed("1..400");
    let seen = scene.must(&scene.desk.initiator, &["desk", &id]);
    assert!(seen.contains("CA9001-XAL01-XAL-1..400-2024"), "{seen}");
    let hold = ["desk", "hold", &id, "--reason", "please confirm the quantity"];
    let denied = scene.run(&scene.alorea.initiator, &hold);
    assert_eq!(denied.status, 1, "{}", denied.note);
    scene.must(&scene.desk.initiator, &hold);
    let stopped = scene.run(&scene.alorea.approver, &["approve", &id, "--yes"]);
    assert!(stopped.status == 1 && stopped.note.contains("stopped"), "{}", stopped.note);
    let stops = scene.must(&scene.borvia.initiator, &["stops"]);
    assert!(stops.contains("please confirm the quantity"), "{stops}");
    let list = scene.must(&scene.desk.initiator, &["desk", "--state", "waiting"]);
    assert!(list.lines().count() == 2 && list.contains(" yes "), "{list}");
}

#[test]
fn the_receiver_accepts_or_declines_at_the_command_line() {
    let scene = Scene::new();
    let asking = json!({ "order": "set-terms", "terms": { "acceptance": true } }).to_string();
    let said = scene.say(&scene.borvia.initiator, &["propose", "-", "--json"], &asking);
    let terms = text(&said.out, "/proposal");
    scene.must(&scene.borvia.approver, &["approve", &terms, "--yes"]);
    let (one, two) = (scene.proposed("1..400"), scene.proposed("401..500"));
    for id in [&one, &two] {
        let approved = scene.run(&scene.alorea.approver, &["approve", id, "--yes"]);
        assert!(approved.note.contains("waits for XBO to accept it"), "{}", approved.note);
    }
    let asked = scene.must(&scene.borvia.approver, &["incoming"]);
    assert!(asked.contains(&one) && asked.contains(&two), "{asked}");
    let accepted = scene.say(&scene.borvia.approver, &["accept", &one], "yes\n");
    assert_eq!(accepted.status, 0, "{}", accepted.note);
    assert!(accepted.note.contains("CA9001-XAL01-XAL-1..400-2024"), "{}", accepted.note);
    let declined = ["decline", &two, "--reason", "there is no contract"];
    scene.must(&scene.borvia.approver, &declined);
    let state =
        |id| text(&scene.must(&scene.alorea.approver, &["proposal", id, "--json"]), "/state");
    assert_eq!((state(&one), state(&two)), ("executed".to_owned(), "declined".to_owned()));
    assert_eq!(scene.held(&scene.borvia.initiator), ["400"]);
}

#[test]
fn a_summary_is_told_proposed_for_planned_and_shown_at_the_command_line_r281() {
    let scene = Scene::new();
    let (initiator, approver) = (&scene.alorea.initiator, &scene.alorea.approver);
    let untold = scene.run(initiator, &["balance", "show", "2021"]);
    assert_eq!(untold.status, 1);
    assert!(untold.note.contains("set-ndc-period"), "{}", untold.note);
    let does = |words: &[&str], said: &str| {
        let proposed = scene.say(initiator, words, said);
        assert_eq!(proposed.status, 0, "{}", proposed.note);
        scene.must(approver, &["approve", &text(&proposed.out, "/proposal"), "--yes"]);
    };
    let period = json!({ "order": "set-ndc-period", "first": "2021", "last": "2030", "method": "M",
        "metric": "GHG" });
    does(&["propose", "-", "--json"], &period.to_string());
    let source = ["--source", "the inventory", "--json"];
    does(&[&["balance", "record", "2024", "--covered", "1030000.5"], &source[..]].concat(), "");
    does(&["balance", "settings", "2021", "--budget", "10000000", "--json"], "");
    let sale = scene.proposed("1..500");
    scene.must(approver, &["approve", &sale, "--yes"]);
    let words = ["balance", "show", "2021", "--as-of", "2026", "--since", "2025", "--blocks"];
    let shown = scene.must(initiator, &words);
    let line = |start: &str| shown.lines().find(|line| line.starts_with(start)).unwrap();
    let cells = |start: &str| line(start).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(cells("row")[1..], ["2021", "2022", "2023", "2024", "2025", "2026"]);
    let balance = cells("12 ");
    assert_eq!(balance[balance.len() - 3..], ["1,030,500.5", "missing", "missing"], "{shown}");
    assert!(line("9  ").ends_with("N/A"), "{shown}");
    assert!(shown.contains("CA9001-XAL01-XAL-1..500-2024  first-transferred"), "{shown}");
    assert!(shown.contains("2024  1,030,000.5  1,030,500.5"), "restated: {shown}");
    let plan = json!({ "acts": [{ "act": "first-transfer", "authorization": "A-1", "host": "XAL",
        "approach": "CA9001", "vintage": "2024", "quantity": "40", "purposes": "NDC", "year": "2027",
        "sector": "Energy generation", "activity_type": "Solar" }] });
    let planned = scene.say(initiator, &["balance", "plan", "2021", "-"], &plan.to_string());
    assert_eq!(planned.status, 0, "{}", planned.note);
    assert!(planned.out.contains("1,030,540.5"), "{}", planned.out);
    assert!(planned.note.contains("Nothing was recorded"), "{}", planned.note);
    let table = scene.must(&scene.desk.initiator, &["desk", "no-net-increase"]);
    assert!(
        table.lines().any(|line| line.starts_with("CA9001") && line.ends_with("no")),
        "{table}"
    );
}
