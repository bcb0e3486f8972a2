//! Limits of a message list, so that a list without an end is an error and takes bounded memory.

use crate::courier::MessagePage;

/// The largest number of pages of a list.
const MAX_PAGES: u64 = 10_000;

/// The largest number of pages without a message in a row.
const MAX_EMPTY_PAGES: u64 = 100;

/// The number of messages that a list may have beyond its total, because messages arrive while it is
/// read.
const MAX_EXTRA_MESSAGES: u64 = 100;

/// The largest size of all message IDs of a list, in bytes.
const MAX_ID_BYTES: usize = 256 * 1024 * 1024;

/// The pages of a list so far.
#[derive(Default)]
pub(super) struct PageLimits {
    pages: u64,
    /// The number of pages without a message since the last one with a message.
    empty_pages: u64,
    messages: u64,
    id_bytes: usize,
    /// The largest total of a page. It becomes smaller when messages are archived or marked.
    total: u64,
    /// The cursor after the last page whose number is a power of two. A list that returns to this
    /// cursor has no end.
    checkpoint: Option<String>,
}

impl PageLimits {
    /// Counts a page that is followed by another one, whose cursor is `next`.
    ///
    /// # Errors
    /// Returns the reason if the list has no end or is too large.
    pub(super) fn count(&mut self, page: &MessagePage, next: &str) -> Result<(), String> {
        let messages = page.messages.len() as u64;
        let ids = page.messages.iter().map(|message| message.message_id.len());
        self.pages = self.pages.saturating_add(1);
        self.messages = self.messages.saturating_add(messages);
        self.id_bytes = ids.fold(self.id_bytes, usize::saturating_add);
        self.total = self.total.max(page.total);
        self.empty_pages = match messages {
            0 => self.empty_pages.saturating_add(1),
            _ => 0,
        };
        self.check(next)?;
        if self.pages.is_power_of_two() {
            self.checkpoint = Some(next.to_owned());
        }
        Ok(())
    }

    fn check(&self, next: &str) -> Result<(), String> {
        let Self { total, .. } = self;
        if self.checkpoint.as_deref() == Some(next) {
            Err("the pages of the Inbox repeat without end".to_owned())
        } else if self.messages > total.saturating_add(MAX_EXTRA_MESSAGES) {
            Err(format!(
                "the Inbox has more pages after {} messages, but its total is {total}",
                self.messages
            ))
        } else if self.empty_pages >= MAX_EMPTY_PAGES {
            Err(format!(
                "the Inbox has more pages after {MAX_EMPTY_PAGES} pages without a message"
            ))
        } else if self.pages >= MAX_PAGES {
            Err(format!("the Inbox has more than {MAX_PAGES} pages"))
        } else if self.id_bytes > MAX_ID_BYTES {
            Err("the message IDs are too long to list the Inbox".to_owned())
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courier::InboxMessage;

    /// Counts pages of so many messages, each with its own cursor. Returns the number of pages before
    /// the error, and the error.
    fn limit(pages: impl Iterator<Item = (usize, u64)>, id: &str) -> Option<(usize, String)> {
        let mut limits = PageLimits::default();
        pages.enumerate().find_map(|(number, (messages, total))| {
            let message = InboxMessage {
                message_id: id.to_owned(),
                ..InboxMessage::default()
            };
            let page = MessagePage {
                total,
                unread: None,
                messages: vec![message; messages],
                next: None,
            };
            let error = limits.count(&page, &number.to_string()).err()?;
            Some((number, error))
        })
    }

    #[test]
    fn lists_without_an_end_are_refused() {
        let same = std::iter::repeat::<(usize, u64)>;
        let growing = (0..).map(|page: u64| (1, page));
        for (pages, expected) in [
            (
                limit(same((100, 1)), "m"),
                (1, "after 200 messages, but its total is 1"),
            ),
            (
                limit(same((1, 5)), "m"),
                (105, "after 106 messages, but its total is 5"),
            ),
            (
                limit(same((0, u64::MAX)), "m"),
                (99, "after 100 pages without a message"),
            ),
            (
                limit(same((100, u64::MAX)), "m"),
                (9_999, "more than 10000 pages"),
            ),
            (limit(growing, "m"), (9_999, "more than 10000 pages")),
            (
                limit(same((100, u64::MAX)), &"m".repeat(1024 * 1024)),
                (2, "the message IDs are too long"),
            ),
        ] {
            let (number, error) = pages.unwrap();
            assert_eq!(number, expected.0, "{error}");
            assert!(error.contains(expected.1), "{error}");
        }
    }

    #[test]
    fn long_lists_that_change_are_read_to_their_end() {
        let full = (0..9_999).map(|_| (100, 1_000_000));
        assert_eq!(limit(full, "m"), None);
        // Messages are archived while the list is read, or arrive.
        let shrinking = (0..10).map(|page| (100, 1_000 - 100 * page));
        assert_eq!(limit(shrinking, "m"), None);
        let growing = (0..10).map(|page| (100, 950 + 10 * page));
        assert_eq!(limit(growing, "m"), None);
        // A filter may leave pages without a message.
        let sparse = (0..500).map(|page| (usize::from(page % 99 == 0), 6));
        assert_eq!(limit(sparse, "m"), None);
    }
}
