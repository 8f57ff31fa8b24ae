//! `itmo admin`: registers people, and gives them roles and tokens.
//!
//! Whoever can run it has the registry's database in hand, so it asks for no token. `main` gives it
//! the registry that `serve` would serve; the ledger writer is not needed.

mod role;

use std::io::Write;

use anyhow::Context as _;
use app::{
    Desk, MakeTokenError, PersonFacts, Registry, RevokeError, StoreError, TokenFacts, TokenWanted,
};
use clap::Subcommand;
use domain::access::{Administer, CallerKind, Permit};
use domain::event::{PersonName, TokenLabel};
use domain::id::{Id, Person, Token};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// What there is to administer.
#[derive(Subcommand)]
#[command(after_help = "\
The way of an officer, from nothing to the first call:
  itmo admin person add \"Ada Lindqvist\"
  itmo admin role grant 0199… XAL party-initiator
  itmo admin token make 0199… XAL --label \"her laptop\"

A section is named by its Party (XAL); the desk of the secretariat is `secretariat`.")]
pub(crate) enum AdminCommand {
    /// Natural persons
    #[command(subcommand)]
    Person(PersonCommand),
    /// What they may do, and where
    #[command(subcommand)]
    Role(RoleCommand),
    /// By what they and their programs call
    #[command(subcommand)]
    Token(TokenCommand),
}

/// What is done with people.
#[derive(Subcommand)]
pub(crate) enum PersonCommand {
    /// Register a natural person, who may do nothing yet; prints their id
    #[command(after_help = "Example: itmo admin person add \"Ada Lindqvist\"")]
    Add {
        /// Their name
        name: PersonName,
    },
    /// List all persons with the roles that they hold
    List,
}

/// What is done with roles.
#[derive(Subcommand)]
pub(crate) enum RoleCommand {
    /// Give a person a role
    #[command(after_help = "\
Examples:
  itmo admin role grant 0199… XAL party-initiator
  itmo admin role grant 0199… XAL entity-representative --entity AL-4471")]
    Grant(role::RoleArguments),
    /// Take a role from a person: from now on the ledger refuses what needs it
    #[command(after_help = "Example: itmo admin role end 0199… XAL party-initiator")]
    End(role::RoleArguments),
}

/// What is done with tokens.
#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token: its secret is printed now, and never again
    #[command(after_help = "\
Only the secret goes to the standard output:
  TOKEN=$(itmo admin token make 0199… XAL --label \"her laptop\" --expires 2027-06-30)
  itmo admin token make 0199… XAL --label \"ledger bridge\" --program")]
    Make {
        /// The id of the person who answers for it (`itmo admin person list` shows it)
        person: Id<Person>,
        /// The Party whose section it opens, or `secretariat`
        section: Desk,
        /// What its owner calls it
        #[arg(long)]
        label: TokenLabel,
        /// A program calls by it, not the person
        #[arg(long)]
        program: bool,
        /// Its last day (UTC), or the moment of its end, as 2027-06-30T12:00:00Z
        #[arg(long, value_name = "DATE", value_parser = end)]
        expires: Option<Timestamp>,
    },
    /// Revoke a token: within a second it opens nothing
    #[command(after_help = "Example: itmo admin token revoke 0199…")]
    Revoke {
        /// The id of the token (`itmo admin token list` shows it)
        token: Id<Token>,
    },
    /// List tokens, without their secrets
    List {
        /// Only those of this person
        person: Option<Id<Person>>,
    },
}

#[expect(clippy::disallowed_methods, reason = "this is the console")]
const PERMIT: Permit<Administer> = Permit::at_the_console();

/// Does it, and prints what came of it.
pub(crate) fn run(args: AdminCommand, registry: &Registry, json: bool) -> anyhow::Result<()> {
    let said = act(args, registry)?;
    let (mut out, mut notes) = (std::io::stdout().lock(), std::io::stderr().lock());
    if json {
        serde_json::to_writer_pretty(&mut out, &said.json)?;
        writeln!(out)?;
    } else {
        write!(notes, "{}", said.note)?;
        write!(out, "{}", said.text)?;
    }
    Ok(())
}

/// What there is to say: to a program, or to a person, with a note beside it.
struct Said {
    json: Value,
    text: String,
    note: String,
}

fn act(args: AdminCommand, registry: &Registry) -> anyhow::Result<Said> {
    match args {
        AdminCommand::Person(PersonCommand::Add { name }) => add(registry, &name),
        AdminCommand::Person(PersonCommand::List) => Ok(people(&all(registry)?)),
        AdminCommand::Role(RoleCommand::Grant(arguments)) => role::grant(registry, &arguments),
        AdminCommand::Role(RoleCommand::End(arguments)) => role::end_role(registry, &arguments),
        AdminCommand::Token(TokenCommand::Make { person, section, label, program, expires }) => {
            let caller = if program { CallerKind::Program } else { CallerKind::Person };
            make(registry, &TokenWanted { person, desk: section, caller, label, expires })
        }
        AdminCommand::Token(TokenCommand::Revoke { token }) => revoke(registry, token),
        AdminCommand::Token(TokenCommand::List { person }) => {
            let mut people = all(registry)?;
            people.retain(|it| person.is_none_or(|person| person == it.id));
            if let (Some(person), true) = (person, people.is_empty()) {
                anyhow::bail!("nobody has the id {person}. {SEE_PEOPLE}");
            }
            Ok(tokens(&people))
        }
    }
}

const SEE_PEOPLE: &str =
    "`itmo admin person list` shows the ids, `itmo admin person add` makes one";

fn add(registry: &Registry, name: &PersonName) -> anyhow::Result<Said> {
    let person = registry.register_person(&PERMIT, name).map_err(away)?;
    Ok(Said {
        json: json!({ "person": person, "name": name }),
        text: format!("{person}\n"),
        note: format!("{name} is registered. Next: itmo admin role grant {person} SECTION ROLE\n"),
    })
}

fn make(registry: &Registry, wanted: &TokenWanted) -> anyhow::Result<Said> {
    let person = wanted.person;
    let made = registry.make_token(&PERMIT, wanted).map_err(|error| match error {
        MakeTokenError::NoSuchPerson => {
            anyhow::anyhow!("nobody has the id {person}. {SEE_PEOPLE}")
        }
        MakeTokenError::NoSuchSection(party) => no_section(party),
        MakeTokenError::Expired { now } => anyhow::anyhow!(
            "it is {now:.0} by the database's clock: give --expires a later day, or leave it away"
        ),
        MakeTokenError::Store(error) => away(error),
    })?;
    let (id, secret) = (made.id, made.secret.reveal());
    let section = wanted.desk.to_string();
    Ok(Said {
        json: json!({
            "token": id,
            "secret": secret,
            "person": person,
            "section": section,
            "caller": wanted.caller,
            "label": wanted.label,
            "expires": wanted.expires,
        }),
        text: format!("{secret}\n"),
        note: format!(
            "Token {id}, for {section}. Keep the secret below: it is shown once. It is sent as \
             `Authorization: Bearer …`, and ends with: itmo admin token revoke {id}\n"
        ),
    })
}

fn revoke(registry: &Registry, token: Id<Token>) -> anyhow::Result<Said> {
    registry.revoke_token(&PERMIT, token).map_err(|error| match error {
        RevokeError::NoSuchToken => anyhow::anyhow!(
            "no token has the id {token}: it is the id that is asked for, not the secret. \
             `itmo admin token list` shows the ids"
        ),
        RevokeError::Revoked => anyhow::anyhow!("the token {token} was revoked before"),
        RevokeError::Store(error) => away(error),
    })?;
    Ok(Said {
        json: json!({ "token": token }),
        text: String::new(),
        note: format!("The token {token} is revoked: within a second it opens nothing\n"),
    })
}

fn all(registry: &Registry) -> anyhow::Result<Vec<PersonFacts>> {
    registry.people(&PERMIT).context("the people could not be read")
}

fn people(people: &[PersonFacts]) -> Said {
    let (mut lines, mut list) = (Vec::new(), Vec::new());
    for person in people {
        let held: Vec<_> = person.roles.iter().filter(|role| role.ended.is_none()).collect();
        let words = held
            .iter()
            .map(|it| format!("{} at {}", role::in_words(&it.role), Desk::from(it.party)));
        let words: Vec<_> = words.collect();
        let words = if words.is_empty() { "no role".to_owned() } else { words.join(", ") };
        lines.push(format!("{}  {}: {words}\n", person.id, person.name));
        let roles: Vec<_> = person
            .roles
            .iter()
            .map(|it| {
                json!({
                    "role": it.role.name(),
                    "entity": it.role.entity(),
                    "section": Desk::from(it.party).to_string(),
                    "granted": it.granted,
                    "ended": it.ended,
                })
            })
            .collect();
        list.push(json!({ "person": person.id, "name": person.name, "roles": roles }));
    }
    let note = if people.is_empty() { "Nobody is registered yet\n" } else { "" };
    Said { json: Value::Array(list), text: lines.concat(), note: note.to_owned() }
}

fn tokens(people: &[PersonFacts]) -> Said {
    let (mut lines, mut list) = (Vec::new(), Vec::new());
    for person in people {
        for token in &person.tokens {
            let desk = Desk::from(token.party).to_string();
            lines.push(format!(
                "{}  {desk}  {}, {} ({}): {}\n",
                token.id,
                person.name,
                token.label,
                token.caller.as_str(),
                state(token)
            ));
            list.push(json!({
                "token": token.id,
                "person": person.id,
                "section": desk,
                "caller": token.caller,
                "label": token.label,
                "made": token.made,
                "expires": token.expires,
                "revoked": token.revoked,
            }));
        }
    }
    let note = if list.is_empty() { "There are no tokens\n" } else { "" };
    Said { json: Value::Array(list), text: lines.concat(), note: note.to_owned() }
}

/// How far a token reaches, in words.
fn state(token: &TokenFacts) -> String {
    match (token.revoked, token.expires) {
        (Some(revoked), _) => format!("revoked {revoked:.0}"),
        (None, Some(expires)) => format!("until {expires:.0}"),
        (None, None) => "without an end".to_owned(),
    }
}

fn no_section(party: domain::party::PartyCode) -> anyhow::Error {
    anyhow::anyhow!(
        "{party} has no section here yet. Two registry-administrators open it: one proposes the \
         order, the other approves it"
    )
}

/// What could not be done for a reason that is not the caller's.
fn away(error: StoreError) -> anyhow::Error {
    let advice = match &error {
        StoreError::Unavailable => {
            "the database went away, and whether it was done is not known. `itmo admin person \
             list` and `itmo admin token list` tell; a token whose secret was not shown is to be \
             revoked"
        }
        StoreError::Busy => "the database is busy, and nothing was done: try again",
        StoreError::Database(_) => "nothing was done. `itmo doctor` looks for the cause",
    };
    anyhow::Error::new(error).context(advice)
}

/// The end of a day, or a moment.
fn end(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let after = text.parse::<Date>().and_then(Date::tomorrow);
    let end = after.and_then(|date| date.to_zoned(TimeZone::UTC));
    end.map(|end| end.timestamp())
        .map_err(|_neither| "a day as 2027-06-30, or a moment as 2027-06-30T12:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use domain::access::Role;
    use testkit::registry::TestRegistry;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        command: AdminCommand,
    }

    fn read(words: &[&str]) -> Result<AdminCommand, clap::Error> {
        let words = ["admin"].into_iter().chain(words.iter().copied());
        Line::try_parse_from(words).map(|line| line.command)
    }

    fn said(test: &TestRegistry, words: &[&str]) -> anyhow::Result<Said> {
        act(read(words).unwrap_or_else(|error| panic!("{error}")), &test.registry)
    }

    fn refused(test: &TestRegistry, words: &[&str]) -> String {
        said(test, words).err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    fn text(value: &Value) -> String {
        value.as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_way_of_an_officer_leads_from_nothing_to_a_token_that_is_revoked() {
        let test = TestRegistry::new();
        let added = said(&test, &["person", "add", "Ada Lindqvist"]).unwrap();
        let person = text(&added.json["person"]);
        assert_eq!(added.text, format!("{person}\n"));
        let role = "registry-administrator";
        said(&test, &["role", "grant", &person, "secretariat", role]).unwrap();
        let asked = ["token", "make", &person, "secretariat", "--label", "laptop", "--program"];
        let made = said(&test, &asked).unwrap();
        let secret = text(&made.json["secret"]);
        assert_eq!(made.text, format!("{secret}\n"));
        assert!(!made.note.contains(&secret));
        let caller = test.registry.authenticate(&secret).unwrap();
        assert_eq!(caller.roles().collect::<Vec<_>>(), [&Role::RegistryAdministrator]);

        let people = said(&test, &["person", "list"]).unwrap();
        assert_eq!(
            people.text,
            format!("{person}  Ada Lindqvist: registry-administrator at secretariat\n")
        );
        let token = text(&made.json["token"]);
        let listed = format!("{token}  secretariat  Ada Lindqvist, laptop (program)");
        let before = said(&test, &["token", "list", &person]).unwrap();
        assert_eq!(before.text, format!("{listed}: without an end\n"));
        said(&test, &["token", "revoke", &token]).unwrap();
        let after = said(&test, &["token", "list"]).unwrap();
        assert!(after.text.starts_with(&format!("{listed}: revoked ")), "{}", after.text);
        said(&test, &["role", "end", &person, "secretariat", role]).unwrap();
        let people = said(&test, &["person", "list"]).unwrap();
        assert!(people.text.ends_with(": no role\n"), "{}", people.text);
        assert!(!people.json[0]["roles"][0]["ended"].is_null());
    }

    #[test]
    fn what_is_refused_says_what_to_do() {
        let test = TestRegistry::new();
        let nobody = uuid::Uuid::nil().to_string();
        let person = text(&said(&test, &["person", "add", "Bo"]).unwrap().json["person"]);
        for (words, advice) in [
            (["role", "grant", &nobody, "secretariat", "auditor"], "itmo admin person list"),
            (["role", "grant", &person, "XAL", "auditor"], "no section here yet"),
            (["role", "grant", &person, "XAL", "registry-administrator"], "no section here yet"),
            (["role", "grant", &person, "secretariat", "party-approver"], "name the Party"),
            (["role", "end", &person, "secretariat", "auditor"], "shows who holds what"),
        ] {
            let told = refused(&test, &words);
            assert!(told.contains(advice), "{words:?}: {told}");
        }
        let represent = ["role", "grant", &person, "secretariat", "entity-representative"];
        for (entity, advice) in
            [(&[][..], "add --entity NUMBER"), (&["--entity", "AL-4471"], "name the Party")]
        {
            let told = refused(&test, &[&represent[..], entity].concat());
            assert!(told.contains(advice), "{entity:?}: {told}");
        }
        let auditor = ["role", "grant", &person, "secretariat", "auditor", "--entity", "AL-4471"];
        let told = refused(&test, &auditor);
        assert!(told.contains("leave --entity away"), "{told}");
        let late = ["token", "make", &person, "secretariat", "--label", "x", "--expires"];
        let told = refused(&test, &[&late[..], &["2021-01-01"]].concat());
        assert!(told.contains("give --expires a later day"), "{told}");
        let told = refused(&test, &["token", "revoke", &nobody]);
        assert!(told.contains("itmo admin token list"), "{told}");
        let told = refused(&test, &["token", "list", &nobody]);
        assert!(told.contains("itmo admin person add"), "{told}");
    }

    #[test]
    fn words_that_mean_nothing_are_refused_with_what_would() {
        let nobody = uuid::Uuid::nil().to_string();
        for (words, advice) in [
            (vec!["role", "grant", &nobody, "XAL", "king"], "party-initiator"),
            (vec!["role", "grant", &nobody, "alorea", "auditor"], "named by its Party"),
            (vec!["role", "grant", "Ada", "XAL", "auditor"], "Ada"),
            (vec!["person", "add", ""], "1 to 200 characters"),
            (
                vec!["token", "make", &nobody, "XAL", "--label", "x", "--expires", "soon"],
                "a day as",
            ),
            (vec!["token", "make", &nobody, "XAL"], "--label"),
        ] {
            let told = read(&words).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(told.contains(advice), "{words:?}: {told}");
        }
    }

    #[test]
    fn a_token_lasts_to_the_end_of_its_last_day() {
        assert_eq!(end("2027-06-30").unwrap().to_string(), "2027-07-01T00:00:00Z");
        assert_eq!(end("2027-06-30T12:00:00Z").unwrap().to_string(), "2027-06-30T12:00:00Z");
        assert!(end("soon").is_err());
    }
}
