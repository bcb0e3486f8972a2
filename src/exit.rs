//! Exit codes. Help, README and the `exit-codes` command are built from this list.

use std::process::ExitCode;

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok,
    No,
    Usage,
    NotAToken,
    Credential,
    Courier,
    Network,
    Local,
    Interrupted,
    NoChild,
    ChildNotRun,
    ChildNotFound,
    /// The exit code of the command that `exec` ran.
    Child(u8),
}

/// All exit codes with their meanings, in ascending order.
pub(crate) const EXITS: &[(Exit, &str)] = &[
    (Exit::Ok, "success"),
    (
        Exit::No,
        "completed, and the result is no: a token, check, message or user failed",
    ),
    (
        Exit::Usage,
        "the command line or the configuration is invalid",
    ),
    (Exit::NotAToken, "the input is not a token"),
    (
        Exit::Credential,
        "no API key or token, or Courier rejected it (401, 403)",
    ),
    (
        Exit::Courier,
        "error from Courier: any other 4xx, 5xx, or an invalid response",
    ),
    (
        Exit::Network,
        "network error: DNS, connection, TLS or timeout",
    ),
    (
        Exit::Local,
        "local error: a file, the keyring, a port or a full disk",
    ),
    (
        Exit::NoChild,
        "`exec`: the command was not run, because there is no token or no sandbox",
    ),
    (Exit::ChildNotRun, "`exec`: the command cannot be executed"),
    (Exit::ChildNotFound, "`exec`: the command was not found"),
    (
        Exit::Interrupted,
        "interrupted; the output contains the results so far",
    ),
];

impl Exit {
    /// Returns true if only commands that run another command exit with this code.
    pub(crate) fn is_of_exec(self) -> bool {
        matches!(
            self,
            Self::NoChild | Self::ChildNotRun | Self::ChildNotFound | Self::Child(_)
        )
    }

    /// Returns the exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::NotAToken => 3,
            Self::Credential => 4,
            Self::Courier => 5,
            Self::Network => 6,
            Self::Local => 7,
            Self::Interrupted => 130,
            Self::NoChild => 125,
            Self::ChildNotRun => 126,
            Self::ChildNotFound => 127,
            Self::Child(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_by_code() {
        let codes: Vec<u8> = EXITS.iter().map(|(exit, _)| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 125, 126, 127, 130]);
    }
}
