//! The Swift package: the native libraries, the code that calls them, and XCFrameworks of both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{cargo, find, has, quietly, root, tools};
use crate::tools::apt_install;
use crate::uniffi::{Library, NATIVE, SANDBOX};

/// The libraries, and the modules that call them.
pub(crate) const MODULES: &[(&Library, &str)] = &[
    (&NATIVE, "ViettelIDCNative"),
    (&SANDBOX, "ViettelIDCSandboxNative"),
];

/// A slice of an XCFramework: Rust's targets, joined by lipo, as clang and the SDK call them.
struct Slice {
    name: &'static str,
    sdk: &'static str,
    targets: &'static [(&'static str, &'static str)],
}

const SLICES: &[Slice] = &[
    Slice {
        name: "ios",
        sdk: "iphoneos",
        targets: &[("aarch64-apple-ios", "arm64-apple-ios15.0")],
    },
    Slice {
        name: "ios-simulator",
        sdk: "iphonesimulator",
        targets: &[
            ("aarch64-apple-ios-sim", "arm64-apple-ios15.0-simulator"),
            ("x86_64-apple-ios", "x86_64-apple-ios15.0-simulator"),
        ],
    },
    Slice {
        name: "macos",
        sdk: "macosx",
        targets: &[
            ("aarch64-apple-darwin", "arm64-apple-macos12.0"),
            ("x86_64-apple-darwin", "x86_64-apple-macos12.0"),
        ],
    },
];

/// Where the package is.
pub(crate) fn project() -> PathBuf {
    root().join("bindings/uniffi/swift")
}

/// Puts the libraries for this platform and their glue into the package.
pub(crate) fn prepare() -> Result<(), String> {
    let libraries = project().join("Libraries");
    fs::create_dir_all(&libraries).map_err(|error| format!("{}: {error}", libraries.display()))?;
    for (library, module) in MODULES {
        glue(library, module)?;
        let shipped = library.shipped()?;
        fs::copy(&shipped, libraries.join(library.file()))
            .map_err(|error| format!("{}: {error}", shipped.display()))?;
    }
    Ok(())
}

/// The header of a module.
pub(crate) fn header(module: &str) -> PathBuf {
    project().join(format!("Sources/{module}FFI/{module}FFI.h"))
}

fn glue(library: &Library, module: &str) -> Result<(), String> {
    let made = root().join("target/glue/swift").join(module);
    let _ = fs::remove_dir_all(&made);
    library.glue("swift", &made)?;
    let sources = project().join("Sources").join(module).join("Generated");
    fs::create_dir_all(&sources)
        .and_then(|()| {
            let source = format!("{module}.swift");
            fs::copy(made.join(&source), sources.join(&source))
        })
        .and_then(|_| fs::copy(made.join(format!("{module}FFI.h")), header(module)))
        .map(|_| ())
        .map_err(|error| format!("the glue of {module}: {error}"))
}

/// Builds the XCFrameworks into the package, and their archives beside it.
pub(crate) fn package(to: &Path) -> Result<Vec<PathBuf>, String> {
    if !cfg!(target_os = "macos") || !has("xcodebuild") {
        return Err(
            "XCFrameworks need macOS with Xcode, and Rust's targets: rustup target add \
             aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin \
             x86_64-apple-darwin. Elsewhere `cargo xtask test swift` prepares the package to be \
             built against shared libraries."
                .to_owned(),
        );
    }
    let frameworks = project().join("Frameworks");
    let _ = fs::remove_dir_all(&frameworks);
    fs::create_dir_all(&frameworks)
        .and_then(|()| fs::create_dir_all(to))
        .map_err(|error| format!("{}: {error}", frameworks.display()))?;
    let mut made = Vec::new();
    for (library, module) in MODULES {
        glue(library, module)?;
        let framework = xcframework(library, module, &frameworks)?;
        let archive = to.join(format!("{module}FFI.xcframework.zip"));
        let mut zip = Command::new("ditto");
        zip.args(["-c", "-k", "--sequesterRsrc", "--keepParent"]);
        quietly(zip.arg(&framework).arg(&archive))?;
        let mut checksum = Command::new("swift");
        checksum.args(["package", "compute-checksum"]).arg(&archive);
        println!("{module}FFI checksum {}", output(&mut checksum)?.trim());
        made.push(archive);
    }
    Ok(made)
}

fn xcframework(library: &Library, module: &str, to: &Path) -> Result<PathBuf, String> {
    let work = root().join("target/xcframework").join(module);
    let _ = fs::remove_dir_all(&work);
    // In a folder of the module's name: two frameworks' module maps would else lie in one place.
    let headers = work.join("Headers");
    let inside = headers.join(format!("{module}FFI"));
    let map = project().join(format!("Sources/{module}FFI/module.modulemap"));
    fs::create_dir_all(&inside)
        .and_then(|()| fs::copy(header(module), inside.join(format!("{module}FFI.h"))))
        .and_then(|_| fs::read_to_string(map))
        // A framework brings its library along; nothing has to be looked for.
        .map(|map| {
            let lines = map.lines().filter(|line| !line.contains("link \""));
            lines.map(|line| format!("{line}\n")).collect::<String>()
        })
        .and_then(|map| fs::write(inside.join("module.modulemap"), map))
        .map_err(|error| format!("{}: {error}", headers.display()))?;
    let framework = to.join(format!("{module}FFI.xcframework"));
    let mut create = Command::new("xcodebuild");
    create.arg("-create-xcframework");
    for slice in SLICES {
        let joined = work.join(slice.name).join(format!("lib{}.a", library.name));
        let mut lipo = Command::new("lipo");
        lipo.args(["-create", "-output"]).arg(&joined);
        for (target, triple) in slice.targets {
            lipo.arg(closed(library, slice, target, triple, &work)?);
        }
        fs::create_dir_all(work.join(slice.name)).map_err(|error| error.to_string())?;
        quietly(&mut lipo)?;
        create.arg("-library").arg(&joined);
        create.arg("-headers").arg(&headers);
    }
    quietly(create.arg("-output").arg(&framework))?;
    Ok(framework)
}

/// A static library that shows nothing but what the header declares: an app may have other libraries
/// in Rust, and both of ours bring the standard library.
fn closed(
    library: &Library,
    slice: &Slice,
    target: &str,
    triple: &str,
    work: &Path,
) -> Result<PathBuf, String> {
    let mut build = cargo();
    build.args(["rustc", "--quiet", "--profile", "mobile", "--lib"]);
    build.args(["--package", library.package, "--target", target]);
    quietly(build.args(["--crate-type", "staticlib"]))?;
    let whole = root().join(format!("target/{target}/mobile/lib{}.a", library.name));
    let folder = work.join(target);
    let (list, object, closed) = (
        folder.join("symbols"),
        folder.join("closed.o"),
        folder.join("closed.a"),
    );
    let module = MODULES.iter().find(|(one, _)| one.name == library.name);
    let names = symbols(&header(module.map_or("", |(_, module)| module)))?;
    let names: String = names.iter().map(|name| format!("_{name}\n")).collect();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&list, names))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut link = Command::new("xcrun");
    link.args(["--sdk", slice.sdk, "clang", "-target", triple]);
    link.args(["-r", "-nostdlib"]);
    link.arg(format!("-Wl,-force_load,{}", whole.display()));
    link.arg(format!("-Wl,-exported_symbols_list,{}", list.display()));
    quietly(link.arg("-o").arg(&object))?;
    let mut archive = Command::new("xcrun");
    archive.args(["libtool", "-static", "-o"]);
    quietly(archive.arg(&closed).arg(&object))?;
    Ok(closed)
}

/// The functions a header declares.
pub(crate) fn symbols(header: &Path) -> Result<Vec<String>, String> {
    let text =
        fs::read_to_string(header).map_err(|error| format!("{}: {error}", header.display()))?;
    let mut names: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '(')
        .filter_map(|word| word.split_once('(').map(|(name, _)| name))
        .filter(|name| name.starts_with("uniffi_") || name.starts_with("ffi_"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// A Swift toolchain: the one on the PATH, or Debian 13's in a folder of its own, which needs root.
pub(crate) enum Toolchain {
    OnPath,
    Inside(PathBuf),
}

/// Shows the project inside the folder, for as long as the command runs.
const ENTER: &str = "set -e; new=$1 project=$2 folder=$3; shift 3
mkdir -p \"$new$project\"
mount --bind \"$project\" \"$new$project\"
mount --bind /dev \"$new/dev\"
mount -t proc proc \"$new/proc\"
exec chroot \"$new\" sh -c 'cd \"$1\"; shift; exec swift \"$@\"' sh \"$folder\" \"$@\"";

impl Toolchain {
    /// Finds one, or installs Debian's.
    pub(crate) fn find() -> Result<Self, String> {
        if has("swift") {
            return Ok(Self::OnPath);
        }
        let reason = "needs Swift 6 on the PATH, or Debian as root with debootstrap and unshare";
        let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        let can = is_root && has("unshare") && Path::new("/etc/debian_version").exists();
        if !can || (debootstrap().is_none() && !apt_install("debootstrap")) {
            return Err(reason.to_owned());
        }
        let folder = tools().join("swift");
        let ready = folder.join("ready");
        if !ready.exists() {
            let program = debootstrap().ok_or_else(|| reason.to_owned())?;
            let _ = fs::remove_dir_all(&folder);
            println!("bringing Swift into .tools/swift: half a gigabyte, some minutes");
            let mut base = Command::new(program);
            base.args(["--variant=minbase", "trixie"]);
            quietly(base.arg(&folder))?;
            fs::copy("/etc/resolv.conf", folder.join("etc/resolv.conf"))
                .map_err(|error| format!("/etc/resolv.conf: {error}"))?;
            let apt = |arguments: &[&str]| {
                let mut apt = Command::new("chroot");
                apt.arg(&folder)
                    .args(["apt-get", "--quiet"])
                    .args(arguments);
                quietly(apt.env("DEBIAN_FRONTEND", "noninteractive"))
            };
            apt(&["update"])?;
            apt(&[
                "install",
                "--yes",
                "--no-install-recommends",
                "swiftlang",
                "libc6-dev",
                "libstdc++-14-dev",
            ])?;
            fs::write(&ready, "").map_err(|error| error.to_string())?;
        }
        Ok(Self::Inside(folder))
    }

    /// `swift` in the package's folder.
    pub(crate) fn swift(&self) -> Command {
        match self {
            Self::OnPath => {
                let mut swift = Command::new("swift");
                swift.current_dir(project());
                swift
            }
            Self::Inside(folder) => {
                let mut swift = Command::new("unshare");
                swift.args(["--mount", "sh", "-c", ENTER, "sh"]);
                swift.arg(folder).arg(root()).arg(project());
                swift
            }
        }
    }
}

/// It is where only root looks.
fn debootstrap() -> Option<PathBuf> {
    find("debootstrap").or_else(|| {
        let known = PathBuf::from("/usr/sbin/debootstrap");
        known.exists().then_some(known)
    })
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?} could not be run: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
