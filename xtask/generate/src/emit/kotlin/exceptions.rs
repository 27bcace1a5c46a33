//! A class for every kind of failure.

use super::types::comment;
use crate::emit::names::pascal;
use crate::ir::Api;

pub(super) fn emit(api: &Api) -> String {
    let kinds = api.errors.iter();
    let mut kinds: Vec<(&str, &str)> = kinds
        .map(|kind| (kind.name.as_str(), kind.description.as_str()))
        .collect();
    kinds.push((
        "internal",
        "A fault of this package. Please report it with what was called.",
    ));
    let mut out =
        String::from("import vn.viettelidc.internal.TEXT\nimport vn.viettelidc.internal.parse\n");
    for (kind, description) in &kinds {
        out.push_str(&format!(
            "\n{}public class {} internal constructor(details: String) : PortalException(details)\n",
            comment(description, 0),
            class(kind)
        ));
    }
    out.push_str(
        "\n/** The exception for an error as the native half describes it. */\n\
         internal fun refused(details: String): PortalException =\n    \
         when (parse(details)[\"kind\"]?.let(TEXT)) {\n",
    );
    for (kind, _) in kinds.iter().filter(|(kind, _)| *kind != "internal") {
        out.push_str(&format!("        {kind:?} -> {}(details)\n", class(kind)));
    }
    out + &format!("        else -> {}(details)\n    }}\n", class("internal"))
}

/// `PortalException` is all of them.
fn class(kind: &str) -> String {
    match kind {
        "portal" => "RefusedException".to_owned(),
        kind => format!("{}Exception", pascal(kind)),
    }
}
