//! The SDK's warnings, in Python's logger.

use std::fmt::{Debug, Write};

use pyo3::types::PyAnyMethods;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::callback::tell_python;

/// Passes warnings on; everything else costs nothing.
struct Warnings;

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
            && *metadata.level() <= Level::WARN
            && metadata.target().starts_with("viettel_idc")
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        let text = format!("{}{}", text.message, text.rest);
        tell_python(|py| {
            let log = py.import("viettel_idc._log")?;
            log.call_method1("warning", ("%s", text)).map(drop)
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Text {
    message: String,
    rest: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            _ => write!(self.rest, ": {value:?}"),
        };
    }
}

/// Begins to listen; this module's own copy of the SDK is the only one that is heard.
pub(crate) fn listen() {
    let _ = tracing::subscriber::set_global_default(Warnings);
}
