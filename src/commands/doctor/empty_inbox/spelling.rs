//! User IDs that differ from another one by a slip: letter case, whitespace, text around the ID, or an
//! e-mail address and its local part.

use crate::token::leftover::{UserIdMistake, user_id_mistake};

/// Returns spellings of a user ID that a send call may contain by mistake, without the ID itself.
pub(super) fn spellings(user: &str) -> Vec<String> {
    let lower = user.to_lowercase();
    let mut capitalized = String::new();
    let mut chars = lower.chars();
    capitalized.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    capitalized.extend(chars);
    let mut spellings = vec![
        user.to_uppercase(),
        capitalized,
        format!("{user} "),
        format!(" {user}"),
        format!("{user}\n"),
    ];
    spellings.extend(local_part(&lower).map(str::to_owned));
    spellings.insert(0, lower);
    let mut unique: Vec<String> = Vec::new();
    for spelling in spellings {
        if spelling != user && !unique.contains(&spelling) {
            unique.push(spelling);
        }
    }
    unique
}

/// Returns true if the two IDs differ, and probably mean the same user.
pub(super) fn is_similar(user: &str, other: &str) -> bool {
    let (user_key, other_key) = (key(user), key(other));
    if user == other || user_key.is_empty() {
        return false;
    }
    // Two addresses with the same local part are two people.
    user_key == other_key
        || local_part(&user_key) == Some(&other_key)
        || local_part(&other_key) == Some(&user_key)
}

/// Returns the ID without what surrounds it, in lower case.
fn key(id: &str) -> String {
    let inner = match user_id_mistake(id) {
        Some(UserIdMistake::Wrapped(wrapped)) => wrapped.id,
        Some(UserIdMistake::Leftover(_)) | None => id.to_owned(),
    };
    inner.trim().to_lowercase()
}

/// Returns the part of an e-mail address before the `@`.
fn local_part(id: &str) -> Option<&str> {
    let (local, domain) = id.split_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_differ_from_the_id_and_from_each_other() {
        for (user, expected) in [
            (
                "alice",
                &["ALICE", "Alice", "alice ", " alice", "alice\n"][..],
            ),
            ("17", &["17 ", " 17", "17\n"]),
            (
                "Ada@example.com",
                &[
                    "ada@example.com",
                    "ADA@EXAMPLE.COM",
                    "Ada@example.com ",
                    " Ada@example.com",
                    "Ada@example.com\n",
                    "ada",
                ],
            ),
        ] {
            assert_eq!(spellings(user), expected, "{user}");
        }
    }

    #[test]
    fn a_slip_is_similar_and_another_person_is_not() {
        for (user, other, expected) in [
            ("alice", "Alice", true),
            ("alice", " alice\n", true),
            ("alice", "\"alice\"", true),
            ("alice", "Optional(\"Alice\")", true),
            ("ada", "ada@example.com", true),
            ("Ada@Example.com", "ada", true),
            ("alice", "alice", false),
            ("alice", "alicia", false),
            ("ada@a.com", "ada@b.com", false),
            ("alice", "undefined", false),
            ("17", "170", false),
            ("@", "", false),
        ] {
            assert_eq!(is_similar(user, other), expected, "{user:?} {other:?}");
        }
    }
}
