//! Checks of user IDs that go to Courier or into a signature as they are.

use crate::{
    error::Error,
    output::{Output, sanitize},
    text::shorten,
    token::{
        UserId,
        leftover::{UserIdMistake, is_user_id_leftover, user_id_mistake},
    },
};

/// The maximum number of user IDs that are listed one by one.
const MAX_LISTED: usize = 10;

/// Warns about the IDs that are probably none, such as `None` and `Optional("u-17")`.
pub(in crate::commands) fn warn<'i>(ids: impl IntoIterator<Item = &'i str>, output: &Output<'_>) {
    let mut warnings = ids.into_iter().filter_map(warning);
    for warning in warnings.by_ref().take(MAX_LISTED) {
        output.note(&format!("warning: {warning}"));
    }
    match warnings.count() {
        0 => {}
        more => output.note(&format!("warning: {more} more user IDs look like these")),
    }
}

/// Returns a warning about an ID that is probably none.
pub(in crate::commands) fn warning(id: &str) -> Option<String> {
    let text = shorten(id);
    let warning = match user_id_mistake(id)? {
        UserIdMistake::Leftover(leftover) => format!("`{text}` is {leftover}, not a user ID"),
        UserIdMistake::Wrapped(wrapped) => format!(
            "the user ID `{text}` contains {}; is it `{}`?",
            wrapped.with,
            shorten(&wrapped.id)
        ),
    };
    Some(sanitize(&warning).into_owned())
}

/// Refuses the ID of a user who cannot exist, and warns about one that contains more than the ID.
///
/// # Errors
/// Returns an error if the text is what a program prints for no value, a placeholder or the like.
pub(in crate::commands) fn require_id(id: &UserId, output: &Output<'_>) -> Result<(), Error> {
    if is_user_id_leftover(id.as_str())
        && let Some(message) = warning(id.as_str())
    {
        let help = "pass the ID of a user";
        return Err(Error::Usage { message, help });
    }
    warn([id.as_str()], output);
    Ok(())
}
