//! Which messages, and whose they are.

use std::{collections::HashSet, path::Path};

use futures_util::{StreamExt as _, stream};

use super::{
    Group, Work, event, look,
    report::{Outcome, Report},
};
use crate::{
    cli::MarkReadArgs,
    commands::shared::{
        id_file,
        message_list::{MAX_PAGE_SIZE, MessageList},
        progress,
    },
    context::Context,
    courier::{self, Courier, Event, Filter},
    error::Error,
    token::{ApiKey, UserId},
};

/// The ids that are named, each once, in order.
///
/// # Errors
/// When a file cannot be read, or an id cannot be kept where that is wanted.
pub(super) fn named(args: &MarkReadArgs, context: &mut Context<'_>) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for id in &args.ids {
        match id.as_str() {
            "-" => all.extend(from_file(Path::new("-"), context)?),
            id => all.push(id.to_owned()),
        }
    }
    if let Some(path) = &args.ids_file {
        all.extend(from_file(path, context)?);
    }
    if args.failed_to.is_some() && all.iter().any(|id| id.contains(['\n', '\r'])) {
        return Err(Error::Usage {
            message: "an id with a line end in it cannot be kept by --failed-to".to_owned(),
            help: "leave --failed-to out",
        });
    }
    let mut seen = HashSet::with_capacity(all.len());
    all.retain(|id| seen.insert(id.clone()));
    Ok(all)
}

/// Ids of a file. Unlike those of users, no id of Courier's begins or ends with white space.
fn from_file(path: &Path, context: &mut Context<'_>) -> Result<Vec<String>, Error> {
    let lines = id_file::read(path, "the message ids", context)?;
    Ok(lines.iter().map(|line| line.trim().to_owned()).collect())
}

impl Work<'_> {
    /// Chooses messages of one user. What is marked already is known from the list.
    ///
    /// # Errors
    /// When Courier does not list them.
    pub(super) async fn chosen(
        &self,
        user: UserId,
        context: &Context<'_>,
    ) -> Result<(Report, Vec<Group>), Error> {
        let event = event(self.args);
        let now = (context.now)();
        let before = self.args.before.map(|before| before.resolve(now));
        let filter = Filter {
            archived: event == Event::Unarchived,
            tags: self.args.place.tags.clone(),
            tenant: self.args.place.tenant.clone(),
            ..Filter::default()
        };
        let mut list = MessageList::new(self.courier, self.access, &user, &filter);
        let mut report = Report::new(Vec::new(), event);
        let mut seen = HashSet::new();
        while let Some(page) = list.next_page(MAX_PAGE_SIZE.into()).await? {
            let messages = page.messages.into_iter();
            let is_meant =
                |message: &_| before.is_none_or(|before| look::is_before(message, before));
            for message in messages.filter(is_meant) {
                // One that moved while it was listed comes twice.
                if seen.insert(message.message_id.clone()) {
                    let outcome = look::is_so(&message, event).then_some(Outcome::Already);
                    report.ids.push(message.message_id);
                    report.outcomes.push(outcome);
                }
            }
        }
        let places = report.open().collect();
        Ok((report, vec![(user, places)]))
    }

    /// Whose they are, and what is to be said of them before anything is sent.
    ///
    /// # Errors
    /// When nothing can be known of any of them.
    pub(super) async fn grouped(
        &self,
        user: Option<UserId>,
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<Vec<Group>, Error> {
        let mut groups = match (user, self.access.api_key()) {
            (Some(user), _) => vec![(user, report.open().collect())],
            (None, Some(key)) => self.recipients(key, report, context).await?,
            (None, None) => Vec::new(),
        };
        if self.args.verify {
            self.look_before(&mut groups, report).await?;
        }
        Ok(groups)
    }

    /// The messages of each user, users in the order in which they come up.
    async fn recipients(
        &self,
        key: &ApiKey,
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<Vec<Group>, Error> {
        let bar = progress::bar(report.ids.len(), context);
        let ask = |(place, id): (usize, String)| async move {
            (place, recipient(self.courier, key, &id).await)
        };
        let ids: Vec<(usize, String)> = report.ids.iter().cloned().enumerate().collect();
        let asked = stream::iter(ids).map(ask);
        let mut asked = asked.buffered(self.args.concurrency.into());
        let mut groups: Vec<Group> = Vec::new();
        let mut places = std::collections::HashMap::new();
        while let Some((place, recipient)) = asked.next().await {
            bar.inc(1);
            let user = match recipient {
                Ok(Ok(user)) => user,
                // Of one message nothing is known: the others can be marked all the same.
                Ok(Err(reason)) => {
                    report.outcomes[place] = Some(Outcome::Failed(reason));
                    continue;
                }
                Err(error) if error.is_for_all() => return Err(error.into()),
                Err(error) => {
                    report.outcomes[place] = Some(Outcome::Failed(error.to_string()));
                    report.failed_with_request += 1;
                    report.failed_by.get_or_insert(error);
                    continue;
                }
            };
            let group = *places.entry(user.clone()).or_insert_with(|| {
                groups.push((user, Vec::new()));
                groups.len() - 1
            });
            groups[group].1.push(place);
        }
        bar.finish_and_clear();
        Ok(groups)
    }
}

/// The recipient of a message, or why it has none that can be named.
///
/// # Errors
/// When Courier does not tell.
async fn recipient(
    courier: &Courier,
    key: &ApiKey,
    id: &str,
) -> Result<Result<UserId, String>, courier::Error> {
    // These are no segments of a path, and of such characters a path loses some.
    if matches!(id, "" | "." | "..") || id.contains(char::is_control) {
        return Ok(Err("that is no message id".to_owned()));
    }
    let text = match named_recipient(id) {
        Some(user) => user.to_owned(),
        None => match courier.recipient(key, id).await {
            Ok(recipient) => recipient,
            Err(error) if error.is_not_found() => return Ok(Err(error.to_string())),
            Err(error) => return Err(error),
        },
    };
    let unnameable = |_| format!("its recipient `{text}` cannot be named in a token");
    Ok(text.parse::<UserId>().map_err(unnameable))
}

/// The user whom an id itself names: that of a message to a tenant or list is the id of the
/// request, a colon, and the user.
fn named_recipient(id: &str) -> Option<&str> {
    let (request, user) = id.split_once(':')?;
    let mut parts = request.split('-');
    let is_hex = |part: Option<&str>, length| {
        let is_digit = |byte: u8| byte.is_ascii_hexdigit();
        part.is_some_and(|part| part.len() == length && part.bytes().all(is_digit))
    };
    let is_request = parts.next() == Some("1")
        && is_hex(parts.next(), 8)
        && is_hex(parts.next(), 24)
        && parts.next().is_none();
    (is_request && !user.is_empty()).then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_message_to_a_tenant_names_its_user() {
        let request = "1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2";
        for (id, user) in [
            (format!("{request}:alice"), Some("alice")),
            (format!("{request}:tenant:alice"), Some("tenant:alice")),
            (request.to_owned(), None),
            (format!("{request}:"), None),
            ("mine:alice".to_owned(), None),
            (format!("{request}-1:alice"), None),
        ] {
            assert_eq!(named_recipient(&id), user, "{id}");
        }
    }
}
