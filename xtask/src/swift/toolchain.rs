//! Where `swift` comes from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{output, project};
use crate::project::{find, has, quietly, root, tools, without_cargos_libraries};
use crate::tools::apt_install;

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
            let mut base = bounded();
            base.arg(program).args(["--variant=minbase", "trixie"]);
            quietly(base.arg(&folder))?;
            fs::copy("/etc/resolv.conf", folder.join("etc/resolv.conf"))
                .map_err(|error| format!("/etc/resolv.conf: {error}"))?;
            let apt = |arguments: &[&str]| {
                let mut apt = bounded();
                apt.arg("chroot")
                    .arg(&folder)
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
        let mut swift = match self {
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
        };
        without_cargos_libraries(&mut swift);
        swift
    }
}

/// A download that stands still must not hold up everything else.
fn bounded() -> Command {
    let mut timeout = Command::new("timeout");
    timeout.arg("900");
    timeout
}

/// It is where only root looks.
fn debootstrap() -> Option<PathBuf> {
    find("debootstrap").or_else(|| {
        let known = PathBuf::from("/usr/sbin/debootstrap");
        known.exists().then_some(known)
    })
}
