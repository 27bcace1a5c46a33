//! Exact bytes of an answer, and how its connection ends.

/// What the server does after the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Waits for the next request.
    Keep,
    /// Closes in good order.
    Close,
    /// Closes with a reset.
    Reset,
    /// Says nothing more, and leaves the connection open.
    Stall,
}

/// One scripted answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
}

impl Answer {
    /// These bytes and no more.
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>, end: End) -> Self {
        Self {
            bytes: bytes.into(),
            end,
        }
    }

    pub(crate) fn cut(mut self, length: usize, end: End) -> Self {
        self.bytes.truncate(length);
        self.end = end;
        self
    }

    /// Where the body begins.
    pub(crate) fn head(&self) -> usize {
        let end = self.bytes.windows(4).position(|four| four == b"\r\n\r\n");
        end.map_or(self.bytes.len(), |end| end + 4)
    }
}

/// An answer of HTTP in good order, whatever its body holds.
pub(crate) struct Http {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Http {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(body)
    }

    pub(crate) fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "text/html; charset=UTF-8")
            .body(body)
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// With the right length, on a connection that goes on.
    pub(crate) fn answer(self) -> Answer {
        let length = self.body.len();
        self.framed(&format!("Content-Length: {length}\r\n"), End::Keep)
    }

    /// With other words about its length; the connection ends, for nobody knows where the body does.
    pub(crate) fn framed(self, framing: &str, end: End) -> Answer {
        let mut bytes = format!("HTTP/1.1 {} Whatever\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(framing.as_bytes());
        if end != End::Keep {
            bytes.extend_from_slice(b"Connection: close\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        let is_bodiless = matches!(self.status, 204 | 304);
        if !is_bodiless {
            bytes.extend_from_slice(&self.body);
        }
        Answer { bytes, end }
    }
}
