//! The libraries under Kotlin and Swift, as a phone's compiler sees them.

use super::outcome::Tally;
use crate::tools;
use crate::uniffi::{NATIVE, SANDBOX};

/// Checks them for a target, without a network of their own: TLS in Rust needs the phone's C compiler.
pub(super) fn check(tally: &mut Tally, target: &str) {
    let name = format!("cargo check of the libraries for {target}");
    match tools::mobile_cargo("check", target) {
        Ok(mut check) => {
            check.args(["--no-default-features", "--package", NATIVE.package]);
            tally.check(&name, check.args(["--package", SANDBOX.package]));
        }
        Err(reason) => tally.skip(&name, &reason),
    }
}
