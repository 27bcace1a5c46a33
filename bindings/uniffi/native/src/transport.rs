//! Requests by the host's HTTP stack.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use tokio::sync::oneshot;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};

use crate::host::{Arrival, Exchange, Head, Header, HostCall, HostRequest, HostTransport};

#[derive(Debug)]
pub(crate) struct Host(pub(crate) Arc<dyn HostTransport>);

/// Cancels what it holds unless told that it is finished.
struct Open {
    call: Option<Arc<dyn HostCall>>,
    pieces: tokio::sync::mpsc::Receiver<Result<Bytes, TransportError>>,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(call) = self.call.take() {
            // A host may answer while it cancels; nobody reads that.
            self.pieces.close();
            let _ = call.cancel();
        }
    }
}

impl Transport for Host {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = outgoing(&request)?;
            let (exchange, Arrival { head, pieces }) = Exchange::new();
            let call = begin(&self.0, request, exchange).await?;
            let mut open = Open {
                call: Some(call),
                pieces,
            };
            match head.await {
                Ok(Ok(head)) => response(head, open),
                Ok(Err(error)) => {
                    open.call = None;
                    Err(error)
                }
                Err(_) => Err(lost("the host's transport gave no answer")),
            }
        })
    }
}

/// Lets the host begin, on a thread where it may take its time.
async fn begin(
    host: &Arc<dyn HostTransport>,
    request: HostRequest,
    exchange: Arc<Exchange>,
) -> Result<Arc<dyn HostCall>, TransportError> {
    let host = Arc::clone(host);
    let (sender, receiver) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let begun = host.send(request, exchange);
        // The caller may have gone meanwhile.
        if let Err(Ok(call)) = sender.send(begun) {
            let _ = call.cancel();
        }
    });
    let begun = receiver.await;
    let begun = begun.map_err(|_| lost("the host's transport broke"))?;
    begun.map_err(|refusal| lost(&refusal.to_string()))
}

fn outgoing(request: &Request<Bytes>) -> Result<HostRequest, TransportError> {
    let mut headers = Vec::new();
    for (name, value) in request.headers() {
        let value = value.to_str().map_err(|_| {
            TransportError::new(TransportErrorKind::Invalid, "a header cannot be sent")
        })?;
        headers.push(Header {
            name: name.as_str().to_owned(),
            value: value.to_owned(),
        });
    }
    Ok(HostRequest {
        method: request.method().as_str().to_owned(),
        url: request.uri().to_string(),
        headers,
        body: (!request.body().is_empty()).then(|| request.body().to_vec()),
    })
}

fn response(head: Head, open: Open) -> Result<Response<Body>, TransportError> {
    let status = StatusCode::from_u16(head.status)
        .map_err(|_| lost("the host's transport gave no HTTP status"))?;
    let mut response = Response::new(body(open));
    *response.status_mut() = status;
    for Header { name, value } in head.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            response.headers_mut().append(name, value);
        }
    }
    Ok(response)
}

fn body(open: Open) -> Body {
    let stream = futures_util::stream::unfold(open, |mut open| async move {
        let piece = open.pieces.recv().await;
        if !matches!(piece, Some(Ok(_))) {
            // It has ended by itself; there is nothing to cancel.
            open.call = None;
        }
        Some((piece?, open))
    });
    Body::Stream(Box::pin(stream))
}

fn lost(why: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Lost, why)
}
