//! Every way a command can fail, with one match for exit codes and one for what to type now.

use std::{io, time::Duration};

use crate::{
    config::{CommandError, ConfigError, KeyError, KeyringError, WriteError},
    courier::{self, ControlError},
    exit::Exit,
    prompt::PromptError,
    sandbox,
};

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line or a file it names asks for what makes no sense.
    #[error("{message}")]
    Usage { message: String, help: &'static str },
    /// An environment variable does not hold what it should.
    #[error("the variable {name} is not usable: {reason}")]
    Variable { name: &'static str, reason: String },
    /// There is no usable API key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The configuration or what it was asked for.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The keyring, where it is not asked for the key.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A question got no answer.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// There is no token where one was said to be.
    #[error("there is no token in {0}")]
    NoToken(String),
    /// The token that was given will not do.
    #[error("the token in {from} will not do: {reason}")]
    UnusableToken {
        from: String,
        reason: String,
        is_readable: bool,
        fix: Option<String>,
    },
    /// Courier or the way to it.
    #[error(transparent)]
    Courier(#[from] courier::Error),
    /// The sandbox could not start or run.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// A server cannot listen where it should.
    #[error("cannot listen on {address}: {source}")]
    Bind { address: String, source: io::Error },
    /// A sandbox that runs, or does not.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// A file or stream could not be read.
    #[error("cannot read {what}: {source}")]
    Read { what: String, source: io::Error },
    /// A file with a secret could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The answer could not be written.
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    /// The system gave no resources for the network.
    #[error("cannot set up the network: {0}")]
    Runtime(io::Error),
    /// The command that `exec` is to run was not run: there is no token, sandbox, folder or network.
    #[error("the command was not run (class {}): {_0}", _0.exit().code())]
    Exec(Box<Error>),
    /// The command that `exec` is to run does not run.
    #[error("cannot run `{name}`: {source}")]
    Command { name: String, source: io::Error },
    /// A renewal takes too long for a token to stay fresh.
    #[error("no answer within {} s", .0.as_secs_f64())]
    Slow(Duration),
    /// There is no room for a file of a while.
    #[error("cannot make a folder for a while: {0}")]
    Folder(io::Error),
    /// A step of the demonstration did not go as it must.
    #[error("the demonstration failed at `{0}`")]
    Demo(String),
}

impl Error {
    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            // Who closed the pipe had enough: that is no failure.
            Self::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
            Self::Usage { .. }
            | Self::Variable { .. }
            | Self::Config(
                ConfigError::Line { .. } | ConfigError::Unknown { .. } | ConfigError::Exists(_),
            ) => Exit::Usage,
            Self::NoToken(_)
            | Self::UnusableToken {
                is_readable: false, ..
            } => Exit::NotAToken,
            Self::Prompt(PromptError::Interrupted)
            | Self::Key(KeyError::Prompt(PromptError::Interrupted)) => Exit::Interrupted,
            Self::Slow(_) | Self::Control(_) => Exit::Network,
            Self::Exec(_) => Exit::NoChild,
            Self::Command { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                Exit::ChildNotFound
            }
            Self::Command { .. } => Exit::ChildNotRun,
            Self::Courier(error) => error.exit(),
            Self::Sandbox(error) => match error {
                sandbox::Error::Seed { .. } => Exit::Usage,
                sandbox::Error::Bind { .. } | sandbox::Error::Io(_) => Exit::Local,
            },
            Self::Read { .. }
            | Self::Bind { .. }
            | Self::Write(_)
            | Self::Folder(_)
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

    /// What to do now, where there is something.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => Some((*help).to_owned()),
            Self::Key(KeyError::Missing) => Some(
                "export COURIER_API_KEY=..., or pass --api-key-file PATH (`-` is standard input); \
                 to try without an account: courier-auth sandbox start"
                    .to_owned(),
            ),
            Self::Key(KeyError::Keyring(error)) | Self::Keyring(error) => Some(
                match error {
                    KeyringError::NoEntry(_) => "courier-auth profile add NAME --replace stores it",
                    _ => {
                        "unlock or start the system's keyring, or keep the key elsewhere: profile \
                         add --key-from; profile remove --keep-key leaves it where it is"
                    }
                }
                .to_owned(),
            ),
            Self::Key(KeyError::Command(CommandError::Start { .. })) => Some(
                "write the program and its arguments; a line for the shell is `shell:...`"
                    .to_owned(),
            ),
            Self::Key(KeyError::Several(_)) => Some(
                "write the key alone; a variable of a dotenv file is for --key-from env:NAME"
                    .to_owned(),
            ),
            Self::Key(KeyError::OtherEnvironment { .. }) => {
                Some("choose another profile with --profile, or add --any-environment".to_owned())
            }
            Self::Config(error) => config_help(error).map(str::to_owned),
            Self::UnusableToken { fix, .. } => Some(match fix {
                Some(command) => command.clone(),
                None => "courier-auth inspect says what is wrong with it".to_owned(),
            }),
            Self::NoToken(_) => Some("courier-auth issue --user <id> prints one".to_owned()),
            Self::Courier(error) => error.help(),
            Self::Bind { .. } | Self::Sandbox(sandbox::Error::Bind { .. }) => {
                Some("choose another port with --port, or a free one with --port 0".to_owned())
            }
            Self::Sandbox(sandbox::Error::Seed { .. }) => {
                Some(r#"write {"users": {"alice": {"messages": [{"title": "Hello"}]}}}"#.to_owned())
            }
            Self::Control(ControlError::Absent(_)) => {
                Some("courier-auth sandbox start runs one; --port says where it is".to_owned())
            }
            Self::Exec(error) => error.help(),
            Self::Control(_)
            | Self::Variable { .. }
            | Self::Command { .. }
            | Self::Slow(_)
            | Self::Folder(_)
            | Self::Key(_)
            | Self::Prompt(_)
            | Self::Sandbox(_)
            | Self::Read { .. }
            | Self::Write(_)
            | Self::Stdout(_)
            | Self::Runtime(_)
            | Self::Demo(_) => None,
        }
    }
}

fn config_help(error: &ConfigError) -> Option<&'static str> {
    match error {
        ConfigError::NoFolder => Some("set HOME, or COURIER_AUTH_CONFIG_DIR"),
        ConfigError::Unknown { .. } => {
            Some("courier-auth profile list shows them, courier-auth profile add makes one")
        }
        ConfigError::Exists(_) => Some("add --replace, or choose another name"),
        ConfigError::Read { .. } | ConfigError::Line { .. } | ConfigError::Write(_) => None,
    }
}
