//! The Kotlin packages as AARs for Android.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::kotlin;
use crate::project::{cargo, find, has, quietly, root};
use crate::uniffi::{Library, NATIVE, SANDBOX};

/// Android's names of its machines, and Rust's.
const MACHINES: &[(&str, &str)] = &[
    ("arm64-v8a", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi"),
    ("x86", "i686-linux-android"),
    ("x86_64", "x86_64-linux-android"),
];

/// `java.time` is there from this level on.
const API_LEVEL: &str = "26";

/// Android 15 has devices with pages of this size; they load nothing that is aligned to less.
const PAGE: u64 = 16_384;

const MANIFEST: &str = "\
<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"PACKAGE\">
    <uses-sdk android:minSdkVersion=\"26\" />
    <uses-permission android:name=\"android.permission.INTERNET\" />
</manifest>
";

/// What an AAR is made of beside its libraries.
pub(crate) struct Module {
    library: &'static Library,
    name: &'static str,
    package: &'static str,
}

pub(crate) const MODULES: &[Module] = &[
    Module {
        library: &NATIVE,
        name: "viettel-idc",
        package: "vn.viettelidc",
    },
    Module {
        library: &SANDBOX,
        name: "viettel-idc-sandbox",
        package: "vn.viettelidc.sandbox",
    },
];

/// Builds the AARs.
pub(crate) fn package(to: &Path) -> Result<Vec<PathBuf>, String> {
    let ndk = requirements()?;
    let readelf = ndk_tool(&ndk, "llvm-readelf")?;
    kotlin::package(to)?;
    let mut made = Vec::new();
    for module in MODULES {
        let mut libraries = Vec::new();
        for (abi, target) in MACHINES {
            libraries.push((*abi, build(module.library, abi, target, &ndk)?));
        }
        made.push(assemble(module, &libraries, &readelf, to)?);
    }
    Ok(made)
}

/// The NDK, or everything that is missing and how to get it.
fn requirements() -> Result<PathBuf, String> {
    let mut missing = Vec::new();
    let ndk = ndk();
    if ndk.is_none() {
        missing.push(
            "the Android NDK, r28 or newer: install it with Android Studio's SDK manager \
             (`sdkmanager 'ndk;28.2.13676358'`) and set ANDROID_NDK_HOME to its folder"
                .to_owned(),
        );
    }
    if !has("cargo-ndk") {
        missing.push("cargo-ndk: `cargo install cargo-ndk`".to_owned());
    }
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = sysroot.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let libraries = Path::new(&sysroot.unwrap_or_default()).join("lib/rustlib");
    let mut targets = MACHINES.iter().map(|(_, target)| *target);
    if targets.any(|target| !libraries.join(target).exists()) {
        let all: Vec<&str> = MACHINES.iter().map(|(_, target)| *target).collect();
        missing.push(format!(
            "Rust for Android: `rustup target add {}`",
            all.join(" ")
        ));
    }
    match ndk {
        Some(ndk) if missing.is_empty() => Ok(ndk),
        _ => Err(format!(
            "an AAR cannot be built here; there is no\n  - {}",
            missing.join("\n  - ")
        )),
    }
}

fn ndk() -> Option<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].iter();
    let mut named = named.filter_map(std::env::var_os).map(PathBuf::from);
    named.find(|folder| folder.is_dir()).or_else(|| {
        let sdk = std::env::var_os("ANDROID_HOME")?;
        let mut versions: Vec<PathBuf> = fs::read_dir(Path::new(&sdk).join("ndk"))
            .ok()?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        versions.sort();
        versions.pop()
    })
}

/// A program of the NDK.
fn ndk_tool(ndk: &Path, name: &str) -> Result<PathBuf, String> {
    let prebuilt = ndk.join("toolchains/llvm/prebuilt");
    let hosts = fs::read_dir(&prebuilt).into_iter().flatten().flatten();
    let mut tools = hosts.map(|host| host.path().join("bin").join(name));
    tools
        .find(|tool| tool.exists())
        .ok_or_else(|| format!("{} has no {name}", ndk.display()))
}

fn build(library: &Library, abi: &str, target: &str, ndk: &Path) -> Result<PathBuf, String> {
    let folder = root().join("target/android");
    let mut build = cargo();
    build.env("ANDROID_NDK_HOME", ndk);
    build.env(
        "RUSTFLAGS",
        format!("-C link-arg=-Wl,-z,max-page-size={PAGE}"),
    );
    build.args(["ndk", "--target", abi, "--platform", API_LEVEL, "build"]);
    build.args([
        "--quiet",
        "--profile",
        "mobile",
        "--package",
        library.package,
    ]);
    quietly(build.arg("--target-dir").arg(&folder))?;
    Ok(folder
        .join(target)
        .join("mobile")
        .join(format!("lib{}.so", library.name)))
}

/// Puts an AAR together: the classes of a module that was packaged, and its libraries.
pub(crate) fn assemble(
    module: &Module,
    libraries: &[(&str, PathBuf)],
    readelf: &Path,
    to: &Path,
) -> Result<PathBuf, String> {
    let work = root().join("target/aar").join(module.name);
    let _ = fs::remove_dir_all(&work);
    let classes = kotlin::project().join(module.name).join("target/classes");
    let write = |path: PathBuf, text: &str| {
        fs::create_dir_all(path.parent().unwrap_or(&work))
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    for (abi, library) in libraries {
        aligned(readelf, library)?;
        let folder = work.join("jni").join(abi);
        fs::create_dir_all(&folder)
            .and_then(|()| {
                fs::copy(
                    library,
                    folder.join(format!("lib{}.so", module.library.name)),
                )
            })
            .map_err(|error| format!("{}: {error}", library.display()))?;
    }
    write(
        work.join("AndroidManifest.xml"),
        &MANIFEST.replace("PACKAGE", module.package),
    )?;
    write(work.join("R.txt"), "")?;
    let rules = classes.join(format!("META-INF/proguard/{}.pro", module.name));
    let rules =
        fs::read_to_string(&rules).map_err(|error| format!("{}: {error}", rules.display()))?;
    write(work.join("proguard.txt"), &rules)?;
    // Only classes: the libraries for computers have no place in an app.
    jar(&work.join("classes.jar"), &classes, &["vn", "META-INF"])?;
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let aar = to.join(format!("{}-{}.aar", module.name, env!("CARGO_PKG_VERSION")));
    jar(&aar, &work, &["."])?;
    Ok(aar)
}

/// A zip file, by the JDK's own tool.
fn jar(file: &Path, folder: &Path, content: &[&str]) -> Result<(), String> {
    let mut jar = Command::new(find("jar").ok_or("needs the JDK's `jar` on the PATH")?);
    jar.arg("cfM").arg(file);
    for part in content {
        jar.arg("-C").arg(folder).arg(part);
    }
    quietly(&mut jar)
}

/// Refuses a library that devices with large pages would not load.
pub(crate) fn aligned(readelf: &Path, library: &Path) -> Result<(), String> {
    let output = Command::new(readelf)
        .args(["-lW"])
        .arg(library)
        .output()
        .map_err(|error| format!("{}: {error}", readelf.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let segments: Vec<u64> = text
        .lines()
        .filter(|line| line.trim_start().starts_with("LOAD "))
        .filter_map(|line| line.split_whitespace().last()?.strip_prefix("0x"))
        .filter_map(|align| u64::from_str_radix(align, 16).ok())
        .collect();
    if segments.is_empty() {
        return Err(format!("{} is no library", library.display()));
    }
    if let Some(small) = segments.iter().find(|align| **align < PAGE) {
        return Err(format!(
            "{} is aligned to {small} bytes; devices with pages of {PAGE} would not load it: \
             build it with the NDK r28 or newer, or with -Wl,-z,max-page-size={PAGE}",
            library.display()
        ));
    }
    Ok(())
}
