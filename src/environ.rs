//! The environment block and the memory of this process, which other processes of the user can read.
//!
//! The block holds what the process was started with, for as long as it runs: a child process reads it
//! in `/proc/PID/environ`. Only exec(2) replaces it. A command that runs for long and holds the API key
//! therefore restarts this program, in the same process, without the key's variables. It hands them
//! over to itself through a socket that takes the place of standard input, and the real standard input
//! goes through that socket too. Nothing is written to a file or to the command line.
#![cfg_attr(
    unix,
    expect(
        clippy::disallowed_methods,
        reason = "the block itself is the subject, before it becomes a value"
    )
)]

use std::ffi::OsString;

/// The variable that tells the restarted program, by its process ID, that variables are handed over.
pub(crate) const RESTARTED: &str = "COURIER_AUTH_RESTARTED";

/// The maximum length of all variables that are handed over, in bytes. They fit into the buffer of a
/// socket on every system, so that writing them never waits for the reader.
#[cfg(unix)]
const MAX_LENGTH: usize = 4 * 1024;

/// Returns the variables that this program has handed over to itself, and restores standard input.
///
/// Call it once, before anything reads standard input.
#[must_use]
pub fn handed_over() -> Vec<(OsString, OsString)> {
    #[cfg(unix)]
    if is_restarted() {
        // Without the variables the command reports that there is no API key.
        return receive().unwrap_or_default();
    }
    Vec::new()
}

/// Restarts this program without these variables in its environment block. Does nothing if none of
/// them is set, and if the system does not allow it.
///
/// Call it before anything is read, printed or started, because the restarted program begins again.
pub(crate) fn restart_without(names: &[&str]) {
    #[cfg(unix)]
    if !is_restarted() {
        // A program that cannot restart works as well, only with the key in its environment block.
        let _ = restart(names);
    }
    #[cfg(not(unix))]
    let _ = names;
}

/// Excludes the memory of this process from core dumps, and from debuggers of the same user. Only
/// Linux allows it without an effect on child processes.
pub(crate) fn protect_memory() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // Without it the command works as well.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Returns true if this process has restarted itself. A child process inherits the variable, but it
/// has a different process ID.
#[cfg(unix)]
fn is_restarted() -> bool {
    std::env::var(RESTARTED).is_ok_and(|id| id == std::process::id().to_string())
}

/// Returns only if there is nothing to hide, or with the reason why the program cannot restart.
#[cfg(unix)]
fn restart(names: &[&str]) -> std::io::Result<()> {
    use std::{
        env,
        io::{self, IoSlice},
        os::{
            fd::{AsFd as _, OwnedFd},
            unix::{ffi::OsStrExt as _, net::UnixStream, process::CommandExt as _},
        },
        process::{self, Command},
    };

    use rustix::{
        net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg},
        stdio::{dup2_stdin, stdin},
    };
    use zeroize::Zeroizing;

    let mut variables = Zeroizing::new(Vec::with_capacity(MAX_LENGTH));
    for name in names {
        if let Some(value) = env::var_os(name) {
            let parts = [name.as_bytes(), b"=", value.as_bytes(), b"\0"];
            variables.extend_from_slice(&parts.concat());
        }
    }
    if variables.is_empty() || variables.len() > MAX_LENGTH {
        return Ok(());
    }
    let (sender, receiver) = UnixStream::pair()?;
    let input = stdin().try_clone_to_owned()?;
    let descriptors = [input.as_fd()];
    let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    control.push(SendAncillaryMessage::ScmRights(&descriptors));
    let sent = sendmsg(
        &sender,
        &[IoSlice::new(&variables)],
        &mut control,
        SendFlags::empty(),
    )?;
    if sent != variables.len() {
        return Err(io::ErrorKind::WriteZero.into());
    }
    let mut args = env::args_os();
    let mut command = Command::new(env::current_exe()?);
    command
        .arg0(args.next().unwrap_or_default())
        .args(args)
        .env(RESTARTED, process::id().to_string())
        .stdin(OwnedFd::from(receiver));
    for name in names {
        command.env_remove(name);
    }
    let error = command.exec();
    dup2_stdin(input)?;
    Err(error)
}

/// Reads the variables from the socket at standard input, and the real standard input.
#[cfg(unix)]
fn receive() -> std::io::Result<Vec<(OsString, OsString)>> {
    use std::{
        ffi::OsStr,
        io::{Error, ErrorKind, IoSliceMut},
        os::unix::ffi::OsStrExt as _,
    };

    use rustix::{
        net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg},
        stdio::{dup2_stdin, stdin},
    };
    use zeroize::Zeroizing;

    let mut bytes = Zeroizing::new([0; MAX_LENGTH]);
    let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    // One call returns all of it, because one call has written it.
    let mut buffers = [IoSliceMut::new(&mut *bytes)];
    let length = recvmsg(stdin(), &mut buffers, &mut control, RecvFlags::empty())?.bytes;
    let input = control.drain().find_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
        _ => None,
    });
    dup2_stdin(input.ok_or(Error::from(ErrorKind::UnexpectedEof))?)?;
    let variables = bytes[..length].split(|byte| *byte == 0);
    let pairs = variables.filter_map(|variable| {
        let at = variable.iter().position(|byte| *byte == b'=')?;
        let text = |bytes| OsStr::from_bytes(bytes).to_owned();
        Some((text(&variable[..at]), text(&variable[at + 1..])))
    });
    Ok(pairs.collect())
}
