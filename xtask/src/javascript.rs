//! Building the JavaScript package: two wasm files, their glue, and TypeScript around them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{cargo, quietly, root};
use crate::tools;

/// Everything WebAssembly had when it came to all browsers of the last years, and nothing newer.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The loop is for platforms without Node's faster way.
const INLINE: &str = "\
const text = \"TEXT\";

export function bytes() {
  if (typeof Buffer !== \"undefined\") {
    return Buffer.from(text, \"base64\");
  }
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index += 1) {
    out[index] = raw.charCodeAt(index);
  }
  return out;
}
";

/// The two modules: the name of a crate, and that of its files.
const MODULES: &[(&str, &str)] = &[
    ("viettel-idc-wasm", "engine"),
    ("viettel-idc-sandbox-wasm", "sandbox"),
];

/// Where the package is.
pub(crate) fn package() -> PathBuf {
    root().join("bindings/javascript")
}

/// Builds the package's `dist`.
pub(crate) fn build() -> Result<(), String> {
    let folder = package();
    let made = folder.join("src/wasm");
    let _ = fs::remove_dir_all(&made);
    let _ = fs::remove_dir_all(folder.join("dist"));
    modules(&made)?;
    let tsc = tools::npm("typescript", "7.0.2", "tsc")?;
    quietly(Command::new(tsc).current_dir(&folder).args(["-p", "."]))?;
    let (esm, cjs) = (folder.join("dist/esm"), folder.join("dist/cjs"));
    let is_declared = |file: &str| file.ends_with(".d.ts");
    copy(&made, &esm.join("wasm"), &|file| {
        is_declared(file) || file.ends_with(".wasm")
    })?;
    copy(&esm, &cjs, &is_declared)?;
    bundle(&folder, "esm", &["node", "web", "workerd"])?;
    bundle(&folder, "cjs", &["node"])?;
    write(&cjs.join("package.json"), "{ \"type\": \"commonjs\" }\n")
}

/// The package as a file for npm.
pub(crate) fn pack(to: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(to).map_err(|error| format!("{} cannot be made: {error}", to.display()))?;
    let mut npm = Command::new("npm");
    npm.current_dir(package())
        .args(["pack", "--silent", "--pack-destination"]);
    quietly(npm.arg(to))?;
    Ok(to.join(format!("viettel-idc-{}.tgz", env!("CARGO_PKG_VERSION"))))
}

/// Wasm files, their glue, and the same files as text for where scripts travel alone.
fn modules(to: &Path) -> Result<(), String> {
    let mut build = tools::wasm_cargo("build")?;
    build.args(["--profile", "wasm"]);
    for (package, _) in MODULES {
        build.args(["--package", package]);
    }
    quietly(&mut build)?;
    let bindgen = bindgen()?;
    let optimise = tools::npm("binaryen", "132.0.0", "wasm-opt")?;
    let glue = root().join("target/glue");
    let _ = fs::remove_dir_all(&glue);
    fs::create_dir_all(to).map_err(|error| error.to_string())?;
    for (package, name) in MODULES {
        let file = format!("{}.wasm", package.replace('-', "_"));
        let built = root()
            .join("target/wasm/wasm32-unknown-unknown/wasm")
            .join(file);
        quietly(Command::new(&bindgen).arg(built).arg(name).arg(&glue))?;
        let wasm = to.join(format!("{name}.wasm"));
        let mut optimise = Command::new(&optimise);
        optimise.args(["-Oz", "--strip-debug", "--strip-producers"]);
        optimise.args(FEATURES).arg("-o").arg(&wasm);
        quietly(optimise.arg(glue.join(format!("{name}_bg.wasm"))))?;
        let read = |file: &str| {
            fs::read_to_string(glue.join(file)).map_err(|error| format!("{file}: {error}"))
        };
        // The glue's own `queueMicrotask` would let a panic end the program.
        let guard = "import { queueMicrotask } from \"../panic.js\";\n";
        let guard = if *name == "engine" { guard } else { "" };
        write(
            &to.join(format!("{name}.js")),
            &format!(
                "{guard}{}",
                read(&format!("{name}.js"))?.replace(STALE, "return;")
            ),
        )?;
        write(
            &to.join(format!("{name}.d.ts")),
            &read(&format!("{name}.d.ts"))?,
        )?;
        inline(&wasm, &to.join(format!("{name}.inline")))?;
    }
    Ok(())
}

/// What the glue does when a promise of an instance that panicked is settled later: nobody waits for
/// it any more, and thrown there it would end the program.
const STALE: &str = "throw new Error('Cannot invoke closure from previous WASM instance');";

/// The program that writes the glue; a workspace of its own.
fn bindgen() -> Result<PathBuf, String> {
    let target = root().join("target/bindgen");
    let mut build = cargo();
    build.current_dir(root().join("xtask/bindgen"));
    build.args(["build", "--quiet", "--locked", "--target-dir"]);
    quietly(build.arg(&target))?;
    Ok(target.join("debug/xtask-bindgen"))
}

/// A script that holds the file, and its declaration.
fn inline(wasm: &Path, to: &Path) -> Result<(), String> {
    let bytes = fs::read(wasm).map_err(|error| error.to_string())?;
    let script = INLINE.replace("TEXT", &base64(&bytes));
    write(&to.with_extension("inline.js"), &script)?;
    let declaration = "export declare function bytes(): Uint8Array<ArrayBuffer>;\n";
    write(&to.with_extension("inline.d.ts"), declaration)
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

/// One file for each way in: twenty small ones would take Node 15 ms longer, and a page without a
/// bundler twenty requests.
fn bundle(folder: &Path, format: &str, entries: &[&str]) -> Result<(), String> {
    let mut esbuild = Command::new(tools::npm("esbuild", "0.28.2", "esbuild")?);
    esbuild.current_dir(folder);
    for entry in entries {
        esbuild.arg(format!("src/{entry}.ts"));
        esbuild.arg(format!("src/sandbox/{entry}.ts"));
    }
    esbuild.args(["--bundle", "--outbase=src", "--target=es2022"]);
    esbuild.args(["--external:*.wasm", "--log-level=warning"]);
    esbuild.arg(format!("--format={format}"));
    quietly(esbuild.arg(format!("--outdir=dist/{format}")))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        if entry.path().is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

pub(crate) fn copy(from: &Path, to: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<(), String> {
    let mut files = Vec::new();
    list(from, &mut files)?;
    for file in files
        .iter()
        .filter(|file| is_wanted(&file.to_string_lossy()))
    {
        let target = to.join(file.strip_prefix(from).unwrap_or(file));
        let made = target.parent().map_or(Ok(()), fs::create_dir_all);
        let copied = made.and_then(|()| fs::copy(file, &target));
        copied.map_err(|error| format!("{} cannot be written: {error}", target.display()))?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
