//! Requests by the platform's `fetch`.

use bytes::Bytes;
use futures_util::stream::unfold;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Request, Response};
use js_sys::Uint8Array;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::host::{Exchange, Head, Host, words};

/// Any other header would make a browser ask the portal for leave first, which it does not give.
const SENT: [HeaderName; 3] = [ACCEPT, AUTHORIZATION, CONTENT_TYPE];

#[derive(Debug)]
pub(crate) struct HostTransport(pub(crate) Host);

/// Aborts what it holds unless told that it is finished.
#[derive(Debug)]
struct Open {
    exchange: Exchange,
    finished: bool,
}

impl Open {
    fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.finished {
            self.exchange.abort();
        }
    }
}

impl Transport for HostTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let mut headers = Vec::new();
            for name in SENT {
                if let Some(value) = request.headers().get(&name) {
                    let value = value.to_str().map_err(|_| invalid())?;
                    headers.extend([name.as_str().to_owned(), value.to_owned()]);
                }
            }
            let body = (!request.body().is_empty()).then(|| Uint8Array::from(&request.body()[..]));
            let url = request.uri().to_string();
            let exchange = self.0.send(request.method().as_str(), &url, headers, body);
            let open = Open {
                exchange,
                finished: false,
            };
            let head = match JsFuture::from(open.exchange.head()).await {
                Ok(head) => head.unchecked_into::<Head>(),
                Err(thrown) => {
                    open.finish();
                    return Err(failed(&thrown));
                }
            };
            let mut response = Response::new(body_of(open));
            *response.status_mut() = http::StatusCode::from_u16(head.status())
                .map_err(|_| lost("the answer could not be read"))?;
            for pair in head.headers().chunks_exact(2) {
                if let (Ok(name), Ok(value)) = (
                    HeaderName::from_bytes(pair[0].as_bytes()),
                    HeaderValue::from_bytes(pair[1].as_bytes()),
                ) {
                    response.headers_mut().append(name, value);
                }
            }
            Ok(response)
        })
    }
}

fn body_of(open: Open) -> Body {
    Body::Stream(Box::pin(unfold(open, |mut open| async move {
        if open.finished {
            return None;
        }
        match JsFuture::from(open.exchange.read()).await {
            Ok(piece) if piece.is_undefined() => {
                open.finish();
                None
            }
            Ok(piece) => {
                let bytes = Bytes::from(piece.unchecked_into::<Uint8Array>().to_vec());
                Some((Ok(bytes), open))
            }
            Err(thrown) => {
                open.finished = true;
                Some((Err(lost(&words(&thrown))), open))
            }
        }
    })))
}

/// Most platforms do not tell whether anything was sent; then it may have been.
fn failed(thrown: &JsValue) -> TransportError {
    let sent = js_sys::Reflect::get(thrown, &"sent".into());
    let kind = match sent.ok().and_then(|sent| sent.as_bool()) {
        Some(false) => TransportErrorKind::NotSent,
        _ => TransportErrorKind::Lost,
    };
    TransportError::new(kind, words(thrown))
}

fn lost(why: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Lost, why)
}

fn invalid() -> TransportError {
    TransportError::new(TransportErrorKind::Invalid, "a header cannot be sent")
}
