//! The command line.

use ringfare::{
    serve,
    server::{
        clock::Clock,
        config::{Config, Variables},
        telemetry,
    },
};

#[tokio::main]
async fn main() {
    drop(dotenvy::dotenv());
    let variables: Variables = std::env::vars().collect();
    let config = match Config::read(&variables) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("{}", problems.join("\n"));
            std::process::exit(1);
        }
    };
    telemetry::start(&config.log_filter, config.log_json);
    match serve::start(config, &variables, Clock::default()).await {
        Ok(running) => {
            eprintln!("listening on http://{}", running.address);
            drop(tokio::signal::ctrl_c().await);
            running.stop().await;
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
