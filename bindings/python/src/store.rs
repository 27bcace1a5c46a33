//! A token store written in Python: an object with `load()` and `save(tokens)`.

use std::fmt;
use std::sync::Arc;

use pyo3::prelude::*;
use viettel_idc::core::BoxFuture;
use viettel_idc::{Error, TokenPair, TokenStore};

use crate::callback::ask_python;

/// A pair of tokens as Python holds it.
type Pair = Option<(String, Option<String>)>;

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
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenPair>, Error>> {
        Box::pin(async move {
            let pair: Pair = self
                .ask(|py, store| store.call_method0(py, "load")?.extract(py))
                .await?;
            Ok(pair.map(|(token, refresh)| TokenPair::new(token, refresh.map(Into::into))))
        })
    }

    fn save(&self, tokens: Option<TokenPair>) -> BoxFuture<'_, Result<(), Error>> {
        let pair: Pair = tokens.map(|pair| {
            let refresh = pair.refresh().map(|refresh| refresh.expose().to_owned());
            (pair.token().expose().to_owned(), refresh)
        });
        Box::pin(self.ask(|py, store| store.call_method1(py, "save", (pair,)).map(drop)))
    }
}
