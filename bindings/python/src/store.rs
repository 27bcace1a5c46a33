//! A token store written in Python: an object with `load()` and `save(tokens)`.

use std::fmt;
use std::sync::Arc;

use pyo3::prelude::*;
use viettel_idc::core::BoxFuture;
use viettel_idc::{Error, Owner, TokenPair, TokenStore};

use crate::callback::ask_python;

/// A token store written in Python.
#[derive(Clone)]
pub(crate) struct PythonStore(Arc<Py<PyAny>>);

impl PythonStore {
    pub(crate) fn new(store: Py<PyAny>) -> Self {
        Self(Arc::new(store))
    }

    /// Asks it on a thread where it may take its time.
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(Python<'_>, &Py<PyAny>) -> PyResult<T> + Send + 'static,
    ) -> Result<T, Error> {
        let store = Arc::clone(&self.0);
        let refuse = |why: String| Error::invalid_request(format!("the token store failed: {why}"));
        tokio::task::spawn_blocking(move || ask_python(|py| ask(py, &store)))
            .await
            .map_err(|error| refuse(error.to_string()))?
            .map_err(refuse)
    }
}

impl fmt::Debug for PythonStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PythonStore")
    }
}

impl TokenStore for PythonStore {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(self.ask(|py, store| {
            let kept = store.call_method0(py, "load")?.into_bound(py);
            if kept.is_none() {
                return Ok(None);
            }
            let mut parts = kept.extract::<Vec<Option<String>>>()?.into_iter();
            let (token, refresh) = (parts.next().flatten(), parts.next().flatten());
            // A pair of two kept as a list of three, or as the `Tokens` it was.
            let owner = parts.next().flatten();
            let owner = owner.or_else(|| kept.getattr("owner").ok()?.extract().ok()?);
            let owner = owner.map(|text| Owner::from(text.as_str()));
            Ok(token.map(|token| TokenPair::new(token, refresh.map(Into::into)).with_owner(owner)))
        }))
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.ask(|py, store| {
            let kept = tokens.map(|pair| {
                let parts = (
                    pair.token().expose().to_owned(),
                    pair.refresh().map(|refresh| refresh.expose().to_owned()),
                    pair.owner().map(ToString::to_string),
                );
                py.import("viettel_idc.tokens")?
                    .call_method1("Tokens", parts)
            });
            store
                .call_method1(py, "save", (kept.transpose()?,))
                .map(drop)
        }))
    }
}
