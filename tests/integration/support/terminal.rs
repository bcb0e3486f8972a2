//! A pseudo-terminal with a simulated user, made by script(1).

use std::{
    io::{Read as _, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use super::{binary, send_signal, wait_until};

/// How long a program may print nothing on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// A run of `courier-auth` on a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    output: Receiver<Vec<u8>>,
    /// The path of the terminal device.
    device: String,
    /// The process ID of `courier-auth`; `child` is script(1).
    pid: u32,
    /// Everything printed so far.
    screen: String,
    /// The length of the part of `screen` that `wait_for` has matched.
    matched: usize,
}

impl Terminal {
    /// Starts a command line, quoted as in a POSIX shell, with these environment variables.
    pub(crate) fn start(line: &str, variables: &[(&str, &str)]) -> Self {
        let program = binary().get_program().to_str().unwrap().to_owned();
        let program = shlex::try_quote(&program).unwrap();
        Self::start_program(&format!("{program} {line}"), variables)
    }

    /// Starts a command line on a terminal with so many columns.
    pub(crate) fn start_at(columns: usize, line: &str, variables: &[(&str, &str)]) -> Self {
        let program = binary().get_program().to_str().unwrap().to_owned();
        let program = shlex::try_quote(&program).unwrap();
        let size = format!("stty cols {columns} rows 50");
        Self::start_after(&size, &format!("{program} {line}"), variables)
    }

    /// Starts a command line with any program.
    pub(crate) fn start_program(line: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_after("true", line, variables)
    }

    fn start_after(preparation: &str, line: &str, variables: &[(&str, &str)]) -> Self {
        let line = format!("{preparation} && tty && echo $$ && exec {line}");
        let mut child = Command::new("script")
            .args(["-qfec", &line, "/dev/null"])
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm")
            .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, output) = channel();
        let mut stdout = child.stdout.take().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = stdout.read(&mut buffer) {
                let _ = sender.send(buffer[..length].to_vec());
            }
        });
        let mut terminal = Self {
            keyboard: child.stdin.take().unwrap(),
            child,
            output,
            device: String::new(),
            pid: 0,
            screen: String::new(),
            matched: 0,
        };
        terminal.wait_for("\n");
        terminal.wait_for("\n");
        let mut lines = terminal.screen.lines().map(str::trim);
        terminal.device = lines.next().unwrap().to_owned();
        terminal.pid = lines.next().unwrap().parse().unwrap();
        terminal
    }

    /// Waits until the text is printed, after the text that was waited for before.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        loop {
            if let Some(at) = self.screen[self.matched..].find(text) {
                self.matched += at + text.len();
                return;
            }
            let Ok(bytes) = self.output.recv_timeout(DEADLINE) else {
                panic!("`{text}` is not printed: {}", self.screen);
            };
            self.screen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Returns everything printed so far, up to the text that was waited for last.
    pub(crate) fn screen(&self) -> &str {
        &self.screen[..self.matched]
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Sends a signal to `courier-auth`.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        send_signal(self.pid, signal);
    }

    /// Types a line after echo was turned off. What is typed before that is discarded.
    #[track_caller]
    pub(crate) fn type_hidden(&mut self, text: &str) {
        self.wait_until_echo_is_off();
        self.press(&format!("{text}\r"));
    }

    #[track_caller]
    pub(crate) fn wait_until_echo_is_off(&self) {
        wait_until("echo is off", || !self.has_echo());
    }

    fn has_echo(&self) -> bool {
        let output = Command::new("stty")
            .args(["-a", "-F", &self.device])
            .output();
        !String::from_utf8_lossy(&output.unwrap().stdout).contains(" -echo ")
    }

    /// Waits for the exit. Returns the exit code and everything that was printed.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.output.recv_timeout(DEADLINE) {
            self.screen.push_str(&String::from_utf8_lossy(&bytes));
        }
        drop(self.keyboard);
        (self.child.wait().unwrap().code(), self.screen)
    }
}
