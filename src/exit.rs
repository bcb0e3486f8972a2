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
    (Exit::Ok, "done, and the verdict is good"),
    (
        Exit::No,
        "done, and the answer is no: a bad token, a message or user left out",
    ),
    (Exit::Usage, "the command line is wrong"),
    (Exit::NotAToken, "the input cannot be read as a token"),
    (
        Exit::Credential,
        "no API key or token, or Courier refused it (401, 403)",
    ),
    (
        Exit::Courier,
        "Courier said no or failed: other 4xx, 5xx, an answer that makes no sense",
    ),
    (Exit::Network, "the network: DNS, connection, TLS, time-out"),
    (
        Exit::Local,
        "this machine: a file, the keyring, a port, a full disk",
    ),
    (
        Exit::NoChild,
        "`exec`: no token or no sandbox, so the command was not run",
    ),
    (Exit::ChildNotRun, "`exec`: the command cannot be run"),
    (Exit::ChildNotFound, "`exec`: the command is not there"),
    (
        Exit::Interrupted,
        "interrupted; what was done until then is the answer",
    ),
];

impl Exit {
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
