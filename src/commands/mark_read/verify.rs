//! What the list of messages says of them, before and afterwards.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    Group, Work,
    report::{Outcome, Report},
};
use crate::{
    commands::shared::message_list::{MAX_PAGE_SIZE, MessageList},
    courier::{Event, Filter, InboxMessage, retry_wait},
    error::Error,
    token::UserId,
};

/// Whether a message is so already.
pub(super) fn is_so(message: &InboxMessage, event: Event) -> bool {
    match event {
        Event::Read => message.read.is_some(),
        Event::Unread => message.read.is_none(),
        Event::Opened => message.opened.is_some(),
        Event::Archived => message.archived.is_some(),
        Event::Unarchived => message.archived.is_none(),
    }
}

/// Whether a message was surely created before then.
pub(super) fn is_before(message: &InboxMessage, then: DateTime<Utc>) -> bool {
    let created = message.created.as_deref().map(DateTime::parse_from_rfc3339);
    matches!(created, Some(Ok(created)) if created < then)
}

impl Work<'_> {
    /// Takes out what is marked already.
    ///
    /// # Errors
    /// When Courier does not list messages.
    pub(super) async fn look_before(
        &self,
        groups: &mut [Group],
        report: &mut Report,
    ) -> Result<(), Error> {
        for (user, places) in groups {
            let found = self.look(user, places, report).await?;
            for (place, is_so) in found {
                if is_so {
                    report.outcomes[place] = Some(Outcome::Already);
                }
            }
            places.retain(|place| report.outcomes[*place].is_none());
        }
        Ok(())
    }

    /// Compares what Courier said with what its list says, which counts. The list may need a
    /// moment.
    pub(super) async fn verify(&self, groups: &[Group], report: &mut Report) {
        for (user, places) in groups {
            let mut left = places.clone();
            let mut tries = 0;
            let found = loop {
                let found = match self.look(user, &left, report).await {
                    Ok(found) => found,
                    Err(error) => {
                        report.not_verified_for = Some(error.to_string());
                        break HashMap::new();
                    }
                };
                for (place, _) in found.iter().filter(|(_, is_so)| **is_so) {
                    report.outcomes[*place] = Some(Outcome::Marked);
                }
                left.retain(|place| found.get(place) != Some(&true));
                let is_late = |place: &usize| {
                    let is_marked = report.outcomes[*place] == Some(Outcome::Marked);
                    is_marked && found.get(place) == Some(&false)
                };
                if tries >= self.courier.limits().retries || !left.iter().any(is_late) {
                    break found;
                }
                tries += 1;
                tokio::time::sleep(retry_wait(tries)).await;
            };
            for place in left {
                if report.outcomes[place] != Some(Outcome::Marked) {
                    continue;
                }
                if found.contains_key(&place) {
                    let event = report.event.name();
                    let reason = format!("Courier said it is {event}, its list says it is not");
                    report.outcomes[place] = Some(Outcome::Failed(reason));
                } else {
                    report.unverified.push(place);
                }
            }
        }
    }

    /// What the list says of messages: of each that stands in it, whether it is so.
    async fn look(
        &self,
        user: &UserId,
        places: &[usize],
        report: &Report,
    ) -> Result<HashMap<usize, bool>, Error> {
        let mut wanted: HashMap<&str, usize> = places
            .iter()
            .map(|place| (report.ids[*place].as_str(), *place))
            .collect();
        let mut found = HashMap::new();
        for archived in [false, true] {
            let filter = Filter {
                archived,
                tenant: self.args.place.tenant.clone(),
                ..Filter::default()
            };
            let mut list = MessageList::new(self.courier, self.access, user, &filter);
            while !wanted.is_empty()
                && let Some(page) = list.next_page(MAX_PAGE_SIZE.into()).await?
            {
                for message in &page.messages {
                    if let Some(place) = wanted.remove(message.message_id.as_str()) {
                        found.insert(place, is_so(message, report.event));
                    }
                }
            }
        }
        Ok(found)
    }
}
