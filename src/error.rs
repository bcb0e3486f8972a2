//! The errors of all commands, with one match for exit codes and one for help lines.

use std::{io, time::Duration};

use crate::{
    cli::UsageError,
    config::{CommandError, ConfigError, KeyError, KeyringError},
    courier::{self, SandboxClientError},
    exit::Exit,
    id_list::Refusal,
    output::StdoutError,
    private_file::WriteError,
    prompt::PromptError,
    reason::Reason,
    sandbox,
    settings::SettingsError,
};

/// The error that ends a command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The arguments, or a file that they name, are invalid.
    #[error("{message}")]
    Usage { message: String, help: &'static str },
    /// The command line names something that does not exist.
    #[error(transparent)]
    CommandLine(#[from] UsageError),
    /// The token request is invalid, so it was not sent.
    #[error("{message}")]
    InvalidRequest {
        message: String,
        help: Option<String>,
    },
    /// A connection setting is invalid.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There is no usable API key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The configuration file is invalid, or lacks the requested profile.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The keyring failed to store or remove a key.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A prompt was not answered.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The input that should hold a token is empty.
    #[error("no token found in {0}")]
    NoToken(String),
    /// The provided token does not allow the requested action.
    #[error("cannot use the token in {from}: {reason}")]
    UnusableToken {
        from: String,
        reason: String,
        is_readable: bool,
        fix: Option<String>,
    },
    /// A request to Courier failed.
    #[error(transparent)]
    Courier(#[from] courier::Error),
    /// The sandbox failed to start or to run.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// A server cannot listen on its address.
    #[error("cannot listen on {address}: {source}")]
    Bind { address: String, source: io::Error },
    /// A running sandbox cannot be reached.
    #[error(transparent)]
    SandboxClient(#[from] SandboxClientError),
    /// A file or stream cannot be read.
    #[error("cannot read {what}: {source}")]
    Read { what: String, source: io::Error },
    /// It is not certain what the IDs in a file or stream are.
    #[error("cannot read {what}: {refusal}")]
    UnclearList { what: String, refusal: Refusal },
    /// The baseline of `scan` cannot be written.
    #[error("cannot write {path}: {source}")]
    Baseline { path: String, source: io::Error },
    /// A private file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The output cannot be written.
    #[error(transparent)]
    Stdout(#[from] StdoutError),
    /// The async runtime, signal handlers or sockets cannot be set up.
    #[error("cannot set up the network: {0}")]
    Runtime(io::Error),
    /// `exec` failed before it started its command.
    #[error("command not run: {_0}")]
    Exec(Box<Error>),
    /// `exec` cannot start its command.
    #[error("cannot run `{name}`: {source}")]
    Command {
        name: String,
        source: io::Error,
        help: Option<String>,
    },
    /// A renewed token did not arrive in time.
    #[error("no response within {} s", .0.as_secs_f64())]
    RenewalTimeout(Duration),
    /// A temporary directory cannot be created.
    #[error("cannot create a temporary directory: {0}")]
    TempDir(io::Error),
    /// A step of the demo failed.
    #[error("the demo failed at `{0}`")]
    Demo(String),
}

impl Error {
    /// Returns the exit code of the process.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            // A reader such as `head` closes the pipe early; that is success.
            Self::Stdout(error) if error.is_broken_pipe() => Exit::Ok,
            Self::Usage { .. }
            | Self::CommandLine(_)
            | Self::InvalidRequest { .. }
            | Self::UnclearList { .. }
            | Self::Settings(_)
            | Self::Config(
                ConfigError::Invalid { .. }
                | ConfigError::Unknown { .. }
                | ConfigError::UnknownInProject { .. }
                | ConfigError::Strict(_)
                | ConfigError::Exists(_),
            )
            | Self::Key(KeyError::InvalidVariable(_)) => Exit::Usage,
            Self::NoToken(_)
            | Self::UnusableToken {
                is_readable: false, ..
            } => Exit::NotAToken,
            Self::Prompt(PromptError::Interrupted)
            | Self::Key(KeyError::Prompt(PromptError::Interrupted)) => Exit::Interrupted,
            Self::SandboxClient(
                SandboxClientError::Refused(_) | SandboxClientError::SimulatedFailure,
            ) => Exit::Courier,
            Self::RenewalTimeout(_) | Self::SandboxClient(_) => Exit::Network,
            Self::Exec(_) => Exit::NoChild,
            Self::Command { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                Exit::ChildNotFound
            }
            Self::Command { .. } => Exit::ChildNotRun,
            Self::Courier(error) => error.exit(),
            Self::Sandbox(error) => match error {
                sandbox::Error::Seed { .. } | sandbox::Error::Full => Exit::Usage,
                sandbox::Error::Bind { .. } | sandbox::Error::Io(_) => Exit::Local,
            },
            Self::Read { .. }
            | Self::Baseline { .. }
            | Self::Bind { .. }
            | Self::Write(_)
            | Self::TempDir(_)
            | Self::Key(
                KeyError::Read { .. }
                | KeyError::Keyring(KeyringError::TimedOut(_) | KeyringError::Unusable(_)),
            )
            | Self::Config(_)
            | Self::Keyring(_)
            | Self::Prompt(_)
            | Self::Stdout(_)
            | Self::Runtime(_)
            | Self::Demo(_) => Exit::Local,
            Self::UnusableToken { .. } | Self::Key(_) => Exit::Credential,
        }
    }

    /// Returns the code that tells programs why the command failed.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Usage { .. } | Self::CommandLine(_) | Self::UnclearList { .. } => Reason::Usage,
            Self::InvalidRequest { .. } => Reason::InvalidRequest,
            Self::Settings(_) | Self::Sandbox(sandbox::Error::Seed { .. }) => {
                Reason::InvalidSetting
            }
            Self::Prompt(PromptError::Interrupted)
            | Self::Key(KeyError::Prompt(PromptError::Interrupted)) => Reason::Interrupted,
            Self::Prompt(_) | Self::Key(KeyError::Prompt(_)) => Reason::Prompt,
            Self::Key(KeyError::Missing | KeyError::VariableNotSet { .. }) => Reason::NoApiKey,
            Self::Keyring(_) | Self::Key(KeyError::Keyring(_)) => Reason::Keyring,
            Self::Key(_) => Reason::UnusableApiKey,
            Self::Config(ConfigError::Unknown { .. } | ConfigError::UnknownInProject { .. }) => {
                Reason::UnknownProfile
            }
            Self::Config(ConfigError::Exists(_)) => Reason::ProfileExists,
            Self::Config(ConfigError::Write(_))
            | Self::Baseline { .. }
            | Self::Write(_)
            | Self::Stdout(_) => Reason::CannotWrite,
            Self::Config(_) => Reason::InvalidConfig,
            Self::NoToken(_) => Reason::NoToken,
            Self::UnusableToken { .. } => Reason::UnusableToken,
            Self::Courier(error) => error.reason(),
            Self::Bind { .. } | Self::Sandbox(sandbox::Error::Bind { .. }) => Reason::CannotListen,
            Self::SandboxClient(
                SandboxClientError::Refused(_) | SandboxClientError::SimulatedFailure,
            ) => Reason::Rejected,
            Self::SandboxClient(_) => Reason::NoSandbox,
            Self::Read { .. } => Reason::CannotRead,
            Self::Exec(error) => error.reason(),
            Self::Command { .. } => Reason::CannotRun,
            Self::RenewalTimeout(_) => Reason::Timeout,
            Self::Sandbox(_) | Self::Runtime(_) | Self::TempDir(_) | Self::Demo(_) => Reason::Local,
        }
    }

    /// Returns the text after `help:`, if there is advice.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => Some((*help).to_owned()),
            Self::CommandLine(error) => Some(error.help.clone()),
            Self::InvalidRequest { help, .. } | Self::Command { help, .. } => help.clone(),
            Self::Key(error) => key_help(error),
            Self::Keyring(_) => Some(
                "unlock or start the system's keyring, or store the key elsewhere with --key-from"
                    .to_owned(),
            ),
            Self::Config(ConfigError::Read { source, .. })
            | Self::Read { source, .. }
            | Self::Baseline { source, .. } => path_help(source),
            Self::Config(error) => config_help(error),
            Self::UnusableToken { fix, .. } => Some(match fix {
                Some(command) => format!("issue a new one with `{command}`"),
                None => "run `courier-auth inspect` to see what is wrong with it".to_owned(),
            }),
            Self::NoToken(_) => Some("get one with `courier-auth issue --user USER_ID`".to_owned()),
            Self::Courier(error) => error.help(),
            Self::Bind { source, .. } | Self::Sandbox(sandbox::Error::Bind { source, .. }) => {
                Some(bind_help(source).to_owned())
            }
            Self::Sandbox(sandbox::Error::Seed { .. }) => Some(
                r#"use this format: `{"users": {"alice": {"messages": [{"title": "Hello"}]}}}`"#
                    .to_owned(),
            ),
            Self::SandboxClient(SandboxClientError::NotRunning(_)) => Some(
                "start one with `courier-auth sandbox start`, or pass its port with --port"
                    .to_owned(),
            ),
            Self::SandboxClient(SandboxClientError::SimulatedFailure) => {
                Some("remove it with `courier-auth sandbox fault clear`".to_owned())
            }
            Self::SandboxClient(SandboxClientError::Outdated(_)) => {
                Some("stop it with `courier-auth sandbox stop`, and start it again".to_owned())
            }
            Self::Exec(error) => error.help(),
            Self::UnclearList { refusal, .. } => Some(refusal.help.clone()),
            Self::SandboxClient(_)
            | Self::Settings(_)
            | Self::RenewalTimeout(_)
            | Self::TempDir(_)
            | Self::Prompt(_)
            | Self::Sandbox(_)
            | Self::Write(_)
            | Self::Stdout(_)
            | Self::Runtime(_)
            | Self::Demo(_) => None,
        }
    }
}

fn bind_help(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrNotAvailable => {
            "use an address of this machine with --host, for example 127.0.0.1"
        }
        io::ErrorKind::PermissionDenied => "choose a port from 1024 on with --port",
        _ => "choose another port with --port, or any free port with --port 0",
    }
}

fn key_help(error: &KeyError) -> Option<String> {
    let help = match error {
        KeyError::Missing => {
            "set COURIER_API_KEY, or pass --api-key-file PATH; to try without an account, run \
             `courier-auth sandbox start`"
        }
        KeyError::VariableNotSet { variable, .. } => {
            return Some(format!("set {variable}, or pass --api-key-file PATH"));
        }
        KeyError::InvalidVariable(variable) => {
            return Some(format!("set {variable} again, or pass --api-key-file PATH"));
        }
        KeyError::Keyring(KeyringError::NoEntry(_)) => {
            "store it with `courier-auth profile add NAME --replace`"
        }
        KeyError::Keyring(_) => {
            "unlock or start the system's keyring, or store the key elsewhere with \
             `courier-auth profile add NAME --replace --key-from SOURCE`"
        }
        KeyError::Command(CommandError::Start { .. }) => {
            "write a program and its arguments; to use shell syntax, write `shell:...`"
        }
        KeyError::NotAKey { mistake, .. } => mistake.help(),
        KeyError::OtherEnvironment { .. } => {
            "choose another profile with --profile, or add --any-environment"
        }
        KeyError::Read { source, .. } => return path_help(source),
        KeyError::Empty(_) => {
            "put the key there, or choose another source, for example --api-key-file PATH"
        }
        KeyError::Prompt(_) | KeyError::Command(_) => return None,
    };
    Some(help.to_owned())
}

/// Returns the help for a file that cannot be read.
fn path_help(error: &io::Error) -> Option<String> {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::FileTooLarge => "check the path, or split the file into smaller ones",
        io::ErrorKind::InvalidData => {
            "save it as UTF-8; in PowerShell, write it with `Out-File -Encoding utf8`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn config_help(error: &ConfigError) -> Option<String> {
    let help = match error {
        ConfigError::NoFolder => "set HOME or COURIER_AUTH_CONFIG_DIR",
        ConfigError::Unknown { known, .. } if known.is_empty() => {
            "add one with `courier-auth profile add NAME`"
        }
        ConfigError::Unknown { .. } => {
            "list the profiles with `courier-auth profile list`, or add one with \
             `courier-auth profile add NAME`"
        }
        ConfigError::UnknownInProject { name, .. } => {
            return Some(format!(
                "add it with `courier-auth profile add {name}`, or choose another one with --profile"
            ));
        }
        ConfigError::Strict(_) => "correct the file, or remove --strict-config",
        ConfigError::Exists(_) => "add --replace, or choose another name",
        ConfigError::Invalid { entry, .. } => entry.help?,
        ConfigError::Exposed { exposure, .. } => {
            return Some(match exposure.fix() {
                Some(fix) => format!("run `{fix}`"),
                None => "use a configuration that only you can change: set COURIER_AUTH_CONFIG_DIR to its folder".to_owned(),
            });
        }
        ConfigError::Read { .. } | ConfigError::Write(_) => return None,
    };
    Some(help.to_owned())
}
