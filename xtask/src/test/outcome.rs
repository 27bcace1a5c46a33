//! Counting what passed, failed and was skipped.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// What a run has come to so far.
#[derive(Default)]
pub(crate) struct Tally {
    passed: usize,
    failed: Vec<String>,
    failed_tests: usize,
    skipped: Vec<String>,
}

impl Tally {
    /// Runs a program that is one test.
    pub(crate) fn check(&mut self, name: &str, command: &mut Command) -> bool {
        let ok = command.status().is_ok_and(|status| status.success());
        self.record(name, ok);
        ok
    }

    /// Notes the outcome of one test.
    pub(crate) fn record(&mut self, name: &str, ok: bool) {
        println!("{} {name}", if ok { "ok  " } else { "FAIL" });
        if ok {
            self.passed += 1;
        } else {
            self.failed.push(name.to_owned());
        }
    }

    /// Notes whether something could be made, and gives it.
    pub(crate) fn made<T>(&mut self, name: &str, made: Result<T, String>) -> Option<T> {
        if let Err(reason) = &made {
            println!("{reason}");
        }
        self.record(name, made.is_ok());
        made.ok()
    }

    /// Notes what could not be tested here, and how to make it possible.
    pub(crate) fn skip(&mut self, name: &str, reason: &str) {
        println!("skip {name}: {reason}");
        self.skipped.push(format!("{name}: {reason}"));
    }

    /// Runs `cargo test` and counts the tests it reports.
    pub(crate) fn cargo_test(&mut self, name: &str, command: &mut Command) {
        let Ok(mut child) = command.stdout(Stdio::piped()).spawn() else {
            return self.record(name, false);
        };
        let (mut passed, mut failed) = (0, 0);
        let lines = child
            .stdout
            .take()
            .map(|stdout| BufReader::new(stdout).lines());
        for line in lines.into_iter().flatten().map_while(Result::ok) {
            if let Some(counts) = line.strip_prefix("test result: ") {
                passed += number_before(counts, " passed");
                failed += number_before(counts, " failed");
            }
            let quiet =
                line.is_empty() || line.ends_with("... ok") || line.starts_with("running 0 tests");
            if !quiet {
                println!("{line}");
            }
        }
        let ok = child.wait().is_ok_and(|status| status.success());
        self.passed += passed;
        self.failed_tests += failed;
        if !ok {
            self.failed.push(name.to_owned());
        }
        // A build that fails runs no test: it must not look like success.
        if passed == 0 && ok {
            self.record(&format!("{name}: no test was run"), false);
        }
    }

    /// Runs `node --test` with the reporter `tap` and counts the tests it reports.
    pub(crate) fn node_test(&mut self, name: &str, command: &mut Command) {
        let output = command.stderr(Stdio::inherit()).output();
        let text = output
            .as_ref()
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let text = text.unwrap_or_default();
        let count = |what: &str| {
            let line = text.lines().rev().find_map(|line| line.strip_prefix(what));
            line.and_then(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        let (passed, failed): (usize, usize) = (count("# pass "), count("# fail "));
        let ok = output.is_ok_and(|output| output.status.success());
        if ok {
            let said = text.lines().filter(|line| line.starts_with("# ~ "));
            said.for_each(|line| println!("{}", &line[4..]));
        } else {
            let mut is_about_failure = false;
            for line in text.lines() {
                if line.starts_with("ok ") || line.starts_with("# Subtest") {
                    is_about_failure = false;
                } else if line.starts_with("not ok ") {
                    is_about_failure = true;
                }
                if is_about_failure {
                    println!("{line}");
                }
            }
        }
        println!("{name}: {passed} passed");
        self.passed += passed;
        self.failed_tests += failed;
        if !ok || passed == 0 {
            self.record(name, false);
        }
    }

    /// Runs pytest and counts the tests it reports.
    pub(crate) fn pytest(&mut self, name: &str, command: &mut Command) {
        let output = command.stderr(Stdio::inherit()).output();
        let text = output
            .as_ref()
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let text = text.unwrap_or_default();
        println!("{text}");
        let last = text
            .lines()
            .rev()
            .find(|line| line.contains(" in "))
            .unwrap_or_default();
        let passed = number_before(last, " passed");
        self.passed += passed;
        self.failed_tests += number_before(last, " failed") + number_before(last, " error");
        let ok = output.is_ok_and(|output| output.status.success());
        if !ok || passed == 0 {
            self.failed.push(name.to_owned());
        }
        let skipped = number_before(last, " skipped");
        if skipped > 0 {
            self.skip(name, &format!("{skipped} tests; run pytest -rs for why"));
        }
    }

    /// Runs Maven and counts the tests in Surefire's reports.
    pub(crate) fn surefire(&mut self, name: &str, command: &mut Command, reports: &Path) {
        let ok = command.status().is_ok_and(|status| status.success());
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        for file in fs::read_dir(reports).into_iter().flatten().flatten() {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            let Some((_, suite)) = text.split_once("<testsuite ") else {
                continue;
            };
            let count = |attribute: &str| -> usize {
                let value = suite.split_once(&format!(" {attribute}=\""));
                let value = value.and_then(|(_, rest)| rest.split('"').next());
                value.and_then(|number| number.parse().ok()).unwrap_or(0)
            };
            let (bad, not_run) = (count("errors") + count("failures"), count("skipped"));
            passed += count("tests") - bad - not_run;
            failed += bad;
            skipped += not_run;
        }
        println!("{name}: {passed} passed");
        self.passed += passed;
        self.failed_tests += failed;
        if skipped > 0 {
            self.skip(name, &format!("{skipped} tests"));
        }
        if !ok || passed == 0 {
            self.record(name, false);
        }
    }

    /// The last words: what failed, what was skipped and why, and the three numbers.
    pub(crate) fn report(&self, nothing_may_be_skipped: bool) -> ExitCode {
        println!();
        self.skipped
            .iter()
            .for_each(|reason| println!("skipped {reason}"));
        self.failed
            .iter()
            .for_each(|name| println!("failed {name}"));
        let failed = self.failed.len().max(self.failed_tests);
        println!(
            "{} passed, {failed} failed, {} skipped",
            self.passed,
            self.skipped.len()
        );
        let strict = nothing_may_be_skipped && !self.skipped.is_empty();
        if failed > 0 || strict {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before
        .rsplit(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}
