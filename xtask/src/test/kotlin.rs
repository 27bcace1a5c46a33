//! The Kotlin packages: built as they are shipped, and used on the JVM.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::outcome::Tally;
use super::{answers, parse, phones};
use crate::project::{cargo, find, quietly, root};
use crate::uniffi::{NATIVE, SANDBOX};
use crate::{android, kotlin as package, snippets, tools};

/// Most bytes the library may have, with a network of its own.
const LIBRARY: u64 = 4_000_000;
/// Most bytes it may have where the app lends its HTTP stack.
const HOST_ONLY: u64 = 1_500_000;

pub(super) fn kotlin(tally: &mut Tally) {
    let mut maven = match package::maven() {
        Ok(maven) => maven,
        Err(reason) => return tally.skip("the Kotlin packages", &reason),
    };
    if tally
        .made("the native libraries build", package::prepare())
        .is_none()
    {
        return;
    }
    sizes(tally);
    smoke(tally);
    let documents = ["docs/kotlin.md", "bindings/uniffi/kotlin/README.md"];
    let to = package::project().join("tests/src/test/snippets/Snippets.kt");
    tally.made("the documents' snippets", snippets::kotlin(&documents, &to));
    let mut sandbox = cargo();
    sandbox.args(["build", "--quiet", "--package", "viettel-idc-sandbox"]);
    if !tally.check("the sandbox builds", &mut sandbox) {
        return;
    }
    let reports = package::project().join("tests/target/surefire-reports");
    let _ = fs::remove_dir_all(&reports);
    maven.env(
        "VIETTEL_IDC_SANDBOX",
        root().join("target/debug/viettel-idc-sandbox"),
    );
    let Some(answers) = tally.made("odd answers", answers::written()) else {
        return;
    };
    maven.env("VIETTEL_IDC_ANSWERS", answers);
    let start = Instant::now();
    tally.surefire("mvn package", maven.args(["clean", "package"]), &reports);
    println!("it took {:.0} s", start.elapsed().as_secs_f64());
    let java = reports.join("TEST-vn.viettelidc.JavaTest.xml");
    tally.record("Java's tests were among them", java.exists());
    for module in ["viettel-idc", "viettel-idc-okhttp", "viettel-idc-sandbox"] {
        println!("{module}.jar has {} bytes", size(&package::jar(module)));
    }
    let android_only = ["examples/android", "examples/android/README.md"];
    parse::parse(tally, "kotlin", "tree-sitter-kotlin==1.1.0", &android_only);
    android(tally);
}

/// What of the AAR can be tried without Android: how it is put together, and the gate for pages.
fn android(tally: &mut Tally) {
    phones::check(tally, "aarch64-linux-android");
    let Some(readelf) = find("readelf") else {
        return tally.skip(
            "the AAR",
            "needs readelf on the PATH; on Debian: apt-get install binutils",
        );
    };
    let folder = root().join("target/aligned");
    let source = folder.join("empty.c");
    let _ = fs::create_dir_all(&folder).and_then(|()| fs::write(&source, "int nothing;\n"));
    let compiled = |page: u64| {
        let library = folder.join(format!("{page}.so"));
        let mut compile = Command::new("cc");
        compile.args([
            "-shared",
            "-fPIC",
            &format!("-Wl,-z,max-page-size={page}"),
            "-o",
        ]);
        quietly(compile.arg(&library).arg(&source)).map(|()| library)
    };
    let refused = compiled(4096).and_then(|library| match android::aligned(&readelf, &library) {
        Ok(()) => Err("a library for small pages was let through".to_owned()),
        Err(_) => Ok(()),
    });
    tally.made("a library for small pages is refused", refused);
    let made = compiled(16_384).and_then(|library| {
        let libraries = [("arm64-v8a", library.clone()), ("x86_64", library)];
        android::MODULES
            .iter()
            .map(|module| android::assemble(module, &libraries, &readelf, &folder))
            .collect::<Result<Vec<_>, String>>()
    });
    for aar in tally
        .made("the AARs are put together", made)
        .into_iter()
        .flatten()
    {
        let list = Command::new("jar").arg("tf").arg(&aar).output();
        let list = list.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
        let list = list.unwrap_or_default();
        let wanted = [
            "AndroidManifest.xml",
            "classes.jar",
            "proguard.txt",
            "jni/arm64-v8a/lib",
        ];
        let is_whole = wanted.iter().all(|name| list.contains(name));
        tally.record(
            &format!("{} holds what an AAR must", aar.display()),
            is_whole,
        );
    }
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(u64::MAX, |data| data.len())
}

fn sizes(tally: &mut Tally) {
    for (name, library, most) in [
        ("the library", NATIVE.shipped(), LIBRARY),
        (
            "the library with host transport only",
            NATIVE.host_only(),
            HOST_ONLY,
        ),
        ("the simulated portal, apart", SANDBOX.shipped(), LIBRARY),
    ] {
        if let Some(library) = tally.made(&format!("{name} builds"), library) {
            let size = size(&library);
            tally.record(
                &format!("{name} has {size} bytes, at most {most}"),
                size <= most,
            );
        }
    }
}

/// The exported surface, through uniffi's own Python.
fn smoke(tally: &mut Tally) {
    let folder = root().join("target/smoke");
    let _ = fs::remove_dir_all(&folder);
    let made = [NATIVE, SANDBOX].iter().try_for_each(|library| {
        library.glue("python", &folder)?;
        fs::copy(library.shipped()?, folder.join(library.file()))
            .map(drop)
            .map_err(|error| error.to_string())
    });
    if tally
        .made("uniffi's Python of the same libraries", made)
        .is_none()
    {
        return;
    }
    match tools::python(&["pip"]) {
        Ok(bin) => {
            let script = root().join("bindings/uniffi/tests/smoke.py");
            let mut smoke = Command::new(bin.join("python"));
            smoke.env("PYTHONPATH", &folder).arg(script);
            tally.made("what is exported works from Python", quietly(&mut smoke));
        }
        Err(reason) => tally.skip("the smoke test", &reason),
    }
}
