//! The type the generated methods hang on.

use std::sync::Arc;
use std::time::Duration;

use crate::Dispatch;
use crate::rt::RequestFactory;

/// One method per operation of the portal; see the `viettel-idc` crate for the API meant for users.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: RequestFactory,
    pub(crate) inner: Ctx,
}

/// What every generated method has at hand.
#[derive(Clone, Debug)]
pub(crate) struct Ctx {
    pub(crate) dispatch: Arc<dyn Dispatch>,
    pub(crate) context: CallContext,
}

/// What a caller may wish for single calls.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallContext {
    /// Longest time one attempt may take.
    pub timeout: Option<Duration>,
    /// Longest time a call may take, waits and attempts together.
    pub deadline: Option<Duration>,
    /// Most attempts, the first included.
    pub max_attempts: Option<u32>,
    /// Whether a loss is an error; see [`crate::Reply::losses`].
    pub strict: Option<bool>,
}

impl Client {
    /// A client of the portal at `base_url` (no trailing slash) whose calls are run by `dispatch`.
    #[must_use]
    pub fn new(base_url: &str, dispatch: Arc<dyn Dispatch>) -> Self {
        Self {
            baseurl: base_url.trim_end_matches('/').to_owned(),
            client: RequestFactory,
            inner: Ctx {
                dispatch,
                context: CallContext::default(),
            },
        }
    }

    /// The same client with other wishes for its calls.
    #[must_use]
    pub fn with_context(&self, context: CallContext) -> Self {
        let mut client = self.clone();
        client.inner.context = context;
        client
    }

    /// The wishes of this client's calls.
    #[must_use]
    pub fn context(&self) -> &CallContext {
        &self.inner.context
    }

    /// Where the portal is.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }
}
