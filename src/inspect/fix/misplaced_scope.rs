//! The scope of a token that has it in another claim, or that cannot be read as a whole.

use crate::{
    inspect::subject::Subject,
    token::{Object, Value, base64url, scope::MISPLACED_CLAIMS},
};

/// Returns the scope from a claim in which other services put it, or from the payload of a token
/// whose other parts are damaged.
pub(super) fn misplaced_scope(subject: &Subject<'_>) -> Option<String> {
    if let Some(token) = subject.readable_token() {
        return scope_in(&token.claims);
    }
    let payload = subject.token_text.text.split('.').nth(1)?;
    let payload = base64url::decode_lenient(payload)?;
    scope_in(&Object::parse(str::from_utf8(&payload).ok()?).ok()?)
}

fn scope_in(claims: &Object<'_>) -> Option<String> {
    let mut names = ["scope"].iter().chain(MISPLACED_CLAIMS);
    names.find_map(|name| match claims.get(name)? {
        Value::String(text) => Some(text.into_owned()),
        Value::Array(text) => Some(serde_json::from_str::<Vec<String>>(text).ok()?.join(" ")),
        _ => None,
    })
}
