//! `itmo serve` as a child, over a test's database; it can be killed and started again.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, RequestBuilder, Response};
use serde_json::Value;
use testkit::registry::TestRegistry;

/// How long a server may take until it answers.
const START_MAX: Duration = Duration::from_secs(20);

pub(crate) struct Server {
    database_url: String,
    port: u16,
    /// Where its CA is, if it serves HTTPS.
    state: Option<PathBuf>,
    child: Mutex<Option<Child>>,
    client: Client,
}

/// The executable, which cargo builds beside the tests.
pub(crate) fn itmo() -> Command {
    let program = std::env::current_exe().unwrap();
    let folder = program.parent().and_then(|deps| deps.parent()).unwrap();
    let itmo = folder.join("itmo");
    assert!(itmo.exists(), "{} is not built: run `cargo build -p itmo`", itmo.display());
    Command::new(itmo)
}

impl Server {
    /// Starts the executable over the database of this registry.
    pub(crate) fn over(registry: &TestRegistry) -> Self {
        Self::new(registry, None)
    }

    /// Starts it with HTTPS, by a CA of its own.
    pub(crate) fn over_https(registry: &TestRegistry) -> Self {
        let name = format!("itmo-system-{}", testkit::registry::uuid());
        Self::new(registry, Some(std::env::temp_dir().join(name)))
    }

    fn new(registry: &TestRegistry, state: Option<PathBuf>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // Whether to trust its CA is for those to find out who are tested.
        let client = Client::builder()
            .timeout(Duration::from_secs(10))
            .tls_danger_accept_invalid_certs(true)
            .build()
            .unwrap();
        let database_url = registry.database.superuser_url();
        let server = Self { database_url, port, state, child: Mutex::new(None), client };
        server.start();
        server
    }

    /// Where callers reach it.
    pub(crate) fn url(&self) -> String {
        match self.state {
            Some(_) => format!("https://localhost:{}", self.port),
            None => format!("http://127.0.0.1:{}", self.port),
        }
    }

    /// The CA that its callers must trust.
    pub(crate) fn authority(&self) -> PathBuf {
        self.state.as_ref().unwrap().join("tls").join("ca.pem")
    }

    /// Starts it and waits until it is ready.
    pub(crate) fn start(&self) {
        let mut serve = itmo();
        serve.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        match &self.state {
            Some(state) => serve.args(["--tls", "local-ca", "--state"]).arg(state),
            None => serve.args(["--tls", "none"]),
        };
        let child = serve
            .env("DATABASE_URL", &self.database_url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        *self.child.lock().unwrap() = Some(child);
        let began = Instant::now();
        while !self.get("/readyz").send().is_ok_and(|answer| answer.status().is_success()) {
            assert!(began.elapsed() < START_MAX, "the server does not become ready");
            sleep(Duration::from_millis(20));
        }
    }

    /// Kills it as nothing can be caught: SIGKILL.
    pub(crate) fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url()))
    }

    /// A POST with a token and an idempotency key.
    pub(crate) fn post(&self, path: &str, token: &str, key: &str, body: &Value) -> RequestBuilder {
        self.client
            .post(format!("{}{path}", self.url()))
            .bearer_auth(token)
            .header("Idempotency-Key", key)
            .json(body)
    }

    /// Asks by a POST that changes nothing, without a key.
    pub(crate) fn ask(&self, path: &str, token: &str, body: &Value) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url())).bearer_auth(token).json(body)
    }

    /// The same of the bytes of a file, without a key.
    pub(crate) fn send(&self, path: &str, token: &str, bytes: Vec<u8>) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.url())).bearer_auth(token);
        // The largest file is read by a debug build on a machine that does other things.
        request.timeout(Duration::from_mins(2)).body(bytes)
    }

    /// The most memory that it has had so far, in MiB.
    pub(crate) fn memory_peak(&self) -> u64 {
        let id = self.child.lock().unwrap().as_ref().unwrap().id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kib: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        kib.div_euclid(1024)
    }

    /// Sends the same request with the same key until there is an answer that is final.
    pub(crate) fn insist(&self, path: &str, token: &str, key: &str, body: &Value) -> Response {
        let began = Instant::now();
        loop {
            if let Ok(answer) = self.post(path, token, key, body).send() {
                let running = answer.status().as_u16() == 409 && began.elapsed().as_secs() < 30;
                if answer.status().as_u16() != 503 && !running {
                    return answer;
                }
            }
            assert!(began.elapsed() < Duration::from_mins(1), "no final answer: {path} {key}");
            sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if let Some(state) = &self.state {
            drop(fs::remove_dir_all(state));
        }
    }
}
