//! The rows of the refusals, and the requests that they are made of.

/// The text in a request that the accepted and the refused variant fill differently.
pub(super) const GAP: &str = "<?>";

/// A way to send a request, and the way it is refused.
#[derive(Debug, Clone, Copy)]
pub(super) enum Call {
    /// An HTTP request, refused by its response.
    Http,
    /// The question of a browser if a page may send a request, refused by a response that does not
    /// permit it.
    Preflight,
    /// A WebSocket handshake, refused by its response.
    Handshake,
    /// A frame on a socket, refused by an error frame. The frame is the body of the request.
    Frame,
}

/// A request, with or without a [`GAP`].
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) call: Call,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
    /// The settings of the workspace to which it is sent, as JSON.
    pub(super) workspace: String,
}

/// A refused request, and the same one with a correction.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) accepted: Request,
    pub(super) refused: Request,
    /// The HTTP status of the refusal, or the one with which a handshake or preflight request ended.
    pub(super) status: u16,
    /// A part of the refusal: of the rule's code, of the reason in a header, or of the body.
    pub(super) reason: &'static str,
}

impl Request {
    pub(super) fn new(call: Call, method: &str, path: &str) -> Self {
        Self {
            call,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: String::new(),
            workspace: "{}".to_owned(),
        }
    }

    /// An HTTP request.
    pub(super) fn http(method: &str, path: &str) -> Self {
        Self::new(Call::Http, method, path)
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds an `Authorization` header with a token or an API key.
    pub(super) fn bearer(self, credential: &str) -> Self {
        self.header("authorization", format!("Bearer {credential}"))
    }

    pub(super) fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    pub(super) fn workspace(mut self, settings: impl Into<String>) -> Self {
        self.workspace = settings.into();
        self
    }

    /// Returns a row for each accepted and refused text of the gap.
    pub(super) fn rows<A: AsRef<str>, R: AsRef<str>>(
        &self,
        status: u16,
        texts: &[(A, R, &'static str)],
    ) -> Vec<Row> {
        let row = |(accepted, refused, reason): &(A, R, &'static str)| Row {
            accepted: self.filled(accepted.as_ref()),
            refused: self.filled(refused.as_ref()),
            status,
            reason,
        };
        texts.iter().map(row).collect()
    }

    /// Returns the request with a text in the place of the gap.
    fn filled(&self, text: &str) -> Self {
        let fill = |part: &String| part.replace(GAP, text);
        let headers = self.headers.iter();
        Self {
            call: self.call,
            method: fill(&self.method),
            path: fill(&self.path),
            headers: headers.map(|(name, value)| (*name, fill(value))).collect(),
            body: fill(&self.body),
            workspace: fill(&self.workspace),
        }
    }
}
