//! Waiting: the goals, and the methods of the resources.

use super::super::types::{comment, given, held, name, read, text};
use super::{KOTLIN, declared};
use crate::emit::calls::{result, waited, waiting};
use crate::emit::names::{constant, pascal};
use crate::ir::{Api, Operation, Response, Type, Wait};

/// An enumeration for everything that can be waited for.
pub(in crate::emit::kotlin) fn goals(api: &Api) -> String {
    let waits = api
        .operations
        .iter()
        .filter_map(|operation| operation.wait.as_ref());
    let waits: Vec<String> = waits.map(goal).collect();
    waits.join("\n")
}

fn goal(wait: &Wait) -> String {
    let goals: Vec<String> = wait
        .goals
        .iter()
        .map(|goal| {
            let about = comment(&goal.about, 4);
            format!(
                "{about}    {}({}),\n",
                constant(&goal.name),
                text(&goal.name)
            )
        })
        .collect();
    let about = format!("What the {} is waited for to become.", wait.thing);
    format!(
        "{}public enum class {}Goal(internal val wire: String) {{\n{}}}\n",
        comment(&about, 0),
        pascal(&wait.name),
        goals.join("\n"),
    )
}

fn of<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a Type> {
    match &operation.response {
        Response::Json { ty, .. } => Some(result(api, operation, ty).1),
        Response::File { .. } => None,
    }
}

/// The parameters of a method, and the names they are passed on by.
fn parameters(
    api: &Api,
    operation: &Operation,
    wait: &Wait,
    every: &str,
    deadline: &str,
    progress: Option<&str>,
) -> (String, String) {
    let arguments = waited(api, operation, wait);
    let goal = format!("{}Goal", pascal(&wait.name));
    let first = wait
        .goals
        .first()
        .map_or_else(String::new, |goal| constant(&goal.name));
    let mut rows: Vec<String> = arguments
        .iter()
        .map(|a| format!("{}: {}", name(a.ident), given(a.ty)))
        .collect();
    rows.extend([
        format!("until: {goal} = {goal}.{first}"),
        format!("every: {every}"),
        format!("deadline: {deadline}"),
    ]);
    rows.extend(progress.map(str::to_owned));
    let names: Vec<String> = arguments.iter().map(|a| name(a.ident)).collect();
    (declared(&rows), names.join(", "))
}

fn about(wait: &Wait) -> String {
    waiting(wait, "`", "[RefusedException]", "[TimeoutException]")
        + "\n\nIt looks every [every] for at most [deadline]."
}

const EVERY: &str = "kotlin.time.Duration = EVERY";
const DEADLINE: &str = "kotlin.time.Duration = DEADLINE";

pub(super) fn suspending(api: &Api, operation: &Operation, wait: &Wait) -> String {
    let Some(ty) = of(api, operation) else {
        return String::new();
    };
    let (verb, held) = (name(&wait.verb), held(ty));
    let progress = format!("onProgress: ((WaitProgress<{held}>) -> Unit)? = null");
    let (with, names) = parameters(api, operation, wait, EVERY, DEADLINE, Some(&progress));
    let (without, _) = parameters(api, operation, wait, EVERY, DEADLINE, None);
    let call = KOTLIN.call(operation, &waited(api, operation, wait));
    let told = "\n\n[onProgress] is called at every look, on a thread of the library; what it throws is ignored.";
    format!(
        "\n{}    public suspend fun {verb}({with}): {held} =\n        \
         this.connection.wait({call}, until.wire, every, deadline, {}, onProgress)\n\n\
         {}    public fun {verb}Progress({without}): kotlinx.coroutines.flow.Flow<WaitProgress<{held}>> =\n        \
         progress {{ {verb}({names}, until, every, deadline, it) }}\n",
        comment(&(about(wait) + told), 4),
        read(ty),
        comment(
            &format!(
                "As [{}], as a flow of what is seen; the last one has the {}.",
                wait_name(&verb),
                wait.thing
            ),
            4
        ),
    )
}

fn wait_name(verb: &str) -> &str {
    verb.trim_matches('`')
}

pub(super) fn blocking(api: &Api, operation: &Operation, wait: &Wait) -> String {
    let Some(ty) = of(api, operation) else {
        return String::new();
    };
    let (verb, held) = (name(&wait.verb), held(ty));
    let progress = format!("onProgress: java.util.function.Consumer<WaitProgress<{held}>>? = null");
    let (with, names) = parameters(
        api,
        operation,
        wait,
        "java.time.Duration = java.time.Duration.ofSeconds(3)",
        "java.time.Duration = java.time.Duration.ofMinutes(10)",
        Some(&progress),
    );
    format!(
        "\n{}    @JvmOverloads\n    public fun {verb}({with}): {held} =\n        \
         await {{ inner.{verb}({names}, until, vn.viettelidc.internal.inKotlin(every), vn.viettelidc.internal.inKotlin(deadline), onProgress?.let {{ it::accept }}) }}\n",
        comment(&about(wait), 4),
    )
}
