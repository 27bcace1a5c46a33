//! Every operation of the spec against every kind of answer, over real HTTP, by a server that is not
//! the simulated portal.
//!
//! What the design demands of each answer stands in `hostile/expected.rs`, the answers in
//! `hostile/cases`. The counts are written to `target/hostile.md`. `HOSTILE_CASE=words` runs the
//! cases whose name holds these words, `HOSTILE_OPERATION=id` one operation.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "hostile/answer.rs"]
mod answer;
#[path = "hostile/cases/mod.rs"]
mod cases;
#[path = "hostile/clock.rs"]
mod clock;
#[path = "hostile/connections.rs"]
mod connections;
#[path = "hostile/expected.rs"]
mod expected;
#[path = "hostile/gzip.rs"]
mod gzip;
#[path = "hostile/report.rs"]
mod report;
#[path = "hostile/run.rs"]
mod run;
#[path = "hostile/server.rs"]
mod server;
#[path = "hostile/subject.rs"]
mod subject;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::StreamExt;
use viettel_idc::ReqwestTransport;

use cases::Place;
use expected::Pass;
use report::Report;
use run::Shared;
use server::Server;
use subject::Subject;

/// Calls under way at once.
const AT_ONCE: usize = 48;

fn is_wanted(variable: &str, name: &str) -> bool {
    std::env::var(variable).map_or(true, |words| name.contains(&words))
}

/// No call that acts is done twice, or is a success without proof; every read gets through if any
/// attempt could; every error says what was answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_survives_every_kind_of_answer() {
    let started = Instant::now();
    let (server, trap) = (Server::start().await, Server::start().await);
    let place = Place { trap: trap.port() };
    let transport = Shared(Arc::new(ReqwestTransport::new()));
    let subjects = Subject::all();
    let cases = cases::all();
    let report = Mutex::new(Report::default());
    let mut work = Vec::new();
    for case in cases
        .iter()
        .filter(|case| is_wanted("HOSTILE_CASE", &case.name))
    {
        let subjects = subjects.iter().filter(|subject| {
            (case.applies)(subject) && is_wanted("HOSTILE_OPERATION", subject.operation.id)
        });
        for subject in subjects {
            work.push((case, subject, Pass::Ever));
            if case.meaning.has_second(subject) {
                work.push((case, subject, Pass::Once));
            }
        }
    }
    futures_util::stream::iter(work)
        .for_each_concurrent(AT_ONCE, |(case, subject, pass)| {
            let (server, place, report) = (&server, &place, &report);
            let transport = transport.clone();
            async move {
                let outcome = run::run(server, transport, case, subject, pass, place).await;
                let class = subject.operation.safety.to_string();
                let mut report = report.lock().unwrap();
                let requests = outcome.seen.requests.len();
                report.count(case.group, pass, &class, outcome.got, requests);
                for fault in run::faults(case, subject, pass, &outcome) {
                    let name = format!("{}: {}", case.group, case.name);
                    report.fault(&name, pass, &class, fault, subject.operation.id);
                }
            }
        })
        .await;
    let report = report.into_inner().unwrap();
    let table = report.table();
    std::fs::write(viettel_idc_tests::root().join("target/hostile.md"), &table).unwrap();
    println!(
        "{} operations × {} answers: {} calls, {} requests, {:.0?}; see target/hostile.md",
        subjects.len(),
        cases.len(),
        report.calls,
        report.requests,
        started.elapsed()
    );
    assert_eq!(
        (server.strays(), trap.strays()),
        (0, 0),
        "redirects were followed"
    );
    if let Some(faults) = report.faults() {
        std::fs::write(
            viettel_idc_tests::root().join("target/hostile-faults.txt"),
            &faults,
        )
        .unwrap();
        panic!("{faults}");
    }
}
