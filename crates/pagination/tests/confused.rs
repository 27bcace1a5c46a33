//! Portals that count, number or repeat their pages wrongly, one kind a test.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use viettel_idc_core::{Error, ErrorKind};
use viettel_idc_pagination::{Collected, Drift, PageData, PageRequest, Pager};

type Item = (Option<String>, String);

/// What a portal says of its list beside a page.
type Says = (Option<i64>, Option<i64>);

fn with_ids(range: std::ops::Range<usize>) -> Vec<Item> {
    range
        .map(|n| (Some(n.to_string()), format!("item {n}")))
        .collect()
}

/// Walks a list whose pages `answer` gives by their number; the second number is that of requests.
async fn walk(
    says: Says,
    mut answer: impl FnMut(usize) -> Vec<Item> + Send + 'static,
) -> (Result<Collected<Item>, Error>, usize) {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let pager = Pager::new(
        move |request: PageRequest| {
            count.fetch_add(1, Ordering::Relaxed);
            let page = PageData {
                pages: says.0,
                records: says.1,
                ..PageData::bare(answer(usize::try_from(request.page).unwrap()))
            };
            Box::pin(async move { Ok(page) })
        },
        |item: &Item| item.0.clone(),
    );
    let outcome = pager.collect().await;
    (outcome, calls.load(Ordering::Relaxed))
}

fn slice(page: usize, size: usize, total: usize) -> Vec<Item> {
    with_ids((page * size).min(total)..((page + 1) * size).min(total))
}

/// F19.
#[tokio::test]
async fn a_portal_whose_pages_0_and_1_are_the_same_gives_all_items_once() {
    for says in [
        (Some(3), Some(60)),
        (Some(3), None),
        (None, Some(60)),
        (None, None),
    ] {
        let (all, calls) = walk(says, |page| slice(page.saturating_sub(1), 25, 60)).await;
        let all = all.unwrap();
        assert_eq!(*all, with_ids(0..60), "{says:?}");
        assert!(all.report.drift.contains(&Drift::CountsFromOne), "{says:?}");
        assert!(calls <= 5, "{says:?}: {calls} calls");
    }
}

#[tokio::test]
async fn a_portal_that_counts_from_1_and_has_no_page_0_gives_all_items_once() {
    for says in [
        (Some(3), Some(60)),
        (Some(3), None),
        (None, Some(60)),
        (None, None),
    ] {
        let (all, _) = walk(says, |page| match page {
            0 => Vec::new(),
            page => slice(page - 1, 25, 60),
        })
        .await;
        assert_eq!(*all.unwrap(), with_ids(0..60), "{says:?}");
    }
}

/// Core-review 6.
#[tokio::test]
async fn an_empty_page_in_the_middle_does_not_end_the_list() {
    for says in [(Some(4), Some(75)), (Some(4), None), (None, Some(75))] {
        let (all, _) = walk(says, |page| match page {
            0 => slice(0, 25, 75),
            1 => Vec::new(),
            page => slice(page - 1, 25, 75),
        })
        .await;
        let all = all.unwrap();
        assert_eq!(*all, with_ids(0..75), "{says:?}");
        assert!(all.report.drift.contains(&Drift::EmptyPage { page: 1 }));
    }
}

/// Core-review 6.
#[tokio::test]
async fn a_list_cut_short_is_an_error_that_says_how_much_is_missing() {
    let (cut, calls) = walk((Some(4), Some(100)), |page| match page {
        0 => slice(0, 25, 100),
        _ => Vec::new(),
    })
    .await;
    let error = cut.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    let text = error.to_string();
    assert!(text.contains("75 of 100 items cannot be reached"), "{text}");
    assert!(text.contains("ask for larger pages"), "{text}");
    assert_eq!(calls, 3);

    let (cut, calls) = walk((Some(4), None), |_| slice(0, 25, 100)).await;
    let text = cut.unwrap_err().to_string();
    assert!(text.contains("3 of 4 pages cannot be reached"), "{text}");
    assert_eq!(calls, 3);
}

#[tokio::test]
async fn empty_pages_at_the_end_are_reported_when_only_the_pages_are_counted() {
    let (all, _) = walk((Some(4), None), |page| slice(page, 25, 50)).await;
    let drift = all.unwrap().report.drift;
    let expected = Drift::MiscountedPages {
        expected: 4,
        found: 2,
    };
    assert!(drift.contains(&expected), "{drift:?}");
}

/// Core-review 16.
#[tokio::test]
async fn items_without_ids_are_not_walked_for_ever() {
    for says in [(None, None), (Some(1), None), (Some(0), Some(0))] {
        let (all, calls) = walk(says, |_| {
            (0..40).map(|n| (None, format!("item {n}"))).collect()
        })
        .await;
        let all = all.unwrap();
        assert_eq!(all.len(), 40, "{says:?}");
        assert!(calls <= 3, "{says:?}: {calls} calls");
        let drift = &all.report.drift;
        assert!(drift.contains(&Drift::WithoutId { items: 40 }), "{drift:?}");
        assert!(
            drift.contains(&Drift::RepeatedPage { page: 1 }),
            "{drift:?}"
        );
    }
}

#[tokio::test]
async fn a_list_without_end_ends_with_an_error() {
    let (endless, calls) = walk((None, None), |page| vec![(None, format!("item {page}"))]).await;
    let text = endless.unwrap_err().to_string();
    assert!(text.contains("still goes on"), "{text}");
    assert_eq!(calls, 10_000);
}

#[tokio::test]
async fn different_items_with_one_id_are_all_given() {
    let (all, _) = walk((Some(2), Some(6)), |page| {
        (0..3)
            .map(|n| (Some("0".to_owned()), format!("item {}", page * 3 + n)))
            .collect()
    })
    .await;
    let all = all.unwrap();
    assert_eq!(all.len(), 6);
    let id = "0".to_owned();
    assert!(all.report.drift.contains(&Drift::AmbiguousId { id }));
}

#[tokio::test]
async fn absurd_counts_do_not_cut_the_list() {
    for pages in [Some(i64::MIN), Some(-1), Some(0), Some(1), Some(i64::MAX)] {
        for records in [
            Some(i64::MIN),
            Some(-5),
            Some(0),
            Some(7),
            Some(24),
            Some(60),
        ] {
            let (all, calls) = walk((pages, records), |page| slice(page, 25, 60)).await;
            assert_eq!(*all.unwrap(), with_ids(0..60), "{pages:?} {records:?}");
            assert!(calls <= 6, "{calls}");
        }
    }
    let (all, _) = walk((Some(3), Some(i64::MAX)), |page| slice(page, 25, 60)).await;
    let drift = all.unwrap().report.drift;
    let expected = Drift::Miscounted {
        expected: i64::MAX,
        found: 60,
    };
    assert!(drift.contains(&expected), "{drift:?}");
}

#[tokio::test]
async fn a_list_nobody_counts_says_so() {
    let (all, _) = walk((None, None), |page| slice(page, 25, 60)).await;
    let all = all.unwrap();
    assert_eq!(*all, with_ids(0..60));
    assert_eq!(all.report.drift, [Drift::Uncounted]);
}
