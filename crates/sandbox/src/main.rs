//! `viettel-idc-sandbox [--port N]`: a simulated portal on this machine, until Ctrl-C.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use viettel_idc_sandbox::{Options, Portal, Server};

const USAGE: &str =
    "usage: viettel-idc-sandbox [--port N]   (port 0, the default, takes any free one)";

#[tokio::main]
async fn main() -> ExitCode {
    let port = match port(std::env::args().skip(1)) {
        Ok(port) => port,
        Err(reason) => {
            eprintln!("{reason}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let options = Options::default();
    let login = format!(
        "log in as {} with the password {}",
        options.username, options.password
    );
    let server = match Server::start(Portal::new(options), ([127, 0, 0, 1], port).into()).await {
        Ok(server) => server,
        Err(error) => {
            eprintln!("port {port} of this machine cannot be listened on: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}\n{login}; Ctrl-C ends it", server.url());
    let _ = tokio::signal::ctrl_c().await;
    server.shutdown().await;
    ExitCode::SUCCESS
}

fn port(mut arguments: impl Iterator<Item = String>) -> Result<u16, String> {
    let mut port = 0;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => {
                let value = arguments.next().unwrap_or_default();
                port = value
                    .parse()
                    .map_err(|_| format!("--port wants a number from 0 to 65535, not {value:?}"))?;
            }
            other => return Err(format!("unknown argument {other:?}")),
        }
    }
    Ok(port)
}
