//! The table of login providers and other services whose tokens an app may hold beside Courier's,
//! with the claims that identify them.
//!
//! The issuers and claims are those that the providers document, for example
//! <https://supabase.com/docs/guides/auth/jwt-fields>,
//! <https://clerk.com/docs/guides/sessions/session-tokens>,
//! <https://firebase.google.com/docs/auth/admin/verify-id-tokens> and
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html>.

use super::mark::Mark::{self, Absent, Claim, Domain, HostStart, Issuer, Path, Start};

/// A kind of token that a provider issues.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Provider {
    /// The name of the provider.
    pub(super) name: &'static str,
    /// The kind of token, with its article.
    pub(super) kind: &'static str,
    /// The marks that identify the token together. The first one is named as the evidence.
    pub(super) marks: &'static [Mark],
}

const fn row(kind: &'static str, name: &'static str, marks: &'static [Mark]) -> Provider {
    Provider { name, kind, marks }
}

const fn session(name: &'static str, marks: &'static [Mark]) -> Provider {
    row("a session token", name, marks)
}

const fn id(name: &'static str, marks: &'static [Mark]) -> Provider {
    row("an ID token", name, marks)
}

const fn token(name: &'static str, marks: &'static [Mark]) -> Provider {
    row("a token", name, marks)
}

/// The rows. The first one that fits counts. A provider has a row for each way to recognize it.
/// Rows with a claim that another provider's token may contain too are last.
pub(super) const PROVIDERS: &[Provider] = &[
    session("Supabase", &[Domain("supabase.co")]),
    session("Supabase", &[Path("/auth/v1"), Claim("role")]),
    row("an API key", "Supabase", &[Issuer("supabase")]),
    row("an API key", "Supabase", &[Issuer("supabase-demo")]),
    session("Auth0", &[Domain("auth0.com")]),
    session("Clerk", &[Domain("clerk.accounts.dev")]),
    session("Clerk", &[HostStart("clerk.")]),
    session("Firebase", &[Domain("securetoken.google.com")]),
    session("Firebase", &[Domain("session.firebase.google.com")]),
    row(
        "a custom token",
        "Firebase",
        &[Start("aud", FIREBASE_AUDIENCE)],
    ),
    id("Google", &[Domain("accounts.google.com")]),
    id("Google Cloud", &[Domain("cloud.google.com")]),
    id("Apple", &[Domain("appleid.apple.com")]),
    session("Cognito", &[HostStart("cognito-idp.")]),
    session("Cognito", &[HostStart("cognito-identity.")]),
    session("Okta", &[Domain("okta.com")]),
    session("Okta", &[Domain("oktapreview.com")]),
    session("Okta", &[Domain("okta-emea.com")]),
    session("Okta", &[Path("/oauth2/"), Claim("cid"), Claim("ver")]),
    session("Microsoft Entra", &[Domain("microsoftonline.com")]),
    session("Microsoft Entra", &[Domain("microsoftonline.us")]),
    session("Microsoft Entra", &[Domain("sts.windows.net")]),
    session("Microsoft Entra", &[Domain("b2clogin.com")]),
    session("Microsoft Entra", &[Domain("ciamlogin.com")]),
    session("Keycloak", &[Path("/realms/")]),
    session("WorkOS", &[Domain("workos.com")]),
    session("WorkOS", &[Domain("authkit.app")]),
    session("Stytch", &[Domain("stytch.com")]),
    session("Stytch", &[Domain("stytch.dev")]),
    session("Descope", &[Domain("descope.com")]),
    session("Kinde", &[Domain("kinde.com")]),
    session("Nhost", &[Issuer("hasura-auth")]),
    session("Ory", &[Domain("oryapis.com")]),
    session("FusionAuth", &[Domain("fusionauth.io")]),
    session("Zitadel", &[Domain("zitadel.cloud")]),
    session("Logto", &[Domain("logto.app")]),
    session("Frontegg", &[Domain("frontegg.com")]),
    session("PropelAuth", &[Domain("propelauthtest.com")]),
    session("Hanko", &[Domain("hanko.io")]),
    session("OneLogin", &[Domain("onelogin.com")]),
    session("Ping Identity", &[Domain("pingone.com")]),
    session("Privy", &[Issuer("privy.io")]),
    session("Salesforce", &[Domain("salesforce.com")]),
    session("Convex", &[Domain("convex.site")]),
    session("Directus", &[Issuer("directus")]),
    id("Facebook", &[Domain("facebook.com")]),
    id("LinkedIn", &[Domain("linkedin.com")]),
    id("Slack", &[Domain("slack.com")]),
    id("Twitch", &[Domain("id.twitch.tv")]),
    id("LINE", &[Domain("access.line.me")]),
    id("GitLab", &[Domain("gitlab.com")]),
    id("GitHub Actions", &[Domain("githubusercontent.com")]),
    id("Vercel", &[Domain("oidc.vercel.com")]),
    token("Stream", &[Domain("getstream.io")]),
    token("Pusher", &[Domain("pusher.com")]),
    token("Novu", &[Issuer("novu_api")]),
    token("Twilio", &[Claim("grants"), Start("iss", "SK")]),
    token("a Google service account", &[Domain("gserviceaccount.com")]),
    // Custom domains: the issuers of Auth0 end with a slash.
    session("Auth0", &[Start("sub", "auth0|"), Path("/")]),
    session("Auth0", &[Start("sub", "google-oauth2|"), Path("/")]),
    session("Auth0", &[Start("sub", "samlp|"), Path("/")]),
    session("Auth0", &[Start("sub", "waad|"), Path("/")]),
    session("Auth0", &[Start("sub", "windowslive|"), Path("/")]),
    session("Clerk", &[Start("sid", "sess_"), Start("sub", "user_")]),
    session("WorkOS", &[Start("sid", "session_"), Start("sub", "user_")]),
    session(
        "Supabase",
        &[Claim("app_metadata"), Claim("user_metadata"), Claim("role")],
    ),
    session("Firebase", &[Claim("firebase")]),
    session("Cognito", &[Claim("cognito:username")]),
    session("Stytch", &[Claim("https://stytch.com/session")]),
    session("Descope", &[Claim("drn"), Claim("amr")]),
    session(
        "SuperTokens",
        &[Claim("sessionHandle"), Claim("refreshTokenHash1")],
    ),
    session("Hasura", &[Claim("https://hasura.io/jwt/claims")]),
    session(
        "PocketBase",
        &[Claim("collectionId"), Start("type", "auth")],
    ),
    token("Ably", &[Claim("x-ably-capability")]),
    token("Ably", &[Claim("x-ably-clientId")]),
    session("Laravel", &[Claim("prv"), Claim("jti"), Path("/")]),
    session(
        "Django",
        &[
            Claim("token_type"),
            Claim("user_id"),
            Claim("jti"),
            Absent("iss"),
        ],
    ),
    session(
        NEXTAUTH,
        &[
            Claim("picture"),
            Claim("name"),
            Claim("email"),
            Claim("sub"),
            Claim("jti"),
            Absent("iss"),
            Absent("scope"),
        ],
    ),
];

/// The start of the audience of Firebase's custom tokens, which a service account issues.
const FIREBASE_AUDIENCE: &str = "https://identitytoolkit.googleapis.com/";

/// The provider whose sessions are encrypted by default, with `alg` set to `dir`
/// (<https://authjs.dev/reference/core/jwt>).
pub(super) const NEXTAUTH: &str = "NextAuth (Auth.js)";
