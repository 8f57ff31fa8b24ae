//! What whoever started the demonstration is told.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

use super::callers::Remembered;
use super::place::Place;
use super::plan;
use super::stand::Stand;
use crate::certificates::LocalCa;
use crate::console::say;

/// Units with a life to look at: sold, sold on, used, and in part still held.
const EVENTFUL: &str = "CA9001-XAL01-XAL-3501..5000-2024";

/// Says where it is, who can call, and what to look at first.
pub(crate) fn greet(
    stand: &Stand,
    place: &Place,
    certificate: &LocalCa,
    known: &Remembered,
    took: Duration,
) -> anyhow::Result<()> {
    let url = &stand.url;
    let authority = absolute(&certificate.authority);
    say!("\nThe registry serves {url}   (ready in {:.1} s)", took.as_secs_f64());
    say!("  fictional Parties, fictional units; made for this machine alone");
    say!("  its CA   {authority}");
    say!("  its log  {}", absolute(&place.log()));
    introduce(place, known);
    say!("\nLook first at");
    say!("  {url}/itmo/{EVENTFUL}   the public life of 1,500 units");
    say!("  {url}/developers/reference   the published interface");
    say!("  (a browser asks whether to trust the certificate: the CA above vouches for it)");
    let program = std::env::current_exe().context("where is this program?")?;
    let itmo = format!("'{}'", program.display());
    let (initiator, approver) = plan::pair("XAL");
    let holder = |name| known.token(name).map(|token| format!("ITMO_TOKEN={token} {itmo}"));
    say!("\nLines to paste in another terminal");
    let place_and_trust = format!("export ITMO_SERVER={url} ITMO_CA='{authority}'");
    offer("first: where the registry is, and whom to trust", &place_and_trust);
    offer("where those 1,500 units are now", &format!("{itmo} units {EVENTFUL}"));
    let holdings = format!("{} holdings", holder("alorea-auditor")?);
    offer("what Alorea holds, for its auditor", &holdings);
    let (order, propose) = (plan::trial(), holder(initiator)?);
    offer(
        "what a sale to Cendria would do; nothing is recorded",
        &format!("echo '{order}' | {propose} propose - --dry-run"),
    );
    let waiting = known.waiting.as_ref().context("no proposal waits: start anew with --fresh")?;
    let approve = format!("{} approve {}", holder(approver)?, waiting.proposal);
    offer("the proposal that waits for Alorea's second officer: 500 units for Borvia", &approve);
    offer(
        "the same in HTTP, for your own program: what Alorea holds",
        &format!(
            "curl -sS -w '\\n' --cacert '{authority}' -H 'Authorization: Bearer {}' {url}/v1/holdings",
            known.token("alorea-auditor")?
        ),
    );
    if stand.database.is_private() {
        let verify = format!("{itmo} verify --state '{}'", absolute(place.folder()));
        offer("every entry decided again, beside the server", &verify);
    }
    say!(
        "\nCtrl-C stops everything. Started again, it goes on with its data; --fresh begins anew."
    );
    Ok(())
}

fn introduce(place: &Place, known: &Remembered) {
    say!("\nCallers (also in {})", absolute(&place.tokens()));
    for caller in &known.callers {
        let roles = caller.roles.join(", ");
        say!("  {:18} {:12} {roles}\n    {}", caller.name, caller.desk, caller.token);
    }
}

fn offer(what: &str, line: &str) {
    say!("  # {what}\n  {line}");
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
