//! The callers of the demonstration: people with roles, and their tokens.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use app::{Desk, Registry, TokenWanted};
use domain::access::{Administer, CallerKind, Permit, Role};
use serde::{Deserialize, Serialize};

use crate::certificates::write;

/// Somebody who is to call.
pub(crate) struct Wanted {
    /// What the demonstration calls them.
    pub(crate) name: &'static str,
    /// Their name as a person.
    pub(crate) person: &'static str,
    /// Where they work.
    pub(crate) desk: String,
    /// What they may do there.
    pub(crate) roles: &'static [Role],
}

/// Somebody who can call.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Caller {
    /// What the demonstration calls them.
    pub(crate) name: String,
    /// Where they work: the code of a Party, or `secretariat`.
    pub(crate) desk: String,
    /// What they may do there.
    pub(crate) roles: Vec<String>,
    /// What they send.
    pub(crate) token: String,
}

/// Registers people, gives them their roles, and makes a token for each: what an operator does with
/// `itmo admin`.
pub(crate) fn make(registry: &Registry, wanted: &[Wanted]) -> anyhow::Result<Vec<Caller>> {
    wanted.iter().map(|wanted| make_one(registry, wanted)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the demonstration is played at the console")]
fn make_one(registry: &Registry, wanted: &Wanted) -> anyhow::Result<Caller> {
    let permit = Permit::<Administer>::at_the_console();
    let desk: Desk = wanted.desk.parse()?;
    let person = registry.register_person(&permit, &wanted.person.parse()?)?;
    for role in wanted.roles {
        registry.grant_role(&permit, person, desk, role)?;
    }
    let label = format!("demonstration: {}", wanted.name).parse()?;
    let caller = CallerKind::Person;
    let token = TokenWanted { person, desk, caller, label, expires: None };
    let made = registry.make_token(&permit, &token)?;
    Ok(Caller {
        name: wanted.name.to_owned(),
        desk: wanted.desk.clone(),
        roles: wanted.roles.iter().map(ToString::to_string).collect(),
        token: made.secret.reveal().to_owned(),
    })
}

/// What the demonstration remembers from one start to the next: `tokens.json`.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Remembered {
    /// Whether it was played to the end.
    pub(crate) played: bool,
    /// Who can call.
    pub(crate) callers: Vec<Caller>,
    /// The proposal that waits for somebody to approve it.
    pub(crate) waiting: Option<Waiting>,
}

/// A proposal that waits.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Waiting {
    /// Its identifier.
    pub(crate) proposal: String,
    /// What the second person must have seen.
    pub(crate) digest: String,
}

impl Remembered {
    /// What is in the file; nothing, if there is none.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Option<Self>> {
        if !file.exists() {
            return Ok(None);
        }
        let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_slice(&text)
            .with_context(|| format!("{} is damaged: start anew with --fresh", file.display()))
            .map(Some)
    }

    /// Writes the file, which nobody else can read.
    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        write(file, 0o600, &format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    /// The token of a caller.
    pub(crate) fn token(&self, name: &str) -> anyhow::Result<&str> {
        let caller = self.callers.iter().find(|caller| caller.name == name);
        caller
            .map(|caller| caller.token.as_str())
            .with_context(|| format!("there is no caller {name}: start anew with --fresh"))
    }
}
