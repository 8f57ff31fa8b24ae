//! The server: what it listens on, and everything that it serves.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PathConfig, PayloadConfig, QueryConfig};
use actix_web::{App, Error, HttpServer};
use app::Registry;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt as _;

use crate::health::Metrics;
use crate::problem::{Kind, Problem};
use crate::room::{PublicRoom, Room};
use crate::run::Workers;
use crate::trace::RequestSpan;
use crate::{answer, api, developers, headers, health, public};

/// The largest body that is read: ten thousand orders fit.
pub(crate) const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How long requests that are being worked on may take once the server is told to stop.
const SECONDS_TO_STOP: u64 = 10;

/// How long a client may take to send the head of its request.
const TIME_FOR_HEAD: Duration = Duration::from_secs(10);

/// How long a connection stays open between two requests of a program.
const KEPT_OPEN: Duration = Duration::from_secs(75);

/// How long what was sent may wait to be taken. Then the connection ends, and whatever it held is free
/// again.
const TIME_TO_TAKE: Duration = Duration::from_mins(1);

/// How often measurements are sorted into classes.
const TIDY_EVERY: Duration = Duration::from_secs(5);

/// How the server is to run.
pub struct Settings {
    /// What it listens on. It is bound beforehand, so that a taken port is known at once.
    pub listener: TcpListener,
    /// Certificate and key for HTTPS; without them it speaks plain HTTP, for a proxy in front.
    pub tls: Option<rustls::ServerConfig>,
    /// Where callers reach it, for example `https://registry.example`.
    pub public_url: String,
    /// Threads that speak HTTP.
    pub http_threads: usize,
    /// Threads that wait for the database: one for each connection.
    pub database_threads: usize,
    /// Requests that may wait for such a thread; more are told at once that the registry is busy.
    pub waiting_max: usize,
}

/// What the handlers are given.
#[derive(Clone)]
pub(crate) struct Parts {
    /// The registry.
    pub(crate) registry: Data<Registry>,
    /// The database threads.
    pub(crate) workers: Data<Workers>,
    /// The room for files of Parties.
    pub(crate) room: Data<Room>,
    /// The room for files that everybody may have.
    pub(crate) public_room: Data<PublicRoom>,
    /// The counters.
    pub(crate) metrics: Data<Metrics>,
    /// Where callers reach the server.
    pub(crate) public_url: Data<PublicUrl>,
}

/// Where callers reach the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PublicUrl(pub(crate) String);

/// Serves until the process is told to stop (SIGTERM, SIGINT), and lets what is under way end.
pub fn serve(registry: Arc<Registry>, settings: Settings) -> io::Result<()> {
    let Settings { listener, tls, public_url, http_threads, database_threads, waiting_max } =
        settings;
    wait_no_longer_than(&listener, TIME_TO_TAKE)?;
    let metrics = Metrics::new().map_err(io::Error::other)?;
    metrics.offer_to_all();
    let workers = Workers::start(database_threads.max(1), waiting_max)?;
    let parts = Parts {
        registry: Data::from(registry),
        workers: Data::new(workers),
        room: Data::new(Room::default()),
        public_room: Data::new(PublicRoom::default()),
        metrics: Data::new(metrics.clone()),
        public_url: Data::new(PublicUrl(public_url)),
    };
    actix_web::rt::System::new().block_on(async move {
        let tidy = actix_web::rt::spawn(async move {
            loop {
                actix_web::rt::time::sleep(TIDY_EVERY).await;
                metrics.tidy();
            }
        });
        let server = HttpServer::new(move || with_parts(&parts))
            .workers(http_threads.max(1))
            // An answer is one small packet: waiting for more would cost tens of milliseconds.
            .tcp_nodelay(true)
            .client_request_timeout(TIME_FOR_HEAD)
            .keep_alive(KEPT_OPEN)
            .shutdown_timeout(SECONDS_TO_STOP);
        let server = match tls {
            Some(tls) => server.listen_rustls_0_23(listener, tls)?,
            None => server.listen(listener)?,
        };
        let done = server.run().await;
        tidy.abort();
        done
    })
}

/// Lets every connection that comes in here end when nothing that was sent is taken for so long.
#[cfg(target_os = "linux")]
fn wait_no_longer_than(listener: &TcpListener, time: Duration) -> io::Result<()> {
    socket2::SockRef::from(listener).set_tcp_user_timeout(Some(time))
}

/// Other systems decide by themselves.
#[cfg(not(target_os = "linux"))]
fn wait_no_longer_than(_listener: &TcpListener, _time: Duration) -> io::Result<()> {
    Ok(())
}

/// The application with what its handlers need.
pub(crate) fn with_parts(
    parts: &Parts,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    application()
        .app_data(parts.registry.clone())
        .app_data(parts.workers.clone())
        .app_data(parts.room.clone())
        .app_data(parts.public_room.clone())
        .app_data(parts.metrics.clone())
        .app_data(parts.public_url.clone())
}

/// All routes and layers. The last layer is the outermost.
pub(crate) fn application() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(PayloadConfig::new(BODY_BYTES_MAX))
        .app_data(
            PathConfig::default().error_handler(|_error, _request| Problem::not_found().into()),
        )
        .app_data(
            QueryConfig::default()
                .error_handler(|_error, _request| Problem::of(Kind::QueryInvalid).into()),
        )
        .into_utoipa_app()
        .configure(api::configure)
        .into_app()
        .configure(health::configure)
        .configure(developers::configure)
        .configure(public::handlers::configure)
        .default_service(web::to(developers::no_such_page))
        .wrap(from_fn(answer::finish))
        .wrap(headers::security_headers())
        .wrap(Compress::default())
        .wrap(TracingLogger::<RequestSpan>::new())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpStream;
    use std::time::Instant;

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn an_answer_that_nobody_takes_ends_its_connection() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        wait_no_longer_than(&listener, Duration::from_millis(300)).unwrap();
        let reads_nothing = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut answering, _) = listener.accept().unwrap();
        let began = Instant::now();
        let ended = loop {
            if let Err(error) = answering.write_all(&[7; 8_192]) {
                break error;
            }
            assert!(began.elapsed() < Duration::from_mins(1), "it takes everything");
        };
        assert_eq!(ended.kind(), io::ErrorKind::TimedOut);
        drop(reads_nothing);
    }
}
