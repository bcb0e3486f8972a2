//! A running key command with all its child processes, as a job of a shell: a process group of its own,
//! which has the terminal while it runs and which ends as a whole.

use std::{
    io,
    os::unix::process::{CommandExt as _, ExitStatusExt as _},
    process::{Child, Command, ExitStatus},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_current_process_group, kill_process_group, waitid,
};

use crate::signals::{EndGuard, Terminal};

/// The time between SIGTERM and SIGKILL for a command that has exceeded its time limit.
const TERMINATION_GRACE: Duration = Duration::from_secs(1);

/// A key command that was started.
pub(super) struct CommandJob {
    pub(super) child: Child,
    group: Pid,
    /// The terminal, `None` if this process had none or was in its background when the job started.
    terminal: Option<Terminal>,
    /// Ends the job if a signal ends this process.
    guard: EndGuard,
}

/// A change of the command's state.
enum Event {
    /// This signal stopped the command.
    Stopped(Signal),
    Ended,
}

impl CommandJob {
    /// Starts the command.
    ///
    /// # Errors
    /// Returns an error if it cannot be started.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        let started_group = Arc::new(Mutex::new(None));
        let group = Arc::clone(&started_group);
        let guard = EndGuard::new(move || {
            let group = *group.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(group) = group {
                end_group(group, Signal::TERM);
                if let Some(terminal) = Terminal::open() {
                    terminal.take_from(group);
                }
            }
        })?;
        let terminal = Terminal::open().filter(Terminal::is_ours);
        // The command runs before `spawn` returns. A signal at that time waits for this lock, so that it
        // ends the command too.
        let mut started_group = started_group.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.process_group(0).spawn()?;
        let group = Pid::from_child(&child);
        *started_group = Some(group);
        drop(started_group);
        if let Some(terminal) = &terminal {
            // The command may have ended already.
            let _ = terminal.give_to(group);
        }
        Ok(Self {
            child,
            group,
            terminal,
            guard,
        })
    }

    /// Waits for the command. Returns `None` if it was ended at the time limit, with all processes of its
    /// group. A signal from the keyboard that ends the command ends this process too.
    ///
    /// # Errors
    /// Returns an error if the system cannot wait for the command.
    pub(super) fn wait(mut self, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
        let events = events_of(self.group);
        let mut deadline = Instant::now() + time_limit;
        let is_in_time = loop {
            match events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Event::Stopped(signal)) => {
                    self.follow_stop(signal);
                    // A person can leave a stopped job for as long as they like.
                    deadline = Instant::now() + time_limit;
                }
                Ok(Event::Ended) => break true,
                Err(_) => break false,
            }
        };
        if !is_in_time {
            end_group(self.group, Signal::TERM);
            let deadline = Instant::now() + TERMINATION_GRACE;
            let remaining = || deadline.saturating_duration_since(Instant::now());
            while let Ok(Event::Stopped(_)) = events.recv_timeout(remaining()) {}
            // The group exists until its first process is reaped, so this ends no other process.
            end_group(self.group, Signal::KILL);
        }
        if let Some(terminal) = &self.terminal {
            terminal.take_from(self.group);
        }
        let status = self.child.wait()?;
        drop(self.guard);
        let keyboard_signals = [Signal::INT, Signal::QUIT].map(Signal::as_raw);
        let signal = status
            .signal()
            .filter(|signal| self.terminal.is_some() && keyboard_signals.contains(signal));
        if let Some(signal) = signal.filter(|_| is_in_time) {
            // The keyboard's signal went to the foreground only, and is meant for the parent process too.
            let _ =
                kill_current_process_group(Signal::from_named_raw(signal).unwrap_or(Signal::INT));
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
        Ok(is_in_time.then_some(status))
    }

    /// Stops this process as well when the terminal has stopped the command, so that the shell gets the
    /// terminal. Continues the command when the shell continues this process.
    fn follow_stop(&mut self, signal: Signal) {
        let uses_terminal = [Signal::TTIN, Signal::TTOU].contains(&signal);
        if !uses_terminal && signal != Signal::TSTP {
            return;
        }
        let Some(terminal) = self.terminal.take().or_else(Terminal::open) else {
            return;
        };
        // The command may have used the terminal before it was given to it.
        let is_too_early = uses_terminal && (terminal.is_ours() || terminal.belongs_to(self.group));
        if !is_too_early {
            terminal.take_from(self.group);
            let _ = kill_current_process_group(signal);
        }
        if terminal.is_ours() {
            let _ = terminal.give_to(self.group);
        }
        // In the background, it would be stopped again and again.
        if !uses_terminal || terminal.belongs_to(self.group) {
            let _ = kill_process_group(self.group, Signal::CONT);
        }
        self.terminal = Some(terminal);
    }
}

/// Sends a signal to all processes of a group, and continues those that are stopped.
fn end_group(group: Pid, signal: Signal) {
    // This fails only if all of them have ended.
    let _ = kill_process_group(group, signal);
    let _ = kill_process_group(group, Signal::CONT);
}

/// Reports each stop and the end of a child process, and does not reap it.
fn events_of(child: Pid) -> Receiver<Event> {
    let (sender, events) = mpsc::channel();
    thread::spawn(move || {
        let wait = |options| waitid(WaitId::Pid(child), options);
        let either = WaitIdOptions::EXITED | WaitIdOptions::STOPPED;
        while let Ok(Some(status)) = wait(either | WaitIdOptions::NOWAIT) {
            if !status.stopped() {
                break;
            }
            // Without this, the same stop would be reported again.
            let _ = wait(WaitIdOptions::STOPPED | WaitIdOptions::NOHANG);
            if let Some(signal) = status.stopping_signal().and_then(Signal::from_named_raw) {
                let _ = sender.send(Event::Stopped(signal));
            }
        }
        // Sending fails if the command was ended at its time limit.
        let _ = sender.send(Event::Ended);
    });
    events
}
