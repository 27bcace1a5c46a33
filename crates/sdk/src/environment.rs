//! Settings from outside the program: environment variables, then a profile.

use crate::profile::{self, Profile};
use crate::{Client, ClientBuilder, Error};

impl Client {
    /// Starts a client with what the environment says: `VIETTEL_IDC_USERNAME` and
    /// `VIETTEL_IDC_PASSWORD`, and `VIETTEL_IDC_URL` for another portal than the production one.
    ///
    /// What is not set there comes from the profile `VIETTEL_IDC_PROFILE` names, or the one called
    /// `default` if there is one; see [`Client::from_profile`].
    ///
    /// ```no_run
    /// let client = viettel_idc::Client::from_env()?.build()?;
    /// # Ok::<(), viettel_idc::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] when only one of name and password is set, or the profile
    /// cannot be used.
    pub fn from_env() -> Result<ClientBuilder, Error> {
        settings(env)?.builder()
    }

    /// As [`Client::from_env`], for this portal: as with `VIETTEL_IDC_URL` no profile is used, for
    /// its password is not for another portal.
    ///
    /// ```no_run
    /// let client = viettel_idc::Client::from_env_at("https://portal.example.com/api")?.build()?;
    /// # Ok::<(), viettel_idc::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Client::from_env`].
    pub fn from_env_at(url: &str) -> Result<ClientBuilder, Error> {
        let at = |name: &str| match name {
            "VIETTEL_IDC_URL" => Some(url.to_owned()),
            _ => env(name),
        };
        settings(at)?.builder()
    }

    /// Starts a client with a profile: a table of the file `viettel-idc/profiles.toml` in the user's
    /// folder for settings (`~/.config` on Linux and macOS, `%APPDATA%` on Windows), or of the file
    /// `VIETTEL_IDC_CONFIG` names.
    ///
    /// ```toml
    /// [default]
    /// username = "linh.tran@example.com"
    /// password = "a password"
    /// token_file = "tokens.json"    # optional: keep tokens between runs
    ///
    /// [staging]
    /// url = "https://portal.example.com/api"
    /// ```
    ///
    /// A file with passwords must be readable by its owner only.
    ///
    /// ```no_run
    /// let client = viettel_idc::Client::from_profile("staging")?.build()?;
    /// # Ok::<(), viettel_idc::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] when there is no such profile, or it cannot be used.
    pub fn from_profile(name: &str) -> Result<ClientBuilder, Error> {
        profile::named(profile::path(env).as_deref(), name)?.builder()
    }
}

/// A variable that is set; empty counts as not set.
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn settings(env: impl Fn(&str) -> Option<String>) -> Result<Profile, Error> {
    let path = profile::path(&env);
    let mut settings = match (env("VIETTEL_IDC_PROFILE"), &path) {
        (Some(name), path) => profile::named(path.as_deref(), &name)?,
        (None, Some(path)) => profile::read(path)?.remove("default").unwrap_or_default(),
        (None, None) => Profile::default(),
    };
    if let Some(url) = env("VIETTEL_IDC_URL") {
        // A profile's password is not for another portal.
        settings = Profile {
            url: Some(url),
            ..Profile::default()
        };
    }
    let missing = |name: &str| {
        Err(Error::invalid_request(format!(
            "{name} is not set, and its counterpart is; set both or none"
        )))
    };
    match (env("VIETTEL_IDC_USERNAME"), env("VIETTEL_IDC_PASSWORD")) {
        (Some(username), Some(password)) => {
            // Nor are its tokens for another user.
            if settings.username.as_ref() != Some(&username) {
                settings.token_file = None;
            }
            settings.username = Some(username);
            settings.password = Some(password.into());
        }
        (None, None) => {}
        (Some(_), None) => return missing("VIETTEL_IDC_PASSWORD"),
        (None, Some(_)) => return missing("VIETTEL_IDC_USERNAME"),
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::{Profile, settings};

    const PROFILES: &str = "\
        [default]\nusername = \"linh\"\npassword = \"hidden-word\"\ntoken_file = \"tokens.json\"\n\
        [staging]\nurl = \"https://staging.example.com/api\"\n";

    /// What comes out of these variables, with this text as the file of profiles.
    fn with(text: &str, set: &[(&str, &str)]) -> Result<Profile, String> {
        with_mode(text, 0o600, set)
    }

    fn with_mode(text: &str, mode: u32, set: &[(&str, &str)]) -> Result<Profile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("profiles.toml");
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode))
            .unwrap();
        let value = |name: &str| {
            let set = set.iter().find(|(known, _)| *known == name);
            match (name, set) {
                ("VIETTEL_IDC_CONFIG", None) => path.to_str().map(str::to_owned),
                (_, set) => set.map(|(_, value)| (*value).to_owned()),
            }
        };
        settings(value).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_goes_before_the_profile() {
        let profile = with(PROFILES, &[]).unwrap();
        assert_eq!(profile.username.as_deref(), Some("linh"));
        assert!(profile.token_file.unwrap().is_absolute());
        let set = [
            ("VIETTEL_IDC_USERNAME", "minh"),
            ("VIETTEL_IDC_PASSWORD", "x"),
        ];
        let profile = with(PROFILES, &set).unwrap();
        assert_eq!(profile.username.as_deref(), Some("minh"));
        assert_eq!(profile.token_file, None, "another user's tokens");
        let profile = with(PROFILES, &[("VIETTEL_IDC_PROFILE", "staging")]).unwrap();
        assert_eq!(
            profile.url.as_deref(),
            Some("https://staging.example.com/api")
        );
    }

    #[test]
    fn a_profiles_password_is_not_sent_to_another_portal() {
        let set = [("VIETTEL_IDC_URL", "https://elsewhere.example.com/api")];
        let profile = with(PROFILES, &set).unwrap();
        assert_eq!(profile.password, None);
    }

    /// F6, core-review 4: `profile=` with `base_url=`.
    #[test]
    fn a_profiles_password_goes_to_its_own_portal_whatever_is_set_later() {
        let builder = || with(PROFILES, &[]).unwrap().builder().unwrap();
        let error = builder()
            .base_url("https://elsewhere.example.com/api")
            .build();
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("is not sent to https://elsewhere"),
            "{error}"
        );
        assert!(!error.contains("hidden-word"), "{error}");
        let own = "https://MANAGER.idcviettel.com:443/api/";
        assert!(builder().base_url(own).build().is_ok());
        let given = builder().password("minh", "x");
        assert!(
            given
                .base_url("https://elsewhere.example.com/api")
                .build()
                .is_ok()
        );
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        let wrong = [
            (
                with("", &[("VIETTEL_IDC_USERNAME", "linh")]),
                "VIETTEL_IDC_PASSWORD is not set",
            ),
            (
                with("", &[("VIETTEL_IDC_PASSWORD", "x")]),
                "VIETTEL_IDC_USERNAME is not set",
            ),
            (
                with(PROFILES, &[("VIETTEL_IDC_PROFILE", "prod")]),
                "there are default, staging",
            ),
            (
                with("[a]\npassword = \"hidden-word\" oops\n", &[]),
                "line 2",
            ),
            (
                with("[a]\npasword = \"hidden-word\"\n", &[]),
                "unknown field `pasword`",
            ),
        ];
        for (outcome, expected) in wrong {
            let error = outcome.unwrap_err();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hidden-word"), "{error}");
        }
    }

    #[test]
    fn nothing_at_all_is_fine() {
        let none = [("VIETTEL_IDC_CONFIG", "/nowhere/profiles.toml")];
        assert_eq!(with("", &none).unwrap(), Profile::default());
    }

    #[cfg(unix)]
    #[test]
    fn passwords_others_can_read_are_refused() {
        let error = with_mode(PROFILES, 0o644, &[]).unwrap_err();
        assert!(error.contains("chmod 600"), "{error}");
    }
}
