//! `itmo`: the international registry for Article 6.2, in one executable.

mod addresses;
mod admin;
mod aef;
mod certificates;
mod client;
mod clock;
mod configuration;
mod console;
mod demo;
mod dev_db;
mod doctor;
mod environment;
mod help;
mod interrupt;
mod logging;
mod migrate;
mod openapi;
mod serve;
mod state;
mod states;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use app::reporting::DisputedUnits;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use mimalloc::MiMalloc;

use configuration::{Choices, Configuration, DatabaseChoices};
use store::logins::Login;

use state::Database;

/// Many small pieces of memory are taken by one thread and given back by another.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The international registry for Article 6.2 of the Paris Agreement.
#[derive(Parser)]
#[command(version, after_help = ABOUT_PLACES)]
struct CommandLine {
    /// The configuration of a registry on this machine [default: /etc/itmo/itmo.toml if it is there]
    #[arg(long, env = "ITMO_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

/// Addresses may hold passwords, so they are no arguments.
const ABOUT_PLACES: &str = "\
Where the registry is that officers call: --server, or ITMO_SERVER, with your token in ITMO_TOKEN.

Where the database is, for administrators: DATABASE_URL, or database_url in the configuration. The
address of each login follows from it, or is given by itself (ITMO_DATABASE_URL_LEDGER and so on).
Without any, a private database is started below the state folder.";

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Registry(client::Verb),
    /// Serve the registry, until it is told to stop
    Serve(Choices),
    /// Bring the database to the schema of this program
    Migrate(DatabaseChoices),
    /// Decide every entry again, and compare what stands with what the entries say
    Verify {
        #[command(flatten)]
        database: DatabaseChoices,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what is wrong with the installation, why it matters, and what mends it. The status is 0
    /// for nothing, 1 for warnings, 2 for errors
    Doctor {
        #[command(flatten)]
        choices: Choices,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Register people, and give them roles and tokens
    Admin {
        #[command(flatten)]
        database: DatabaseChoices,
        /// Answer in JSON
        #[arg(long, global = true)]
        json: bool,
        #[command(subcommand)]
        command: admin::AdminCommand,
    },
    /// A registry on this machine with fictional Parties to look at
    Demo(demo::Arguments),
    /// A throw-away PostgreSQL cluster, until the input closes: for tests
    DevDb(dev_db::Arguments),
    /// Print the states of units and proposals, and what leads from one to the next
    States {
        /// A diagram, or the tables
        #[arg(long, value_enum, default_value = "mermaid")]
        form: states::Form,
    },
    /// Print the OpenAPI document of the published interface
    Openapi,
    /// Write the page of each problem into a folder
    Problems {
        /// The folder
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let matches = help::in_groups(CommandLine::command()).get_matches();
    let line = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(line) {
        Ok(status) => status,
        Err(error) => {
            console::note(format_args!("itmo: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(line: CommandLine) -> anyhow::Result<ExitCode> {
    let load = |choices: Choices| Configuration::load(line.config.as_deref(), choices);
    match line.command {
        Command::Registry(verb) => return Ok(client::run(&verb)),
        Command::Serve(choices) => serve::run(&load(choices)?)?,
        Command::Migrate(choices) => migrate::run(&load(choices.into())?)?,
        Command::Verify { database, json } => {
            let database = Database::reach(&load(database.into())?)?;
            let well = verify::run(&database.addresses().url(Login::Checker), json);
            database.stop()?;
            return well.map(status);
        }
        Command::Doctor { choices, json } => {
            return doctor::run(&load(choices)?, json).map(ExitCode::from);
        }
        Command::Admin { database, json, command } => {
            let database = Database::reach(&load(database.into())?)?;
            let done = database
                .open(1, DisputedUnits::default())
                .and_then(|registry| admin::run(command, &registry, json));
            database.stop()?;
            done?;
        }
        Command::Demo(arguments) => return demo::run(&arguments).map(status),
        Command::DevDb(arguments) => dev_db::run(&arguments)?,
        Command::States { form } => states::run(form),
        Command::Openapi => openapi::run(),
        Command::Problems { folder } => openapi::write_problems(&folder)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn status(well: bool) -> ExitCode {
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
