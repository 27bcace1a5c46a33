//! `cargo xtask tour`: the SDK against a simulated portal over real HTTP, or, with
//! `VIETTEL_IDC_URL`, `VIETTEL_IDC_USERNAME` and `VIETTEL_IDC_PASSWORD` set (or in `.env`), a
//! read-only walk through that portal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod dotenv;
mod real;
mod show;
mod simulated;

use std::process::ExitCode;

use show::Show;

/// What a step gives: nothing, or why it did not hold.
type Step = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let mut fast = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--fast" => fast = true,
            other => {
                eprintln!("unknown argument {other}; usage: cargo xtask tour [--fast]");
                return ExitCode::from(2);
            }
        }
    }
    let mut show = Show::new(fast);
    let outcome = match dotenv::portal() {
        Ok(Some(portal)) => real::walk(&mut show, &portal).await,
        Ok(None) => simulated::walk(&mut show).await,
        Err(reason) => Err(reason.into()),
    };
    match outcome {
        Ok(()) => {
            show.end();
            ExitCode::SUCCESS
        }
        Err(error) => {
            show.broken(&*error);
            ExitCode::FAILURE
        }
    }
}
