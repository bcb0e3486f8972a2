//! What each word of a scope string is, and what it was meant to be.

use std::ops::Range;

use crate::token::{
    placeholder::{USER_ID, has_gap, is_placeholder},
    scope::{UNDOCUMENTED, USER_PREFIX, entries, in_right_case, is_fixed, is_known, nearest},
};

/// How many parts of a word are made sense of: nobody types more.
const MAX_PARTS: usize = 64;

/// One word of a scope string: what stands between spaces, which is all that a server splits at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the scope string.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a word of a scope string is. Each word is one thing, so that one fault is found once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `user_id:` and an id, perhaps an empty one.
    User,
    /// A scope that Courier's documents name.
    Known,
    /// A scope that only Courier's source names.
    Undocumented,
    /// Several scopes with something else than a space between them, or after them.
    Joined,
    /// A tenant's scope in which singular and plural are mixed up.
    MixedTenant,
    /// A scope with a gap that was to be filled.
    Placeholder,
    /// A scope but for its case.
    WrongCase,
    /// A word that looks like the rest of a user id with a space in it.
    Stray,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The word in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Known => "known",
            Self::Undocumented => "undocumented",
            Self::Joined => "joined",
            Self::MixedTenant => "mixed-tenant",
            Self::Placeholder => "placeholder",
            Self::WrongCase => "wrong-case",
            Self::Stray => "stray",
            Self::Unknown => "unknown",
        }
    }
}

/// The words of a scope string.
#[must_use]
pub fn words(scope: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(8);
    let mut entries = entries(scope).peekable();
    while let Some(entry) = entries.next() {
        let before = words.last().map(|word| word.kind);
        let after = entries.peek().map(|entry| entry.text);
        let kind = kind(entry.text, before, after);
        words.push(Word {
            span: entry.span,
            kind,
        });
    }
    words
}

/// Whether a part of a scope was to be replaced. `USER_ID` is the user's own word in capitals.
fn is_gap(part: &str) -> bool {
    part != USER_ID && is_placeholder(part)
}

fn kind(text: &str, before: Option<Kind>, after: Option<&str>) -> Kind {
    let follows_user = matches!(before, Some(Kind::User | Kind::Stray));
    if text.starts_with(USER_PREFIX) {
        return match cut(text, after) {
            Some(_) => Kind::Joined,
            None => Kind::User,
        };
    }
    if is_fixed(text) {
        Kind::Known
    } else if cut(text, after).is_some() {
        Kind::Joined
    } else if !text.contains(':') && follows_user {
        Kind::Stray
    } else if text.split(':').any(is_gap) || has_gap(text) {
        Kind::Placeholder
    } else if unmixed_tenant(text).is_some() {
        Kind::MixedTenant
    } else if is_known(text) {
        Kind::Known
    } else if undocumented(text).is_some() {
        Kind::Undocumented
    } else if in_right_case(text).is_some() {
        Kind::WrongCase
    } else {
        Kind::Unknown
    }
}

/// The scopes that a word was surely meant to be; those of a word that is right are itself.
#[must_use]
pub fn meant(text: &str, kind: Kind) -> Vec<String> {
    let one = |scope: Option<String>| scope.into_iter().collect();
    match kind {
        Kind::User | Kind::Known => vec![text.to_owned()],
        Kind::Undocumented => undocumented(text)
            .into_iter()
            .flat_map(|scopes| scopes.split(' '))
            .map(str::to_owned)
            .collect(),
        // What follows the word only decides whether it is one of these.
        Kind::Joined => cut(text, Some(USER_PREFIX))
            .into_iter()
            .flatten()
            .take(MAX_PARTS)
            .flat_map(|part| match part {
                part if part.starts_with(USER_PREFIX) || is_known(part) => vec![part.to_owned()],
                part => suggestion(part),
            })
            .collect(),
        Kind::MixedTenant => one(unmixed_tenant(text)),
        // `read:brands{:id}` is both; the id of `read:brands:<id>` nobody knows.
        Kind::Placeholder => {
            let fixed = text.split('{').next().unwrap_or_default();
            one(is_known(fixed).then(|| fixed.to_owned()))
        }
        Kind::WrongCase => one(in_right_case(text)),
        Kind::Stray | Kind::Unknown => Vec::new(),
    }
}

/// What an unknown scope was probably meant to be.
#[must_use]
pub fn suggestion(text: &str) -> Vec<String> {
    if let Some(scopes) = undocumented(text) {
        return scopes.split(' ').map(str::to_owned).collect();
    }
    let of_user = ["user", "user_id", "user-id", "userid", "uid", "sub"];
    if let Some((name, id)) = text.split_once([':', '='])
        && of_user.contains(&name.to_ascii_lowercase().as_str())
        && !id.is_empty()
    {
        return vec![format!("{USER_PREFIX}{id}")];
    }
    nearest(text).map(str::to_owned).into_iter().collect()
}

/// What is documented in place of a scope that is not.
#[must_use]
pub fn undocumented(text: &str) -> Option<&'static str> {
    let row = UNDOCUMENTED.iter().find(|(scope, _)| *scope == text);
    row.map(|(_, documented)| *documented)
}

/// The parts of a word that are separated by something else than a space, where that is sure:
/// behind a separator stands a scope or a user. A comma in a user id proves nothing.
fn cut<'w>(text: &'w str, after: Option<&str>) -> Option<Vec<&'w str>> {
    let first = separator(text)?;
    let is_scope = |part: &str| {
        part.contains(':')
            && (part.starts_with(USER_PREFIX)
                || is_known(part)
                || undocumented(part).is_some()
                || in_right_case(part).is_some())
    };
    let is_user = text.starts_with(USER_PREFIX);
    let (mut parts, mut start, mut next) = (Vec::new(), 0, Some(first));
    while let Some(separator) = next {
        let rest = &text[separator.end..];
        let end = self::separator(rest);
        next = end.map(|found| found.start + separator.end..found.end + separator.end);
        let part = &text[separator.end..next.as_ref().map_or(text.len(), |next| next.start)];
        let behind = &text[start..separator.start];
        let ends_word = part.is_empty() && next.is_none();
        let proven = if ends_word {
            let followed =
                after.is_some_and(|after| after.starts_with(USER_PREFIX) || is_known(after));
            followed || (!is_user && is_known(behind))
        } else {
            is_scope(part) || (!is_user && is_known(behind) && part.contains(':'))
        };
        if proven {
            parts.push(behind);
            start = separator.end;
        }
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.is_empty());
    Some(parts)
}

/// The first run of what people put between scopes instead of a space.
fn separator(text: &str) -> Option<Range<usize>> {
    let length = |rest: &str| -> usize {
        match rest.chars().next() {
            Some(c) if matches!(c, ',' | ';' | '|' | '+') || c.is_whitespace() => c.len_utf8(),
            Some('%')
                if ["%20", "%2c", "%2C", "%0a", "%0A"]
                    .iter()
                    .any(|code| rest.starts_with(code)) =>
            {
                3
            }
            _ => 0,
        }
    };
    // White space that is no ASCII begins with a byte of 0x80 or above.
    let may_begin = |byte: &u8| {
        matches!(byte, b',' | b';' | b'|' | b'+' | b'%') || *byte < b' ' || *byte >= 0x80
    };
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().position(may_begin)?;
        if let Some(rest) = text.get(at..)
            && length(rest) > 0
        {
            let start = at;
            while let Some(rest) = text.get(at..)
                && length(rest) > 0
            {
                at += length(rest);
            }
            return Some(start..at);
        }
        at += 1;
    }
}

/// What separates the scopes of a word, in a word of its own.
#[must_use]
pub fn separator_name(text: &str) -> Option<&'static str> {
    let found = separator(text)?;
    Some(match text[found].chars().next()? {
        ',' => "a comma",
        ';' => "a semicolon",
        '|' => "`|`",
        '+' => "`+`",
        '\t' => "a tab",
        '\n' | '\r' => "a line end",
        '%' => "URL-encoding",
        '\u{A0}' => "a no-break space",
        _ => "white space that is no plain space",
    })
}

/// A tenant's scope as it is documented, where singular and plural are mixed up in it:
/// `tenants:notifications:read` is for all tenants, `tenant:ID:notification:read` for one.
fn unmixed_tenant(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("tenants:")
        .or_else(|| text.strip_prefix("tenant:"))?;
    let (rest, access) = rest.rsplit_once(':').unwrap_or(("", rest));
    if !matches!(access, "read" | "write") {
        return None;
    }
    let (id, resource) = match rest.rsplit_once(':') {
        Some((id, resource)) if is_resource(resource) => (id, Some(resource)),
        None if is_resource(rest) => ("", Some(rest)),
        _ => (rest, None),
    };
    let resource = resource.map(|name| name.trim_end_matches('s'));
    let right = match (id, resource) {
        ("", None) => format!("tenants:{access}"),
        ("", Some("notification")) => format!("tenants:notifications:{access}"),
        ("", Some(resource)) => format!("tenants:{resource}:{access}"),
        (id, None) => format!("tenant:{id}:{access}"),
        (id, Some(resource)) => format!("tenant:{id}:{resource}:{access}"),
    };
    (right != text && is_known(&right)).then_some(right)
}

fn is_resource(name: &str) -> bool {
    matches!(name, "notification" | "notifications" | "brand" | "brands")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(scope: &str) -> Vec<Kind> {
        words(scope).iter().map(|word| word.kind).collect()
    }

    #[test]
    fn each_word_is_one_thing() {
        use Kind::{
            Joined, Known, MixedTenant, Placeholder, Stray, Undocumented, Unknown, User, WrongCase,
        };
        let rows: &[(&str, &[Kind])] = &[
            ("", &[]),
            ("user_id:a  inbox:read:messages ", &[User, Known]),
            ("user_id: a", &[User, Stray]),
            (
                "user_id:ada king lovelace read:brands",
                &[User, Stray, Stray, Known],
            ),
            ("alone", &[Unknown]),
            ("user_id:a b:c", &[User, Unknown]),
            ("user_id:ada+test@example.com", &[User]),
            ("user_id:a,b", &[User]),
            ("user_id:a%20b", &[User]),
            ("user_id:a,inbox:read:messages", &[Joined]),
            ("user_id:a, inbox:read:messages", &[Joined, Known]),
            ("user_id:a,", &[User]),
            ("inbox:read:messages,inbox:write:events", &[Joined]),
            ("inbox:read:messages,inbox:write:event", &[Joined]),
            ("inbox:read:messages,", &[Joined]),
            ("inbox:read:messages\tuser_id:a", &[Joined]),
            ("inbox:read:messages\u{a0}read:brands", &[Joined]),
            ("inbox:read:messages%20read:brands", &[Joined]),
            ("read:brands:b,1", &[Known]),
            ("read:brands:b1,read:preferences", &[Joined]),
            (
                "read:brands{:id} tenant:<ID>:read read:brands:$BRAND_ID",
                &[Placeholder; 3],
            ),
            ("Inbox:Read:Messages USER_ID:a", &[WrongCase, WrongCase]),
            (
                "tenants:notification:read tenant:t:notifications:read tenant:read tenants:t:read tenant:brands:read",
                &[MixedTenant; 5],
            ),
            (
                "tenants:notifications:read tenant:t:notification:read tenant:t:read",
                &[Known; 3],
            ),
            ("inbox:write:event write:events", &[Undocumented; 2]),
            ("a,b é,è %", &[Unknown; 3]),
        ];
        for (scope, expected) in rows {
            assert_eq!(kinds(scope), *expected, "{scope}");
        }
    }

    #[test]
    fn what_was_meant_is_told() {
        let rows: &[(&str, &[&str])] = &[
            (
                "user_id:a,inbox:read:messages",
                &["user_id:a", "inbox:read:messages"],
            ),
            (
                "read:brands;read:preferences|user_id:x",
                &["read:brands", "read:preferences", "user_id:x"],
            ),
            (
                "inbox:read:messages,\r\n\tinbox:write:event",
                &["inbox:read:messages", "inbox:write:events"],
            ),
            ("inbox:read:messages,", &["inbox:read:messages"]),
            (
                "inbox:read:write",
                &["inbox:read:messages", "inbox:write:events"],
            ),
            ("tenants:brands:read", &["tenants:brand:read"]),
            (
                "tenant:t:notifications:write",
                &["tenant:t:notification:write"],
            ),
            ("read:brands{:id}", &["read:brands"]),
            ("READ:BRANDS:b", &["read:brands:b"]),
            ("frobnicate", &[]),
        ];
        for (scope, expected) in rows {
            let kind = words(scope)[0].kind;
            assert_eq!(meant(scope, kind), *expected, "{scope} is {kind:?}");
        }
        assert_eq!(suggestion("userId:alice"), ["user_id:alice"]);
        assert_eq!(suggestion("inbox:read:mesages"), ["inbox:read:messages"]);
    }
}
