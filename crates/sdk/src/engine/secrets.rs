//! What must not stand in an error although a portal may repeat it.

use serde_json::Value;
use viettel_idc_auth::Authorization;

use crate::Error;
use crate::core::Operation;

/// The secrets of one call.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn of(
        operation: &Operation,
        body: &[u8],
        authorization: Option<&Authorization>,
    ) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut secrets = Vec::new();
        for path in operation.sensitive_request {
            let fields = path.trim_start_matches("$.").split('.');
            let value = fields.fold(&body, |value, field| &value[field]);
            secrets.extend(value.as_str().map(str::to_owned));
        }
        let header = authorization.and_then(|authorization| authorization.header.to_str().ok());
        secrets.extend(
            header
                .and_then(|header| header.split(' ').nth(1))
                .map(str::to_owned),
        );
        Self(secrets)
    }

    pub(super) fn redact(&self, error: Error) -> Error {
        let secrets: Vec<&str> = self.0.iter().map(String::as_str).collect();
        error.redacted(&secrets)
    }
}
