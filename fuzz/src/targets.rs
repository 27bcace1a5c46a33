//! What is fed, and what must hold.

use std::cell::RefCell;
use std::time::{Duration, SystemTime};

use futures_util::{StreamExt, pin_mut};
use serde_json::{Value, json};
use viettel_idc::core::wire::{Money, Shape, conform, read};
use viettel_idc::core::{OPERATIONS, Operation};
use viettel_idc::{Client, TokenPair};

use crate::canonical::{check, misfit};
use crate::portal::{arguments, client, wait};
use crate::{Source, answer, any};

/// A function that takes any bytes, and panics when a promise is broken.
pub type Target = fn(&[u8]);

/// All targets by name.
pub static TARGETS: &[(&str, Target)] = &[
    ("wire", wire),
    ("shapes", shapes),
    ("scalars", scalars),
    ("money", money),
    ("envelope", envelope),
    ("pager", pager),
    ("jwt", jwt),
    ("file_name", file_name),
    ("base_url", base_url),
    ("profile", profile),
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, target)| *target)
}

fn operation(source: &mut Source<'_>) -> &'static Operation {
    &OPERATIONS[source.below(OPERATIONS.len())]
}

/// Bytes as an answer.
fn wire(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let operation = operation(&mut source);
    let text = source.rest();
    let Ok(document) = read(text) else {
        // All JSON is read; what is not may be refused.
        assert!(
            serde_json::from_slice::<Value>(text).is_err(),
            "JSON was refused"
        );
        return;
    };
    check(operation, &document.value);
}

/// An answer that is mostly of its shape, through the text it is sent as.
fn shapes(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let operation = operation(&mut source);
    let Some(shape) = operation.response else {
        return;
    };
    let answer = answer(&mut source, shape);
    let document = read(answer.to_string().as_bytes()).unwrap();
    assert_eq!(document.repairs, []);
    check(operation, &document.value);
    check(operation, &any(&mut source));
}

/// One text as every kind of single value.
fn scalars(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for shape in [
        Shape::Text,
        Shape::Id,
        Shape::Decimal,
        Shape::Date,
        Shape::DateTime,
        Shape::Scalar,
        Shape::Integer,
        Shape::Flag,
    ] {
        let Ok(once) = conform(json!(text), &shape) else {
            continue;
        };
        assert_eq!(misfit(&once.value, &shape), None);
        let again = conform(&once.value, &shape).unwrap();
        assert_eq!(
            (again.value, again.repairs),
            (once.value, vec![]),
            "{text:?}"
        );
    }
}

/// Texts as amounts, and sums of them.
fn money(bytes: &[u8]) {
    let mut sum = Money::ZERO;
    let mut exact = Some(Money::ZERO);
    for text in String::from_utf8_lossy(bytes).split('\n') {
        let strict = text.parse::<Money>();
        let Ok(read) = conform(json!(text), &Shape::Decimal) else {
            continue;
        };
        let amount: Money = read.value.as_str().unwrap().parse().unwrap();
        if let Ok(strict) = strict {
            assert_eq!(strict, amount, "{text:?}");
        }
        assert_eq!(amount.to_string(), read.value.as_str().unwrap());
        exact = exact.and_then(|exact| exact.checked_add(amount));
        sum += amount;
    }
    if let Some(exact) = exact {
        assert_eq!(exact, sum);
    }
}

/// Bytes as the answer to a call, with any status.
fn envelope(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let operation = operation(&mut source);
    let status = *source.one(&[
        200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503,
    ]);
    let made;
    let body = if source.chance(128) {
        let mut answer = match operation.response {
            Some(shape) => answer(&mut source, shape),
            None => any(&mut source),
        };
        if let Some(members) = answer.as_object_mut() {
            let name = *source.one(&[
                "error", "success", "status", "errors", "result", "info", "x",
            ]);
            members.insert(name.to_owned(), any(&mut source));
        }
        made = answer.to_string();
        made.as_bytes()
    } else {
        source.rest()
    };
    let client = client(
        status,
        vec![("content-type", operation.media_type.into())],
        body,
    );
    let arguments = arguments(operation);
    if operation.is_file() {
        drop(wait(client.download(operation.id, &arguments)).map_err(|error| error.to_string()));
    } else {
        drop(wait(client.call(operation.id, &arguments)).map_err(|error| error.to_string()));
    }
}

/// Bytes as every page of a list: walking it ends.
fn pager(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let lists: Vec<&Operation> = OPERATIONS
        .iter()
        .filter(|one| one.paging.is_some())
        .collect();
    let operation = *source.one(&lists);
    let made;
    let body = if source.chance(200) {
        let shape = operation.response.unwrap();
        made = answer(&mut source, shape).to_string();
        made.as_bytes()
    } else {
        source.rest()
    };
    let client = client(200, vec![], body);
    let pager = client.pages(operation.id, arguments(operation)).unwrap();
    let seen = wait(async {
        let items = pager.limit(500).items().take(2000);
        pin_mut!(items);
        let mut seen = 0;
        while let Some(item) = items.next().await {
            if item.is_err() {
                break;
            }
            seen += 1;
        }
        seen
    });
    assert!(seen <= 500, "{seen} items of one page");
}

/// Bytes as an access token.
fn jwt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let pair = TokenPair::new(text.into_owned(), None);
    if let Some(end) = pair.expires_at() {
        drop(end.duration_since(SystemTime::now()));
        let _ = end.checked_add(Duration::from_secs(1));
    }
    assert!(!format!("{pair:?}").contains("eyJ"), "a token prints");
}

/// Bytes as the name of a file that is downloaded: it never leaves its folder.
fn file_name(bytes: &[u8]) {
    let operation = Operation::find("billing_invoice_pdf").unwrap_or_else(|| {
        OPERATIONS
            .iter()
            .find(|operation| operation.is_file())
            .unwrap()
    });
    let headers = vec![
        ("content-type", operation.media_type.as_bytes().to_vec()),
        ("content-disposition", bytes.to_vec()),
    ];
    let client = client(200, headers, b"%PDF-1.7");
    let Ok(download) = wait(client.download(operation.id, &arguments(operation))) else {
        return;
    };
    if let Some(name) = download.file_name() {
        assert!(!name.is_empty() && name != "." && name != "..", "{name:?}");
        assert!(!name.contains(['/', '\\', '\0']), "{name:?}");
    }
}

/// Bytes as the address of a portal; one with a password does not print it.
fn base_url(bytes: &[u8]) {
    const SECRET: &str = "correct-horse";
    let text = String::from_utf8_lossy(bytes);
    drop(Client::builder().base_url(&text).build());
    if let Some((before, after)) = text.split_once('@') {
        let user = before.rsplit_once(':').map_or(before, |(user, _)| user);
        let url = format!("{user}:{SECRET}@{after}");
        if let Err(error) = Client::builder().base_url(&url).build() {
            assert!(!error.to_string().contains(SECRET), "{error}");
        }
    }
}

/// Bytes as the file of profiles; its place is what `VIETTEL_IDC_CONFIG` says.
fn profile(bytes: &[u8]) {
    thread_local! {
        static PATH: RefCell<Option<String>> = RefCell::new(std::env::var("VIETTEL_IDC_CONFIG").ok());
    }
    PATH.with_borrow(|path| {
        let Some(path) = path else {
            return;
        };
        std::fs::write(path, bytes).unwrap();
        for name in ["default", "a", ""] {
            drop(Client::from_profile(name).and_then(viettel_idc::ClientBuilder::build));
        }
    });
}
