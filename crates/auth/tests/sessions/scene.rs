//! A portal, a clock and stores that do what a test wants.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use viettel_idc_auth::{Authenticator, Credentials, Lease, Owner, TokenPair, TokenStore};
use viettel_idc_core::{
    BoxFuture, Call, Client, Dispatch, Error, ErrorKind, Json, NoSpawn, Payload, Problem, Response,
    Spawn, Timer,
};
use web_time::{SystemTime, UNIX_EPOCH};

pub(crate) const URL: &str = "https://portal.example.com/api";
pub(crate) const LINH: &str = "linh.tran@example.com";

/// A portal that takes a refresh token once and counts what it is asked.
#[derive(Debug)]
pub(crate) struct Portal {
    pub(crate) logins: AtomicUsize,
    pub(crate) refreshes: AtomicUsize,
    pub(crate) revoked: Mutex<Vec<String>>,
    /// Milliseconds until it answers.
    pub(crate) delay: AtomicU64,
    /// What a refresh answers; `None` for a new pair.
    pub(crate) refusal: Mutex<Option<Error>>,
    /// What a login answers; `None` for a new pair.
    pub(crate) login: Mutex<Option<Result<Value, Error>>>,
    /// When the tokens it gives were made and end, by its own clock.
    pub(crate) life: Mutex<(u64, u64)>,
    spent: Mutex<HashSet<String>>,
}

impl Default for Portal {
    fn default() -> Self {
        Self {
            logins: AtomicUsize::default(),
            refreshes: AtomicUsize::default(),
            revoked: Mutex::default(),
            delay: 20.into(),
            refusal: Mutex::default(),
            login: Mutex::default(),
            life: Mutex::new((0, 1_600)),
            spent: Mutex::default(),
        }
    }
}

impl Portal {
    fn pair(&self, name: &str, n: usize) -> Value {
        let (issued, expires) = *self.life.lock().unwrap();
        json!({ "token": jwt_of(name, issued, expires), "refresh": format!("{name}-{n}") })
    }

    fn answer(&self, call: &Call) -> Result<Value, Error> {
        let body: Value = serde_json::from_slice(call.request.body()).unwrap_or_default();
        match call.operation.id {
            "auth_login" => {
                let n = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
                let told = self.login.lock().unwrap().clone();
                told.unwrap_or_else(|| Ok(self.pair("login", n)))
            }
            "auth_refresh_token" => {
                let n = self.refreshes.fetch_add(1, Ordering::SeqCst) + 1;
                if let Some(error) = self.refusal.lock().unwrap().clone() {
                    return Err(error);
                }
                let refresh = body["refresh_token"].as_str().unwrap().to_owned();
                if self.spent.lock().unwrap().insert(refresh) {
                    Ok(self.pair("refresh", n))
                } else {
                    Err(refused())
                }
            }
            "auth_revoke_token" => {
                let token = body["refresh_token"].as_str().unwrap().to_owned();
                self.revoked.lock().unwrap().push(token);
                Ok(json!({ "status": true }))
            }
            other => panic!("{other}"),
        }
    }
}

impl Dispatch for Portal {
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            // Spent when it arrives, answered later; a spent one is refused at once.
            let answer = self.answer(&call);
            let delay = self.delay.load(Ordering::SeqCst);
            if delay > 0 && (answer.is_ok() || call.operation.id == "auth_login") {
                tokio::time::sleep(Duration::from_millis(delay)).await;
            }
            Ok(Response {
                operation: call.operation,
                status: http::StatusCode::OK,
                headers: http::HeaderMap::new(),
                payload: Payload::Json(Json::read(call.operation, answer?)?),
                attempts: 1,
            })
        })
    }
}

/// A refusal in the portal's own words.
pub(crate) fn refused() -> Error {
    Error::portal(vec![Problem::from_text("invalid_token")])
}

/// A refusal that says nothing of credentials.
pub(crate) fn maintenance() -> Error {
    Error::portal(vec![Problem::from_text("Our system is under maintenance")])
}

/// A clock of this machine; the time of day may be wrong by `skew`.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    pub(crate) seconds: AtomicU64,
    pub(crate) skew: AtomicI64,
}

impl Clock {
    pub(crate) fn set(&self, seconds: u64) {
        self.seconds.store(seconds, Ordering::SeqCst);
    }
}

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        let now = self.seconds.load(Ordering::SeqCst) as i64 + self.skew.load(Ordering::SeqCst);
        UNIX_EPOCH + Duration::from_secs(now as u64)
    }
    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.seconds.load(Ordering::SeqCst))
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[derive(Debug)]
pub(crate) struct Tasks;

impl Spawn for Tasks {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        drop(tokio::spawn(work));
        Ok(())
    }
}

/// What a store does instead of its work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Mood {
    #[default]
    Works,
    Fails,
    Panics,
    Hangs,
}

/// A store whose every side a test can spoil. Clones share it, as processes share a keyring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store(Arc<Shelf>);

#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) pair: Mutex<Option<TokenPair>>,
    /// Given instead of the pair, as by a store that lags.
    pub(crate) lagging: Mutex<Option<TokenPair>>,
    pub(crate) load: Mutex<Mood>,
    pub(crate) save: Mutex<Mood>,
    pub(crate) lock: Mutex<Mood>,
    pub(crate) loads: AtomicUsize,
    pub(crate) saves: AtomicUsize,
    pub(crate) locks: AtomicUsize,
    pub(crate) leases: Arc<AtomicUsize>,
}

impl std::ops::Deref for Store {
    type Target = Shelf;

    fn deref(&self) -> &Shelf {
        &self.0
    }
}

impl Store {
    pub(crate) fn with(pair: TokenPair) -> Self {
        let store = Self::default();
        store.put(Some(pair));
        store
    }

    pub(crate) fn put(&self, pair: Option<TokenPair>) {
        *self.pair.lock().unwrap() = pair;
    }

    pub(crate) fn get(&self) -> Option<TokenPair> {
        self.pair.lock().unwrap().clone()
    }

    /// The refresh token that is stored.
    pub(crate) fn refresh(&self) -> Option<String> {
        Some(self.get()?.refresh()?.expose().to_owned())
    }
}

async fn act(mood: Mood) -> Result<(), Error> {
    match mood {
        Mood::Works => Ok(()),
        Mood::Fails => Err(Error::invalid_request("the keychain is locked")),
        Mood::Panics => panic!("as asked"),
        Mood::Hangs => std::future::pending().await,
    }
}

struct Count(Arc<AtomicUsize>);

impl Drop for Count {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl TokenStore for Store {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(async move {
            self.loads.fetch_add(1, Ordering::SeqCst);
            let mood = *self.load.lock().unwrap();
            act(mood).await?;
            let lagging = self.lagging.lock().unwrap().clone();
            Ok(lagging.or_else(|| self.get()))
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.saves.fetch_add(1, Ordering::SeqCst);
            let mood = *self.save.lock().unwrap();
            act(mood).await?;
            self.put(tokens);
            Ok(())
        })
    }

    fn lock<'a>(&'a self, _: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async move {
            self.locks.fetch_add(1, Ordering::SeqCst);
            let mood = *self.lock.lock().unwrap();
            act(mood).await?;
            self.leases.fetch_add(1, Ordering::SeqCst);
            Ok(Lease::new(Count(self.leases.clone())))
        })
    }
}

pub(crate) fn jwt(issued: u64, expires: u64) -> String {
    jwt_of("header", issued, expires)
}

/// Tokens of one moment differ by their `name` and a number of their own.
pub(crate) fn jwt_of(name: &str, issued: u64, expires: u64) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let n = COUNT.fetch_add(1, Ordering::SeqCst);
    let claims = URL_SAFE_NO_PAD.encode(json!({ "iat": issued, "exp": expires }).to_string());
    format!("{name}.{claims}.{n}")
}

pub(crate) struct Scene {
    pub(crate) portal: Arc<Portal>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) store: Store,
    pub(crate) auth: Authenticator,
}

pub(crate) fn scene(credentials: Credentials, tokens: Option<TokenPair>) -> Scene {
    Scene::start(credentials, tokens, Store::default())
}

/// A client whose only tokens are in its store.
pub(crate) fn stored(credentials: Credentials, store: Store) -> Scene {
    Scene::start(credentials, None, store)
}

impl Scene {
    pub(crate) fn start(credentials: Credentials, tokens: Option<TokenPair>, store: Store) -> Self {
        let (portal, clock) = (Arc::<Portal>::default(), Arc::<Clock>::default());
        Self::at(portal, clock, credentials, tokens, store, Arc::new(Tasks))
    }

    pub(crate) fn at(
        portal: Arc<Portal>,
        clock: Arc<Clock>,
        credentials: Credentials,
        tokens: Option<TokenPair>,
        store: Store,
        spawn: Arc<dyn Spawn>,
    ) -> Self {
        let client = Client::new(URL, portal.clone());
        let auth = Authenticator::new(
            credentials,
            tokens,
            Arc::new(store.clone()),
            clock.clone(),
            spawn,
            client,
        );
        Self {
            portal,
            clock,
            store,
            auth,
        }
    }

    /// Another client of the same portal, clock and store.
    pub(crate) fn twin(&self, credentials: Credentials) -> Self {
        let (portal, clock) = (self.portal.clone(), self.clock.clone());
        Self::at(
            portal,
            clock,
            credentials,
            None,
            self.store.clone(),
            Arc::new(Tasks),
        )
    }

    /// The same, with nothing to run tasks on.
    pub(crate) fn without_tasks(credentials: Credentials, tokens: Option<TokenPair>) -> Self {
        Self::at(
            Arc::default(),
            Arc::default(),
            credentials,
            tokens,
            Store::default(),
            Arc::new(NoSpawn),
        )
    }

    /// Logins and refreshes the portal was asked for.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (
            self.portal.logins.load(Ordering::SeqCst),
            self.portal.refreshes.load(Ordering::SeqCst),
        )
    }

    /// The refresh token that is held.
    pub(crate) fn held(&self) -> Option<String> {
        Some(self.auth.tokens()?.refresh()?.expose().to_owned())
    }

    pub(crate) async fn kind(&self) -> Option<ErrorKind> {
        self.auth.authorization().await.err().map(|e| e.kind())
    }
}

pub(crate) fn password() -> Credentials {
    Credentials::Password {
        username: LINH.into(),
        password: "secret".into(),
        remember: true,
    }
}

pub(crate) fn user(name: &str) -> Credentials {
    Credentials::Password {
        username: name.into(),
        password: "secret".into(),
        remember: false,
    }
}

/// A pair that ends at second 1,000.
pub(crate) fn pair() -> TokenPair {
    TokenPair::new(jwt(0, 1_000), Some("r0".into()))
}

/// A pair that has ended whatever the time is.
pub(crate) fn ended() -> TokenPair {
    TokenPair::new(jwt(0, 0), Some("r0".into()))
}

pub(crate) fn owned(pair: TokenPair, user: Option<&str>) -> TokenPair {
    pair.with_owner(Some(Owner::new(URL, user)))
}
