//! What is known about an operation before it is called. The table is generated from the spec.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;
use viettel_idc_wire::Shape;

use crate::verdict::envelope;

/// One operation of the portal.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Its id, `<resource>_<verb>`.
    pub id: &'static str,
    /// HTTP method, in capitals.
    pub method: &'static str,
    /// Path below the base URL, with `{name}` for its parameters.
    pub path: &'static str,
    /// Name of the resource users reach it through.
    pub resource: &'static str,
    /// Name of its method there.
    pub verb: &'static str,
    /// Whether it may be sent again.
    pub safety: Safety,
    /// The argument without which it only reads.
    pub acts_if: Option<ActsIf>,
    /// Keys of the answer that prove success; none for an operation that only reads.
    pub success: &'static [&'static str],
    /// Whether it wants a token.
    pub auth: Auth,
    /// How well the shape of its answer is known.
    pub confidence: Confidence,
    /// How it pages, if it does.
    pub paging: Option<Paging>,
    /// Media type of a successful answer.
    pub media_type: &'static str,
    /// Secret fields of the request body, as paths such as `$.password`.
    pub sensitive_request: &'static [&'static str],
    /// Secret fields of the answer, as paths.
    pub sensitive_response: &'static [&'static str],
    /// Shape of a successful answer; `None` for a file.
    pub response: Option<&'static Shape>,
}

impl Operation {
    /// The operation with this id.
    ///
    /// ```
    /// use viettel_idc_core::Operation;
    ///
    /// let balance = Operation::find("billing_balance").ok_or("no such operation")?;
    /// assert_eq!((balance.method, balance.path), ("GET", "/balance"));
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Operation> {
        let table = crate::OPERATIONS;
        table
            .binary_search_by(|operation| operation.id.cmp(id))
            .ok()
            .and_then(|i| table.get(i))
    }

    /// The class of one call: an operation that acts only with some argument is a
    /// [`Safety::Read`] without it.
    ///
    /// ```
    /// use viettel_idc_core::{Operation, Safety};
    ///
    /// let upgrade = Operation::find("services_upgrade").ok_or("no such operation")?;
    /// let ask = http::Request::post("/service/292/upgrade").body(br#"{"cycle":"m"}"#.as_slice().into())?;
    /// assert_eq!(upgrade.safety_of(&ask), Safety::Read);
    /// let order = http::Request::post("/service/292/upgrade").body(br#"{"send":true}"#.as_slice().into())?;
    /// assert_eq!(upgrade.safety_of(&order), Safety::Money);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn safety_of(&self, request: &http::Request<Bytes>) -> Safety {
        let acts = match self.acts_if {
            None => true,
            Some(ActsIf::Query(name)) => request.uri().query().is_some_and(|query| {
                form_urlencoded::parse(query.as_bytes())
                    .any(|(key, value)| key == name && !value.is_empty())
            }),
            // A body that cannot be read may say anything.
            Some(ActsIf::Body(name)) => serde_json::from_slice::<Value>(request.body())
                .map_or(true, |body| !envelope::is_false_or_absent(&body[name])),
        };
        if acts { self.safety } else { Safety::Read }
    }

    /// Whether a successful answer is a file rather than JSON.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.response.is_none()
    }
}

/// The argument without which an operation only reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActsIf {
    /// This query parameter.
    Query(&'static str),
    /// This field of the body, unless it is false.
    Body(&'static str),
}

/// Whether an operation may be sent again when its answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Safety {
    /// Changes nothing: may be sent again.
    Read,
    /// Twice is the same as once: may be sent again.
    Idempotent,
    /// Changes something: never sent again once it may have arrived.
    Action,
    /// Can spend or move money: never sent again once it may have arrived.
    Money,
}

impl Safety {
    /// Whether an operation of this class may be sent again although it may have arrived.
    #[must_use]
    pub fn may_repeat(self) -> bool {
        matches!(self, Safety::Read | Safety::Idempotent)
    }
}

impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Safety::Read => "read",
            Safety::Idempotent => "idempotent",
            Safety::Action => "action",
            Safety::Money => "money",
        })
    }
}

/// Whether an operation wants credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Auth {
    /// Open to everybody; no credentials are sent.
    None,
    /// Sent with credentials when there are any.
    Optional,
    /// Refused without credentials.
    Required,
}

/// How well the shape of an answer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The portal's document shows it.
    Document,
    /// Seen on the wire, or read by clients that work.
    Observed,
    /// Inferred from field names or from a sibling; look at [`crate::Reply::raw`] when in doubt.
    Inferred,
}

/// How a list pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Paging {
    /// Property that holds the items.
    pub items: &'static str,
    /// Query parameter with the number of the page, the first being 0.
    pub page: &'static str,
    /// Query parameter with the most items a page may hold.
    pub per_page: &'static str,
}
