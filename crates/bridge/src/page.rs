//! Paged lists.

use serde_json::{Value, json};
use viettel_idc::{Drift, Error, Pager};

/// The next page with what was seen so far; its `page` is null at the end.
///
/// # Errors
/// Why the page could not be had.
pub async fn next_page(pager: &mut Pager<Value>) -> Result<String, Error> {
    let page = pager.next_page().await.transpose()?;
    let report = pager.report();
    let drift: Vec<Value> = report.drift.iter().map(drift).collect();
    let page = page.map(|page| json!({ "items": page.items, "records": page.records }));
    let seen = json!({ "pages": report.pages, "items": report.items, "drift": drift });
    Ok(json!({ "page": page, "report": seen }).to_string())
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
