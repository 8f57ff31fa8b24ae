//! Which registry a verb calls, and as whom.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::address::Server;
use super::caller::Client;
use super::failure::Failure;
use crate::environment;

const HEADING: &str = "The registry";

const ABOUT_THE_TOKEN: &str = "The file with your token [default: ITMO_TOKEN of the environment \
holds it]. It is never an argument: those stand in the list of processes and in the history of the \
shell, for others to read";

/// What every verb takes that calls a registry.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Connection {
    #[arg(long, env = "ITMO_SERVER", value_name = "URL", help_heading = HEADING,
        help = "Where it is, for example https://registry.example.org")]
    server: Option<Server>,

    #[arg(long, value_name = "FILE", help_heading = HEADING, help = ABOUT_THE_TOKEN)]
    token_file: Option<PathBuf>,

    /// The CAs to trust, and no others, in PEM [default: those of this machine]
    #[arg(long, env = "ITMO_CA", value_name = "FILE", help_heading = HEADING)]
    ca: Option<PathBuf>,

    /// How long to wait for one answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, help_heading = HEADING,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,

    /// Print the body of the answer as it came, also of a refusal
    #[arg(long)]
    pub(super) json: bool,
}

/// A registry that can be called.
pub(super) struct Session {
    /// The caller.
    pub(super) client: Client,
    /// Whether answers are printed as they came.
    pub(super) json: bool,
    token: Option<String>,
}

impl Connection {
    /// The registry, not called yet.
    pub(super) fn open(&self) -> Result<Session, Failure> {
        let server = self.server.as_ref().ok_or_else(|| {
            misuse("say where the registry is: --server URL, or ITMO_SERVER in the environment")
        })?;
        let token = match &self.token_file {
            Some(file) => Some(token_in(file)?),
            None => environment::token().map(|token| checked(&token, "ITMO_TOKEN")).transpose()?,
        };
        let client = Client::new(server, self.ca.as_deref(), Duration::from_secs(self.timeout))
            .map_err(|error| misuse(&format!("{error:#}")))?;
        Ok(Session { client, json: self.json, token })
    }
}

impl Connection {
    /// Where it is, for whoever reads that it is not.
    pub(super) fn place(&self) -> String {
        self.server.as_ref().map_or_else(|| "no server".to_owned(), ToString::to_string)
    }
}

impl Session {
    /// The token, for what is not for everybody.
    pub(super) fn token(&self) -> Result<&str, Failure> {
        self.token.as_deref().ok_or_else(|| {
            misuse(
                "this needs a token: set ITMO_TOKEN, or name its file with --token-file; the \
                 administrator of your section gives you one",
            )
        })
    }
}

fn token_in(file: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| misuse(&format!("cannot read {}: {error}", file.display())))?;
    checked(&text, &file.display().to_string())
}

/// The token without the line feed after it. What is no token is not repeated: it is a secret.
fn checked(token: &str, place: &str) -> Result<String, Failure> {
    let token = token.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(misuse(&format!(
            "{place} holds no token: one line is expected, which begins with itmo_"
        )));
    }
    Ok(token.to_owned())
}

fn misuse(why: &str) -> Failure {
    Failure::Misuse(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_line_and_nothing_else_is_repeated() {
        assert_eq!(checked("itmo_12\n", "here").ok().as_deref(), Some("itmo_12"));
        for text in ["", " \n", "itmo_1\nitmo_2", "sécret"] {
            match checked(text, "the file") {
                Err(Failure::Misuse(why)) => {
                    assert!(why.starts_with("the file holds no token"), "{why}");
                    assert!(!why.contains("sécret") && !why.contains("itmo_1"), "{why}");
                }
                _ => panic!("{text:?} was taken for a token"),
            }
        }
    }
}
