//! Profiles: named settings in a file of the user.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{Client, ClientBuilder, Error, FileStore, Secret};

/// The settings of one profile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) url: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<Secret>,
    /// Relative to the folder of the profiles.
    pub(crate) token_file: Option<PathBuf>,
}

impl Profile {
    pub(crate) fn builder(self) -> Result<ClientBuilder, Error> {
        let mut builder = Client::builder();
        if let Some(url) = &self.url {
            builder = builder.base_url(url);
        }
        if let Some(file) = self.token_file {
            builder = builder.token_store(FileStore::new(file));
        }
        match (self.username, self.password) {
            (Some(username), Some(password)) => {
                Ok(builder.password(username, password).bind_password())
            }
            (None, None) => Ok(builder),
            _ => Err(Error::invalid_request(
                "a profile has username and password, or neither",
            )),
        }
    }
}

/// Where the profiles are: `VIETTEL_IDC_CONFIG`, else in the user's folder for settings.
pub(crate) fn path(env: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(path) = env("VIETTEL_IDC_CONFIG") {
        return Some(path.into());
    }
    let folder = if cfg!(windows) {
        env("APPDATA").map(PathBuf::from)
    } else {
        env("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| env("HOME").map(|home| Path::new(&home).join(".config")))
    };
    folder.map(|folder| folder.join("viettel-idc").join("profiles.toml"))
}

/// The profiles of a file; none when there is no file.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<String, Profile>, Error> {
    let refuse = |why: &str| {
        Err(Error::invalid_request(format!(
            "the profiles in {} cannot be used: {why}",
            path.display()
        )))
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return refuse(&error.to_string()),
    };
    let mut profiles: BTreeMap<String, Profile> = match toml::from_str(&text) {
        Ok(profiles) => profiles,
        // Only the message: the whole text of the error quotes the line, perhaps with a password.
        Err(error) => {
            let line = error
                .span()
                .map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let message = error.message().lines().next().unwrap_or_default();
            return refuse(&format!("line {line}: {message}"));
        }
    };
    if profiles.values().any(|profile| profile.password.is_some()) && is_open_to_others(path) {
        return refuse(&format!(
            "others can read the passwords; run `chmod 600 {}`",
            path.display()
        ));
    }
    for file in profiles.values_mut().filter_map(|p| p.token_file.as_mut()) {
        if let Some(folder) = path.parent() {
            *file = folder.join(&*file);
        }
    }
    Ok(profiles)
}

/// The profile with this name.
pub(crate) fn named(path: Option<&Path>, name: &str) -> Result<Profile, Error> {
    let Some(path) = path else {
        return Err(Error::invalid_request(
            "no folder for profiles is known; set VIETTEL_IDC_CONFIG to their file",
        ));
    };
    let mut profiles = read(path)?;
    profiles.remove(name).ok_or_else(|| {
        let known: Vec<&str> = profiles.keys().map(String::as_str).collect();
        let known = if known.is_empty() {
            "none is there".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        Error::invalid_request(format!(
            "{} has no profile {name:?}; {known}",
            path.display()
        ))
    })
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
