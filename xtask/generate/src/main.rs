//! `cargo xtask generate [--check]`: lint the spec, build the intermediate representation, emit.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::ExitCode;

use xtask_generate::{Problem, generate};

fn main() -> ExitCode {
    let mut check = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            other => {
                eprintln!("unknown argument {other}; usage: cargo xtask generate [--check]");
                return ExitCode::from(2);
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let outcome = generate(&root).and_then(|(output, summary)| {
        println!("{summary}");
        if check {
            output.check(&root)
        } else {
            output.write(&root)
        }
    });
    match outcome {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for Problem { pointer, sentence } in &problems {
                eprintln!("{pointer}: {sentence}");
            }
            eprintln!("{} problem(s), nothing written", problems.len());
            ExitCode::FAILURE
        }
    }
}
