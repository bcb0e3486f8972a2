//! What the rules judge.

use std::borrow::Cow;

use super::{
    requirements::Requirements,
    scope_entry::{EntryKind, ScopeEntry, meant, words},
    unwrap::Unwrapped,
    workspace::Workspace,
};
use crate::token::{
    DecodeError, DecodedToken, Object, ParsedToken, RequiredScope, Value,
    scope::{USER_PREFIX, grants},
};

/// One text, read as far as it can be, with what is asked of it.
#[derive(Debug)]
pub struct Subject<'s> {
    /// The text without what was wrapped around it.
    pub unwrapped: &'s Unwrapped<'s>,
    /// The token in its three parts, where the text has them.
    pub decoded: Option<&'s DecodedToken<'s>>,
    /// The token's header and claims, or why they cannot be read.
    pub token: Result<ParsedToken<'s>, DecodeError>,
    /// The `alg` of a token that could be read.
    pub alg: Option<Value<'s>>,
    /// The scope claim of a token that could be read.
    pub scope: ScopeClaim<'s>,
    /// The words of the scope, where it is a string.
    pub words: Vec<ScopeEntry>,
    /// The workspace it is of.
    pub workspace: Workspace<'s>,
    /// When the token was issued. Courier does not look at it.
    pub iat: TimeClaim,
    /// From when on the token is no longer valid.
    pub exp: TimeClaim,
    /// What is asked of it.
    pub wanted: &'s Requirements,
}

/// The claim `scope` as a server meets it.
#[derive(Debug, Clone, PartialEq)]
pub enum ScopeClaim<'s> {
    /// There is none, or no token.
    Absent,
    /// It is not a string.
    Other(&'static str),
    /// The text of it.
    Text(Cow<'s, str>),
}

/// A claim that holds a time, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimeClaim {
    /// There is none.
    Absent,
    /// It is not a number: what it is instead.
    Other(&'static str),
    /// The number, which may have a fraction or be infinite.
    At(f64),
}

impl<'s> Subject<'s> {
    /// Reads what was decoded.
    #[must_use]
    pub fn new(
        unwrapped: &'s Unwrapped<'s>,
        decoded: &'s Result<DecodedToken<'s>, DecodeError>,
        wanted: &'s Requirements,
    ) -> Self {
        let (decoded, token) = match decoded {
            Ok(decoded) => (Some(decoded), decoded.parse()),
            Err(error) => (None, Err(error.clone())),
        };
        Self::read(unwrapped, decoded, token, wanted)
    }

    fn read(
        unwrapped: &'s Unwrapped<'s>,
        decoded: Option<&'s DecodedToken<'s>>,
        token: Result<ParsedToken<'s>, DecodeError>,
        wanted: &'s Requirements,
    ) -> Self {
        let claims = token.as_ref().ok().map(|token| &token.claims);
        let scope = claims.map_or(ScopeClaim::Absent, Self::scope_of);
        let time = |name| claims.map_or(TimeClaim::Absent, |claims| time_of(claims, name));
        Self {
            unwrapped,
            decoded,
            alg: token
                .as_ref()
                .ok()
                .and_then(|token| token.header.get("alg")),
            words: match &scope {
                ScopeClaim::Text(text) => words(text),
                _ => Vec::new(),
            },
            workspace: claims.map_or(Workspace::Unnamed, Workspace::of),
            iat: time("iat"),
            exp: time("exp"),
            scope,
            token,
            wanted,
        }
    }

    /// A token that is still to be issued, with these claims.
    #[must_use]
    pub fn planned(claims: Object<'s>, wanted: &'s Requirements) -> Self {
        static NOTHING: Unwrapped<'static> = Unwrapped {
            text: Cow::Borrowed(""),
            removed: Vec::new(),
        };
        let header = Object::parse(r#"{"alg":"HS256"}"#).unwrap_or_default();
        Self::read(&NOTHING, None, Ok(ParsedToken { header, claims }), wanted)
    }

    /// The scope claim of a token.
    #[must_use]
    pub fn scope_of(claims: &Object<'s>) -> ScopeClaim<'s> {
        match claims.get("scope") {
            None => ScopeClaim::Absent,
            Some(Value::String(text)) => ScopeClaim::Text(text),
            Some(other) => ScopeClaim::Other(other.kind()),
        }
    }

    /// The header and claims of a token that could be read.
    #[must_use]
    pub fn readable(&self) -> Option<&ParsedToken<'s>> {
        self.token.as_ref().ok()
    }

    /// The claim of that name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<Value<'s>> {
        self.readable()?.claims.get(name)
    }

    /// The claim of that name, where it is a string and not empty.
    #[must_use]
    pub fn text_claim(&self, name: &str) -> Option<Cow<'s, str>> {
        match self.claim(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The scope string, where there is one.
    #[must_use]
    pub fn scope_text(&self) -> Option<&str> {
        match &self.scope {
            ScopeClaim::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of one of the words.
    #[must_use]
    pub fn text(&self, word: &ScopeEntry) -> &str {
        let scope = self.scope_text().unwrap_or_default();
        scope.get(word.span.clone()).unwrap_or_default()
    }

    /// The words of one kind.
    pub fn words_of(&self, kind: EntryKind) -> impl Iterator<Item = &ScopeEntry> {
        self.words.iter().filter(move |word| word.kind == kind)
    }

    /// The user ids that a server reads in the scope, the empty one included.
    pub fn users(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .filter_map(|word| self.text(word).strip_prefix(USER_PREFIX))
    }

    /// The users that no server sees, because their word is not quite right.
    pub fn lost_users(&self) -> impl Iterator<Item = String> {
        let faulty =
            |word: &&ScopeEntry| matches!(word.kind, EntryKind::Joined | EntryKind::WrongCase);
        self.words
            .iter()
            .filter(faulty)
            .flat_map(|word| self.meant(word))
            .filter_map(|scope| scope.strip_prefix(USER_PREFIX).map(str::to_owned))
    }

    /// What is needed and no word of the scope gives.
    pub fn missing(&self) -> impl Iterator<Item = &'static RequiredScope> {
        let needs = self.wanted.needs.iter().copied();
        needs.filter(|need| {
            !self
                .words
                .iter()
                .any(|word| grants(self.text(word), need.scope))
        })
    }

    /// The scopes that a word was surely meant to be.
    #[must_use]
    pub fn meant(&self, word: &ScopeEntry) -> Vec<String> {
        meant(self.text(word), word.kind)
    }

    /// Whether a word was surely meant to give what is needed.
    #[must_use]
    pub fn was_meant_to_give(&self, word: &ScopeEntry, need: &RequiredScope) -> bool {
        matches!(
            word.kind,
            EntryKind::Joined | EntryKind::WrongCase | EntryKind::Placeholder
        ) && self
            .meant(word)
            .iter()
            .any(|scope| grants(scope, need.scope))
    }

    /// Whether it has expired, as `jsonwebtoken` decides it: no tolerance, `exp` itself is late.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self.exp, TimeClaim::At(exp) if exp <= self.wanted.now())
    }

    /// Whether it has expired so long ago that no leeway lets it pass.
    #[must_use]
    pub fn is_late(&self) -> bool {
        let leeway = self.wanted.leeway;
        matches!(self.exp, TimeClaim::At(exp) if exp + leeway <= self.wanted.now())
    }

    /// How long it lives, in seconds, where both ends are known; negative if it was born dead.
    #[must_use]
    pub fn lifetime(&self) -> Option<f64> {
        match (self.iat, self.exp) {
            (TimeClaim::At(iat), TimeClaim::At(exp)) => Some(exp - iat),
            _ => None,
        }
    }
}

/// The claim of that name, which holds a time.
#[must_use]
pub fn time_of(claims: &Object<'_>, name: &str) -> TimeClaim {
    match claims.get(name) {
        None => TimeClaim::Absent,
        Some(Value::Number(seconds)) => TimeClaim::At(seconds),
        Some(other) => TimeClaim::Other(other.kind()),
    }
}
