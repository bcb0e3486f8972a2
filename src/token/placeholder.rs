//! Text that was to be replaced before anyone used it.

/// What this tool itself writes where it does not know the user.
pub const USER_ID: &str = "USER_ID";

/// What JavaScript makes of a value that was not there or not awaited.
const UNSET: &[&str] = &[
    "undefined",
    "null",
    "NaN",
    "[object Object]",
    "[object Promise]",
];

/// The longest expression in a gap.
const LONGEST_GAP: usize = 64;

/// Whether the whole text is a variable, a template's gap or an unset value: `$USER_ID`,
/// `${userId}`, `{{userId}}`, `<user id>`, `%USER_ID%`, `YOUR_USER_ID`, `undefined`.
///
/// A dollar sign alone proves nothing, as in `cash$money` and `$alice`: behind it must stand a
/// name that ends in what it stands for.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let between = |open, close| {
        text.strip_prefix(open)
            .and_then(|rest: &str| rest.strip_suffix(close))
            .is_some_and(is_inner)
    };
    UNSET.contains(&text)
        || text == USER_ID
        || text.strip_prefix('$').is_some_and(is_variable)
        || between("${", "}")
        || between("$(", ")")
        || between("{", "}")
        || between("<", ">")
        || (between("%", "%") && is_name(text.trim_matches('%')))
        || is_yours(text)
}

/// Whether a gap of a template stands somewhere in the text.
#[must_use]
pub fn has_gap(text: &str) -> bool {
    ["{", "${"].iter().any(|open| text.contains(open))
        || text
            .split_once('<')
            .is_some_and(|(_, rest)| rest.contains('>'))
}

/// What stands between the brackets of a gap: an expression, not a document.
fn is_inner(text: &str) -> bool {
    const SIGNS: &[u8] = b"_-. {}";
    !text.is_empty()
        && text.len() <= LONGEST_GAP
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || SIGNS.contains(&byte))
}

/// `USER`, `userId`, `token`: what a variable is called, rather than a person.
fn is_variable(name: &str) -> bool {
    is_name(name) && names_a_thing(name)
}

/// `YOUR_USER_ID`, `your-user-id`, `YOUR TOKEN`; not `your-highness`, which may be a name.
fn is_yours(text: &str) -> bool {
    let rest = text
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("your"))
        .map(|_| &text[4..]);
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    rest.and_then(|rest| rest.strip_prefix(['_', '-', ' ']))
        .is_some_and(|rest| rest.bytes().all(is_word) && names_a_thing(rest))
}

/// Whether a name ends in what is to stand in its place.
fn names_a_thing(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "id", "user", "token", "jwt", "scope", "scopes", "tenant", "brand",
    ];
    let lower = name.to_ascii_lowercase();
    let lower = lower.trim_end_matches("_here").trim_end_matches("-here");
    ENDS.iter().any(|end| lower.ends_with(end))
}

fn is_name(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| !byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_told_from_names() {
        let gaps = [
            "undefined",
            "null",
            "[object Object]",
            "$YOUR_USER_ID",
            "$COURIER_JWT",
            "$userId",
            "$id",
            "$USER",
            "${userId}",
            "$(cat token)",
            "{{userId}}",
            "{{ userId }}",
            "{user_id}",
            "<user id>",
            "%USER_ID%",
            "YOUR_USER_ID",
            "your-user-id",
            "YOUR TOKEN",
            "YOUR_JWT_HERE",
            "USER_ID",
        ];
        for text in gaps {
            assert!(is_placeholder(text), "{text}");
        }
        let names = [
            "",
            "alice",
            "cash$money",
            "$alice",
            "$CASH",
            "your-highness",
            "$",
            "$5",
            "%41",
            "%",
            "100%",
            "{}",
            "<>",
            "yours",
            "your",
            "your_42",
            "youré",
            "nullable",
            "undefined1",
            "Null",
            r#"{"message":"Unauthorized"}"#,
            "<html><body>502</body></html>",
        ];
        for text in names {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn gaps_within_a_scope_are_seen() {
        for text in ["read:brands{:id}", "tenant:{{id}}:read", "tenant:<ID>:read"] {
            assert!(has_gap(text), "{text}");
        }
        for text in ["read:brands", "a<b", "a>b<c"] {
            assert!(!has_gap(text), "{text}");
        }
    }
}
