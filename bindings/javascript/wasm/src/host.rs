//! What the platform brings; `src/host.ts` of the package has the other side.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The platform, as one client sees it.
    #[derive(Clone, Debug)]
    pub type Host;

    /// Begins to send a request; `headers` are names and values by turns.
    #[wasm_bindgen(method)]
    pub fn send(
        this: &Host,
        method: &str,
        url: &str,
        headers: Vec<String>,
        body: Option<Uint8Array>,
    ) -> Exchange;

    /// Begins to sleep so many milliseconds.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &Host, milliseconds: f64) -> Nap;

    /// Milliseconds that never run backwards.
    #[wasm_bindgen(method)]
    pub fn monotonic(this: &Host) -> f64;

    /// The stored tokens as JSON, or nothing.
    #[wasm_bindgen(method, catch)]
    pub fn load(this: &Host) -> Result<Promise, JsValue>;

    /// Stores tokens as JSON, or forgets them.
    #[wasm_bindgen(method, catch)]
    pub fn save(this: &Host, tokens: Option<String>) -> Result<Promise, JsValue>;

    /// A function that gives back the right to renew the tokens.
    #[wasm_bindgen(method, catch)]
    pub fn lock(this: &Host) -> Result<Promise, JsValue>;

    /// A sleep.
    pub type Nap;

    /// Done when it has been slept.
    #[wasm_bindgen(method)]
    pub fn done(this: &Nap) -> Promise;

    /// Wakes up for good: a timer that nobody waits for would keep a program alive.
    #[wasm_bindgen(method)]
    pub fn cancel(this: &Nap);

    /// A request under way.
    #[derive(Clone, Debug)]
    pub type Exchange;

    /// The response's beginning; refused with a text when there is none.
    #[wasm_bindgen(method)]
    pub fn head(this: &Exchange) -> Promise;

    /// The next piece of the body, or nothing at its end.
    #[wasm_bindgen(method)]
    pub fn read(this: &Exchange) -> Promise;

    /// Gives it up; the connection closes.
    #[wasm_bindgen(method)]
    pub fn abort(this: &Exchange);

    /// The beginning of a response.
    #[derive(Clone, Debug)]
    pub type Head;

    #[wasm_bindgen(method, getter)]
    pub fn status(this: &Head) -> u16;

    /// Names and values by turns.
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &Head) -> Vec<String>;
}

#[wasm_bindgen(raw_module = "../panic.js")]
extern "C" {
    /// Tells that this instance is at its end.
    pub fn panicked(message: &str);
}

/// What went wrong on the other side, in words.
pub fn words(thrown: &JsValue) -> String {
    thrown
        .as_string()
        .or_else(|| {
            js_sys::Reflect::get(thrown, &"message".into())
                .ok()?
                .as_string()
        })
        .unwrap_or_else(|| "for a reason the platform does not tell".to_owned())
}
