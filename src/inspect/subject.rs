//! The subject that the rules inspect: a text as far as it could be read, and the requirements.

use std::borrow::Cow;

use super::{
    claim::{ScopeClaim, TimeClaim},
    provider::ForeignIssuer,
    requirements::Requirements,
    scope_entry::{
        EntryKind, ScopeEntry, intended_scopes, misnamed_user, scope_entries,
        user_before_missing_space,
    },
    token_text::{TokenLocation, TokenText},
    workspace::Workspace,
};
use crate::token::{
    DecodeError, DecodedToken, Object, ParsedToken, RequiredScope, Value,
    scope::{USER_PREFIX, grants},
};

/// A text, read as far as possible, and the requirements it is inspected for.
#[derive(Debug)]
pub struct Subject<'s> {
    /// The text without what was wrapped around the token.
    pub token_text: &'s TokenText<'s>,
    /// The three parts of the token, `None` if the text does not have three valid parts or the
    /// token is not issued yet.
    pub decoded: Option<&'s DecodedToken<'s>>,
    /// The header and the claims, or the reason why they cannot be read.
    pub token: Result<ParsedToken<'s>, DecodeError>,
    /// The `alg` in the header.
    pub alg: Option<Value<'s>>,
    /// The `scope` claim.
    pub scope: ScopeClaim<'s>,
    /// The entries of the scope string, empty if there is none.
    pub scope_entries: Vec<ScopeEntry>,
    /// The workspace that the claims name.
    pub workspace: Workspace<'s>,
    /// The issuer, if the token is neither Courier's nor was meant to be.
    pub(crate) foreign_issuer: Option<ForeignIssuer<'s>>,
    /// The time of issue, which Courier does not check.
    pub iat: TimeClaim,
    /// The time from which on the token is expired.
    pub exp: TimeClaim,
    /// The requirements that the token is inspected for.
    pub requirements: &'s Requirements,
}

impl<'s> Subject<'s> {
    /// Reads a decoded token.
    pub(super) fn new(
        token_text: &'s TokenText<'s>,
        decoded: &'s Result<DecodedToken<'s>, DecodeError>,
        requirements: &'s Requirements,
    ) -> Self {
        let (decoded, token) = match decoded {
            Ok(decoded) => (Some(decoded), decoded.parse()),
            Err(error) => (None, Err(error.clone())),
        };
        Self::from_token(token_text, decoded, token, requirements)
    }

    /// Makes a subject of the claims of a token that is not issued yet.
    #[must_use]
    pub fn planned(claims: Object<'s>, requirements: &'s Requirements) -> Self {
        static EMPTY: TokenText<'static> = TokenText {
            text: Cow::Borrowed(""),
            removed: Vec::new(),
            place: TokenLocation::Alone,
        };
        let header = Object::parse(r#"{"alg":"HS256"}"#).unwrap_or_default();
        Self::from_token(
            &EMPTY,
            None,
            Ok(ParsedToken { header, claims }),
            requirements,
        )
    }

    fn from_token(
        token_text: &'s TokenText<'s>,
        decoded: Option<&'s DecodedToken<'s>>,
        token: Result<ParsedToken<'s>, DecodeError>,
        requirements: &'s Requirements,
    ) -> Self {
        let readable = token.as_ref().ok();
        let claims = readable.map(|token| &token.claims);
        let scope = claims.map_or(ScopeClaim::Absent, ScopeClaim::from_claims);
        let time = |name| {
            claims.map_or(TimeClaim::Absent, |claims| {
                TimeClaim::from_claims(claims, name)
            })
        };
        Self {
            token_text,
            decoded,
            alg: readable.and_then(|token| token.header.get("alg")),
            scope_entries: match &scope {
                ScopeClaim::Text(text) => scope_entries(text),
                _ => Vec::new(),
            },
            workspace: claims.map_or(Workspace::Unnamed, Workspace::from_claims),
            foreign_issuer: readable.and_then(ForeignIssuer::of),
            iat: time("iat"),
            exp: time("exp"),
            scope,
            token,
            requirements,
        }
    }

    /// Returns the header and the claims, `None` if the token cannot be read.
    #[must_use]
    pub fn readable_token(&self) -> Option<&ParsedToken<'s>> {
        self.token.as_ref().ok()
    }

    /// Returns the claim of this name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<Value<'s>> {
        self.readable_token()?.claims.get(name)
    }

    /// Returns the claim of this name if it is a string and not empty.
    #[must_use]
    pub fn string_claim(&self, name: &str) -> Option<Cow<'s, str>> {
        match self.claim(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Returns the scope string, `None` if the claim is missing or not a string.
    #[must_use]
    pub fn scope_text(&self) -> Option<&str> {
        match &self.scope {
            ScopeClaim::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the text of a scope entry.
    #[must_use]
    pub fn entry_text(&self, entry: &ScopeEntry) -> &str {
        let scope = self.scope_text().unwrap_or_default();
        scope.get(entry.span.clone()).unwrap_or_default()
    }

    /// Returns the scope entries of one kind.
    pub fn entries_of_kind(&self, kind: EntryKind) -> impl Iterator<Item = &ScopeEntry> {
        self.scope_entries
            .iter()
            .filter(move |entry| entry.kind == kind)
    }

    /// Returns the user IDs that a server reads in the scope, the empty one included. The scopes
    /// after a missing space, which a server reads as a part of the ID, are left out.
    pub fn users(&self) -> impl Iterator<Item = &str> {
        self.user_entries().map(|(_, user)| user)
    }

    /// Returns the scope entries that name a user, each with the ID as [`Self::users`] returns it.
    pub(super) fn user_entries(&self) -> impl Iterator<Item = (&ScopeEntry, &str)> {
        self.scope_entries.iter().filter_map(|entry| {
            let text = self.entry_text(entry);
            let user = match entry.kind {
                EntryKind::MissingSpace => user_before_missing_space(text),
                _ => text.strip_prefix(USER_PREFIX),
            };
            user.map(|user| (entry, user))
        })
    }

    /// Returns true if a server reads this user ID in the scope.
    pub(super) fn is_read_as_user(&self, user: &str) -> bool {
        let mut entries = self.scope_entries.iter();
        entries.any(|entry| self.entry_text(entry).strip_prefix(USER_PREFIX) == Some(user))
    }

    /// Returns the user IDs that the scope was meant to name, but that a server cannot read
    /// because of a wrong separator, a missing space or the wrong case.
    pub fn malformed_users(&self) -> impl Iterator<Item = String> {
        let is_malformed = |entry: &&ScopeEntry| {
            matches!(
                entry.kind,
                EntryKind::Joined | EntryKind::MissingSpace | EntryKind::WrongCase
            )
        };
        self.scope_entries
            .iter()
            .filter(is_malformed)
            .flat_map(|entry| self.intended_scopes(entry))
            .filter_map(|scope| scope.strip_prefix(USER_PREFIX).map(str::to_owned))
    }

    /// Returns the entry that was meant to name the user but has another name, such as
    /// `userid:alice`. `None` if another entry names a user.
    pub(super) fn misnamed_user(&self) -> Option<&ScopeEntry> {
        if self.users().next().is_some() || self.malformed_users().next().is_some() {
            return None;
        }
        let mut unknown = self.entries_of_kind(EntryKind::Unknown);
        unknown.find(|entry| misnamed_user(self.entry_text(entry)).is_some())
    }

    /// Returns the required scopes that no entry grants.
    pub fn missing_needs(&self) -> impl Iterator<Item = &'static RequiredScope> {
        let is_granted = |need: &RequiredScope| {
            let mut entries = self.scope_entries.iter();
            entries.any(|entry| grants(self.entry_text(entry), need.scope))
        };
        let needs = self.requirements.needs.iter().copied();
        needs.filter(move |need| !is_granted(need))
    }

    /// Returns the scopes that an entry was evidently meant to name.
    #[must_use]
    pub fn intended_scopes(&self, entry: &ScopeEntry) -> Vec<String> {
        intended_scopes(self.entry_text(entry), entry.kind)
    }

    /// Returns true if a malformed entry was evidently meant to grant the required scope.
    #[must_use]
    pub fn was_intended_to_grant(&self, entry: &ScopeEntry, need: &RequiredScope) -> bool {
        matches!(
            entry.kind,
            EntryKind::Joined
                | EntryKind::MissingSpace
                | EntryKind::Wildcard
                | EntryKind::WrongCase
                | EntryKind::Placeholder
        ) && self
            .intended_scopes(entry)
            .iter()
            .any(|scope| grants(scope, need.scope))
    }

    /// Returns true if the token has expired.
    ///
    /// Like `jsonwebtoken` on Courier's servers, this allows no tolerance: a token is expired in
    /// the second that `exp` names
    /// (<https://github.com/auth0/node-jsonwebtoken/blob/master/verify.js>).
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self.exp, TimeClaim::At(exp) if exp <= self.requirements.unix_now())
    }

    /// Returns true if the token has expired and the required leeway does not cover that.
    #[must_use]
    pub fn is_expired_beyond_leeway(&self) -> bool {
        let leeway = self.requirements.leeway;
        matches!(self.exp, TimeClaim::At(exp) if exp + leeway <= self.requirements.unix_now())
    }

    /// Returns the lifetime in seconds, `None` if `iat` or `exp` is missing. It is negative if the
    /// token expires before it is issued.
    #[must_use]
    pub fn lifetime(&self) -> Option<f64> {
        match (self.iat, self.exp) {
            (TimeClaim::At(iat), TimeClaim::At(exp)) => Some(exp - iat),
            _ => None,
        }
    }
}
