//! Callers over HTTPS: the server as it is shipped, and a client that costs little, since it shares
//! the cores with what it measures.

use std::cell::RefCell;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use app::Registry;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::figures::Calls;
use super::world::Prepared;

const HOST: &str = "localhost";

/// The threads of the server are those of its configuration, where nobody says otherwise.
const DATABASE_THREADS: usize = 8;
const WAITING_MAX: usize = 1_024;

/// The longest head of an answer.
const HEAD_BYTES_MAX: usize = 8_192;

/// A server in this process. It serves until the process ends.
pub(super) struct Served {
    address: SocketAddr,
    trusting: TlsConnector,
}

impl Served {
    pub(super) fn start(registry: Arc<Registry>) -> anyhow::Result<Self> {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([HOST.to_owned()])?;
        let certificate = cert.der().clone();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).map_err(io::Error::other)?;
        let server = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)?;
        let mut roots = RootCertStore::empty();
        roots.add(certificate)?;
        let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let settings = web::Settings {
            listener,
            tls: Some(server),
            public_url: format!("https://{HOST}:{}", address.port()),
            http_threads: thread::available_parallelism().map_or(1, usize::from),
            database_threads: DATABASE_THREADS,
            waiting_max: WAITING_MAX,
        };
        thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || web::serve(registry, settings))?;
        Ok(Self { address, trusting: TlsConnector::from(Arc::new(client)) })
    }

    /// Approves everything, so many callers side by side, each on a connection of its own.
    pub(super) fn approve_all(
        &self,
        token: &str,
        prepared: Vec<Prepared>,
        callers: usize,
    ) -> anyhow::Result<Calls> {
        let requests = prepared.into_iter().map(|it| approval(&it, token)).collect();
        self.call_all(requests, callers, "HTTP/1.1 201 ")
    }

    /// Makes so many reads side by side; `paths` are asked for one after the other.
    pub(super) fn get_all(&self, paths: &[String], callers: usize) -> anyhow::Result<Calls> {
        let get = |path: &String| format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
        let requests = paths.iter().map(|path| get(path).into_bytes()).collect();
        self.call_all(requests, callers, "HTTP/1.1 200 ")
    }

    /// Each answer must begin as it should.
    fn call_all(
        &self,
        requests: Vec<Vec<u8>>,
        callers: usize,
        begins: &'static str,
    ) -> anyhow::Result<Calls> {
        let calls = Rc::new(RefCell::new(Calls::default()));
        let queue = Rc::new(RefCell::new(requests.into_iter()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let elapsed = tokio::task::LocalSet::new().block_on(&runtime, async {
            let mut connections = Vec::with_capacity(callers);
            for _ in 0..callers {
                connections.push(Connection::open(self).await?);
            }
            let began = Instant::now();
            let mut running = Vec::with_capacity(callers);
            for mut connection in connections {
                let (calls, queue) = (Rc::clone(&calls), Rc::clone(&queue));
                running.push(tokio::task::spawn_local(async move {
                    loop {
                        let next = queue.borrow_mut().next();
                        let Some(next) = next else { return anyhow::Ok(()) };
                        let asked = Instant::now();
                        connection.call(&next, begins).await?;
                        calls.borrow_mut().took.push(asked.elapsed());
                    }
                }));
            }
            for caller in running {
                caller.await.context("a caller stopped")??;
            }
            anyhow::Ok(began.elapsed())
        })?;
        let mut calls = calls.borrow().clone();
        calls.elapsed = elapsed;
        Ok(calls)
    }
}

fn approval(prepared: &Prepared, token: &str) -> Vec<u8> {
    let Prepared { id, shown } = prepared;
    let body = format!("{{\"shown\":\"{shown}\"}}");
    let length = body.len();
    format!(
        "POST /v1/proposals/{id}/approval HTTP/1.1\r\nHost: {HOST}\r\n\
         Authorization: Bearer {token}\r\nIdempotency-Key: {id}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A connection that is kept open.
struct Connection {
    stream: TlsStream<TcpStream>,
    read: Vec<u8>,
}

impl Connection {
    async fn open(served: &Served) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(served.address).await?;
        stream.set_nodelay(true)?;
        let stream = served.trusting.connect(ServerName::try_from(HOST)?, stream).await?;
        Ok(Self { stream, read: Vec::with_capacity(HEAD_BYTES_MAX) })
    }

    /// Sends a request and reads its answer to the end.
    async fn call(&mut self, request: &[u8], begins: &str) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.stream.flush().await?;
        self.read.clear();
        let mut wanted = None;
        loop {
            if wanted.is_none() {
                wanted = length(&self.read)?;
            }
            if wanted.is_some_and(|wanted| self.read.len() >= wanted) {
                break;
            }
            ensure!(self.stream.read_buf(&mut self.read).await? > 0, "the server hung up");
        }
        if self.read.starts_with(begins.as_bytes()) {
            return Ok(());
        }
        bail!("not {begins:?}: {}", String::from_utf8_lossy(&self.read))
    }
}

/// How long an answer is, head and body, once its head is there.
fn length(read: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
        ensure!(read.len() < HEAD_BYTES_MAX, "an endless head");
        return Ok(None);
    };
    let head = read.get(..end).unwrap_or_default();
    let head = std::str::from_utf8(head).context("a head that is no text")?;
    let body = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let body = body.context("an answer without its length")??;
    Ok(Some(end.saturating_add(4).saturating_add(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_its_head_says() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
        assert_eq!(length(answer).unwrap(), Some(answer.len()));
        assert_eq!(length(&answer[..30]).unwrap(), None, "the head has not ended");
        assert!(length(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
