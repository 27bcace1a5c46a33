//! What tells items apart.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};
use std::io;

use serde::Serialize;

use crate::{Drift, Report};

/// How an item is told from others: by its id, or else by all of its content.
pub(crate) struct Keys<T> {
    id: fn(&T) -> Option<String>,
    digest: fn(&T) -> u64,
    seen: HashSet<String>,
    /// Ids that different items of one page share: they identify nothing.
    ambiguous: HashSet<String>,
    /// Content of the pages whose items cannot be told apart by ids.
    pages: HashSet<Vec<u64>>,
}

impl<T: Serialize> Keys<T> {
    pub(crate) fn new(id: fn(&T) -> Option<String>) -> Self {
        Self {
            id,
            digest: digest::<T>,
            seen: HashSet::new(),
            ambiguous: HashSet::new(),
            pages: HashSet::new(),
        }
    }
}

impl<T> Keys<T> {
    fn id(&self, item: &T) -> Option<String> {
        (self.id)(item).filter(|id| !id.is_empty() && !self.ambiguous.contains(id))
    }

    /// Takes the items that came before out of a page; `None` when nothing new is on it.
    pub(crate) fn fresh(&mut self, items: Vec<T>, report: &mut Report) -> Option<Vec<T>> {
        self.find_ambiguous(&items, report);
        let ids: Vec<_> = items.iter().map(|item| self.id(item)).collect();
        let without = ids.iter().filter(|id| id.is_none()).count();
        let is_known = |id: &Option<String>| id.as_ref().is_some_and(|id| self.seen.contains(id));
        if ids.iter().all(is_known) {
            return None;
        }
        if without > 0 {
            if !self.pages.insert(items.iter().map(self.digest).collect()) {
                return None;
            }
            count_without_id(report, without);
        }
        let mut fresh = Vec::with_capacity(items.len());
        for (item, id) in items.into_iter().zip(ids) {
            match id {
                Some(id) if !self.seen.insert(id.clone()) => {
                    report.drift.push(Drift::Repeated { id });
                }
                _ => fresh.push(item),
            }
        }
        Some(fresh)
    }

    fn find_ambiguous(&mut self, items: &[T], report: &mut Report) {
        let mut first = std::collections::HashMap::new();
        for item in items {
            let Some(id) = self.id(item) else { continue };
            if let Some(other) = first.insert(id.clone(), item)
                && (self.digest)(other) != (self.digest)(item)
            {
                self.ambiguous.insert(id.clone());
                report.drift.push(Drift::AmbiguousId { id });
            }
        }
    }
}

fn count_without_id(report: &mut Report, more: usize) {
    for drift in &mut report.drift {
        if let Drift::WithoutId { items } = drift {
            *items += more;
            return;
        }
    }
    report.drift.push(Drift::WithoutId { items: more });
}

fn digest<T: Serialize>(item: &T) -> u64 {
    let mut sink = Sink(DefaultHasher::new());
    // What cannot be written has no content to compare; the ids still work.
    let _ = serde_json::to_writer(&mut sink, item);
    sink.0.finish()
}

struct Sink(DefaultHasher);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
