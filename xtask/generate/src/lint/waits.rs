//! Rules for what can be waited for: an operation that only reads, a status that its answer has,
//! words for every goal.

use serde_json::Value;

use super::Linter;

const KEYS: &[&str] = &[
    "verb",
    "name",
    "thing",
    "arguments",
    "status",
    "words",
    "goals",
];
const GOAL_KEYS: &[&str] = &[
    "about", "done", "lost", "failed", "rest", "uptime", "asked_by",
];

impl<'a> Linter<'a> {
    pub(super) fn wait(&mut self, operation: &'a Value, place: &str) {
        let Some(wait) = operation.get("x-wait") else {
            return;
        };
        let place = format!("{place}/x-wait");
        self.known(wait, KEYS, &place);
        for key in ["verb", "name", "thing", "status"] {
            if wait[key].as_str().is_none_or(str::is_empty) {
                self.report(format!("{place}/{key}"), "is missing");
            }
        }
        if operation["x-safety"] != "read" {
            self.report(&place, "only an operation of class read can be waited with");
        }
        let status = wait["status"].as_str().unwrap_or_default();
        if !self.has(operation, status) {
            self.report(
                format!("{place}/status"),
                "must name a property of the result",
            );
        }
        let goals = wait["goals"].as_object().into_iter().flatten();
        if goals.clone().count() == 0 {
            self.report(format!("{place}/goals"), "is missing");
        }
        for (name, goal) in goals {
            self.goal(operation, wait, goal, &format!("{place}/goals/{name}"));
        }
    }

    fn goal(&mut self, operation: &'a Value, wait: &'a Value, goal: &'a Value, place: &str) {
        self.known(goal, GOAL_KEYS, place);
        for key in ["about", "done"] {
            if goal[key].as_str().is_none_or(str::is_empty) {
                self.report(format!("{place}/{key}"), "is missing");
            }
        }
        for key in ["done", "lost", "failed", "rest"] {
            let Some(words) = goal[key].as_str() else {
                continue;
            };
            let given = wait["words"][words].as_array();
            if given.is_none_or(|given| given.is_empty() || !given.iter().all(Value::is_string)) {
                self.report(
                    format!("{place}/{key}"),
                    "must name a list of words in x-wait.words",
                );
            }
        }
        if let Some(uptime) = goal.get("uptime")
            && !uptime
                .as_str()
                .is_some_and(|uptime| self.has(operation, uptime))
        {
            self.report(
                format!("{place}/uptime"),
                "must name a property of the result",
            );
        }
        for id in goal["asked_by"].as_array().into_iter().flatten() {
            let mut operations = self.document["paths"]
                .as_object()
                .into_iter()
                .flatten()
                .flat_map(|(_, item)| item.as_object().into_iter().flatten());
            if !operations.any(|(_, operation)| operation["operationId"] == *id) {
                self.report(format!("{place}/asked_by"), format!("{id} is no operation"));
            }
        }
    }

    fn known(&mut self, value: &Value, keys: &[&str], place: &str) {
        let given = value.as_object().into_iter().flatten();
        for (key, _) in given.filter(|(key, _)| !keys.contains(&key.as_str())) {
            self.report(format!("{place}/{key}"), "is not a key known here");
        }
    }

    /// Whether a result has a property at a path of names with dots between.
    fn has(&self, operation: &'a Value, path: &str) -> bool {
        let content = &operation["responses"]["200"]["content"]["application/json"];
        let result = operation["x-result"].as_str();
        let mut schema = self.resolve(&content["schema"]);
        for name in result.into_iter().chain(path.split('.')) {
            let property = &schema["properties"][name];
            if property.is_null() {
                return false;
            }
            schema = self.resolve(property);
        }
        true
    }
}
