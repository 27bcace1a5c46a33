//! A simulated portal behind a port of this machine.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_util::stream::iter;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::answer::{page, refusal, with_status};
use crate::{Outcome, Portal};

type Answer = http::Response<UnsyncBoxBody<Bytes, io::Error>>;

/// A simulated portal that listens; dropped, it stops listening.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    portal: Arc<Mutex<Portal>>,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Listens on `address`; port 0 takes any free one.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn start(portal: Portal, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let portal = Arc::new(Mutex::new(portal));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, Arc::clone(&portal), stopped));
        Ok(Self {
            address,
            portal,
            stop,
            task,
        })
    }

    /// The base URL for clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// The portal, to switch on faults or to look inside.
    #[must_use]
    pub fn portal(&self) -> Arc<Mutex<Portal>> {
        Arc::clone(&self.portal)
    }

    /// Stops listening and closes all connections.
    pub async fn shutdown(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

async fn accept(
    listener: TcpListener,
    portal: Arc<Mutex<Portal>>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Ends when it is told to, or when the server was dropped.
            _ = stopped.changed() => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&portal)));
                }
                // Out of file handles, most likely; they come back.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            },
        }
    }
}

async fn serve(stream: TcpStream, portal: Arc<Mutex<Portal>>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(request, Arc::clone(&portal)));
    // An error here is a connection that was broken on purpose, or by the other side.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(
    request: http::Request<Incoming>,
    portal: Arc<Mutex<Portal>>,
) -> io::Result<Answer> {
    let limit = portal
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .max_body();
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, limit).collect().await else {
        return Ok(whole(with_status(
            refusal("request_too_large"),
            StatusCode::PAYLOAD_TOO_LARGE,
        )));
    };
    let request = http::Request::from_parts(parts, body.to_bytes());
    let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) else {
        return Ok(whole(page(StatusCode::INTERNAL_SERVER_ERROR)));
    };
    let outcome = portal
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .handle(&request, now);
    match outcome {
        Outcome::Answer(response) => Ok(whole(response)),
        // hyper closes the connection without an answer.
        Outcome::Refused | Outcome::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        Outcome::Truncated(response) => Ok(half(response)),
    }
}

fn whole(response: http::Response<Bytes>) -> Answer {
    response.map(|body| {
        Full::new(body)
            .map_err(|never: Infallible| match never {})
            .boxed_unsync()
    })
}

/// The length of all of it, and half of it.
fn half(response: http::Response<Bytes>) -> Answer {
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(CONTENT_LENGTH, body.len().into());
    let start = Frame::data(body.slice(..body.len() / 2));
    let broken = iter([Ok(start), Err(io::ErrorKind::ConnectionReset.into())]);
    http::Response::from_parts(parts, BodyExt::boxed_unsync(StreamBody::new(broken)))
}
