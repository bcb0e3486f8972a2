//! The system's keyring: macOS Keychain, Windows Credential Manager or Linux Secret Service. This is the
//! only file that names `keyring_core` and its stores.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(all(unix, not(target_os = "macos")))]
use dbus_secret_service_keyring_store::Store;
use keyring_core::{Entry, Error, api::CredentialStoreApi as _};
#[cfg(windows)]
use windows_native_keyring_store::Store;
use zeroize::Zeroizing;

use crate::console::{Console, Level, Verbosity};

/// The service name of this program's entries.
const SERVICE: &str = "courier-auth";

/// The time limit of a keyring operation without interaction.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// The additional time for a person to unlock the keyring.
const UNLOCK_TIME_LIMIT: Duration = Duration::from_mins(1);

/// A failure of the keyring.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyringError {
    #[error("the keyring has no key for `{0}`")]
    NoEntry(String),
    #[error("the keyring did not respond within {} s", .0.as_secs())]
    TimedOut(Duration),
    #[error("cannot use the system keyring: {0}")]
    Unusable(String),
}

/// Returns the key of an account.
///
/// # Errors
/// Returns an error if there is no key or the keyring cannot be used.
pub(crate) fn read(
    account: &str,
    console: &Console,
    may_ask: bool,
) -> Result<Zeroizing<String>, KeyringError> {
    let key = with_time_limit(account, console, may_ask, |entry| entry.get_password())?;
    Ok(Zeroizing::new(key))
}

/// Stores the key of an account, and replaces an existing one.
///
/// # Errors
/// Returns an error if the keyring cannot be used.
pub(crate) fn write(
    account: &str,
    key: Zeroizing<String>,
    console: &Console,
    may_ask: bool,
) -> Result<(), KeyringError> {
    with_time_limit(account, console, may_ask, move |entry| {
        entry.set_password(&key)
    })
}

/// Removes the key of an account, if there is one.
///
/// # Errors
/// Returns an error if the keyring cannot be used.
pub(crate) fn remove(account: &str, console: &Console, may_ask: bool) -> Result<(), KeyringError> {
    let removed = with_time_limit(account, console, may_ask, |entry| entry.delete_credential());
    match removed {
        Err(KeyringError::NoEntry(_)) => Ok(()),
        removed => removed,
    }
}

/// Runs a keyring operation in a thread, with a time limit: a keyring may wait forever for a person to
/// unlock it.
fn with_time_limit<T: Send + 'static>(
    account: &str,
    console: &Console,
    may_ask: bool,
    work: impl FnOnce(Entry) -> keyring_core::Result<T> + Send + 'static,
) -> Result<T, KeyringError> {
    let (sender, receiver) = mpsc::channel();
    let name = account.to_owned();
    thread::spawn(move || {
        let entry = match Store::new() {
            Ok(store) => store.build(SERVICE, &name, None),
            // There is no keyring at all. The reason is the same for every operation.
            Err(error) => Err(Error::NotSupportedByStore(reason_of_absence(&error))),
        };
        // Sending fails if the caller has stopped waiting.
        let _ = sender.send(entry.and_then(work));
    });
    let mut waited = TIME_LIMIT;
    let mut done = receiver.recv_timeout(TIME_LIMIT);
    if may_ask && matches!(done, Err(RecvTimeoutError::Timeout)) {
        console.print(
            Verbosity::Normal,
            Level::Note,
            "waiting for the keyring; it may ask for its password in a window",
        );
        waited += UNLOCK_TIME_LIMIT;
        done = receiver.recv_timeout(UNLOCK_TIME_LIMIT);
    }
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Error::NoEntry)) => Err(KeyringError::NoEntry(account.to_owned())),
        Ok(Err(error)) => Err(KeyringError::Unusable(reason(&error))),
        Err(RecvTimeoutError::Timeout) => Err(KeyringError::TimedOut(waited)),
        Err(RecvTimeoutError::Disconnected) => Err(KeyringError::Unusable("it crashed".to_owned())),
    }
}

/// Returns the reason why there is no keyring at all.
fn reason_of_absence(error: &Error) -> String {
    if cfg!(all(unix, not(target_vendor = "apple"))) {
        // The original error is about D-Bus and its socket, which few people know.
        "no keyring service found".to_owned()
    } else {
        reason(error)
    }
}

/// Returns the reason of a failure, without the contents of the keyring.
fn reason(error: &Error) -> String {
    match error {
        Error::Ambiguous(_) => "it contains several keys with this name".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "the stored key is not text".to_owned(),
        Error::NotSupportedByStore(reason) => reason.clone(),
        Error::NoStorageAccess(_) => "it is locked or denies access".to_owned(),
        Error::PlatformFailure(error) => root_cause(&**error),
        error => error.to_string(),
    }
}

/// Returns the innermost cause of an error, which is short and names no internal layers.
fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.last().map(ToString::to_string).unwrap_or_default()
}
