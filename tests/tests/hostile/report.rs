//! What came out, as a table and as a list of faults.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::cases::Case;
use crate::expected::Pass;
use crate::run::Outcome;
use crate::subject::Subject;

/// Counts of one group of cases.
type Counts = BTreeMap<(&'static str, Pass), BTreeMap<&'static str, Cell>>;

#[derive(Default)]
struct Cell {
    calls: usize,
    requests: usize,
    got: BTreeMap<&'static str, usize>,
}

/// Everything that came out.
pub(crate) struct Report {
    operations: usize,
    answers: usize,
    calls: usize,
    requests: usize,
    counts: Counts,
    /// Operations by what is wrong with them.
    faults: BTreeMap<String, Vec<&'static str>>,
}

const CLASSES: [&str; 4] = ["read", "idempotent", "action", "money"];

/// Most kinds of fault that are listed.
const LISTED: usize = 300;

fn class(subject: &Subject) -> &'static str {
    let class = subject.operation.safety.to_string();
    CLASSES.into_iter().find(|known| *known == class).unwrap()
}

impl Report {
    pub(crate) fn new(operations: usize, answers: usize) -> Self {
        Self {
            operations,
            answers,
            calls: 0,
            requests: 0,
            counts: Counts::default(),
            faults: BTreeMap::default(),
        }
    }

    pub(crate) fn count(&mut self, case: &Case, subject: &Subject, pass: Pass, outcome: &Outcome) {
        let requests = outcome.seen.requests.len();
        let row = self.counts.entry((case.group, pass)).or_default();
        let cell = row.entry(class(subject)).or_default();
        cell.calls += 1;
        cell.requests += requests;
        *cell.got.entry(outcome.got.name()).or_default() += 1;
        self.calls += 1;
        self.requests += requests;
    }

    pub(crate) fn fault(&mut self, case: &Case, subject: &Subject, pass: Pass, fault: String) {
        let (group, name) = (case.group, &case.name);
        let key = format!("{group}: {name} ({pass:?}, {}): {fault}", class(subject));
        self.faults
            .entry(key)
            .or_default()
            .push(subject.operation.id);
    }

    pub(crate) fn summary(&self) -> String {
        format!(
            "{} operations × {} answers: {} calls, {} requests",
            self.operations, self.answers, self.calls, self.requests
        )
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
        let _ = writeln!(text, "\n{}.", self.summary());
        text
    }

    /// Fails with the faults, one line for all operations that share it.
    #[track_caller]
    pub(crate) fn check(&self) {
        let all: usize = self.faults.values().map(Vec::len).sum();
        let mut text = String::new();
        for (fault, operations) in self.faults.iter().take(LISTED) {
            let first = operations.first().copied().unwrap_or_default();
            let _ = writeln!(text, "{fault} — {} × such as {first}", operations.len());
        }
        let kinds = self.faults.len();
        assert!(kinds == 0, "{all} faults of {kinds} kinds\n{text}");
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
