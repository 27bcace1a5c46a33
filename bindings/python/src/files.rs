//! Downloads.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use pyo3::prelude::*;
use tokio::sync::Mutex;
use viettel_idc::{Client, Download, Error};
use viettel_idc_bridge::Request;

use crate::drive::drive;
use crate::outcome::{Given, Outcome};

pub(crate) async fn open(client: Client, mut request: Request) -> Outcome {
    let arguments = request.arguments();
    let file = client.download(&request.operation, &arguments).await?;
    Ok(Given::File(Box::new(file)))
}

/// How far a file has been read.
enum Content {
    Whole(Download),
    Open(Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>),
    Read,
}

/// A file on its way; it can be read once.
#[pyclass(frozen)]
pub(crate) struct NativeDownload {
    #[pyo3(get)]
    content_type: Option<String>,
    #[pyo3(get)]
    file_name: Option<String>,
    #[pyo3(get)]
    size: Option<u64>,
    content: Arc<Mutex<Content>>,
}

impl NativeDownload {
    pub(crate) fn new(file: Download) -> Self {
        Self {
            content_type: file.content_type().map(str::to_owned),
            file_name: file.file_name(),
            size: file.size(),
            content: Arc::new(Mutex::new(Content::Whole(file))),
        }
    }
}

async fn take(content: &Mutex<Content>) -> Result<Download, Error> {
    match std::mem::replace(&mut *content.lock().await, Content::Read) {
        Content::Whole(file) => Ok(file),
        _ => Err(Error::invalid_request(
            "the file was already read; download it again",
        )),
    }
}

#[pymethods]
impl NativeDownload {
    /// The whole file.
    #[pyo3(signature = (done = None))]
    fn read(&self, py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let content = Arc::clone(&self.content);
        drive(
            py,
            async move { Ok(Given::Bytes(take(&content).await?.bytes().await?)) },
            done,
        )
    }

    /// Writes it there.
    #[pyo3(signature = (path, done = None))]
    fn save_to(
        &self,
        py: Python<'_>,
        path: PathBuf,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let content = Arc::clone(&self.content);
        let work = async move {
            let saved = take(&content).await?.save_to(path).await?;
            Ok(Given::Json(saved.bytes.to_string()))
        };
        drive(py, work, done)
    }

    /// The next piece; None at the end.
    #[pyo3(signature = (done = None))]
    fn next_chunk(&self, py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let content = Arc::clone(&self.content);
        let work = async move {
            let mut content = content.lock().await;
            if matches!(*content, Content::Whole(_))
                && let Content::Whole(file) = std::mem::replace(&mut *content, Content::Read)
            {
                *content = Content::Open(Box::pin(file.stream()));
            }
            let chunk = match &mut *content {
                Content::Open(stream) => stream.next().await.transpose()?,
                _ => None,
            };
            Ok(chunk.map_or(Given::Nothing, Given::Bytes))
        };
        drive(py, work, done)
    }
}
