//! Which portal to walk through: the environment first, then a `.env` beside the workspace.

use std::collections::BTreeMap;
use std::path::Path;

/// A real portal and its login.
pub(crate) struct Portal {
    pub(crate) url: String,
    pub(crate) username: String,
    pub(crate) password: String,
}

/// The portal that is configured; `None` when nothing is.
pub(crate) fn portal() -> Result<Option<Portal>, String> {
    let file = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.env"));
    let file = parse(&file.unwrap_or_default());
    let value = |name: &str| {
        // Set to nothing, a variable switches off what the file says.
        let set = std::env::var(name).ok().or_else(|| file.get(name).cloned());
        set.filter(|value| !value.is_empty())
    };
    let names = [
        "VIETTEL_IDC_URL",
        "VIETTEL_IDC_USERNAME",
        "VIETTEL_IDC_PASSWORD",
    ];
    match names.map(value) {
        [None, None, None] => Ok(None),
        [Some(url), Some(username), Some(password)] => Ok(Some(Portal {
            url,
            username,
            password,
        })),
        some => {
            let missing: Vec<&str> = names
                .iter()
                .zip(&some)
                .filter(|(_, value)| value.is_none())
                .map(|(name, _)| *name)
                .collect();
            Err(format!(
                "to walk through a real portal, set {} too; to see the simulated one, set none",
                missing.join(" and ")
            ))
        }
    }
}

fn parse(text: &str) -> BTreeMap<String, String> {
    let pair = |line: &str| {
        let (name, value) = line.trim().trim_start_matches("export ").split_once('=')?;
        Some((
            name.trim().to_owned(),
            value.trim().trim_matches(['"', '\'']).to_owned(),
        ))
    };
    text.lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(pair)
        .collect()
}
