//! Inputs without a fuzzer: those that are kept, and changes to them.

use std::path::PathBuf;

/// The inputs kept for a target.
#[must_use]
pub fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).join(target);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|files| files.flatten().map(|file| file.path()).collect())
        .unwrap_or_default();
    files.sort();
    files
        .iter()
        .filter_map(|file| std::fs::read(file).ok())
        .collect()
}

/// Changes to inputs, the same for the same seed.
pub struct Changes {
    inputs: Vec<Vec<u8>>,
    random: fastrand::Rng,
    current: Vec<u8>,
}

impl Changes {
    /// Changes to these inputs.
    #[must_use]
    pub fn new(mut inputs: Vec<Vec<u8>>, seed: u64) -> Self {
        inputs.push(Vec::new());
        Self {
            inputs,
            random: fastrand::Rng::with_seed(seed),
            current: Vec::new(),
        }
    }

    /// The next input.
    pub fn input(&mut self) -> &[u8] {
        let random = &mut self.random;
        if self.current.is_empty() || random.u8(..) < 48 {
            self.current
                .clone_from(&self.inputs[random.usize(..self.inputs.len())]);
        }
        let current = &mut self.current;
        for _ in 0..=random.usize(..4) {
            let at = random.usize(..=current.len());
            match random.u8(..8) {
                0 => current.insert(at, random.u8(..)),
                1 => current.insert(
                    at,
                    *random
                        .choice(b" \"'{}[]:,.-+eE0123456789/\\<>%=;&@#\n")
                        .unwrap_or(&0),
                ),
                2 if at < current.len() => {
                    current.remove(at);
                }
                3 if at < current.len() => current[at] ^= 1 << random.u8(..8),
                4 if at < current.len() => current[at] = random.u8(..),
                5 => current.truncate(at.max(1)),
                6 => {
                    let other = &self.inputs[random.usize(..self.inputs.len())];
                    let from = random.usize(..=other.len());
                    let until = from + random.usize(..=(other.len() - from).min(32));
                    let part = other[from..until].to_vec();
                    current.splice(at..at, part);
                }
                _ => current.extend((0..random.usize(..8)).map(|_| random.u8(..))),
            }
        }
        current.truncate(4096);
        current
    }
}
