//! Recognition of tokens that another service issued: session tokens of login providers, and tokens
//! of services that an app uses beside Courier.

mod mark;
mod table;

use std::borrow::Cow;

use self::{
    mark::Issuer,
    table::{NEXTAUTH, PROVIDERS, Provider},
};
use super::workspace::Workspace;
use crate::token::{
    Algorithm, Object, ParsedToken, Value, base64url,
    scope::{MISPLACED_CLAIMS, USER_PREFIX, canonical_case},
};

/// The domain of Courier, which may name itself as an issuer one day.
const COURIER: &str = "courier.com";

/// The issuer of a token that is not Courier's and was not meant to be.
#[derive(Debug)]
pub(crate) struct ForeignIssuer<'s> {
    /// The row of the table, `None` if only the URL of the issuer is known.
    provider: Option<&'static Provider>,
    /// The claim `iss`, empty if there is none.
    iss: Cow<'s, str>,
}

impl<'s> ForeignIssuer<'s> {
    /// Returns the issuer of a token, `None` if the token is Courier's, was signed for Courier, or
    /// does not say who issued it.
    ///
    /// A token with a user or a workspace of Courier is never foreign: its other claims may have
    /// been copied from a session.
    #[must_use]
    pub(crate) fn of(token: &ParsedToken<'s>) -> Option<Self> {
        let claims = &token.claims;
        let is_for_workspace = claims.raw("tenant_scope").is_some()
            || Workspace::from_claims(claims) != Workspace::Unnamed;
        if is_for_workspace || names_user(claims) {
            return None;
        }
        let iss = string(claims, "iss").unwrap_or_default();
        let issuer = Issuer::parse(&iss);
        if issuer.is_within(COURIER) {
            return None;
        }
        let provider = find_provider(claims, &issuer);
        let is_foreign = provider.is_some() || issuer.is_url() && !may_be_for_courier(token);
        is_foreign.then_some(Self { provider, iss })
    }

    /// Returns the name of the claim that identifies the issuer.
    pub(super) fn claim(&self) -> &'static str {
        let mark = self.provider.and_then(|provider| provider.marks.first());
        mark.map_or("iss", |mark| mark.claim())
    }

    /// Describes the token in a sentence.
    pub(crate) fn describe(&self) -> String {
        match self.provider {
            None => format!("this token was issued by `{}`, not by Courier", self.iss),
            Some(Provider { name, kind, marks }) => {
                let evidence = marks.first().map(|mark| mark.describe(&self.iss));
                let evidence = evidence.unwrap_or_default();
                format!("this is {kind} of {name}, not of Courier: {evidence}")
            }
        }
    }
}

/// Returns the name of the provider that probably issued an encrypted token (JWE), which only its
/// header tells.
pub(super) fn source_of_encrypted(text: &str) -> Option<&'static str> {
    let (header, _) = text.split_once('.')?;
    let header = String::from_utf8(base64url::decode_lenient(header)?).ok()?;
    let header = Object::parse(&header).ok()?;
    let iss = string(&header, "iss").unwrap_or_default();
    let provider = find_provider(&header, &Issuer::parse(&iss));
    let is_encrypted_directly = string(&header, "alg").is_some_and(|alg| alg == "dir");
    match provider {
        Some(provider) => Some(provider.name),
        None => is_encrypted_directly.then_some(NEXTAUTH),
    }
}

fn find_provider(claims: &Object<'_>, issuer: &Issuer<'_>) -> Option<&'static Provider> {
    let fits = |provider: &&Provider| {
        let mut marks = provider.marks.iter();
        marks.all(|mark| mark.fits(claims, issuer))
    };
    PROVIDERS.iter().find(fits)
}

/// Returns true if a claim with scopes names a user, in any spelling and in any JSON type.
fn names_user(claims: &Object<'_>) -> bool {
    let mut scopes = scope_claims(claims);
    scopes.any(|text| text.to_ascii_lowercase().contains(USER_PREFIX))
}

/// Returns true if a token of an issuer that is not in the table may have been signed for Courier.
fn may_be_for_courier(token: &ParsedToken<'_>) -> bool {
    let claims = &token.claims;
    let audience = claims.raw("aud").unwrap_or_default();
    if audience.to_ascii_lowercase().contains("courier") {
        return true;
    }
    // A token that was signed for Courier uses one of its algorithms. Then any scope counts,
    // because Courier's may be misspelled.
    let is_signed_like_courier =
        string(&token.header, "alg").is_some_and(|alg| Algorithm::from_name(&alg).is_some());
    let mut scopes = scope_claims(claims);
    if is_signed_like_courier {
        scopes.next().is_some()
    } else {
        scopes.any(|text| has_scope_of_courier(&text))
    }
}

/// Returns true if a text contains a scope of Courier, in any case and between any separators.
fn has_scope_of_courier(text: &str) -> bool {
    let is_separator = |c: char| !(c.is_ascii_alphanumeric() || ":_-.<>".contains(c));
    text.split(is_separator)
        .any(|item| canonical_case(item).is_some())
}

/// Returns the texts of the claims that contain scopes. Of other values than strings, it is the JSON.
fn scope_claims<'c>(claims: &'c Object<'_>) -> impl Iterator<Item = Cow<'c, str>> {
    let names = ["scope"].iter().chain(MISPLACED_CLAIMS);
    names.filter_map(|name| string(claims, name).or_else(|| claims.raw(name).map(Cow::Borrowed)))
}

/// Returns the member of this name if it is a string.
fn string<'a>(object: &Object<'a>, name: &str) -> Option<Cow<'a, str>> {
    match object.get(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value as Json, json};

    use super::*;

    /// Returns the description of a token with these claims, `None` if it is not foreign.
    fn describe(alg: &str, claims: &str) -> Option<String> {
        let header = format!(r#"{{"alg":"{alg}"}}"#);
        let token = ParsedToken {
            header: Object::parse(&header).unwrap(),
            claims: Object::parse(claims).unwrap(),
        };
        ForeignIssuer::of(&token).map(|issuer| issuer.describe())
    }

    /// Returns claims that have every mark of a provider.
    fn claims_of(provider: &Provider) -> Map<String, Json> {
        let mut claims = Map::new();
        for mark in provider.marks {
            let iss = match mark {
                mark::Mark::Issuer(text) => (*text).to_owned(),
                mark::Mark::Domain(domain) => format!("https://{domain}/x"),
                mark::Mark::HostStart(start) => format!("https://{start}acme.example"),
                mark::Mark::Path(path) => format!("https://acme.example{path}"),
                mark::Mark::Claim(name) => {
                    claims.insert((*name).to_owned(), json!("x"));
                    continue;
                }
                mark::Mark::Start(name, start) => {
                    claims.insert((*name).to_owned(), json!(format!("{start}x")));
                    continue;
                }
                mark::Mark::Absent(_) => continue,
            };
            claims.insert("iss".to_owned(), json!(iss));
        }
        claims
    }

    #[test]
    fn every_row_is_recognized_unless_the_token_names_a_user_or_a_workspace() {
        for provider in PROVIDERS {
            let mut claims = claims_of(provider);
            let text = Json::Object(claims.clone()).to_string();
            let found = describe("HS256", &text).unwrap();
            assert!(
                found.contains(&format!(" of {}, not of Courier: ", provider.name)),
                "{found}"
            );
            claims.insert("tenant_scope".to_owned(), json!("published/test"));
            assert_eq!(describe("HS256", &Json::Object(claims).to_string()), None);
        }
    }

    #[test]
    fn an_unknown_issuer_is_foreign_unless_the_token_may_be_for_courier() {
        let iss = r#""iss":"https://id.acme.example","sub":"a""#;
        for (alg, rest) in [
            ("RS256", ""),
            ("HS256", ""),
            ("EdDSA", r#","scope":"openid profile""#),
            ("RS256", r#","scp":["openid"]"#),
        ] {
            assert_eq!(
                describe(alg, &format!("{{{iss}{rest}}}")).as_deref(),
                Some("this token was issued by `https://id.acme.example`, not by Courier"),
                "{alg} {rest}"
            );
        }
        for (alg, rest) in [
            ("HS256", r#","scope":"inbox.read""#),
            ("HS384", r#","scope":[]"#),
            ("RS256", r#","scope":"INBOX:read:messages""#),
            ("RS256", r#","permissions":["read:preferences"]"#),
            ("RS256", r#","aud":["Courier"]"#),
            ("RS256", r#","scopes":"User_ID:a""#),
            ("RS256", r#","client_key":"x""#),
        ] {
            assert_eq!(
                describe(alg, &format!("{{{iss}{rest}}}")),
                None,
                "{alg} {rest}"
            );
        }
        for iss in ["https://api.courier.com", "acme", "", "https://"] {
            assert_eq!(
                describe("RS256", &json!({ "iss": iss }).to_string()),
                None,
                "{iss}"
            );
        }
    }

    #[test]
    fn the_header_of_an_encrypted_token_names_its_source() {
        for (header, source) in [
            (r#"{"alg":"dir","enc":"A256GCM"}"#, Some(NEXTAUTH)),
            (
                r#"{"alg":"dir","enc":"A256GCM","iss":"https://a.auth0.com/"}"#,
                Some("Auth0"),
            ),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#, None),
            ("no JSON", None),
        ] {
            let text = format!("{}..a.b.c", base64url::encode(header.as_bytes()));
            assert_eq!(source_of_encrypted(&text), source, "{header}");
        }
        assert_eq!(source_of_encrypted(""), None);
    }

    proptest! {
        #[test]
        fn no_token_with_a_user_is_foreign(
            at in 0..PROVIDERS.len(),
            alg in prop::sample::select(vec!["HS256", "RS256", "none"]),
            claim in prop::sample::select(vec!["scope", "scopes", "scp", "permissions"]),
            before in ".{0,8}",
            user in ".{0,8}",
            is_list in any::<bool>(),
        ) {
            let mut claims = claims_of(&PROVIDERS[at]);
            let scope = json!(format!("{before} user_id:{user} read:messages"));
            claims.insert(claim.to_owned(), if is_list { json!([scope]) } else { scope });
            prop_assert_eq!(describe(alg, &Json::Object(claims).to_string()), None);
        }
    }
}
