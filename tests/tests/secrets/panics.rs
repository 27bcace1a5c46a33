//! A transport or a token store of an application that panics: it costs its own call, no other, and
//! shows nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use serde_json::json;
use viettel_idc::core::{Arguments, Body, BoxFuture, Operation, Transport, TransportError};
use viettel_idc::{Client, Error, Owner, TokenPair, TokenStore};

use crate::images::{USER, Watch};
use crate::log::Log;
use crate::scene::{Leaks, call};

const SECRET: &str = "Xk29-qwPz.77";

/// Panics once, in its own words.
#[derive(Clone, Debug)]
struct Fuse(Arc<AtomicBool>);

impl Fuse {
    fn lit() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    fn blow(&self) {
        assert!(!self.0.swap(false, Ordering::SeqCst), "the fuse has blown");
    }
}

/// Panics with the first request to one path.
#[derive(Debug)]
struct Panicking(&'static str, Fuse);

impl Transport for Panicking {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.uri().path().ends_with(self.0) {
                self.1.blow();
            }
            let body = if request.uri().path().ends_with("/login") {
                json!({ "token": SECRET, "refresh": SECRET })
            } else {
                json!({ "details": {} })
            };
            let body = Body::Full(Bytes::from(body.to_string()));
            Ok(http::Response::new(body))
        })
    }
}

/// Panics with the first save, the first load or the first lock.
#[derive(Debug)]
struct Store(&'static str, Fuse, Mutex<Option<TokenPair>>);

impl TokenStore for Store {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(async move {
            if self.0 == "load" {
                self.1.blow();
            }
            Ok(self.2.lock().unwrap().clone())
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            if self.0 == "save" {
                self.1.blow();
            }
            *self.2.lock().unwrap() = tokens;
            Ok(())
        })
    }
}

/// core-review 9: the call that met the panic fails; the ones after it work.
#[tokio::test]
async fn a_panic_of_the_application_costs_one_call() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let (mut leaks, watch) = (Leaks::default(), Watch::new(SECRET));
    for place in ["/login", "/balance", "load", "save"] {
        let transport = Panicking(place, Fuse::lit());
        let store = Store(place, Fuse::lit(), Mutex::default());
        let client = Client::builder()
            .base_url("https://portal.example.com/api")
            .password(USER, SECRET)
            .transport(transport)
            .token_store(store)
            .build()
            .unwrap();
        let first = {
            let client = client.clone();
            let called = async move {
                let arguments = Arguments::default();
                client.call("billing_balance", &arguments).await
            };
            tokio::spawn(called).await
        };
        let balance = Operation::find("billing_balance").unwrap();
        // With or without an error: what matters is the next one.
        if let Ok(Err(error)) = &first {
            leaks.look(place, &watch, crate::texts::of(error));
        }
        let later = {
            let (client, log) = (client.clone(), log.clone());
            tokio::spawn(async move {
                let texts = call(&client, &log, balance, &Arguments::default()).await;
                let works = client.call("billing_balance", &Arguments::default()).await;
                (texts, works.err())
            })
        };
        let (texts, error) = later
            .await
            .unwrap_or_else(|_| panic!("{place}: calls after it panic"));
        assert!(error.is_none(), "{place}: {}", error.unwrap());
        leaks.look(place, &watch, texts);
    }
    leaks.none_at_all();
}
