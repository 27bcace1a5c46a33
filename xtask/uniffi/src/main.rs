//! `xtask-uniffi <library> <kotlin|python|swift> <folder>`: the glue of an unstripped library.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use uniffi::{GenerateOptions, SwiftBindingsOptions, TargetLanguage};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, language, folder] = arguments.as_slice() else {
        eprintln!("usage: xtask-uniffi <library> <kotlin|python|swift> <folder>");
        return ExitCode::from(2);
    };
    let (source, out_dir) = (Utf8PathBuf::from(library), Utf8PathBuf::from(folder));
    let made = match language.as_str() {
        "kotlin" => glue(source, out_dir, TargetLanguage::Kotlin),
        "python" => glue(source, out_dir, TargetLanguage::Python),
        "swift" => swift(source, out_dir),
        other => Err(anyhow::anyhow!("there is no glue for {other}")),
    };
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

fn glue(source: Utf8PathBuf, out_dir: Utf8PathBuf, language: TargetLanguage) -> anyhow::Result<()> {
    uniffi::generate(GenerateOptions {
        languages: vec![language],
        source,
        out_dir,
        ..GenerateOptions::default()
    })
}

fn swift(source: Utf8PathBuf, out_dir: Utf8PathBuf) -> anyhow::Result<()> {
    uniffi::generate_swift_bindings(SwiftBindingsOptions {
        generate_swift_sources: true,
        generate_headers: true,
        generate_modulemap: true,
        source,
        out_dir,
        ..SwiftBindingsOptions::default()
    })
}
