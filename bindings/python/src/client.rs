//! The client, as far as it is native.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use viettel_idc::{Client, Error, TokenPair};
use viettel_idc_bridge::{self as bridge, Config, Request, Session, Wait, parse};

use crate::callback::tell_python;
use crate::drive::drive;
use crate::outcome::Given;
use crate::pager::NativePager;
use crate::runtime::Renewals;
use crate::store::PythonStore;

/// A client of the portal, shared by any number of threads.
#[pyclass(frozen)]
pub(crate) struct Native {
    /// None for the simulated portal.
    config: Option<Config>,
    store: Option<PythonStore>,
    live: Mutex<Option<(u32, Client)>>,
}

impl Native {
    /// The client of this process: after a fork a new one, with connections of its own.
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some((owner, client)) = &*live
            && *owner == process
        {
            return Ok(client.clone());
        }
        let tokens = live.as_ref().and_then(|(_, client)| client.tokens());
        let client = self.build_with(tokens)?;
        // The parent's sockets must not be closed by the child.
        std::mem::forget(live.replace((process, client.clone())));
        Ok(client)
    }

    fn build_with(&self, tokens: Option<TokenPair>) -> Result<Client, Error> {
        let Some(config) = &self.config else {
            return Client::sandbox();
        };
        let mut builder = config.builder(tokens)?.spawn(Renewals);
        if let Some(store) = &self.store {
            builder = builder.token_store(store.clone());
        }
        builder.build()
    }
}

/// An error before any work began, in the form drive() gives.
pub(crate) fn refused(
    py: Python<'_>,
    error: Error,
    done: Option<Py<PyAny>>,
) -> PyResult<Py<PyAny>> {
    drive(py, async move { Err(error.into()) }, done)
}

#[pymethods]
impl Native {
    /// Builds a client, of the simulated portal without settings; gives it and None, or None and
    /// what is wrong.
    #[staticmethod]
    fn build(
        config: Option<&str>,
        store: Option<Py<PyAny>>,
    ) -> PyResult<(Option<Self>, Option<String>)> {
        let made = config.map(parse).transpose().and_then(|config| {
            let native = Self {
                config,
                store: store.map(PythonStore::new),
                live: Mutex::new(None),
            };
            native.client().map(|_| native)
        });
        Ok(match made {
            Ok(native) => (Some(native), None),
            Err(error) => (None, Some(bridge::refusal(&error))),
        })
    }

    /// Calls an operation.
    #[pyo3(signature = (request, done = None))]
    fn call(&self, py: Python<'_>, request: &str, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let ready = parse::<Request>(request).and_then(|mut request| {
            let client = request.client(&self.client()?)?;
            let arguments = request.arguments();
            Ok((client, request.operation, arguments))
        });
        let (client, operation, arguments) = match ready {
            Ok(ready) => ready,
            Err(error) => return refused(py, error, done),
        };
        let work = async move {
            let reply = client.call(&operation, &arguments).await?;
            Ok(Given::Json(bridge::answer(&reply)))
        };
        drive(py, work, done)
    }

    /// Calls an operation that answers with a file.
    #[pyo3(signature = (request, done = None))]
    fn download(
        &self,
        py: Python<'_>,
        request: &str,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let ready = parse::<Request>(request)
            .and_then(|request| Ok((request.client(&self.client()?)?, request)));
        match ready {
            Ok((client, request)) => {
                let work = async move {
                    let file = request.file(&client).await?;
                    Ok(Given::File(Box::new(file)))
                };
                drive(py, work, done)
            }
            Err(error) => refused(py, error, done),
        }
    }

    /// Walks a paged list.
    fn pages(&self, request: &str) -> (Option<NativePager>, Option<String>) {
        let pager = parse::<Request>(request).and_then(|request| request.pages(&self.client()?));
        match pager {
            Ok(pager) => (Some(NativePager::new(pager)), None),
            Err(error) => (None, Some(bridge::refusal(&error))),
        }
    }

    /// Waits until a thing is as wanted; `progress` is told what is seen.
    #[pyo3(signature = (request, progress, done = None))]
    fn wait(
        &self,
        py: Python<'_>,
        request: &str,
        progress: Option<Py<PyAny>>,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let waiter = match parse::<Wait>(request).and_then(|wait| wait.waiter(&self.client()?)) {
            Ok(waiter) => waiter,
            Err(error) => return refused(py, error, done),
        };
        let waiter = waiter.on_progress(move |seen| {
            let status = seen.status;
            tell_python(|py| match &progress {
                Some(progress) => progress
                    .call1(py, (status, seen.elapsed.as_secs_f64()))
                    .map(drop),
                None => Ok(()),
            });
        });
        drive(
            py,
            async move { Ok(Given::Json(bridge::waited(&waiter.await?))) },
            done,
        )
    }

    /// Logs in, logs out or ends the session: `login`, `logout`, `revoke`.
    #[pyo3(signature = (action, done = None))]
    fn session(
        &self,
        py: Python<'_>,
        action: &str,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let action = parse::<Session>(&format!("{action:?}"));
        let (client, action) = match self.client().and_then(|client| Ok((client, action?))) {
            Ok(ready) => ready,
            Err(error) => return refused(py, error, done),
        };
        let work = async move {
            action.run(&client).await?;
            Ok(Given::Nothing)
        };
        drive(py, work, done)
    }

    /// The tokens as a pair, or None.
    fn tokens(&self) -> Option<(String, Option<String>)> {
        let pair = self.client().ok()?.tokens()?;
        let refresh = pair.refresh().map(|refresh| refresh.expose().to_owned());
        Some((pair.token().expose().to_owned(), refresh))
    }

    /// Goes on with these tokens.
    #[pyo3(signature = (token, refresh, done = None))]
    fn set_tokens(
        &self,
        py: Python<'_>,
        token: String,
        refresh: Option<String>,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let pair = TokenPair::new(token, refresh.map(Into::into));
        match self.client() {
            Ok(client) => drive(
                py,
                async move {
                    client.set_tokens(pair).await?;
                    Ok(Given::Nothing)
                },
                done,
            ),
            Err(error) => refused(py, error, done),
        }
    }

    /// Where the portal is.
    fn base_url(&self) -> Option<String> {
        self.client()
            .ok()
            .map(|client| client.core().base_url().to_owned())
    }
}
