//! What can be waited for.

use serde_json::Value;

/// How an operation that reads one thing is asked again until the thing is as wanted.
#[derive(Debug)]
pub struct Wait {
    /// Name of the method.
    pub verb: String,
    /// What names of types begin with, in snake case.
    pub name: String,
    /// What is waited for, in words.
    pub thing: String,
    /// Names of the path's arguments, where they are not those of the operation.
    pub arguments: Vec<String>,
    /// Where in the result its status stands, as `ticket.status`.
    pub status: String,
    /// What it can be waited for to become; the first when nothing is said.
    pub goals: Vec<Goal>,
}

/// What a thing is waited for to become.
#[derive(Debug)]
pub struct Goal {
    /// Its name in snake case.
    pub name: String,
    /// Documentation.
    pub about: String,
    /// Words for the goal.
    pub done: Vec<String>,
    /// Words from which the goal cannot be reached any more.
    pub lost: Vec<String>,
    /// Words for a failure, if they last.
    pub failed: Vec<String>,
    /// Words for another rest, if it moved there and they last.
    pub rest: Vec<String>,
    /// Property of the result with the seconds since it was started, when a restart is wanted.
    pub uptime: Option<String>,
    /// Operations that ask for the restart.
    pub asked_by: Vec<String>,
}

impl Wait {
    pub(super) fn read(wait: &Value) -> Self {
        let goals = wait["goals"].as_object().into_iter().flatten();
        let goal = |(name, goal): (&String, &Value)| {
            let words = |key: &str| match goal[key].as_str() {
                Some(words) => texts(&wait["words"][words]),
                None => Vec::new(),
            };
            Goal {
                name: name.clone(),
                about: super::build::text(goal, "about"),
                done: words("done"),
                lost: words("lost"),
                failed: words("failed"),
                rest: words("rest"),
                uptime: goal["uptime"].as_str().map(str::to_owned),
                asked_by: texts(&goal["asked_by"]),
            }
        };
        Self {
            verb: super::build::text(wait, "verb"),
            name: super::build::text(wait, "name"),
            thing: super::build::text(wait, "thing"),
            arguments: texts(&wait["arguments"]),
            status: super::build::text(wait, "status"),
            goals: goals.map(goal).collect(),
        }
    }
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}
