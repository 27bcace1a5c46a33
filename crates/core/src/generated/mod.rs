pub mod operations { pub static OPERATIONS: &[&crate::Operation] = &[]; }
pub mod types {}
