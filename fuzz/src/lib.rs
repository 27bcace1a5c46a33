//! Odd input for everything that reads what somebody else wrote. A target takes bytes and panics when
//! a promise is broken; three things feed the targets: the tests (the corpus kept in `corpus/` and
//! changes to it, for a few seconds), `cargo run -p viettel-idc-fuzz -- TARGET SECONDS`, and
//! cargo-fuzz (see `libfuzzer/`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answer;
mod canonical;
#[rustfmt::skip]
mod generated;
mod portal;
mod run;
mod source;
mod targets;

pub use answer::{answer, any};
pub use canonical::{check, misfit};
pub use generated::DECODERS;
pub use portal::called;
pub use run::{Changes, corpus};
pub use source::Source;
pub use targets::{TARGETS, Target, target};

/// Decodes a canonical answer into its type.
pub type Decode = fn(serde_json::Value) -> Result<(), serde_json::Error>;

fn decode<T: serde::de::DeserializeOwned>(
    value: serde_json::Value,
) -> Result<(), serde_json::Error> {
    serde_json::from_value::<T>(value).map(drop)
}
