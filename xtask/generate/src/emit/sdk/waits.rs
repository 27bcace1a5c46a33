//! Waiting: the tables, and the methods of the resources.

use super::super::names::{constant, pascal};
use super::super::rust::{doc, prose};
use crate::ir::{Api, Goal, Operation, Wait};

/// Everything that can be waited for, as data.
pub(super) fn table(api: &Api) -> String {
    let operations = api.operations.iter();
    let waits: Vec<_> = operations
        .filter_map(|operation| Some((operation, operation.wait.as_ref()?)))
        .collect();
    let statics: String = waits
        .iter()
        .map(|(operation, wait)| row(operation, wait))
        .collect();
    let names: Vec<_> = waits
        .iter()
        .map(|(operation, _)| format!("&{}", constant(&operation.id)))
        .collect();
    format!(
        "//! What can be waited for.\nuse crate::waiter::{{Goal, Wait}};\n{statics}\
         /// All of it.\npub(crate) static WAITS: &[&Wait] = &[{}];",
        names.join(", ")
    )
}

fn row(operation: &Operation, wait: &Wait) -> String {
    let goals: String = wait.goals.iter().map(goal).collect();
    format!(
        "pub(super) static {}: Wait = Wait {{ operation: {:?}, thing: {:?}, result: {:?}, status: {:?}, goals: &[{goals}] }};\n",
        constant(&operation.id),
        operation.id,
        wait.thing,
        operation.result,
        wait.status,
    )
}

fn goal(goal: &Goal) -> String {
    let words = |words: &[String]| {
        let plain: Vec<String> = words.iter().map(|word| plain(word)).collect();
        format!("&{plain:?}")
    };
    format!(
        "Goal {{ name: {:?}, done: {}, lost: {}, failed: {}, rest: {}, uptime: {:?}, asked_by: &{:?} }},",
        goal.name,
        words(&goal.done),
        words(&goal.lost),
        words(&goal.failed),
        words(&goal.rest),
        goal.uptime,
        goal.asked_by,
    )
}

/// A word without spaces and signs, in small letters: the waiter compares words in this form.
fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The method of the resource, and the goals of what it gives.
pub(super) fn methods(operation: &Operation, wait: &Wait, result: &str) -> (String, String) {
    let result = result.trim_start_matches("Reply<").trim_end_matches('>');
    let path: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.in_path)
        .collect();
    let names: Vec<&str> = path
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            wait.arguments
                .get(index)
                .unwrap_or(&parameter.name)
                .as_str()
        })
        .collect();
    let arguments: String = names
        .iter()
        .map(|name| format!(", {name}: impl Into<wire::Id>"))
        .collect();
    let inserts: String = names
        .iter()
        .zip(&path)
        .map(|(name, parameter)| {
            format!(
                "arguments.path.insert({:?}.to_owned(), {name}.into().to_string().into());\n",
                parameter.wire
            )
        })
        .collect();
    let table = format!("super::waits::{}", constant(&operation.id));
    let examples: Vec<String> = path
        .iter()
        .map(|parameter| parameter.example.to_string())
        .collect();
    let first = wait.goals.first().map_or("", |goal| goal.name.as_str());
    let about = format!(
        "Waits until the {} is `{first}`; see [`Waiter`] for what it does and for what else can be \
         waited for.\n\nIt looks by [`{}::{}`].\n\n# Errors\n[`crate::ErrorKind::Portal`] when that \
         cannot be reached any more, [`crate::ErrorKind::Timeout`] at the deadline.\n\n# Example\n\
         ```no_run\n# async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {{\n\
         let {} = client.{}().{}({}).until_{first}().await?;\n# Ok(())\n# }}\n```",
        wait.thing,
        pascal(&operation.resource),
        operation.verb,
        wait.name,
        operation.resource,
        wait.verb,
        examples.join(", "),
    );
    let method = format!(
        "{}pub fn {}(&self{arguments}) -> Waiter<{result}> {{\n\
         let mut arguments = crate::core::Arguments::default();\n{inserts}\
         Waiter::new(self.client.clone(), &{table}, &{table}.goals[0], arguments) }}\n",
        doc(&about),
        wait.verb,
    );
    let goals: String = wait
        .goals
        .iter()
        .enumerate()
        .map(|(index, goal)| {
            format!(
                "{}pub fn until_{}(self) -> Self {{ self.goal(&{table}.goals[{index}]) }}\n",
                doc(&format!(
                    "Waits until the {} is `{}`: {}",
                    wait.thing,
                    goal.name,
                    prose(&goal.about)
                )),
                goal.name,
            )
        })
        .collect();
    (method, format!("impl Waiter<{result}> {{ {goals} }}\n"))
}
