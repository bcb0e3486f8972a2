//! The system's keyring: macOS Keychain, Windows Credential Manager, Linux Secret Service. The
//! only file that names `keyring`.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::console::{Console, Verbosity};

/// Under which name this program's keys stand there.
const SERVICE: &str = "courier-auth";

/// How long a keyring may take to answer by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much longer a person may take to unlock it.
const PATIENCE_WITH_A_PERSON: Duration = Duration::from_mins(1);

/// Why the keyring did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyringError {
    #[error("the keyring has no key for `{0}`")]
    NoEntry(String),
    #[error("the keyring did not answer within {} s", .0.as_secs())]
    TimedOut(Duration),
    #[error("the keyring cannot be used: {0}")]
    Unusable(String),
}

/// The key of that account.
///
/// # Errors
/// When there is none, or the keyring cannot be used.
pub(crate) fn read(
    account: &str,
    console: &Console,
    may_ask: bool,
) -> Result<Zeroizing<String>, KeyringError> {
    let key = in_time(account, console, may_ask, |entry| entry.get_password())?;
    Ok(Zeroizing::new(key))
}

/// Keeps the key under that account, in the place of one that is there.
///
/// # Errors
/// When the keyring cannot be used.
pub(crate) fn write(
    account: &str,
    key: Zeroizing<String>,
    console: &Console,
    may_ask: bool,
) -> Result<(), KeyringError> {
    in_time(account, console, may_ask, move |entry| {
        entry.set_password(&key)
    })
}

/// Removes the key of that account; that there is none is fine.
///
/// # Errors
/// When the keyring cannot be used.
pub(crate) fn remove(account: &str, console: &Console, may_ask: bool) -> Result<(), KeyringError> {
    let removed = in_time(account, console, may_ask, |entry| entry.delete_credential());
    match removed {
        Err(KeyringError::NoEntry(_)) => Ok(()),
        removed => removed,
    }
}

/// Does it beside this thread, which waits as long as is reasonable: a keyring may wait for a
/// person who is not there.
fn in_time<T: Send + 'static>(
    account: &str,
    console: &Console,
    may_ask: bool,
    work: impl FnOnce(Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, KeyringError> {
    let (sender, receiver) = mpsc::channel();
    let name = account.to_owned();
    thread::spawn(move || {
        let entry = match Entry::store_status() {
            Ok(()) => Entry::new(SERVICE, &name),
            // The same every time: why there is no keyring at all.
            Err(error) => Err(Error::NotSupportedByStore(reason(error))),
        };
        // Who no longer waits does not want it.
        let _ = sender.send(entry.and_then(work));
    });
    let mut waited = PATIENCE;
    let mut done = receiver.recv_timeout(PATIENCE);
    if may_ask && matches!(done, Err(RecvTimeoutError::Timeout)) {
        console.print(
            Verbosity::Normal,
            "note: waiting for the keyring, which may ask for its password in a window",
        );
        waited += PATIENCE_WITH_A_PERSON;
        done = receiver.recv_timeout(PATIENCE_WITH_A_PERSON);
    }
    match done {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(Error::NoEntry)) => Err(KeyringError::NoEntry(account.to_owned())),
        Ok(Err(error)) => Err(KeyringError::Unusable(reason(&error))),
        Err(RecvTimeoutError::Timeout) => Err(KeyringError::TimedOut(waited)),
        Err(RecvTimeoutError::Disconnected) => {
            Err(KeyringError::Unusable("it failed within".to_owned()))
        }
    }
}

/// What went wrong, without what the keyring holds.
fn reason(error: &Error) -> String {
    match error {
        Error::Ambiguous(_) => "it holds several keys of that name".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            "what it holds there is no text".to_owned()
        }
        Error::NotSupportedByStore(reason) => reason.clone(),
        Error::PlatformFailure(error) | Error::NoStorageAccess(error) => error.to_string(),
        error => error.to_string(),
    }
}
