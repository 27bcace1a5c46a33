//! `fuzz TARGET SECONDS [SEED]`: runs one target on changes to its kept inputs and says how many.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::time::{Duration, Instant};

use viettel_idc_fuzz::{Changes, corpus, target};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let name = words.first().expect("fuzz TARGET SECONDS [SEED]");
    let run = target(name).expect("no such target");
    let seconds: f64 = words.get(1).map_or(5.0, |text| text.parse().unwrap());
    let seed: u64 = words.get(2).map_or(1, |text| text.parse().unwrap());
    let kept = corpus(name);
    kept.iter().for_each(|input| run(input));
    let mut changes = Changes::new(kept, seed);
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut count = 0_u64;
    while Instant::now() < end {
        for _ in 0..64 {
            let input = changes.input();
            let shown = Shown(input);
            run(input);
            std::mem::forget(shown);
        }
        count += 64;
    }
    println!("{name}: {count} inputs");
}

/// Shows the input when its run panics.
struct Shown<'a>(&'a [u8]);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        eprintln!("input: b\"{}\"", self.0.escape_ascii());
    }
}
