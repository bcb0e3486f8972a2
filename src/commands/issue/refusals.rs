//! The users of a bulk run who would get no token in another run either, by reason.

use crate::text::plural;

/// The maximum number of reasons that are listed, and of users of each.
const MAX_LISTED: usize = 5;

/// The refused users, counted, and the first of them by reason.
#[derive(Default)]
pub(super) struct Refusals {
    count: u64,
    reasons: Vec<Reason>,
}

/// A reason and the users whom it affects.
struct Reason {
    message: String,
    /// The first users. The others are only counted.
    users: Vec<String>,
    count: usize,
}

impl Refusals {
    /// Adds a user.
    pub(super) fn add(&mut self, user: &str, message: &str) {
        self.count = self.count.saturating_add(1);
        let mut reasons = self.reasons.iter_mut();
        if let Some(reason) = reasons.find(|reason| reason.message == message) {
            reason.count = reason.count.saturating_add(1);
            if reason.users.len() < MAX_LISTED {
                reason.users.push(user.to_owned());
            }
        } else if self.reasons.len() < MAX_LISTED {
            self.reasons.push(Reason {
                message: message.to_owned(),
                users: vec![user.to_owned()],
                count: 1,
            });
        }
    }

    /// Returns the number of users.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Returns a line for each reason, and one for the users whose reason is not listed.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.reasons.iter().map(Reason::line).collect();
        let listed: usize = self.reasons.iter().map(|reason| reason.count).sum();
        let others = self.count.saturating_sub(listed as u64);
        if others > 0 {
            lines.push(format!(
                "no token for {} for other reasons: see `error` in the output",
                plural(others, "more user")
            ));
        }
        lines
    }
}

impl Reason {
    fn line(&self) -> String {
        let users = self.users.join("`, `");
        let more = match self.count.saturating_sub(self.users.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("no token for `{users}`{more}: {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_users_and_reasons_are_listed() {
        let mut refusals = Refusals::default();
        for number in 0..7 {
            refusals.add(&format!("a{number}"), "same reason");
        }
        for number in 0..6 {
            refusals.add("b", &format!("reason {number}"));
        }
        assert_eq!(refusals.count(), 13);
        assert_eq!(
            refusals.lines(),
            [
                "no token for `a0`, `a1`, `a2`, `a3`, `a4` and 2 more: same reason",
                "no token for `b`: reason 0",
                "no token for `b`: reason 1",
                "no token for `b`: reason 2",
                "no token for `b`: reason 3",
                "no token for 2 more users for other reasons: see `error` in the output",
            ]
        );
    }
}
