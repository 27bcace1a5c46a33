//! Where a generated method hands its request to [`crate::Dispatch`].

use std::future::{Ready, ready};

use bytes::Bytes;

use crate::client::Ctx;
use crate::{Call, Client, Error, Operation, Reply, Response};

/// Which operation a generated method runs.
#[derive(Debug)]
pub struct OperationInfo {
    /// The operation's id.
    pub operation_id: &'static str,
}

/// The hooks a generated method calls around its request.
#[allow(async_fn_in_trait)]
pub trait ClientHooks<Inner> {
    /// Before the request; nothing to do here.
    fn pre(&self, _: &mut http::Request<Bytes>, _: &OperationInfo) -> Ready<Result<(), Error>> {
        ready(Ok(()))
    }

    /// Runs the request.
    async fn exec(
        &self,
        request: http::Request<Bytes>,
        info: &OperationInfo,
    ) -> Result<Response, Error>;

    /// After the request; nothing to do here.
    ///
    /// Not `async`: a future that kept the borrowed response would not be `Send`, as a body that
    /// is a stream is not `Sync`.
    fn post(&self, _: &Result<Response, Error>, _: &OperationInfo) -> Ready<Result<(), Error>> {
        ready(Ok(()))
    }
}

impl ClientHooks<Ctx> for Client {
    async fn exec(
        &self,
        request: http::Request<Bytes>,
        info: &OperationInfo,
    ) -> Result<Response, Error> {
        let operation = Operation::find(info.operation_id).ok_or_else(|| {
            Error::invalid_request(format!("there is no operation {}", info.operation_id))
        })?;
        let context = self.inner.context.clone();
        self.inner
            .dispatch
            .dispatch(Call {
                operation,
                request,
                context,
            })
            .await
    }
}

/// What a generated method fails with; always an [`Error`] in the end.
#[derive(Debug)]
pub enum RtError<E> {
    /// The call failed.
    Failed(Error),
    /// An answer with an error status; [`crate::Dispatch`] turns these into `Failed`.
    ErrorResponse(Reply<E>),
    /// A status the spec does not know.
    UnexpectedResponse(Response),
}

impl<E> From<Error> for RtError<E> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl<E> From<RtError<E>> for Error {
    fn from(error: RtError<E>) -> Self {
        let (operation, status) = match error {
            RtError::Failed(error) => return error,
            RtError::ErrorResponse(reply) => (reply.operation(), reply.status()),
            RtError::UnexpectedResponse(response) => (response.operation, response.status),
        };
        Error::portal(Vec::new())
            .with_operation(operation)
            .with_status(status)
    }
}
