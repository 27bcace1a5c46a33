//! The client, as far as it is native.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use viettel_idc::{Client, Error, TokenPair};

use crate::config::Config;
use crate::drive::drive;
use crate::outcome::{Given, describe};
use crate::pager::NativePager;
use crate::request::{Request, parse};
use crate::{files, waiting};

/// A client of the portal, shared by any number of threads.
#[pyclass(frozen)]
pub(crate) struct Native {
    config: Config,
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
        let client = self.config.build(tokens)?;
        // The parent's sockets must not be closed by the child.
        std::mem::forget(live.replace((process, client.clone())));
        Ok(client)
    }

    fn for_request(&self, request: &Request) -> Result<Client, Error> {
        request.options.apply(&self.client()?)
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
    /// Builds a client; gives it and None, or None and what is wrong.
    #[staticmethod]
    fn build(config: &str) -> PyResult<(Option<Self>, Option<String>)> {
        let made = parse::<Config>(config).and_then(|config| {
            let native = Self {
                config,
                live: Mutex::new(None),
            };
            native.config.build(None).map(|_| native)
        });
        Ok(match made {
            Ok(native) => (Some(native), None),
            Err(error) => (None, Some(describe(&error))),
        })
    }

    /// Calls an operation.
    #[pyo3(signature = (request, done = None))]
    fn call(&self, py: Python<'_>, request: &str, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let ready = Request::parse(request).and_then(|mut request| {
            let client = self.for_request(&request)?;
            let arguments = request.arguments();
            Ok((client, request, arguments))
        });
        let (client, request, arguments) = match ready {
            Ok(ready) => ready,
            Err(error) => return refused(py, error, done),
        };
        let work = async move {
            let reply = client.call(&request.operation, &arguments).await?;
            Ok(Given::answer(&reply))
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
        let ready =
            Request::parse(request).and_then(|request| Ok((self.for_request(&request)?, request)));
        match ready {
            Ok((client, request)) => drive(py, files::open(client, request), done),
            Err(error) => refused(py, error, done),
        }
    }

    /// Walks a paged list.
    fn pages(
        &self,
        request: &str,
        per_page: Option<u32>,
        limit: Option<usize>,
    ) -> (Option<NativePager>, Option<String>) {
        let pager = Request::parse(request).and_then(|mut request| {
            let client = self.for_request(&request)?;
            let arguments = request.arguments();
            client.pages(&request.operation, arguments)
        });
        match pager {
            Ok(pager) => (Some(NativePager::new(pager, per_page, limit)), None),
            Err(error) => (None, Some(describe(&error))),
        }
    }

    /// Waits for a virtual machine; `progress` is told what is seen.
    #[pyo3(signature = (request, progress, done = None))]
    fn wait(
        &self,
        py: Python<'_>,
        request: &str,
        progress: Option<Py<PyAny>>,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let ready = parse::<waiting::Wait>(request).and_then(|wait| Ok((self.client()?, wait)));
        match ready {
            Ok((client, wait)) => drive(py, waiting::wait(client, wait, progress), done),
            Err(error) => refused(py, error, done),
        }
    }

    /// Logs in, logs out or ends the session: `login`, `logout`, `revoke`.
    #[pyo3(signature = (action, done = None))]
    fn session(
        &self,
        py: Python<'_>,
        action: String,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let client = match self.client() {
            Ok(client) => client,
            Err(error) => return refused(py, error, done),
        };
        let work = async move {
            match action.as_str() {
                "login" => client.login().await?,
                "logout" => client.logout().await?,
                _ => client.revoke().await?,
            }
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
