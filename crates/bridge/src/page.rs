//! Paged lists.

use serde::Serialize;
use serde_json::{Value, json};
use viettel_idc::{Drift, Error, Loss, Pager, Report};

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
    lost: usize,
    losses: Vec<Value>,
}

impl From<&Report> for Seen {
    fn from(report: &Report) -> Self {
        Self {
            pages: report.pages,
            items: report.items,
            drift: report.drift.iter().map(drift).collect(),
            lost: report.lost,
            losses: report.losses.iter().map(loss).collect(),
        }
    }
}

/// The next page with what was seen so far; its `page` is null at the end.
///
/// # Errors
/// Why the page could not be had.
pub async fn next_page(pager: &mut Pager<Value>) -> Result<String, Error> {
    let page = pager.next_page().await.transpose()?;
    Ok(written(&Next {
        page: page.as_ref().map(|page| Page {
            items: &page.items,
            records: page.records,
        }),
        report: pager.report().into(),
    }))
}

/// What was seen so far: the report of a page that could not be had.
#[must_use]
pub fn report(pager: &Pager<Value>) -> String {
    written(&Seen::from(pager.report()))
}

fn loss(loss: &Loss) -> Value {
    json!({ "page": loss.page, "path": loss.repair.path, "text": loss.repair.to_string() })
}

fn drift(drift: &Drift) -> Value {
    match drift {
        Drift::Repeated { id } => json!({ "kind": "repeated", "id": id }),
        Drift::RepeatedPage { page } => json!({ "kind": "repeated_page", "page": page }),
        Drift::EmptyPage { page } => json!({ "kind": "empty_page", "page": page }),
        Drift::CountsFromOne => json!({ "kind": "counts_from_one" }),
        Drift::AmbiguousId { id } => json!({ "kind": "ambiguous_id", "id": id }),
        Drift::WithoutId { items } => json!({ "kind": "without_id", "items": items }),
        Drift::Recounted { before, after } => {
            json!({ "kind": "recounted", "before": before, "after": after })
        }
        Drift::Miscounted { expected, found } => {
            json!({ "kind": "miscounted", "expected": expected, "found": found })
        }
        Drift::MiscountedPages { expected, found } => {
            json!({ "kind": "miscounted_pages", "expected": expected, "found": found })
        }
        Drift::Uncounted => json!({ "kind": "uncounted" }),
        _ => json!({ "kind": "other" }),
    }
}
