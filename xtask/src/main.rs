//! `cargo xtask <command>`: everything this project can be asked to do.
//!
//! This crate has no dependencies: commands that need some are crates of their own beside it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod android;
mod javascript;
mod kotlin;
mod package;
mod project;
mod snippets;
mod swift;
mod test;
mod tools;
mod uniffi;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask tour                 see the SDK at work against a simulated portal
cargo xtask test [area…]         set up what is needed and test everything, or some areas
cargo xtask generate [--check]   write the generated files, or only compare them with the spec
cargo xtask package NAME         build what is published for android, javascript, kotlin, python or swift
cargo xtask bench kotlin         time calls on the JVM, beside hand-written ones";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match command.as_str() {
        "tour" => project::hand_over("xtask-tour", &rest),
        "generate" => project::hand_over("xtask-generate", &rest),
        "test" => test::run(&rest),
        "package" => package::run(&rest),
        "bench" if rest == ["kotlin"] => match kotlin::bench() {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                eprintln!("{reason}");
                ExitCode::FAILURE
            }
        },
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        other => {
            eprintln!("there is no command {other:?}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}
