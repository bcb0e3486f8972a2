//! A terminal with a person at it, by script(1).

use std::{
    io::{Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use crate::common::{program, send_signal};

/// How long a program may take to say something, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program on a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    bytes: Receiver<Vec<u8>>,
    /// The terminal's name, by which it can be watched from here.
    name: String,
    /// The program's process.
    process: String,
    screen: String,
    /// How much of the screen was looked at.
    seen: usize,
}

impl Terminal {
    pub(crate) fn start(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let program = program().get_program().to_str().unwrap().to_owned();
        let words = [&[program.as_str()], args].concat();
        let line = format!("tty && echo $$ && exec {}", shlex_join(&words));
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
        let (sender, bytes) = channel();
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
            bytes,
            name: String::new(),
            process: String::new(),
            screen: String::new(),
            seen: 0,
        };
        terminal.see("\n");
        terminal.see("\n");
        let mut lines = terminal.screen.lines().map(str::trim);
        terminal.name = lines.next().unwrap().to_owned();
        terminal.process = lines.next().unwrap().to_owned();
        terminal
    }

    /// Waits until this stands on the screen, behind what was seen before.
    #[track_caller]
    pub(crate) fn see(&mut self, text: &str) {
        loop {
            if let Some(at) = self.screen[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) else {
                panic!("`{text}` does not come: {}", self.screen);
            };
            self.screen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        send_signal(self.process.parse().unwrap(), signal);
    }

    /// Types a line, once what is typed is not shown: until then it would be thrown away.
    pub(crate) fn type_hidden(&mut self, text: &str) {
        self.wait_until_silent();
        self.press(&format!("{text}\r"));
    }

    pub(crate) fn wait_until_silent(&self) {
        while self.echoes() {}
    }

    /// Whether what is typed is shown.
    fn echoes(&self) -> bool {
        let output = Command::new("stty").args(["-a", "-F", &self.name]).output();
        !String::from_utf8_lossy(&output.unwrap().stdout).contains(" -echo ")
    }

    /// Waits for the end: the exit code, and all that stood on the screen.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) {
            self.screen.push_str(&String::from_utf8_lossy(&bytes));
        }
        drop(self.keyboard);
        (self.child.wait().unwrap().code(), self.screen)
    }
}

fn shlex_join(words: &[&str]) -> String {
    let quoted = words
        .iter()
        .map(|word| format!("'{}'", word.replace('\'', r"'\''")));
    quoted.collect::<Vec<String>>().join(" ")
}
