//! Any list of any portal: all items once, or an error, or the report tells; never without end.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use proptest::prelude::*;
use viettel_idc_pagination::{Collected, Drift, PageData, PageRequest, Pager};

/// How a portal gives a list.
#[derive(Clone, Debug)]
struct Portal {
    items: usize,
    size: usize,
    base: usize,
    /// Off by this from the true count; `None` for none at all.
    pages: Option<i64>,
    records: Option<i64>,
    tells_size: bool,
    /// One item in so many has no id; 0 for none.
    without_id: usize,
    /// The page that is empty, and the one that comes in place of its successor.
    empty: Option<usize>,
    repeated: Option<usize>,
    /// Before this call items come in at the front, or go from there.
    change: Option<(usize, i8)>,
    /// What comes after the last page: nothing, or the last page again.
    clamps: bool,
}

fn portals() -> impl Strategy<Value = Portal> {
    let off = || proptest::option::of(prop_oneof![4 => Just(0i64), 1 => -70..70i64]);
    (
        (
            0..80usize,
            1..30usize,
            0..2usize,
            off(),
            off(),
            any::<bool>(),
        ),
        (
            prop_oneof![3 => Just(0usize), 1 => 1..4usize],
            proptest::option::weighted(0.3, 0..4usize),
            proptest::option::weighted(0.3, 0..4usize),
            proptest::option::weighted(0.3, (1..4usize, prop_oneof![-3..0i8, 1..4i8])),
            any::<bool>(),
        ),
    )
        .prop_map(
            |(
                (items, size, base, pages, records, tells_size),
                (without_id, empty, repeated, change, clamps),
            )| Portal {
                items,
                size,
                base,
                pages,
                records,
                tells_size,
                without_id,
                empty,
                repeated,
                change,
                clamps,
            },
        )
}

struct Outcome {
    /// Items that were there all the time.
    steady: BTreeSet<u64>,
    result: Result<Collected<u64>, viettel_idc_core::Error>,
    calls: usize,
}

fn walk(portal: Portal) -> Outcome {
    let state = Arc::new(Mutex::new((
        (100..100 + portal.items as u64).collect::<Vec<u64>>(),
        0usize,
    )));
    let mut steady: BTreeSet<u64> = state.lock().unwrap().0.iter().copied().collect();
    let shared = Arc::clone(&state);
    let given = portal.clone();
    let step = portal.without_id as u64;
    let fetch = move |request: PageRequest| {
        let mut state = shared.lock().unwrap();
        if let Some((_, change)) = given.change.filter(|(call, _)| *call == state.1) {
            let front = usize::from(change.unsigned_abs()).min(state.0.len());
            if change < 0 {
                state.0.drain(..front);
            } else {
                let new = (0..u64::from(change.unsigned_abs())).collect::<Vec<_>>();
                state.0.splice(0..0, new);
            }
        }
        state.1 += 1;
        let (items, size) = (&state.0, given.size);
        let count = items.len().div_ceil(size);
        let mut page = usize::try_from(request.page)
            .unwrap()
            .saturating_sub(given.base);
        if given.repeated.is_some_and(|repeated| repeated + 1 == page) {
            page -= 1;
        }
        if given.clamps {
            page = page.min(count.saturating_sub(1));
        }
        let from = (page * size).min(items.len());
        let mut items = items[from..(from + size).min(items.len())].to_vec();
        if given.empty == Some(page) {
            items.clear();
        }
        let off =
            |off: Option<i64>, count: usize| off.map(|off| i64::try_from(count).unwrap() + off);
        let page = PageData {
            pages: off(given.pages, count),
            records: off(given.records, state.0.len()),
            per_page: given.tells_size.then(|| i64::try_from(size).unwrap()),
            ..PageData::bare(items)
        };
        async move { Ok(page) }.boxed()
    };
    fn id(item: &u64, step: u64) -> Option<String> {
        (step == 0 || !item.is_multiple_of(step)).then(|| item.to_string())
    }
    let id: fn(&u64) -> Option<String> = match step {
        0 => |item| id(item, 0),
        1 => |item| id(item, 1),
        2 => |item| id(item, 2),
        _ => |item| id(item, 3),
    };
    let result = Pager::new(fetch, id).collect().now_or_never().unwrap();
    let state = state.lock().unwrap();
    if portal.change.is_some() {
        steady.retain(|item| state.0.contains(item));
    }
    Outcome {
        steady,
        result,
        calls: state.1,
    }
}

/// Whether a report says that items may be missing, or come twice.
fn tells(drift: &[Drift]) -> bool {
    drift.iter().any(|drift| {
        matches!(
            drift,
            Drift::RepeatedPage { .. }
                | Drift::EmptyPage { .. }
                | Drift::WithoutId { .. }
                | Drift::Recounted { .. }
                | Drift::Miscounted { .. }
                | Drift::MiscountedPages { .. }
                | Drift::Uncounted
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, max_global_rejects: 30_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_items_once_or_an_error_or_the_report_tells(portal in portals()) {
        // A count of items that is wrong by just what another fault hides cannot be told from a right one.
        let is_wrong = |off: Option<i64>| off.is_some_and(|off| off != 0);
        let has_slip = portal.empty.or(portal.repeated).is_some() || portal.change.is_some();
        prop_assume!(!(is_wrong(portal.records) && (is_wrong(portal.pages) || has_slip)));
        let outcome = walk(portal.clone());
        prop_assert!(outcome.calls <= portal.items + 10, "{} calls", outcome.calls);
        if let Ok(all) = outcome.result {
            let distinct: BTreeSet<u64> = all.iter().copied().collect();
            let is_whole = outcome.steady.is_subset(&distinct);
            let is_once = distinct.len() == all.len();
            prop_assert!((is_whole && is_once) || tells(&all.report.drift), "{:?}", all.report);
        }
    }

    /// Where the portal counts rightly and the list stands still, one slip costs nothing.
    #[test]
    fn one_slip_of_a_portal_that_counts_rightly_never_loses_an_item_in_silence(mut portal in portals()) {
        (portal.pages, portal.records) = (Some(0), Some(0));
        (portal.change, portal.without_id) = (None, 0);
        let slips = portal.empty.is_some() || portal.repeated.is_some();
        let outcome = walk(portal.clone());
        match outcome.result {
            Ok(all) => prop_assert_eq!(all.len(), portal.items),
            Err(_) => prop_assert!(slips),
        }
    }

    /// A portal that counts rightly is asked for no page too many, from whichever number it counts.
    #[test]
    fn a_sound_portal_is_walked_with_no_page_too_many(mut portal in portals()) {
        (portal.pages, portal.records) = (Some(0), Some(0));
        (portal.change, portal.without_id) = (None, 0);
        (portal.empty, portal.repeated) = (None, None);
        let outcome = walk(portal.clone());
        let all = outcome.result.unwrap();
        prop_assert_eq!(all.len(), portal.items);
        let pages = portal.items.div_ceil(portal.size);
        let extra = if pages > 1 { portal.base } else { 0 };
        prop_assert_eq!(outcome.calls, pages.max(1) + extra);
    }
}
