//! XCFrameworks of the native libraries, for Apple's platforms.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{MODULES, glue, header, output, project, symbols};
use crate::project::{cargo, has, quietly, root};
use crate::uniffi::Library;

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
