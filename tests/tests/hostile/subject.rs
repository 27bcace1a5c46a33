//! What is called: every operation with the spec's example arguments, and its example answer.

use serde_json::{Map, Value};
use viettel_idc::core::{Arguments, Auth, OPERATIONS, Operation, Safety};

/// One operation, ready to be called.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) operation: &'static Operation,
    pub(crate) arguments: Arguments,
    /// A whole success of it.
    pub(crate) good: Vec<u8>,
}

impl Subject {
    /// Every operation of the spec.
    pub(crate) fn all() -> Vec<Self> {
        let file = viettel_idc_tests::root().join("spec/openapi.json");
        let api: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let all: Vec<Self> = OPERATIONS
            .iter()
            .map(|operation| Self::new(&api, operation))
            .collect();
        let described: usize = api["paths"]
            .as_object()
            .unwrap()
            .values()
            .map(|methods| methods.as_object().unwrap().len())
            .sum();
        assert_eq!(all.len(), described, "operations of the spec");
        all
    }

    fn new(api: &Value, operation: &'static Operation) -> Self {
        let entry = &api["paths"][operation.path][operation.method.to_lowercase()];
        assert_eq!(entry["operationId"], operation.id);
        let mut arguments = Arguments::default();
        for parameter in entry["parameters"].as_array().into_iter().flatten() {
            let parameter = resolve(api, parameter);
            let name = parameter["name"].as_str().unwrap().to_owned();
            match (parameter["in"].as_str(), &parameter["example"]) {
                (_, Value::Null) => {}
                (Some("path"), example) => drop(arguments.path.insert(name, example.clone())),
                (_, example) => drop(arguments.query.insert(name, example.clone())),
            }
        }
        let request = &resolve(api, &entry["requestBody"])["content"]["application/json"];
        arguments.body = request.get("example").cloned();
        let answer = &entry["responses"]["200"]["content"][operation.media_type]["example"];
        let good = match answer {
            Value::String(text) => text.clone().into_bytes(),
            Value::Null => panic!("{} has no example answer", operation.id),
            answer => serde_json::to_vec(answer).unwrap(),
        };
        Self {
            operation,
            arguments,
            good,
        }
    }

    /// Whether a call of it may do something that must not be done twice. With the arguments of the
    /// spec's example every operation does what its class says.
    pub(crate) fn acts(&self) -> bool {
        matches!(self.operation.safety, Safety::Action | Safety::Money)
    }

    pub(crate) fn is_read(&self) -> bool {
        self.operation.safety == Safety::Read
    }

    /// Whether its answer has an `error` of its own: a rebuilt machine comes with `status: true` and
    /// what went wrong on the way, and both stay visible.
    pub(crate) fn shows_errors(&self) -> bool {
        self.operation.id == "vms_rebuild"
    }

    /// Whether its answer holds a number or a true marker. `info` is less: it also explains a no.
    pub(crate) fn has_strong_proof(&self) -> bool {
        self.answer().keys().any(|key| key != "info")
    }

    /// The good answer with this in the place of everything that proves its success.
    pub(crate) fn unproven(&self, value: Option<&Value>) -> Vec<u8> {
        let mut answer = self.answer();
        let markers = ["status", "success", "info"].iter();
        for key in self.operation.success.iter().chain(markers) {
            if answer.contains_key(*key) {
                match value {
                    Some(value) => drop(answer.insert((*key).to_owned(), value.clone())),
                    None => drop(answer.remove(*key)),
                }
            }
        }
        serde_json::to_vec(&answer).unwrap()
    }

    pub(crate) fn has_token(&self) -> bool {
        self.operation.auth != Auth::None
    }

    pub(crate) fn is_file(&self) -> bool {
        self.operation.is_file()
    }

    /// The keys of its answer; of none for a file.
    pub(crate) fn answer(&self) -> Map<String, Value> {
        match serde_json::from_slice(&self.good) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// The good answer with text put before its last brace, such as `,"key":1`.
    pub(crate) fn with(&self, tail: &[u8]) -> Vec<u8> {
        let mut body = self.good.clone();
        if body.last() == Some(&b'}') {
            body.pop();
            body.extend_from_slice(tail);
            body.push(b'}');
        }
        body
    }

    /// The good answer with text put after its first brace, such as `"key":1,`.
    pub(crate) fn after(&self, head: &[u8]) -> Vec<u8> {
        let mut body = self.good.clone();
        if body.first() == Some(&b'{') {
            body.splice(1..1, head.iter().copied());
        }
        body
    }
}

fn resolve<'a>(api: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => api.pointer(&reference[1..]).unwrap(),
        None => value,
    }
}
