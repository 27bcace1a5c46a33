//! `cargo xtask test [area…]`.

mod answers;
mod areas;
mod javascript;
mod kotlin;
mod outcome;
mod parse;
mod phones;
mod python;
mod swift;

use std::process::ExitCode;
use std::time::Instant;

use crate::project;
use outcome::Tally;

/// One part of the tests.
struct Area {
    name: &'static str,
    what: &'static str,
    run: fn(&mut Tally),
}

const AREAS: &[Area] = &[
    Area {
        name: "format",
        what: "rustfmt",
        run: areas::format,
    },
    Area {
        name: "generate",
        what: "generated files match the spec",
        run: areas::generate,
    },
    Area {
        name: "spec",
        what: "the spec, by other people's tools",
        run: areas::spec,
    },
    Area {
        name: "rust",
        what: "unit, integration and documentation tests",
        run: areas::rust,
    },
    Area {
        name: "clippy",
        what: "clippy, warnings denied",
        run: areas::clippy,
    },
    Area {
        name: "tour",
        what: "the tour holds in every step",
        run: areas::tour,
    },
    Area {
        name: "python",
        what: "the Python package, from its wheel",
        run: python::python,
    },
    Area {
        name: "wasm",
        what: "the JavaScript package, in Node, bundlers and a browser",
        run: javascript::javascript,
    },
    Area {
        name: "kotlin",
        what: "the Kotlin packages, on the JVM",
        run: kotlin::kotlin,
    },
    Area {
        name: "swift",
        what: "the Swift package: it parses, its symbols are there, and it runs where Swift can",
        run: swift::swift,
    },
    Area {
        name: "deny",
        what: "licences, advisories, duplicate dependencies",
        run: areas::deny,
    },
];

pub(crate) fn run(wanted: &[String]) -> ExitCode {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !AREAS.iter().any(|area| area.name == **name))
    {
        eprintln!("there is no area {unknown:?}; the areas are:");
        for area in AREAS {
            eprintln!("  {:<10} {}", area.name, area.what);
        }
        return ExitCode::from(2);
    }
    let mut tally = Tally::default();
    for area in AREAS
        .iter()
        .filter(|area| wanted.is_empty() || wanted.iter().any(|n| n == area.name))
    {
        println!("\n== {}: {}", area.name, area.what);
        let start = Instant::now();
        (area.run)(&mut tally);
        println!(
            "== {} took {:.0} s",
            area.name,
            start.elapsed().as_secs_f64()
        );
    }
    tally.report(project::is_ci())
}
