//! Waiting: the goals, and the methods of the resources.

use super::super::types::{comment, given, held, name, parenthesised, text};
use super::SWIFT;
use crate::emit::calls::{result, waited, waiting};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response, Wait};

/// An enumeration for everything that can be waited for.
pub(in crate::emit::swift) fn goals(api: &Api) -> String {
    let waits = api
        .operations
        .iter()
        .filter_map(|operation| operation.wait.as_ref());
    let waits: Vec<String> = waits.map(goal).collect();
    waits.join("\n")
}

fn goal(wait: &Wait) -> String {
    let goals = wait.goals.iter();
    let goals = goals.map(|goal| {
        let about = comment(&goal.about, 4);
        let (case, wire) = (name(&goal.name), text(&goal.name));
        let raw = if case == goal.name {
            String::new()
        } else {
            format!(" = {wire}")
        };
        format!("{about}    case {case}{raw}\n")
    });
    let about = format!("What the {} is waited for to become.", wait.thing);
    format!(
        "{}public enum {}Goal: String, Hashable, Sendable {{\n{}}}\n",
        comment(&about, 0),
        pascal(&wait.name),
        goals.collect::<String>(),
    )
}

/// The method, and its twin that gives a stream of what is seen.
pub(super) fn methods(api: &Api, operation: &Operation, wait: &Wait) -> String {
    let Response::Json { ty, .. } = &operation.response else {
        return String::new();
    };
    let arguments = waited(api, operation, wait);
    let held = held(result(api, operation, ty).1);
    let goal = format!("{}Goal", pascal(&wait.name));
    let first = wait.goals.first().map_or("", |goal| goal.name.as_str());
    let mut parameters: Vec<String> = arguments
        .iter()
        .map(|a| format!("{}: {}", name(a.ident), given(a.ty)))
        .collect();
    parameters.extend([
        format!("until: {goal} = .{}", name(first)),
        "every: TimeInterval = 3".to_owned(),
        "deadline: TimeInterval = 600".to_owned(),
    ]);
    let without = parenthesised(&parameters, 8);
    let told = format!("onProgress: (@Sendable (WaitProgress<{held}>) -> Void)? = nil");
    parameters.push(told);
    let verb = name(&wait.verb);
    let passed: String = arguments
        .iter()
        .map(|a| format!("{0}: {0}, ", name(a.ident)))
        .collect();
    let call = SWIFT.call(operation, &arguments);
    let mut about =
        waiting(wait, "`", "``ErrorKind/portal``", "``ErrorKind/timeout``") + "\n\n- Parameters:";
    for argument in &arguments {
        about.push_str(&format!(
            "\n  - {}: {}",
            name(argument.ident),
            argument.description
        ));
    }
    about.push_str(
        "\n  - until: What it is waited for to become.\n  - every: Seconds between looks.\n  \
         - deadline: Seconds after which to give up.",
    );
    let on_progress =
        "\n  - onProgress: Is told what is seen, each time, on a thread of the library.";
    format!(
        "\n{}        @discardableResult\n        public func {verb}{} async throws -> {held} {{\n            \
         try await connection.wait({call}, until.rawValue, every, deadline, onProgress)\n        }}\n\n\
         {}        public func {verb}Progress{without} -> AsyncThrowingStream<WaitProgress<{held}>, any Error> {{\n            \
         progress {{ try await {verb}({passed}until: until, every: every, deadline: deadline, onProgress: $0) }}\n        }}\n",
        comment(&format!("{about}{on_progress}"), 8),
        parenthesised(&parameters, 8),
        comment(
            &format!(
                "As `{verb}`, as a stream of what is seen; the last one has the {}. The waiting stops with the loop.",
                wait.thing
            ),
            8
        ),
    )
}
