//! Walking lists of well-behaved and of confused portals.
#![allow(clippy::unwrap_used)]

use futures_util::StreamExt;
use viettel_idc_core::{Error, ErrorKind};
use viettel_idc_pagination::{Drift, PageData, PageRequest, Pager};

fn pager(
    mut answer: impl FnMut(PageRequest) -> Result<PageData<u32>, Error> + Send + 'static,
) -> Pager<u32> {
    Pager::new(
        move |request: PageRequest| {
            let page = answer(request);
            Box::pin(async move { page })
        },
        |item| Some(item.to_string()),
    )
}

/// A portal with this many items that counts them as told.
fn portal(items: u32, pages: Option<i64>, records: Option<i64>) -> Pager<u32> {
    pager(move |request| {
        let size = request.per_page.unwrap_or(25);
        let first = u32::try_from(request.page * size).unwrap();
        let last = (first + u32::try_from(size).unwrap()).min(items);
        let items = (first..last).collect();
        Ok(PageData {
            items,
            current: Some(request.page),
            pages,
            records,
            per_page: Some(size),
            losses: Vec::new(),
        })
    })
}

#[tokio::test]
async fn a_list_is_walked_to_its_end_with_no_page_too_many() {
    let mut list = portal(120, Some(5), Some(120));
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item.unwrap());
    }
    assert_eq!(items, (0..120).collect::<Vec<_>>());
    assert_eq!(list.report().pages, 5);
    let full = portal(100, Some(4), Some(100)).pages().count().await;
    assert_eq!(full, 4);
}

#[tokio::test]
async fn a_wrong_count_of_pages_neither_cuts_the_list_nor_prolongs_it() {
    for pages in [Some(0), Some(1), Some(3), Some(99), None] {
        for records in [Some(60), None] {
            let items = portal(60, pages, records).collect().await.unwrap();
            assert_eq!(items.len(), 60, "{pages:?} {records:?}");
        }
    }
}

#[tokio::test]
async fn an_empty_list_is_empty() {
    let mut list = portal(0, Some(0), Some(0));
    assert!(list.next().await.is_none());
    assert!(list.report().drift.is_empty());
}

#[tokio::test]
async fn a_portal_that_ignores_the_page_is_not_walked_for_ever() {
    let all = pager(|_| Ok(PageData::bare((0..40).collect())));
    assert_eq!(all.collect().await.unwrap().len(), 40);
}

#[tokio::test]
async fn a_portal_that_ignores_the_page_and_hides_items_is_an_error() {
    let mut part = pager(|_| {
        let items = (0..25).collect();
        Ok(PageData {
            items,
            current: Some(0),
            pages: Some(4),
            records: Some(100),
            per_page: Some(25),
            losses: Vec::new(),
        })
    });
    for _ in 0..25 {
        part.next().await.unwrap().unwrap();
    }
    let error = part.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!(
        error
            .to_string()
            .contains("75 of 100 items cannot be reached"),
        "{error}"
    );
    assert!(part.next().await.is_none());
}

#[tokio::test]
async fn a_list_that_grows_while_walked_gives_no_item_twice_and_says_so() {
    let mut list = pager(|request| {
        let page = |items: std::ops::Range<u32>, records| PageData {
            items: items.rev().collect(),
            current: Some(request.page),
            pages: Some(2),
            records: Some(records),
            per_page: Some(3),
            losses: Vec::new(),
        };
        Ok(if request.page == 0 {
            page(4..7, 6)
        } else {
            page(2..5, 7)
        })
    })
    .limit(5);
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item.unwrap());
    }
    assert_eq!(items, [6, 5, 4, 3, 2]);
    let drift = &list.report().drift;
    assert!(
        drift.contains(&Drift::Recounted {
            before: 6,
            after: 7
        }),
        "{drift:?}"
    );
    assert!(
        drift.contains(&Drift::Repeated { id: "4".to_owned() }),
        "{drift:?}"
    );
}

#[tokio::test]
async fn limit_and_page_size_are_kept_and_nothing_is_fetched_ahead() {
    let mut list = portal(60, Some(6), Some(60)).per_page(10).limit(12);
    assert_eq!(list.report().pages, 0);
    let mut count = 0;
    while let Some(item) = list.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, list.report().pages), (12, 2));
    let pages: Vec<usize> = portal(60, Some(6), Some(60))
        .per_page(10)
        .limit(12)
        .pages()
        .map(|page| page.unwrap().items.len())
        .collect()
        .await;
    assert_eq!(pages, [10, 2]);
}

/// Core-review, "What Rust users miss" 6: an error neither ends the list nor loses the report.
#[tokio::test]
async fn after_an_error_the_list_goes_on_with_the_page_that_failed() {
    let flaky = || {
        let mut calls = 0;
        pager(move |request| {
            calls += 1;
            if matches!(calls, 2 | 4) {
                return Err(Error::timeout("slow"));
            }
            let first = u32::try_from(request.page).unwrap() * 2;
            Ok(PageData {
                pages: Some(3),
                records: Some(6),
                ..PageData::bare(vec![first, first + 1])
            })
        })
    };
    let mut list = flaky();
    let (mut items, mut errors) = (Vec::new(), 0);
    while let Some(item) = list.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(_) => errors += 1,
        }
    }
    assert_eq!((items, errors), ((0..6).collect(), 2));
    assert_eq!((list.report().pages, list.report().items), (3, 6));

    let mut list = flaky();
    assert!(list.collect_mut().await.is_err());
    assert_eq!(list.report().pages, 1, "the report outlives the error");
    assert!(list.collect_mut().await.is_err());
    let all = list.collect_mut().await.unwrap();
    assert_eq!(*all, (0..6).collect::<Vec<_>>());
    assert_eq!(all.report.items, 6);

    let stream: Vec<bool> = StreamExt::map(flaky(), |item| item.is_ok()).collect().await;
    assert_eq!(stream, [true, true, false], "a stream ends with its error");
}

#[tokio::test]
async fn a_page_size_of_zero_is_refused() {
    let mut zero = portal(5, None, None).per_page(0);
    assert_eq!(
        zero.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert!(zero.next().await.is_none());
}
