//! The command line; what each command does is in its slice's `command.rs`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use ringfare::{
    admin::{self, command::AuditCommand},
    calls::{self, command::Reconcile},
    demo, ledger, rates, serve,
    server::{
        backup,
        clock::Clock,
        config::{Config, Variables},
        doctor,
        state::AppState,
        telemetry,
    },
    twilio, users,
};

/// A prepaid phone in the browser that you host yourself.
#[derive(Parser)]
#[command(name = "ringfare", version, about, disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Brings the database up to date and serves (the default).
    Serve,
    /// Creates, or tops up, the demo caller demo@ringfare.test / ringfare-demo with credit, contacts and 90 days of calls.
    Demo,
    /// Accounts.
    #[command(subcommand)]
    User(users::command::UserCommand),
    /// What operators did.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Prices.
    #[command(subcommand)]
    Rates(RatesCommand),
    /// The books.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// One pass of the reconciler; lists or settles what is left to the operator.
    Reconcile {
        /// Lists posts that belong to no call, and calls that were given up.
        #[arg(long, conflicts_with = "settle")]
        unmatched: bool,
        #[arg(long, requires = "unmatched")]
        json: bool,
        /// Lists the calls that callers reported as bad, with how their lines were.
        #[arg(long, conflicts_with_all = ["settle", "unmatched"])]
        reported: bool,
        /// Settles a call that the carrier left open.
        #[arg(long, value_name = "CALL_ID", requires_all = ["seconds", "reason"])]
        settle: Option<String>,
        /// From the answer to the end; 0 charges nothing.
        #[arg(long, requires = "settle")]
        seconds: Option<i64>,
        #[arg(long, requires = "settle")]
        reason: Option<String>,
    },
    /// Twilio's protocol by hand.
    #[command(subcommand)]
    Twilio(TwilioCommand),
    /// Checks configuration, database, Twilio keys, `TwiML` app and public URL; says how to mend what is wrong.
    Doctor,
    /// Writes a consistent copy of the database while serving (`SQLite`).
    Backup { file: PathBuf },
}

#[derive(Subcommand)]
enum RatesCommand {
    /// Reads Twilio's price CSV or the simple form; replaces nothing until the whole file is good.
    Import {
        file: PathBuf,
        /// Per cent on top of every price, such as 25 or 12.5.
        #[arg(long)]
        markup: Option<String>,
        #[arg(long)]
        deck: Option<String>,
    },
    /// Prints the quote of a number as JSON.
    Quote {
        number: String,
        #[arg(long)]
        user: Option<String>,
    },
}

#[derive(Subcommand)]
enum LedgerCommand {
    /// Recomputes every invariant from the rows; exit code 1 when one is broken.
    Verify {
        #[arg(long)]
        json: bool,
    },
    /// What calls brought and what they cost, by prefix.
    Margin {
        #[arg(long, default_value_t = 30)]
        days: i64,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum TwilioCommand {
    /// Prints a ready curl command, signed with the account's auth token.
    Sign {
        #[arg(long)]
        url: String,
        #[arg(long, default_value = "POST")]
        method: String,
        /// A form field; may be given several times.
        #[arg(short = 'd', long = "data", value_name = "NAME=VALUE")]
        data: Vec<String>,
    },
}

/// What a command came to: text for people, and whether all is well.
type Outcome = Result<(String, bool), String>;

fn main() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    drop(dotenvy::dotenv());
    let variables: Variables = std::env::vars().collect();
    // Four at least: on one core, server rendering can wait for itself (leptos-rs/leptos#4647).
    let threads = std::thread::available_parallelism().map_or(4, std::num::NonZeroUsize::get).max(4);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(command.unwrap_or(Command::Serve), &variables)),
        Err(error) => Err(format!("the threads of the server cannot be started: {error}")),
    };
    report(outcome)
}

#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn report(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok((text, good)) => {
            if !text.is_empty() {
                println!("{text}");
            }
            if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(sentence) => {
            eprintln!("ringfare: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, variables: &Variables) -> Outcome {
    if matches!(command, Command::Doctor) {
        let report = doctor::examine(variables, &Clock::default()).await;
        return Ok((report.to_string(), report.is_healthy()));
    }
    let config = Config::read(variables).map_err(|problems| problems.join("\nringfare: "))?;
    telemetry::start(&config.log_filter, config.log_json);
    if matches!(command, Command::Serve) {
        return serve(config, variables).await;
    }
    let state = serve::open(config, Clock::default()).await.map_err(|error| error.to_string())?;
    let outcome = on_database(command, &state).await;
    state.db.close().await;
    outcome
}

async fn serve(config: Config, variables: &Variables) -> Outcome {
    let running = serve::start(config, variables, Clock::default()).await.map_err(|error| error.to_string())?;
    tracing::info!("Ringfare is ready at {} (listening on {})", running.state.config.public_url, running.address);
    serve::asked_to_stop().await;
    running.stop().await;
    Ok((String::new(), true))
}

async fn on_database(command: Command, state: &AppState) -> Outcome {
    let good = |text: String| (text, true);
    match command {
        Command::Serve | Command::Doctor => Ok((String::new(), true)),
        Command::Demo => demo::create(state).await.map(good),
        Command::Audit(command) => admin::command::run(state, command).await,
        Command::User(command) => users::command::run(state, command).await.map(good),
        Command::Rates(RatesCommand::Import { file, markup, deck }) => {
            let import = rates::command::Import { file: &file, markup: markup.as_deref(), deck: deck.as_deref() };
            rates::command::import(state, import).await.map(good)
        }
        Command::Rates(RatesCommand::Quote { number, user }) => {
            rates::command::quote(state, &number, user.as_deref()).await.map(good)
        }
        Command::Ledger(LedgerCommand::Verify { json }) => ledger::command::verify_books(state, json).await,
        Command::Ledger(LedgerCommand::Margin { days, json }) => calls::command::margin(state, days, json).await.map(good),
        Command::Reconcile { unmatched, json, reported, settle, seconds, reason } => {
            let what = match (&settle, unmatched) {
                _ if reported => Reconcile::Reported,
                (Some(call), _) => Reconcile::Settle {
                    call,
                    seconds: seconds.unwrap_or_default(),
                    reason: reason.as_deref().unwrap_or_default(),
                },
                (None, true) => Reconcile::Unmatched { json },
                (None, false) => Reconcile::Pass,
            };
            calls::command::reconcile(state, what).await.map(good)
        }
        Command::Twilio(TwilioCommand::Sign { url, method, data }) => {
            let pairs = data.iter().map(|pair| twilio::command::parse_pair(pair)).collect::<Result<Vec<_>, _>>()?;
            twilio::command::sign(state.twilio.account(), &url, &method, &pairs).map(good)
        }
        Command::Backup { file } => backup::write(&state.db, &file).await.map(good),
    }
}
