//! Previews of requests, without secrets, as data or as a `curl` command.

use url::Url;

use super::http::Request;

/// A preview of a request: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestPreview {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The JSON body, `None` for a GET.
    pub(crate) body: Option<String>,
}

impl RequestPreview {
    /// Returns the preview of a request.
    pub(super) fn of(request: Request<'_>) -> Self {
        Self {
            method: request.method().to_string(),
            url: request.url,
            headers: request.headers,
            body: request.json,
        }
    }

    /// Returns a `curl` command for a POSIX shell that sends the request. The command reads the
    /// bearer token from the shell variable.
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
                quoted(body)
            );
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courier::http::Secret;

    #[test]
    fn curl_command_is_quoted_and_contains_no_secret() {
        let request = Request {
            url: "http://127.0.0.1:1/q?a=b&c".parse().unwrap(),
            secret: Secret::Bearer("pk_prod_FAKE"),
            headers: vec![("x-courier-user-id", "o'brien $HOME".to_owned())],
            json: Some(r#"{"query":"query { count }"}"#.to_owned()),
            about: String::new(),
            repeatable: true,
        };
        let curl = RequestPreview::of(request).to_curl("COURIER_JWT");
        assert_eq!(
            curl,
            r#"curl -sS -X POST 'http://127.0.0.1:1/q?a=b&c' -H "Authorization: Bearer $COURIER_JWT" -H "x-courier-user-id: o'brien "'$HOME' -H 'Content-Type: application/json' -d '{"query":"query { count }"}'"#
        );
    }
}
