//! Who is calling: credentials, the tokens they turn into, and their renewal.
//!
//! [`Authenticator`] hands out the `Authorization` header of a call. It renews tokens before they
//! end and when the portal refuses them, once however many calls wait for it, and stores a new pair
//! before it is used.

mod authenticator;
mod credentials;
mod jwt;
mod session;
mod store;
mod tokens;

pub use authenticator::{Authenticator, Authorization};
pub use credentials::Credentials;
pub use store::{Lease, MemoryStore, TokenStore};
pub use tokens::TokenPair;
