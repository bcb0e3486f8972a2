//! A request, and its headers.

use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT},
};
use url::Url;

use super::{error::HttpError, server::Server};

/// A request to send.
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// The server that the URL belongs to, for errors.
    pub(crate) server: Server,
    pub(crate) auth: RequestAuth<'a>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The JSON body.
    pub(crate) json: Option<String>,
    /// The user, message or other thing that the request is about, for the log.
    pub(crate) subject: String,
    /// True if sending the request twice has the same effect as sending it once.
    pub(crate) is_idempotent: bool,
}

/// The secret that authorizes a request, and its place in the request.
#[derive(Clone, Copy)]
pub(crate) enum RequestAuth<'a> {
    /// A secret in `Authorization: Bearer`.
    Bearer(&'a str),
    /// A secret in the header of this name.
    Header(&'static str, &'a str),
    /// A secret that the URL contains already.
    InUrl(&'a str),
    /// No secret.
    Anonymous,
}

impl<'a> RequestAuth<'a> {
    /// Returns the secret, which is empty if there is none.
    pub(crate) fn secret(self) -> &'a str {
        match self {
            Self::Bearer(secret) | Self::Header(_, secret) | Self::InUrl(secret) => secret,
            Self::Anonymous => "",
        }
    }
}

impl Request<'_> {
    /// Returns all headers. The one with the secret is marked as sensitive.
    ///
    /// # Errors
    /// Returns an error if a value contains a character that is not allowed in a header.
    pub(super) fn header_map(&self) -> Result<HeaderMap, HttpError> {
        let value = |text: &str| {
            HeaderValue::from_bytes(text.as_bytes()).map_err(|_| HttpError::InvalidHeader)
        };
        let mut headers = HeaderMap::new();
        let secret = match self.auth {
            RequestAuth::Bearer(secret) => Some((AUTHORIZATION, format!("Bearer {secret}"))),
            RequestAuth::Header(name, secret) => {
                Some((HeaderName::from_static(name), secret.to_owned()))
            }
            RequestAuth::InUrl(_) | RequestAuth::Anonymous => None,
        };
        if let Some((name, secret)) = secret {
            let mut secret = value(&secret)?;
            secret.set_sensitive(true);
            headers.insert(name, secret);
        }
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        let agent = format!("courier-auth/{} ({os}; {arch})", env!("CARGO_PKG_VERSION"));
        headers.insert(USER_AGENT, value(&agent)?);
        if self.json.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        for (name, text) in &self.headers {
            headers.insert(HeaderName::from_static(name), value(text)?);
        }
        Ok(headers)
    }
}
