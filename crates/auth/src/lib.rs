//! Who is calling: credentials, the tokens they turn into, and their renewal.
//!
//! [`Authenticator`] hands out the `Authorization` header of a call. It renews tokens before they
//! end and when the portal refuses them, once however many calls wait for it. The renewal is a task of
//! its own: callers may go away while it runs. A new pair is held, then stored.

mod authenticator;
mod credentials;
mod flight;
mod jwt;
mod keep;
mod life;
mod owner;
mod portal;
mod session;
mod sharing;
mod state;
mod store;
mod tokens;

pub use authenticator::{Authenticator, Authorization};
pub use credentials::Credentials;
pub use owner::Owner;
pub use store::{Lease, MemoryStore, TokenStore};
pub use tokens::TokenPair;
