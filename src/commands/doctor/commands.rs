//! The commands that checks propose, quoted for a POSIX shell.

use crate::text::shell_command;

/// Returns a `doctor` command for a user.
pub(super) fn doctor_command(user: &str, options: &[&str]) -> Option<String> {
    user_command("doctor", user, options)
}

/// Returns a command for a user. `None` if it cannot be written for a shell.
pub(super) fn user_command(command: &str, user: &str, options: &[&str]) -> Option<String> {
    // A user ID that begins with `-` would be parsed as an option of its own.
    let joined = format!("--user={user}");
    let user: &[&str] = if user.starts_with('-') {
        &[&joined]
    } else {
        &["--user", user]
    };
    let words = ["courier-auth", command].into_iter();
    let words = words.chain(user.iter().copied());
    shell_command(words.chain(options.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_is_quoted_and_never_an_option() {
        for (user, expected) in [
            ("alice", "courier-auth doctor --user alice --send"),
            ("a$b", "courier-auth doctor --user 'a$b' --send"),
            ("-a", "courier-auth doctor --user=-a --send"),
        ] {
            assert_eq!(doctor_command(user, &["--send"]).as_deref(), Some(expected));
        }
    }
}
