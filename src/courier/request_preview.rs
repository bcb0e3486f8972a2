//! A request that is shown instead of sent, as JSON or as a `curl` command.

use url::Url;

use super::http::Request;
use crate::console::sanitize_json;

/// A request without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestPreview {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// A JSON text.
    pub(crate) body: Option<String>,
}

impl RequestPreview {
    /// Returns the preview of a request.
    pub(super) fn new(request: Request<'_>) -> Self {
        Self {
            method: request.method.to_string(),
            url: request.url,
            headers: request.headers,
            body: request.json,
        }
    }

    /// Returns a `curl` command for a POSIX shell. It takes the secret from an environment variable.
    pub(crate) fn to_curl(&self, variable: &str) -> String {
        let quoted = |text: &str| shlex::try_quote(text).map_or_else(|_| String::new(), Into::into);
        let mut command = format!(
            "curl -sS -X {} {} -H \"Authorization: Bearer ${variable}\"",
            self.method,
            quoted(self.url.as_str())
        );
        for (name, value) in &self.headers {
            command = format!("{command} -H {}", quoted(&format!("{name}: {value}")));
        }
        if let Some(body) = &self.body {
            command = format!(
                "{command} -H 'Content-Type: application/json' -d {}",
                quoted(&sanitize_json(body))
            );
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courier::http::{Method, RequestAuth, Server};

    #[test]
    fn curl_command_is_quoted_and_contains_no_secret() {
        let url: Url = "http://127.0.0.1:1/q?a=b&c".parse().unwrap();
        let request = Request {
            method: Method::POST,
            server: Server::new(&url, None),
            url,
            auth: RequestAuth::Bearer("pk_prod_FAKE"),
            headers: vec![("x-courier-user-id", "o'brien $HOME".to_owned())],
            json: Some(r#"{"query":"query { count }"}"#.to_owned()),
            subject: String::new(),
            is_idempotent: true,
        };
        let curl = RequestPreview::new(request).to_curl("COURIER_JWT");
        assert_eq!(
            curl,
            r#"curl -sS -X POST 'http://127.0.0.1:1/q?a=b&c' -H "Authorization: Bearer $COURIER_JWT" -H "x-courier-user-id: o'brien "'$HOME' -H 'Content-Type: application/json' -d '{"query":"query { count }"}'"#
        );
    }
}
