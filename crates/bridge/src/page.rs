//! Paged lists.

use serde::Serialize;
use serde_json::{Value, json};
use viettel_idc::{Drift, Error, Pager};

use crate::describe::written;

#[derive(Serialize)]
struct Next<'a> {
    page: Option<Page<'a>>,
    report: Seen,
}

#[derive(Serialize)]
struct Page<'a> {
    items: &'a [Value],
    records: Option<i64>,
}

#[derive(Serialize)]
struct Seen {
    pages: usize,
    items: usize,
    drift: Vec<Value>,
}

/// The next page with what was seen so far; its `page` is null at the end.
///
/// # Errors
/// Why the page could not be had.
pub async fn next_page(pager: &mut Pager<Value>) -> Result<String, Error> {
    let page = pager.next_page().await.transpose()?;
    let report = pager.report();
    Ok(written(&Next {
        page: page.as_ref().map(|page| Page {
            items: &page.items,
            records: page.records,
        }),
        report: Seen {
            pages: report.pages,
            items: report.items,
            drift: report.drift.iter().map(drift).collect(),
        },
    }))
}

fn drift(drift: &Drift) -> Value {
    match drift {
        Drift::Repeated { id } => json!({ "kind": "repeated", "id": id }),
        Drift::Recounted { before, after } => {
            json!({ "kind": "recounted", "before": before, "after": after })
        }
        Drift::Miscounted { expected, found } => {
            json!({ "kind": "miscounted", "expected": expected, "found": found })
        }
        _ => json!({ "kind": "other" }),
    }
}
