//! What the tests have in common: random numbers, a client, a call whose every text is collected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use serde_json::json;
use tokio::sync::Notify;
use viettel_idc::core::{Arguments, Operation, TransportErrorKind};
use viettel_idc::{Client, ClientBuilder, Error};

use crate::clock::{Clock, DEADLINE, LIMIT};
use crate::echo;
use crate::images::{Watch, images};
use crate::log::Log;
use crate::portal::{Next, Portal};
use crate::texts::{self, Texts};

pub(crate) fn rng() -> fastrand::Rng {
    let seed = std::env::var("SECRETS_SEED").ok();
    fastrand::Rng::with_seed(seed.map_or(13, |seed| seed.parse().unwrap()))
}

/// What leaked.
#[derive(Default)]
pub(crate) struct Leaks {
    /// For each way its places and one text.
    ways: BTreeMap<String, (BTreeSet<String>, String)>,
    looks: usize,
    /// Texts in which something was struck out.
    struck: usize,
}

/// Most ways that are listed.
const LISTED: usize = 60;

impl Leaks {
    pub(crate) fn look(&mut self, way: &str, watch: &Watch, texts: Texts) {
        self.looks += 1;
        let mut is_struck = false;
        for (place, text) in texts {
            is_struck |= text.contains("***");
            if let Some(found) = watch.leak(&text) {
                let sample = || format!("{found:?} of {:?} in {text:?}", watch.secret);
                let entry = self.ways.entry(way.to_owned());
                let (places, _) = entry.or_insert_with(|| (BTreeSet::new(), sample()));
                places.insert(place);
            }
        }
        self.struck += usize::from(is_struck);
    }

    /// Nothing leaked, and not because nothing was repeated: at least every third error would have
    /// shown a secret.
    #[track_caller]
    pub(crate) fn none(self) {
        let mut list = String::new();
        for (way, (places, sample)) in self.ways.iter().take(LISTED) {
            let _ = writeln!(list, "{way}: {places:?}: {sample}");
        }
        assert!(
            self.ways.is_empty(),
            "{} ways to leak, such as:\n{list}",
            self.ways.len()
        );
        let (looks, struck) = (self.looks, self.struck);
        assert!(
            3 * struck > looks,
            "only {struck} of {looks} calls met a secret"
        );
    }

    /// As [`Leaks::none`], where nothing repeats what it was told.
    #[track_caller]
    pub(crate) fn none_at_all(mut self) {
        self.struck = self.looks + 1;
        self.none();
    }
}

/// What a portal that repeats `secret` may answer, and how a transport may fail over it.
pub(crate) fn answers(secret: &str) -> Vec<(String, Next)> {
    let mut all = Vec::new();
    for (form, image) in images(secret) {
        all.extend(repeated(form, &image));
    }
    for kind in [
        TransportErrorKind::NotSent,
        TransportErrorKind::Invalid,
        TransportErrorKind::Lost,
        TransportErrorKind::TimedOut,
    ] {
        let way = format!("transport failed ({kind:?})");
        all.push((way, Next::Fail(kind, secret.to_owned())));
    }
    all
}

/// What a portal that repeats a text may answer.
pub(crate) fn repeated(form: &str, text: &str) -> Vec<(String, Next)> {
    let all = echo::all(text).into_iter();
    all.map(|echo| (format!("{} as {form}", echo.name), Next::Echo(echo)))
        .collect()
}

pub(crate) fn builder(portal: &Portal) -> ClientBuilder {
    Client::builder()
        .base_url("https://portal.example.com/api")
        .max_attempts(1)
        .timer(Clock::new(Arc::new(Notify::new())))
        .timeout(LIMIT)
        .deadline(DEADLINE)
        .transport(portal.clone())
}

/// Values for what the path of an operation needs.
pub(crate) fn arguments(operation: &Operation) -> Arguments {
    let mut arguments = Arguments::default();
    for part in operation.path.split('/') {
        if let Some(name) = part
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            arguments.path.insert(name.to_owned(), json!("26"));
        }
    }
    arguments
}

/// Calls, and collects everything that could be printed.
pub(crate) async fn call(
    client: &Client,
    log: &Log,
    operation: &Operation,
    arguments: &Arguments,
) -> Texts {
    let mut texts = texts::debug("the client", client);
    texts.extend(texts::debug("the arguments", arguments));
    let failed: Option<Error> = if operation.is_file() {
        match client.download(operation.id, arguments).await {
            Ok(file) => {
                texts.extend(texts::debug("the file", &file));
                file.bytes().await.err()
            }
            Err(error) => Some(error),
        }
    } else {
        match client.call(operation.id, arguments).await {
            Ok(reply) => {
                texts.extend(texts::debug("the reply", &reply));
                let repairs = reply.repairs().iter();
                texts.extend(repairs.map(|repair| ("a repair".to_owned(), repair.to_string())));
                texts.extend(texts::debug("the repairs", &reply.repairs()));
                None
            }
            Err(error) => Some(error),
        }
    };
    texts.extend(failed.iter().flat_map(texts::of));
    texts.push(("the log".to_owned(), log.take()));
    texts
}
