//! Checks of user IDs that go to Courier or into a signature as they are.

use crate::{
    error::Error,
    output::{Output, sanitize},
    text::{plural, shorten},
    token::{
        UserId,
        leftover::{UserIdMistake, user_id_mistake},
    },
};

/// The maximum number of user IDs that are listed one by one.
const MAX_LISTED: usize = 10;

/// Warns about texts that are probably not user IDs, such as `None` and `Optional("u-17")`.
pub(in crate::commands) fn warn<'i>(ids: impl IntoIterator<Item = &'i str>, output: &Output<'_>) {
    let mut warnings = ids.into_iter().filter_map(warning);
    for warning in warnings.by_ref().take(MAX_LISTED) {
        output.warn(&warning);
    }
    let more = warnings.count();
    if more > 0 {
        let ids = plural(more, "more user ID");
        let verb = if more == 1 { "looks" } else { "look" };
        output.warn(&format!("{ids} {verb} like these"));
    }
}

/// Returns a warning about a text that is probably not a user ID.
pub(in crate::commands) fn warning(id: &str) -> Option<String> {
    user_id_mistake(id).map(|mistake| describe(id, &mistake))
}

/// Describes a text that is probably not a user ID.
pub(in crate::commands) fn describe(id: &str, mistake: &UserIdMistake) -> String {
    let text = shorten(id);
    let description = match mistake {
        UserIdMistake::Leftover(leftover) => format!("`{text}` is {leftover}, not a user ID"),
        UserIdMistake::Wrapped(wrapped) => format!(
            "the user ID `{text}` contains {}; is it `{}`?",
            wrapped.surroundings,
            shorten(&wrapped.id)
        ),
    };
    sanitize(&description).into_owned()
}

/// Refuses the ID of a user who cannot exist, and warns about one that contains more than the ID.
///
/// # Errors
/// Returns an error if the text is what a program prints for no value, a placeholder or the like.
pub(in crate::commands) fn require_id(id: &UserId, output: &Output<'_>) -> Result<(), Error> {
    let Some(mistake) = user_id_mistake(id.as_str()) else {
        return Ok(());
    };
    let message = describe(id.as_str(), &mistake);
    match mistake {
        UserIdMistake::Leftover(_) => {
            let help = "pass the ID of a user";
            Err(Error::Usage { message, help })
        }
        UserIdMistake::Wrapped(_) => {
            output.warn(&message);
            Ok(())
        }
    }
}
