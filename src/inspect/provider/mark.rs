//! Marks: properties of claims that identify the issuer of a token.

use crate::token::{Object, Value};

/// A property of the claims of a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `iss` is this text.
    Issuer(&'static str),
    /// `iss` names this host or a subdomain of it, as a URL, an e-mail address or a bare name.
    Domain(&'static str),
    /// The host in `iss` starts with this text.
    HostStart(&'static str),
    /// `iss` is a URL whose path contains this text.
    Path(&'static str),
    /// There is a claim of this name.
    Claim(&'static str),
    /// There is no claim of this name.
    Absent(&'static str),
    /// The claim of the first name starts with the text.
    Start(&'static str, &'static str),
}

/// The claim `iss`, taken apart as far as it is a URL.
#[derive(Debug, Default)]
pub(super) struct Issuer<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    host: &'t str,
    path: &'t str,
    /// True if it starts with `https://` or `http://`.
    is_url: bool,
}

impl<'t> Issuer<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let url = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let rest = url.unwrap_or(text);
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        Self {
            text,
            host: host.split_once(':').map_or(host, |(host, _)| host),
            path,
            is_url: url.is_some(),
        }
    }

    /// Returns true if it is a URL with a host.
    pub(super) fn is_url(&self) -> bool {
        self.is_url && !self.host.is_empty()
    }

    /// Returns true if the host is this domain or a subdomain of it.
    pub(super) fn is_within(&self, domain: &str) -> bool {
        let parent = self.host.strip_suffix(domain);
        parent.is_some_and(|parent| parent.is_empty() || parent.ends_with('.'))
    }
}

impl Mark {
    /// Returns true if the claims have the property.
    pub(super) fn fits(&self, claims: &Object<'_>, issuer: &Issuer<'_>) -> bool {
        match *self {
            Self::Issuer(text) => issuer.text == text,
            Self::Domain(domain) => issuer.is_within(domain),
            Self::HostStart(start) => issuer.is_url() && issuer.host.starts_with(start),
            Self::Path(part) => issuer.is_url() && issuer.path.contains(part),
            Self::Claim(name) => claims.raw(name).is_some(),
            Self::Absent(name) => claims.raw(name).is_none(),
            Self::Start(name, start) => {
                matches!(claims.get(name), Some(Value::String(text)) if text.starts_with(start))
            }
        }
    }

    /// Returns the name of the claim that the mark is about.
    pub(super) fn claim(&self) -> &'static str {
        match self {
            Self::Issuer(_) | Self::Domain(_) | Self::HostStart(_) | Self::Path(_) => "iss",
            Self::Claim(name) | Self::Absent(name) | Self::Start(name, _) => name,
        }
    }

    /// Describes the mark in the token as evidence. No claim but `iss` is quoted.
    pub(super) fn describe(&self, issuer: &str) -> String {
        let claim = self.claim();
        match self {
            Self::Start(_, start) => format!("`{claim}` starts with `{start}`"),
            Self::Claim(_) => format!("it has the claim `{claim}`"),
            Self::Absent(_) => format!("it has no claim `{claim}`"),
            Self::Issuer(_) | Self::Domain(_) | Self::HostStart(_) | Self::Path(_) => {
                format!("`{claim}` is `{issuer}`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_taken_apart() {
        let rows = [
            ("https://a.auth0.com/", "a.auth0.com", "/", true),
            (
                "http://127.0.0.1:54321/auth/v1",
                "127.0.0.1",
                "/auth/v1",
                true,
            ),
            ("https://x:y@id.example", "id.example", "", true),
            (
                "stytch.com/project-live-1",
                "stytch.com",
                "/project-live-1",
                false,
            ),
            (
                "bot@acme.iam.gserviceaccount.com",
                "acme.iam.gserviceaccount.com",
                "",
                false,
            ),
            ("https://", "", "", false),
            ("acme", "acme", "", false),
            ("", "", "", false),
        ];
        for (text, host, path, is_url) in rows {
            let issuer = Issuer::parse(text);
            assert_eq!((issuer.host, issuer.path), (host, path), "{text}");
            assert_eq!(issuer.is_url(), is_url, "{text}");
        }
        assert!(Issuer::parse("https://okta.com").is_within("okta.com"));
        assert!(!Issuer::parse("https://notokta.com").is_within("okta.com"));
        assert!(!Issuer::parse("https://okta.com.evil.example").is_within("okta.com"));
    }
}
