//! `cargo xtask package …`: the files that are published.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::project::{quietly, root};
use crate::{android, javascript, kotlin, swift, tools};

/// Platforms whose crates go into the source distribution. Windows has wheels, and its crates are
/// ten times the rest.
const PLATFORMS: &[&str] = &[
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "*-unknown-linux-musl",
    "*-apple-darwin",
];

const VENDORED: &str = "\
[source.crates-io]
replace-with = \"vendored\"

[source.vendored]
directory = \"vendor\"
";

/// Builds what is published for a language, into a folder.
type Build = fn(&Path) -> Result<Vec<PathBuf>, String>;

const PACKAGES: &[(&str, Build)] = &[
    ("android", android::package),
    ("javascript", |to| {
        javascript::build()?;
        Ok(vec![javascript::pack(to)?])
    }),
    ("kotlin", kotlin::package),
    ("python", |to| Ok(vec![wheel(to)?, sdist(to)?])),
    ("swift", swift::package),
];

pub(crate) fn run(wanted: &[String]) -> ExitCode {
    let package = match wanted {
        [name] => PACKAGES.iter().find(|(known, _)| known == name),
        _ => None,
    };
    let Some((_, build)) = package else {
        let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
        eprintln!("say what to package: {}", names.join(", "));
        return ExitCode::from(2);
    };
    match build(&root().join("target/dist")) {
        Ok(made) => {
            for file in made {
                println!("{}", file.display());
            }
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// The wheel for this platform, alone in `folder` afterwards.
pub(crate) fn wheel(folder: &Path) -> Result<PathBuf, String> {
    maturin(&["build", "--quiet", "--release"], folder)?;
    only(folder, ".whl")
}

/// The source distribution, which builds without a network: it holds the crates it needs.
pub(crate) fn sdist(folder: &Path) -> Result<PathBuf, String> {
    let vendor = tools::cargo_vendor_filterer()?;
    let work = root().join("target/sdist");
    let _ = fs::remove_dir_all(&work);
    maturin(&["sdist"], &work)?;
    let bare = only(&work, ".tar.gz")?;
    tar(&["-xzf"], &bare, &work, None)?;
    let tree = only(&work, "")?;
    let mut filter = Command::new(vendor);
    filter.current_dir(&tree);
    for platform in PLATFORMS {
        filter.args(["--platform", platform]);
    }
    quietly(filter.args(["--exclude-crate-path", "*#tests", "vendor"]))?;
    let written = fs::create_dir_all(tree.join(".cargo"))
        .and_then(|()| fs::write(tree.join(".cargo/config.toml"), VENDORED))
        .and_then(|()| fs::create_dir_all(folder));
    written.map_err(|error| format!("{} cannot be written: {error}", tree.display()))?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_owned();
    let whole = folder.join(name(&bare));
    tar(&["-czf"], &whole, &work, Some(name(&tree).as_ref()))?;
    Ok(whole)
}

/// Unpacks a source distribution and builds its wheel with an empty cargo home and no network.
pub(crate) fn build_offline(sdist: &Path) -> Result<PathBuf, String> {
    let work = root().join("target/sdist-offline");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|error| error.to_string())?;
    tar(&["-xzf"], sdist, &work, None)?;
    let bin = tools::python(&[MATURIN])?;
    let path = std::env::var("PATH").unwrap_or_default();
    let mut pip = Command::new(bin.join("pip"));
    pip.env("PATH", format!("{}:{path}", bin.display()))
        .env("CARGO_HOME", work.join("cargo-home"))
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("CARGO_TARGET_DIR");
    pip.args(["wheel", "--quiet", "--no-index", "--no-deps"])
        .args(["--no-build-isolation", "--wheel-dir"])
        .arg(work.join("wheel"));
    quietly(pip.arg(only(&work, "")?))?;
    only(&work.join("wheel"), ".whl")
}

const MATURIN: &str = "maturin==1.16.0";

fn maturin(arguments: &[&str], out: &Path) -> Result<(), String> {
    let bin = tools::python(&[MATURIN])?;
    let mut maturin = Command::new(bin.join("maturin"));
    maturin.current_dir(root().join("bindings/python"));
    quietly(maturin.args(arguments).arg("--out").arg(out))
}

fn tar(mode: &[&str], archive: &Path, folder: &Path, content: Option<&Path>) -> Result<(), String> {
    let mut tar = Command::new("tar");
    tar.args(mode).arg(archive).arg("-C").arg(folder);
    quietly(tar.args(content))
}

/// The one file with this ending, or the one folder when it is empty.
fn only(folder: &Path, ending: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .find(|path| {
            let name = path.to_string_lossy();
            if ending.is_empty() {
                path.is_dir() && path.join("PKG-INFO").exists()
            } else {
                name.ends_with(ending)
            }
        })
        .ok_or_else(|| format!("nothing was made in {}", folder.display()))
}
