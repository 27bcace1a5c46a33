//! The libraries under the Kotlin and Swift packages, and the glue that calls them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{cargo, quietly, root};

/// A library that exports itself by uniffi.
pub(crate) struct Library {
    pub(crate) package: &'static str,
    /// Name of the library, without what the platform adds.
    pub(crate) name: &'static str,
}

/// The SDK.
pub(crate) const NATIVE: Library = Library {
    package: "viettel-idc-uniffi",
    name: "viettel_idc_native",
};

/// The simulated portal, for tests.
pub(crate) const SANDBOX: Library = Library {
    package: "viettel-idc-sandbox-uniffi",
    name: "viettel_idc_sandbox_native",
};

impl Library {
    /// The name of its file on this platform.
    pub(crate) fn file(&self) -> String {
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        format!("{prefix}{}{suffix}", self.name)
    }

    /// As it is shipped: small, and without names inside.
    pub(crate) fn shipped(&self) -> Result<PathBuf, String> {
        let mut build = cargo();
        build.args(["build", "--quiet", "--profile", "mobile"]);
        quietly(build.args(["--package", self.package]))?;
        Ok(root().join("target/mobile").join(self.file()))
    }

    /// As it is shipped where the host lends its HTTP stack: without one of its own.
    pub(crate) fn host_only(&self) -> Result<PathBuf, String> {
        let target = root().join("target/host-only");
        let mut build = cargo();
        // Whoever leaves that out wants it small above all.
        build.env("CARGO_PROFILE_MOBILE_OPT_LEVEL", "z");
        build.args([
            "build",
            "--quiet",
            "--profile",
            "mobile",
            "--no-default-features",
        ]);
        build.args(["--package", self.package, "--target-dir"]);
        quietly(build.arg(&target))?;
        Ok(target.join("mobile").join(self.file()))
    }

    /// With names inside, which is what the glue is made from.
    pub(crate) fn described(&self) -> Result<PathBuf, String> {
        let mut build = cargo();
        quietly(build.args(["build", "--quiet", "--package", self.package]))?;
        Ok(root().join("target/debug").join(self.file()))
    }

    /// Writes its glue for `kotlin`, `python` or `swift`.
    pub(crate) fn glue(&self, language: &str, to: &Path) -> Result<(), String> {
        let library = self.described()?;
        // It finds the configuration by asking cargo, in the folder it runs in.
        let mut bindgen = Command::new(bindgen()?);
        bindgen.current_dir(root()).arg(library);
        quietly(bindgen.arg(language).arg(to))
    }
}

/// The program that writes the glue; a workspace of its own.
fn bindgen() -> Result<PathBuf, String> {
    let target = root().join("target/uniffi");
    let mut build = cargo();
    build.current_dir(root().join("xtask/uniffi"));
    build.args(["build", "--quiet", "--locked", "--target-dir"]);
    quietly(build.arg(&target))?;
    Ok(target.join("debug/xtask-uniffi"))
}
