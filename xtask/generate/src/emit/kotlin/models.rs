//! A class per named object, and one per open enumeration.

use super::types::{comment, empty, held, name, read, text};
use crate::emit::names::{constant, pascal};
use crate::ir::{Api, Field, Model, ModelKind, Type};

const IMPORTS: &str = "import java.math.BigDecimal\nimport java.time.LocalDate\nimport java.time.LocalDateTime\n\
    import vn.viettelidc.FormValue\nimport vn.viettelidc.Model\nimport vn.viettelidc.Secret\n\
    import vn.viettelidc.internal.*\n";

pub(super) fn enums(api: &Api) -> String {
    let mut out = String::from("import vn.viettelidc.OpenEnum\n");
    for model in &api.models {
        if let ModelKind::Enum(values) = &model.kind {
            out.push('\n');
            out.push_str(&enumeration(model, values));
        }
    }
    out
}

/// Sources by the first letter of their classes: one file of all would be four thousand lines.
pub(super) fn objects(api: &Api) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let models = api
        .models
        .iter()
        .filter(|model| model.name != "PortalError");
    for model in models {
        let ModelKind::Object(fields) = &model.kind else {
            continue;
        };
        let initial = model.name[..1].to_owned();
        if files.last().is_none_or(|(last, _)| *last != initial) {
            files.push((initial, IMPORTS.to_owned()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.push('\n');
            text.push_str(&class(model, fields));
        }
    }
    files
}

fn enumeration(model: &Model, values: &[String]) -> String {
    let class = &model.name;
    let about = format!("{} Other values may come.", model.description);
    let mut out = comment(&about, 0);
    out.push_str(&format!(
        "public class {class} private constructor(value: String) : OpenEnum(value) {{\n    public companion object {{\n"
    ));
    for value in values {
        out.push_str(&format!(
            "        /** `{value}` */\n        @JvmField public val {}: {class} = {class}({})\n\n",
            constant(&pascal(value)),
            text(value)
        ));
    }
    out + &format!(
        "        /** The value with this word, whether it is known here or not. */\n        \
         @JvmStatic public fun of(value: String): {class} = {class}(value)\n    }}\n}}\n"
    )
}

fn class(model: &Model, fields: &[Field]) -> String {
    let class = &model.name;
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.required);
    let ordered = || required.iter().chain(&optional);
    let mut out = comment(&model.description, 0);
    let overloads = if model.in_request && !optional.is_empty() {
        " @JvmOverloads constructor"
    } else {
        ""
    };
    out.push_str(&format!("public class {class}{overloads}(\n"));
    for field in ordered() {
        out.push_str(&comment(&field.description, 4));
        out.push_str(&format!(
            "    public val {}: {},\n",
            name(&field.name),
            declared(field)
        ));
    }
    out.push_str(") : Model() {\n    internal constructor(fields: Fields) : this(\n");
    for field in ordered() {
        out.push_str(&format!("        {},\n", reading(field)));
    }
    out.push_str("    )\n\n    override fun fields(): List<Pair<String, Any?>> = listOf(\n");
    for field in fields {
        out.push_str(&format!(
            "        {} to {},\n",
            text(&field.wire),
            name(&field.name)
        ));
    }
    out + &format!(
        "    )\n\n    public companion object {{\n        \
         /** Reads what [toJson] wrote. */\n        \
         @JvmStatic public fun fromJson(text: String): {class} = fromJson(text, ::{class})\n    }}\n}}\n"
    )
}

fn declared(field: &Field) -> String {
    let ty = held(&field.ty);
    if field.required {
        ty
    } else if field.ty.is_collection() {
        format!("{ty} = {}", empty(&field.ty))
    } else {
        format!("{ty}? = null")
    }
}

fn reading(field: &Field) -> String {
    let wire = text(&field.wire);
    match &field.ty {
        Type::List(item) => format!("fields.all({wire}, {})", read(item)),
        Type::Map(item) => format!("fields.each({wire}, {})", read(item)),
        ty if field.required => format!("fields.need({wire}, {})", read(ty)),
        ty => format!("fields.maybe({wire}, {})", read(ty)),
    }
}
