//! What came out, as a table and as a list of faults.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::expected::{Got, Pass};

/// Counts of one group of cases.
type Counts = BTreeMap<(&'static str, Pass), BTreeMap<&'static str, Cell>>;

#[derive(Default)]
struct Cell {
    calls: usize,
    requests: usize,
    got: BTreeMap<&'static str, usize>,
}

/// Everything that came out.
#[derive(Default)]
pub(crate) struct Report {
    counts: Counts,
    faults: BTreeMap<(String, Pass, String, String), Vec<&'static str>>,
    pub(crate) calls: usize,
    pub(crate) requests: usize,
}

const CLASSES: [&str; 4] = ["read", "idempotent", "action", "money"];

impl Report {
    pub(crate) fn count(
        &mut self,
        group: &'static str,
        pass: Pass,
        class: &str,
        got: Got,
        requests: usize,
    ) {
        let class = CLASSES.into_iter().find(|known| *known == class).unwrap();
        let row = self.counts.entry((group, pass)).or_default();
        let cell = row.entry(class).or_default();
        cell.calls += 1;
        cell.requests += requests;
        *cell.got.entry(got.name()).or_default() += 1;
        self.calls += 1;
        self.requests += requests;
    }

    pub(crate) fn fault(
        &mut self,
        case: &str,
        pass: Pass,
        class: &str,
        fault: String,
        operation: &'static str,
    ) {
        let key = (case.to_owned(), pass, class.to_owned(), fault);
        self.faults.entry(key).or_default().push(operation);
    }

    /// The table, for people.
    pub(crate) fn table(&self) -> String {
        let mut text = String::from(
            "# Hostile answers\n\nEach cell: results and their number, then requests per call. *ever*: the same answer to every attempt; *once*: a good answer follows.\n\n",
        );
        text.push_str(
            "| answer | pass | read | idempotent | action | money |\n|---|---|---|---|---|---|\n",
        );
        for ((group, pass), row) in &self.counts {
            let pass = match pass {
                Pass::Ever => "ever",
                Pass::Once => "once",
            };
            let _ = write!(text, "| {group} | {pass} |");
            for class in CLASSES {
                let _ = write!(
                    text,
                    " {} |",
                    row.get(class).map(Cell::text).unwrap_or_default()
                );
            }
            text.push('\n');
        }
        let _ = writeln!(text, "\n{} calls, {} requests.", self.calls, self.requests);
        text
    }

    /// The faults, one line for all operations that share it; `None` when there is none.
    pub(crate) fn faults(&self) -> Option<String> {
        if self.faults.is_empty() {
            return None;
        }
        let all: usize = self.faults.values().map(Vec::len).sum();
        let mut text = format!("{all} faults of {} kinds\n", self.faults.len());
        for ((case, pass, class, fault), operations) in &self.faults {
            let first = operations.first().copied().unwrap_or_default();
            let _ = writeln!(
                text,
                "{case} ({pass:?}, {class}): {fault} — {} × such as {first}",
                operations.len()
            );
        }
        Some(text)
    }
}

impl Cell {
    fn text(&self) -> String {
        let mut got: Vec<_> = self.got.iter().collect();
        got.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), **name));
        let got: Vec<_> = got
            .into_iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        let per_call = self.requests as f64 / self.calls as f64;
        format!("{}; {per_call:.2}", got.join(", "))
    }
}
