//! The verbs of officers and integrators: everything that `/v1` offers, of a registry that runs.

mod accounts;
mod actions;
mod address;
mod approaches;
mod authorizations;
mod balances;
mod caller;
mod connection;
mod deciding;
mod desk;
mod failure;
mod filings;
mod holdings;
mod incoming;
mod noun;
mod objecting;
mod orders;
mod plain;
mod prefilled;
mod problem;
mod proposals;
mod proposing;
mod reading;
mod receipt;
mod reports;
mod sections;
mod sending;
mod statement;
mod stops;
mod table;
mod units;
mod warnings;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use caller::{CallError, Client, code};
use connection::Connection;
use connection::Session;
use failure::Failure;
use objecting::End;
use reading::Reads;

/// A verb, and which registry it calls.
#[derive(clap::Args)]
pub(crate) struct With<A: clap::Args> {
    #[command(flatten)]
    what: A,
    #[command(flatten)]
    connection: Connection,
}

/// What can be done at a registry.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Propose an order, or several at once
    #[command(after_help = proposing::EXAMPLES)]
    Propose(With<proposing::Propose>),
    /// Approve a proposal of your section, and carry it out
    #[command(after_help = deciding::EXAMPLES_OF_APPROVE)]
    Approve(With<deciding::Approve>),
    /// Reject a proposal that somebody else made
    #[command(after_help = "\
Example:
  itmo reject XAL-P-2026-000011 --reason \"the quantity is not the one in the contract\"")]
    Reject(With<objecting::Objection>),
    /// Take back a proposal of your section, also one that is approved and waits
    #[command(after_help = "\
Example:
  itmo withdraw XAL-P-2026-000011 --reason \"the buyer has not paid\"")]
    Withdraw(With<objecting::Objection>),
    /// Accept a transfer from another section
    #[command(after_help = deciding::EXAMPLES_OF_ACCEPT)]
    Accept(With<deciding::Accept>),
    /// Decline a transfer from another section
    #[command(after_help = "\
Example:
  itmo decline 01a218b6-9f85-7437-98d5-f948eaa8f165 --reason \"there is no contract\"")]
    Decline(With<objecting::Objection>),

    /// The proposals of your section
    #[command(after_help = "\
Examples:
  itmo proposals --state waiting      what waits for a second person
  itmo proposals --all --json | jq '.items[].number'")]
    Proposals(With<proposals::Proposals>),
    /// One proposal, with its orders
    #[command(after_help = "Example:\n  itmo proposal XAL-P-2026-000011")]
    Proposal(With<proposals::OneProposal>),
    /// Transfers that your section is asked to accept
    #[command(after_help = "\
Examples:
  itmo incoming
  itmo incoming 01a218b6-9f85-7437-98d5-f948eaa8f165")]
    Incoming(With<incoming::Incoming>),
    /// What your section holds, used and cancelled
    #[command(after_help = "\
Examples:
  itmo holdings --account XAL-100-0001-16
  itmo holdings --at 2026-12-31 --time occurred --all     the position at the end of a year")]
    Holdings(With<holdings::Holdings>),
    /// The accounts of your section
    #[command(after_help = "Example:\n  itmo accounts XAL-100-0001-16")]
    Accounts(With<accounts::Accounts>),
    /// One account of your section: its statement
    Account(statement::Account),
    /// Stops that concern your section
    #[command(after_help = "\
Example:
  itmo stops --all
A stop is set by an order set-stop (itmo propose), and lifted by an order lift-stop.")]
    Stops(With<stops::Stops>),

    /// Where units are, or with --history what happened to them
    #[command(after_help = "\
Examples:
  itmo units CA9001-XAL01-XAL-3501..5000-2024
  itmo units CA9001-XAL01-XAL-4200-2024 --history")]
    Units(With<units::Units>),
    /// What was done, newest first
    #[command(after_help = "\
Examples:
  itmo actions --act first-transfer --party XAL
  itmo actions --own          with your token: also what only your section may see
  itmo actions 52             one, with all its blocks")]
    Actions(With<actions::Actions>),
    /// Cooperative approaches
    #[command(after_help = "Examples:\n  itmo approaches --party XBO\n  itmo approaches CA9001")]
    Approaches(With<approaches::Approaches>),
    /// Authorizations, version by version
    #[command(after_help = "\
Examples:
  itmo authorizations --party XAL
  itmo authorizations --id AL-2025-01 --full     with all that the letter says")]
    Authorizations(With<authorizations::Authorizations>),
    /// How Parties convert non-GHG metrics
    #[command(after_help = "Example:\n  itmo conversions --party XAL")]
    Conversions(With<approaches::Conversions>),
    /// The sections of the registry
    #[command(
        after_help = "Examples:\n  itmo sections\n  itmo sections XBO\n  itmo sections XBO --focal-point"
    )]
    Sections(With<sections::Sections>),

    /// The agreed electronic format: the tables of your Party, checks of files, and what was filed
    Aef(reports::Reports),
    /// Balances of an NDC period: the structured summary, plans, and what a Party tells
    Balance(balances::Balances),

    /// Reports as documents: filled from the ledger, with a list of what is missing
    Report(prefilled::Report),

    /// Transfers between sections, for the secretariat
    #[command(after_help = "\
Examples:
  itmo desk --state waiting
  itmo desk 01a218b6-9f85-7437-98d5-f948eaa8f165
  itmo desk hold 01a218b6-9f85-7437-98d5-f948eaa8f165 --reason \"please confirm the quantity\"")]
    Desk(desk::Desk),
}

/// Does it, and gives the status: 0, or 1 for refused, 2 for misuse, 3 for unreachable.
pub(crate) fn run(verb: &Verb) -> ExitCode {
    let Some(connection) = verb.connection() else {
        return verb.run_offline();
    };
    match connection.open().and_then(|session| verb.run(&session)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&connection.place(), connection.json),
    }
}

impl Verb {
    /// What needs no registry.
    fn run_offline(&self) -> ExitCode {
        let check = if let Self::Aef(it) = self { it.offline() } else { None };
        check.map_or(ExitCode::FAILURE, crate::aef::check)
    }

    /// How the registry is reached, by those that need one.
    const fn connection(&self) -> Option<&Connection> {
        Some(match self {
            Self::Aef(it) => return it.connection(),
            Self::Balance(it) => it.connection(),
            Self::Account(it) => it.connection(),
            Self::Report(it) => it.connection(),
            Self::Propose(it) => &it.connection,
            Self::Approve(it) => &it.connection,
            Self::Accept(it) => &it.connection,
            Self::Reject(it) | Self::Withdraw(it) | Self::Decline(it) => &it.connection,
            Self::Proposals(it) => &it.connection,
            Self::Proposal(it) => &it.connection,
            Self::Incoming(it) => &it.connection,
            Self::Holdings(it) => &it.connection,
            Self::Accounts(it) => &it.connection,
            Self::Stops(it) => &it.connection,
            Self::Units(it) => &it.connection,
            Self::Actions(it) => &it.connection,
            Self::Approaches(it) => &it.connection,
            Self::Authorizations(it) => &it.connection,
            Self::Conversions(it) => &it.connection,
            Self::Sections(it) => &it.connection,
            Self::Desk(it) => it.connection(),
        })
    }

    fn run(&self, session: &Session) -> Result<(), Failure> {
        match self {
            Self::Propose(it) => it.what.run(session),
            Self::Approve(it) => it.what.run(session),
            Self::Accept(it) => it.what.run(session),
            Self::Reject(it) => it.what.run(session, End::Rejected),
            Self::Withdraw(it) => it.what.run(session, End::Withdrawn),
            Self::Decline(it) => it.what.run(session, End::Declined),
            Self::Proposals(it) => it.what.read(session),
            Self::Proposal(it) => it.what.read(session),
            Self::Incoming(it) => it.what.read(session),
            Self::Holdings(it) => it.what.read(session),
            Self::Accounts(it) => it.what.read(session),
            Self::Stops(it) => it.what.read(session),
            Self::Units(it) => it.what.read(session),
            Self::Actions(it) => it.what.read(session),
            Self::Approaches(it) => it.what.read(session),
            Self::Authorizations(it) => it.what.read(session),
            Self::Conversions(it) => it.what.read(session),
            Self::Sections(it) => it.what.read(session),
            Self::Aef(it) => it.run(session),
            Self::Balance(it) => it.run(session),
            Self::Account(it) => it.run(session),
            Self::Report(it) => it.run(session),
            Self::Desk(it) => it.run(session),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::Parser as _;
    use serde_json::Value;

    use crate::CommandLine;

    const OFFERED: &str = include_str!("../../../../openapi/registry-v1.json");

    /// What the interface offers, and the words that ask for it.
    const REACHED: [(&str, &str); 55] = [
        ("get /v1/accounts", "accounts"),
        ("get /v1/accounts/{account}", "accounts XAL-100-0001-16"),
        (
            "get /v1/accounts/{account}/statement",
            "account statement XAL-100-0001-16 --to 2026-12-31",
        ),
        ("get /v1/actions", "actions"),
        ("get /v1/actions/{entry}", "actions 52"),
        ("get /v1/approaches", "approaches"),
        ("get /v1/approaches/{id}", "approaches CA9001"),
        ("get /v1/authorizations", "authorizations"),
        ("post /v1/batches", "propose orders.json"),
        ("get /v1/conversions", "conversions"),
        ("get /v1/desk/no-net-increase", "desk no-net-increase --last 2025"),
        ("get /v1/desk/transfers", "desk"),
        ("get /v1/desk/transfers/{id}", "desk 7"),
        ("post /v1/desk/transfers/{id}/hold", "desk hold 7 --reason R"),
        ("get /v1/holdings", "holdings --at 2026-12-31 --time occurred"),
        ("get /v1/incoming", "incoming"),
        ("get /v1/incoming/{id}", "incoming 7"),
        ("post /v1/incoming/{id}/acceptance", "accept 7"),
        ("post /v1/incoming/{id}/refusal", "decline 7 --reason R"),
        ("get /v1/proposals", "proposals"),
        ("post /v1/proposals", "propose order.json"),
        ("get /v1/proposals/{id}", "proposal 7"),
        ("post /v1/proposals/{id}/approval", "approve 7"),
        ("post /v1/proposals/{id}/rejection", "reject 7 --reason R"),
        ("post /v1/proposals/{id}/withdrawal", "withdraw 7 --reason R"),
        ("get /v1/reports/actions", "aef actions"),
        ("get /v1/reports/aef/{year}", "aef export --year 2025 --out f.xlsx"),
        ("get /v1/reports/annual/{year}", "report annual 2026"),
        ("get /v1/reports/approaches", "report approaches --format json"),
        ("get /v1/reports/duties", "report duties"),
        ("get /v1/reports/initial", "report initial --out initial.md"),
        ("get /v1/reports/initial/{approach}", "report initial CA9001"),
        ("get /v1/reports/regular/{year}", "report regular 2026"),
        ("get /v1/reports/balance/{first}", "balance show 2021 --as-of 2024 --blocks"),
        ("post /v1/reports/balance/{first}/plan", "balance plan 2021 plan.json"),
        ("get /v1/reports/holdings", "aef holdings --at 2025-12-31"),
        ("get /v1/sections", "sections"),
        ("post /v1/reports/check", "aef precheck f.xlsx"),
        ("post /v1/reports/files", "aef import f.xlsx"),
        ("post /v1/reports/files/from-ledger", "aef import --from-ledger --year 2025"),
        ("get /v1/reports/files/{file}", "aef download --file 5891 --out f.xlsx"),
        ("get /v1/reports/filings", "aef filings"),
        ("get /v1/reports/filings/{party}/{year}", "aef filings XAL 2025"),
        ("get /v1/reports/filings/{party}/{year}/annotated", "aef annotated XAL 2025 --out f.xlsx"),
        ("get /v1/reports/filings/{party}/{year}/differences", "aef differences XAL 2025 1.0 1.1"),
        (
            "get /v1/reports/filings/{party}/{year}/{version}/file",
            "aef download XAL 2025 1.0 --own --out f.xlsx",
        ),
        ("get /v1/reports/notices", "aef notices"),
        ("get /v1/reports/published", "aef published --year 2025"),
        (
            "get /v1/reports/published/{party}/{year}/{version}",
            "aef download XAL 2025 1.0 --out f.json",
        ),
        ("get /v1/reports/status/{year}", "aef status 2025"),
        ("get /v1/sections/{party}", "sections XBO"),
        ("get /v1/sections/{party}/focal-point", "sections XBO --focal-point"),
        ("get /v1/stops", "stops --all"),
        ("get /v1/units/{units}", "units CA9001-XAL01-XAL-1-2024"),
        ("get /v1/units/{units}/history", "units CA9001-XAL01-XAL-1-2024 --history"),
    ];

    #[test]
    fn whatever_the_interface_offers_has_a_verb() {
        let offered: Value = serde_json::from_str(OFFERED).unwrap();
        let paths = offered["paths"].as_object().unwrap().iter();
        let offered: BTreeSet<_> = paths
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys();
                methods.map(move |method| format!("{method} {path}"))
            })
            .collect();
        let reached: BTreeSet<_> = REACHED.iter().map(|(what, _)| (*what).to_owned()).collect();
        assert_eq!(offered, reached);
        for (what, words) in REACHED {
            let words = ["itmo"].into_iter().chain(words.split(' '));
            if let Err(error) = CommandLine::try_parse_from(words) {
                panic!("{what}: {error}");
            }
        }
    }

    #[test]
    fn what_cannot_be_meant_together_is_misuse() {
        for words in [
            "accounts XAL-100-0001-16 --limit 5",
            "actions 52 --own",
            "approaches CA9001 --party XBO",
            "desk 7 --state waiting",
            "proposals --all --cursor 1",
            "holdings --time occurred",
            "reject 7",
            "proposal 7 --token itmo_1",
        ] {
            let words = ["itmo"].into_iter().chain(words.split(' '));
            assert!(CommandLine::try_parse_from(words.clone()).is_err(), "{words:?}");
        }
    }
}
