//! Detects placeholder text such as `$USER_ID`, `{{userId}}` or `undefined`.

/// The placeholder in suggested commands and scopes for a user who is not known.
pub(crate) const USER_ID: &str = "USER_ID";

/// The text that JavaScript produces for a value that is missing or was not awaited.
const UNSET_VALUES: &[&str] = &[
    "undefined",
    "null",
    "NaN",
    "[object Object]",
    "[object Promise]",
];

/// The maximum length of the expression between brackets.
const MAX_EXPRESSION_LENGTH: usize = 64;

/// Returns true if the whole text is a variable, a template expression or an unset value:
/// `$USER_ID`, `${userId}`, `{{userId}}`, `<user id>`, `%USER_ID%`, `YOUR_USER_ID` or `undefined`.
///
/// Names such as `cash$money` and `$alice` are valid. After a lone dollar sign, only a name that
/// ends in the kind of its value is a variable.
#[must_use]
pub(crate) fn is_placeholder(text: &str) -> bool {
    let between = |open, close| {
        text.strip_prefix(open)
            .and_then(|rest: &str| rest.strip_suffix(close))
            .is_some_and(is_expression)
    };
    UNSET_VALUES.contains(&text)
        || text == USER_ID
        || text.strip_prefix('$').is_some_and(is_variable)
        || between("${", "}")
        || between("$(", ")")
        || between("{", "}")
        || between("<", ">")
        || (between("%", "%") && is_identifier(text.trim_matches('%')))
        || is_your_placeholder(text)
}

/// Returns true if the text contains a template expression anywhere.
#[must_use]
pub(crate) fn contains_placeholder(text: &str) -> bool {
    ["{", "${"].iter().any(|open| text.contains(open))
        || text
            .split_once('<')
            .is_some_and(|(_, rest)| rest.contains('>'))
}

/// Returns true if the text between brackets is an expression, rather than JSON or HTML.
fn is_expression(text: &str) -> bool {
    const PUNCTUATION: &[u8] = b"_-. {}";
    !text.is_empty()
        && text.len() <= MAX_EXPRESSION_LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || PUNCTUATION.contains(&byte))
}

/// Returns true for the names of variables, such as `USER`, `userId` and `token`.
fn is_variable(name: &str) -> bool {
    is_identifier(name) && ends_in_kind(name)
}

/// Returns true for text such as `YOUR_USER_ID`, `your-user-id` and `YOUR TOKEN`, and false for
/// `your-highness`, which may be a user ID.
fn is_your_placeholder(text: &str) -> bool {
    let rest = text
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("your"))
        .map(|_| &text[4..]);
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    rest.and_then(|rest| rest.strip_prefix(['_', '-', ' ']))
        .is_some_and(|rest| rest.bytes().all(is_word) && ends_in_kind(rest))
}

/// Returns true if a name ends in the kind of value that it is a placeholder for.
fn ends_in_kind(name: &str) -> bool {
    const KINDS: &[&str] = &[
        "id", "user", "token", "jwt", "scope", "scopes", "tenant", "brand",
    ];
    let lower = name.to_ascii_lowercase();
    let lower = lower.trim_end_matches("_here").trim_end_matches("-here");
    KINDS.iter().any(|kind| lower.ends_with(kind))
}

fn is_identifier(text: &str) -> bool {
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
    fn placeholders_are_distinguished_from_names() {
        let placeholders = [
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
        for text in placeholders {
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
    fn placeholders_within_a_scope_are_found() {
        for text in ["read:brands{:id}", "tenant:{{id}}:read", "tenant:<ID>:read"] {
            assert!(contains_placeholder(text), "{text}");
        }
        for text in ["read:brands", "a<b", "a>b<c"] {
            assert!(!contains_placeholder(text), "{text}");
        }
    }
}
