//! The decisions of the JavaScript package, as WebAssembly.
//!
//! JSON text goes in and comes out, through the bridge. The network, the clock and the store of
//! tokens are the platform's: an object [`host::Host`] written in TypeScript brings them.
#![cfg(target_arch = "wasm32")]

mod client;
mod files;
mod host;
mod job;
mod pager;
mod store;
mod timer;
mod transport;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(start)]
fn start() {
    // A panic ends the instance; whoever waits for it must hear of it.
    // Only where: what the panic says may hold what was called with.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        host::panicked(&place.unwrap_or_default());
    }));
    // There is no system to ask for chance, and many tabs must not pause alike.
    fastrand::seed(js_sys::Math::random().to_bits());
}
