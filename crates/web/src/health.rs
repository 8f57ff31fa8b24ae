//! Whether the process lives, whether it can work, and what it has done.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, web};
use app::Registry;
use metrics::{counter, histogram, with_local_recorder};
use metrics_exporter_prometheus::{
    BuildError, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};
use serde::Serialize;

use crate::problem::Problem;
use crate::run::Workers;

/// Upper ends of the histogram's classes, in seconds: from a tenth of a millisecond on.
const SECONDS: &[f64] = &[
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0,
];

/// The counters of this process.
#[derive(Clone)]
pub(crate) struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Counters that stand at nothing.
    pub(crate) fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(SECONDS)?.build_recorder();
        let handle = recorder.handle();
        Ok(Self { recorder: Arc::new(recorder), handle })
    }

    /// Lets the other crates of this process count here too, if nobody else was first.
    pub(crate) fn offer_to_all(&self) {
        if metrics::set_global_recorder(Arc::clone(&self.recorder)).is_err() {
            tracing::debug!("another recorder of metrics was installed before");
        }
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, route: &str, status: StatusCode, took: Duration) {
        let (route, status) = (route.to_owned(), status.as_u16().to_string());
        with_local_recorder(&self.recorder, || {
            counter!("http_requests_total", "route" => route.clone(), "status" => status)
                .increment(1);
            histogram!("http_request_seconds", "route" => route).record(took.as_secs_f64());
        });
    }

    /// Sorts what was measured into classes, so that it does not pile up while nobody asks.
    pub(crate) fn tidy(&self) {
        self.handle.run_upkeep();
    }

    fn render(&self) -> String {
        self.tidy();
        self.handle.render()
    }
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

#[derive(Serialize)]
struct Ready {
    status: &'static str,
    /// The newest migration of the database.
    schema: String,
}

#[derive(Serialize)]
struct Version {
    version: &'static str,
    interface: &'static str,
}

/// `GET /healthz`: the process lives and answers.
async fn healthz() -> Json<Health> {
    Json(Health { status: "alive" })
}

/// `GET /readyz`: the registry can do its work, database included.
async fn readyz(registry: Data<Registry>, workers: Data<Workers>) -> Result<Json<Ready>, Problem> {
    let schema = workers.run(move || registry.ready()).await?;
    Ok(Json(Ready { status: "ready", schema }))
}

/// `GET /metrics`: counters, as Prometheus reads them.
async fn metrics(metrics: Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(metrics.render())
}

/// `GET /version`: which release this is.
async fn version() -> Json<Version> {
    Json(Version { version: env!("CARGO_PKG_VERSION"), interface: "v1" })
}

/// Adds the routes.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .route("/metrics", web::get().to(metrics))
        .route("/version", web::get().to(version));
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::test::{TestRequest, call_and_read_body, init_service};

    use super::*;

    #[actix_web::test]
    async fn answers_are_counted_by_route_and_status() {
        let metrics = Metrics::new().unwrap();
        let (ok, refused) = (StatusCode::CREATED, StatusCode::CONFLICT);
        metrics.answered("/v1/proposals", ok, Duration::from_micros(700));
        metrics.answered("/v1/proposals", ok, Duration::from_millis(3));
        metrics.answered("/v1/proposals", refused, Duration::from_millis(3));
        let app = App::new().app_data(Data::new(metrics)).configure(configure);
        let app = init_service(app).await;
        let request = TestRequest::get().uri("/metrics").to_request();
        let body = call_and_read_body(&app, request).await;
        let text = String::from_utf8_lossy(&body);
        for line in [
            "http_requests_total{route=\"/v1/proposals\",status=\"201\"} 2",
            "http_requests_total{route=\"/v1/proposals\",status=\"409\"} 1",
            "http_request_seconds_bucket{route=\"/v1/proposals\",le=\"0.001\"} 1",
            "http_request_seconds_count{route=\"/v1/proposals\"} 3",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
    }

    #[actix_web::test]
    async fn the_process_says_that_it_lives_and_which_release_it_is() {
        let app = init_service(App::new().configure(configure)).await;
        let get = |path| TestRequest::get().uri(path).to_request();
        let alive = call_and_read_body(&app, get("/healthz")).await;
        assert_eq!(alive, r#"{"status":"alive"}"#);
        let version = call_and_read_body(&app, get("/version")).await;
        assert!(String::from_utf8_lossy(&version).contains(env!("CARGO_PKG_VERSION")));
    }
}
