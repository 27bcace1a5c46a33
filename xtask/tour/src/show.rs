//! Readable, paced output.

use std::thread::sleep;
use std::time::Duration;

/// Prints the tour.
pub(crate) struct Show {
    pause: Duration,
    step: usize,
}

impl Show {
    pub(crate) fn new(fast: bool) -> Self {
        Self {
            pause: Duration::from_millis(if fast { 0 } else { 350 }),
            step: 0,
        }
    }

    /// A new step: what is about to happen, and the line of Rust that does it.
    pub(crate) fn step(&mut self, title: &str, code: &str) {
        self.step += 1;
        sleep(self.pause * 2);
        println!("\n{:>2}. {title}", self.step);
        println!("    {code}");
        sleep(self.pause);
    }

    /// Something worth seeing.
    pub(crate) fn say(&self, text: &str) {
        println!("      {text}");
        sleep(self.pause / 3);
    }

    pub(crate) fn end(&self) {
        println!("\nAll {} steps held.", self.step);
    }

    pub(crate) fn broken(&self, error: &dyn std::error::Error) {
        eprintln!("\nStep {} did not hold: {error}", self.step);
        let mut cause = error.source();
        while let Some(inner) = cause {
            eprintln!("  because: {inner}");
            cause = inner.source();
        }
    }
}
