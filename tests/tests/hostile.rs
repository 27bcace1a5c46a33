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
#[path = "hostile/typed.rs"]
mod typed;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::StreamExt;
use viettel_idc::ReqwestTransport;

use cases::Place;
use expected::Pass;
use report::Report;
use run::{Scene, Shared, Way};
use server::Server;
use subject::Subject;

/// Calls under way at once.
const AT_ONCE: usize = 48;

fn is_wanted(variable: &str, name: &str) -> bool {
    std::env::var(variable).map_or(true, |words| name.contains(&words))
}

/// Tries the operations against every answer.
async fn battery(subjects: &[Subject], way: Way) -> Report {
    let trap = Server::start().await;
    let scene = Scene {
        server: Server::start().await,
        transport: Shared(Arc::new(ReqwestTransport::new())),
        place: Place { trap: trap.port() },
    };
    let cases = cases::all();
    let mut work = Vec::new();
    for case in cases
        .iter()
        .filter(|case| is_wanted("HOSTILE_CASE", &case.name))
    {
        for subject in subjects.iter().filter(|subject| (case.applies)(subject)) {
            work.push((case, subject, Pass::Ever));
            if case.meaning.has_second(subject) {
                work.push((case, subject, Pass::Once));
            }
        }
    }
    let report = Mutex::new(Report::new(subjects.len(), cases.len()));
    futures_util::stream::iter(work)
        .for_each_concurrent(AT_ONCE, |(case, subject, pass)| {
            let (scene, report) = (&scene, &report);
            async move {
                let outcome = run::run(scene, case, subject, pass, way).await;
                let faults = run::faults(case, subject, pass, &outcome);
                let mut report = report.lock().unwrap();
                report.count(case, subject, pass, &outcome);
                for fault in faults {
                    report.fault(case, subject, pass, fault);
                }
            }
        })
        .await;
    let strays = scene.server.strays() + trap.strays();
    assert_eq!(strays, 0, "redirects were followed");
    report.into_inner().unwrap()
}

/// No call that acts is done twice, or is a success without proof; every read gets through if any
/// attempt could; every error says what was answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_survives_every_kind_of_answer() {
    let started = Instant::now();
    let subjects: Vec<_> = Subject::all()
        .into_iter()
        .filter(|subject| is_wanted("HOSTILE_OPERATION", subject.operation.id))
        .collect();
    let report = battery(&subjects, Way::Name).await;
    let folder = viettel_idc_tests::root().join("target");
    std::fs::write(folder.join("hostile.md"), report.table()).unwrap();
    println!(
        "{}, {:.0?}; see target/hostile.md",
        report.summary(),
        started.elapsed()
    );
    report.check();
}

/// What is typed after the verdict gets the same verdict.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn methods_survive_every_kind_of_answer() {
    let is_sampled = |subject: &Subject| typed::SAMPLE.contains(&subject.operation.id);
    let subjects: Vec<_> = Subject::all().into_iter().filter(is_sampled).collect();
    assert_eq!(subjects.len(), typed::SAMPLE.len());
    battery(&subjects, Way::Method).await.check();
}
