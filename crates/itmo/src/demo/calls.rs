//! What the demonstration calls the registry for.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::{CallError, Client};

/// A proposal on record.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Proposed {
    /// Its identifier.
    pub(crate) proposal: String,
    /// What the second person must have seen.
    pub(crate) digest: String,
}

/// An act on record.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Carried {
    /// The number of the first entry that it became.
    pub(crate) first_entry: String,
}

impl Client {
    /// Proposes one order.
    pub(crate) fn propose(
        &self,
        token: &str,
        key: &str,
        order: &Value,
    ) -> Result<Proposed, CallError> {
        let body = json!({ "order": order }).to_string();
        self.send(token, key, "/v1/proposals", &body)?.json()
    }

    /// Proposes several orders at once.
    pub(crate) fn propose_all(
        &self,
        token: &str,
        key: &str,
        orders: &[Value],
    ) -> Result<Proposed, CallError> {
        let body = json!({ "orders": orders }).to_string();
        self.send(token, key, "/v1/batches", &body)?.json()
    }

    /// Asks what an order would do. Nothing is recorded.
    pub(crate) fn try_out(&self, token: &str, order: &Value) -> Result<Value, CallError> {
        let body = json!({ "order": order }).to_string();
        self.send(token, "only-a-try", "/v1/proposals?dry_run=true", &body)?.json()
    }

    /// Approves what was proposed.
    pub(crate) fn approve(
        &self,
        token: &str,
        key: &str,
        proposed: &Proposed,
    ) -> Result<Carried, CallError> {
        let path = format!("/v1/proposals/{}/approval", proposed.proposal);
        let body = json!({ "shown": proposed.digest }).to_string();
        self.send(token, key, &path, &body)?.json()
    }
}
