//! The kinds of IDs: how columns with them are named, and which lines are comments.

/// The things that the IDs of a list identify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    User,
    Message,
}

impl IdKind {
    /// The IDs as a plural noun.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::User => "user IDs",
            Self::Message => "message IDs",
        }
    }

    /// Returns true if a line without white space around it is a comment.
    ///
    /// A user ID can begin with `#`, but cannot contain white space, so `#alice` is an ID and
    /// `# alice` is not. No message ID begins with `#`.
    pub(crate) fn is_comment(self, line: &str) -> bool {
        line.strip_prefix('#').is_some_and(|rest| match self {
            Self::User => {
                rest.trim_start_matches('#').is_empty() || rest.contains(char::is_whitespace)
            }
            Self::Message => true,
        })
    }

    /// The names of columns with such IDs, normalized. Those of an earlier row are preferred.
    pub(super) fn column_names(self) -> &'static [&'static [&'static str]] {
        match self {
            // `user` is the name in the JSON output of `issue` and `hmac`.
            Self::User => &[&["userid"], &["id", "user"]],
            Self::Message => &[&["messageid"], &["id"]],
        }
    }

    /// The names of arrays with such IDs, normalized.
    fn array_names(self) -> &'static [&'static str] {
        match self {
            Self::User => &["ids", "userids", "users"],
            // `would_mark` is the name in the JSON output of `mark-read --dry-run`.
            Self::Message => &["ids", "messageids", "messages", "wouldmark"],
        }
    }

    /// Returns true if a line is the header of a list with one column. `user` can be an ID.
    pub(super) fn is_header(self, line: &str) -> bool {
        let name = normalized(line);
        let names = self.column_names().iter().copied().flatten();
        name != "user" && names.into_iter().any(|known| *known == name)
    }

    /// Returns true if this is the name of an array with such IDs.
    pub(super) fn is_array_name(self, name: &str) -> bool {
        self.array_names().contains(&normalized(name).as_str())
    }
}

/// A name in lower case, without what separates its words.
pub(super) fn normalized(name: &str) -> String {
    let letters = name
        .trim()
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_lines_that_cannot_be_ids() {
        let rows = [
            ("# a", true, true),
            ("#\ta", true, true),
            ("#", true, true),
            ("####", true, true),
            ("#a b", true, true),
            ("#a", false, true),
            ("#5", false, true),
            ("a # b", false, false),
        ];
        for (line, for_user, for_message) in rows {
            assert_eq!(IdKind::User.is_comment(line), for_user, "{line}");
            assert_eq!(IdKind::Message.is_comment(line), for_message, "{line}");
        }
    }
}
