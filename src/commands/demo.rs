//! `demo`: a tour of the commands. The commands that it prints are run, each with its own arguments
//! and streams, against a sandbox over real HTTP.

use std::{
    ffi::OsString,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    cli::ApiArgs,
    commands::shared::sandbox_dependencies::dependencies,
    console::SharedStream,
    context::Context,
    courier::{Courier, RequestLimits, Trace},
    env_vars::{self, EnvVars},
    error::Error,
    exit::Exit,
    output::{Paint, StdoutError, json},
    process::{Input, Process, Stream},
    runtime,
    sandbox::{API_KEY, Background, Options},
    settings::Settings,
    token::ApiKey,
};

/// Runs a command line. `run` passes it in, because it is in a higher layer.
pub(crate) type Execute = fn(Process<'_>) -> Exit;

/// The messages that the user of the tour receives.
const MESSAGES: [(&str, &str); 3] = [
    ("Welcome to Courier", "This is your Inbox"),
    ("Your order has shipped", "It arrives on Tuesday"),
    ("Ada mentioned you", "in the launch plan"),
];

pub(crate) fn run(execute: Execute, context: &mut Context<'_>) -> Result<Exit, Error> {
    let sandbox = Background::start(Options::default(), dependencies(context))?;
    let colour = if context.output.stdout_palette().has_color() {
        ("CLICOLOR_FORCE", "1")
    } else {
        ("NO_COLOR", "1")
    };
    // The tour ignores the user's configuration.
    let nothing = tempfile::tempdir().map_err(Error::TempDir)?;
    let mut tour = Tour {
        execute,
        environment: context
            .env
            .clone()
            .without(env_vars::JWT)
            .without(env_vars::INBOX_URL)
            .without("NO_COLOR")
            .without(env_vars::PROFILE)
            .with(env_vars::CONFIG_DIR, &nothing.path().to_string_lossy())
            .with(env_vars::BASE_URL, sandbox.url())
            .with(env_vars::API_KEY, API_KEY)
            .with(colour.0, colour.1),
        steps: Vec::new(),
    };
    say_where(sandbox.url(), context)?;
    let ids = tour.send_messages(context)?;

    let token = tour.step(
        "A backend issues a token for its user; the app hands it to Courier's SDK.",
        &["issue", "--user", "alice"],
        Exit::Ok,
        context,
    )?;
    tour.hold(&token, context)?;
    tour.step(
        "What does it say, and will it do for the Inbox?",
        &["inspect"],
        Exit::Ok,
        context,
    )?;

    let broken = tour.step(
        "A typical mistake: one letter is missing. Courier issues it all the same.",
        &[
            "issue",
            "--user",
            "alice",
            "--scope",
            "inbox:read:messages",
            "--scope",
            "inbox:write:event",
        ],
        Exit::Ok,
        context,
    )?;
    tour.hold(&broken, context)?;
    tour.step(
        "This one loads messages and cannot mark them read. Why?",
        &["inspect"],
        Exit::No,
        context,
    )?;
    tour.let_go(context)?;

    tour.step(
        "The legacy way, for apps that still use it.",
        &["hmac", "--user", "alice"],
        Exit::Ok,
        context,
    )?;
    let list = ["messages", "--user", "alice", "--unread"];
    tour.step("Three messages wait for alice.", &list, Exit::Ok, context)?;
    let mut mark: Vec<&str> = vec!["mark-read"];
    mark.extend(ids.iter().map(String::as_str));
    tour.step(
        "A message id and the key are enough: Courier tells whose message it is.",
        &mark,
        Exit::Ok,
        context,
    )?;
    let left = tour.step("And now?", &list, Exit::Ok, context)?;
    if !left.is_empty() {
        return Err(Error::Demo(shlex::try_join(mark).unwrap_or_default()));
    }
    tour.end(context)
}

fn say_where(url: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return Ok(());
    }
    let title = "A local Courier runs for this tour; nothing leaves this machine.";
    let title = context.output.stdout_palette().paint(Paint::Strong, title);
    // Not redacted: the sandbox key is public.
    let text = format!(
        "{title}\n$ export {}={url}\n$ export {}={API_KEY}\n",
        env_vars::BASE_URL,
        env_vars::API_KEY
    );
    context.output.print_unredacted(text.as_bytes())
}

fn say_line(line: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return Ok(());
    }
    context
        .output
        .print(|out, palette| writeln!(out, "$ {}", palette.paint(Paint::Note, line)))
}

/// The steps so far, and the environment of the next one.
struct Tour {
    execute: Execute,
    environment: EnvVars,
    steps: Vec<json::DemoStep>,
}

impl Tour {
    /// Puts the printed token into the environment of the next commands.
    fn hold(&mut self, token: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
        self.environment = self.environment.clone().with(env_vars::JWT, token.trim());
        say_line(
            &format!("export {}=... # the token above", env_vars::JWT),
            context,
        )
    }

    /// Removes the token, so that the next commands use the API key.
    fn let_go(&mut self, context: &mut Context<'_>) -> Result<(), StdoutError> {
        self.environment = self.environment.clone().without(env_vars::JWT);
        say_line(&format!("unset {}", env_vars::JWT), context)
    }

    /// Sends the messages as an app's backend would, and returns their ids.
    fn send_messages(&mut self, context: &mut Context<'_>) -> Result<Vec<String>, Error> {
        let trace = Trace::new(context.output.console().clone(), None, context.now);
        let settings = Settings::merge(&ApiArgs::default(), None, None, &self.environment)?;
        let courier = Courier::new(
            settings.endpoints(),
            RequestLimits {
                timeout: settings.timeout.value,
                retries: settings.retries.value,
            },
            trace,
        );
        let key = ApiKey::new(API_KEY).map_err(|error| Error::Demo(error.to_string()))?;
        let runtime = runtime::new().map_err(Error::Runtime)?;
        let mut ids = Vec::new();
        for (title, body) in MESSAGES {
            let message = runtime.block_on(courier.send(&key, "alice", title, body))?;
            let json = format!(
                r#"{{"message": {{"to": {{"user_id": "alice"}}, "content": {{"title": "{title}", "body": "{body}"}}}}}}"#
            );
            let step = json::DemoStep {
                title: "The app's backend sends alice a message.",
                command: format!(
                    "curl -H \"Authorization: Bearer $COURIER_API_KEY\" $COURIER_BASE_URL/send \\\n    -d '{json}'"
                ),
                exit_code: 0,
                stdout: message.response_body + "\n",
                stderr: String::new(),
            };
            self.show(step, context)?;
            ids.push(message.request_id);
        }
        Ok(ids)
    }

    /// Runs a command line, shows it with its real output, and returns its standard output.
    fn step(
        &mut self,
        title: &'static str,
        args: &[&str],
        expected: Exit,
        context: &mut Context<'_>,
    ) -> Result<String, Error> {
        let words = || std::iter::once("courier-auth").chain(args.iter().copied());
        let command = shlex::try_join(words()).unwrap_or_default();
        let mut stdout = Vec::new();
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let exit = (self.execute)(Process {
            args: words().map(OsString::from).collect(),
            env: self.environment.clone(),
            now: context.now,
            stdin: Input::new(&mut io::empty(), false),
            stdout: Stream::new(&mut stdout, false),
            stderr: SharedStream::new(stderr.clone(), false),
        });
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let stdout = text(&stdout);
        let stderr = text(&stderr.lock().unwrap_or_else(PoisonError::into_inner));
        let step = json::DemoStep {
            title,
            command: command.clone(),
            exit_code: exit.code(),
            stdout: stdout.clone(),
            stderr,
        };
        self.show(step, context)?;
        if exit == expected {
            Ok(stdout)
        } else {
            Err(Error::Demo(command))
        }
    }

    fn show(&mut self, step: json::DemoStep, context: &mut Context<'_>) -> Result<(), Error> {
        if !context.json {
            let is_new = self
                .steps
                .last()
                .is_none_or(|last| last.title != step.title);
            let palette = context.output.stdout_palette();
            let title = if is_new {
                format!("\n{}\n", palette.paint(Paint::Strong, step.title))
            } else {
                String::new()
            };
            let command = palette.paint(Paint::Note, &step.command);
            let text = format!("{title}$ {command}\n{}{}", step.stdout, step.stderr);
            context.output.print_unredacted(text.as_bytes())?;
        }
        self.steps.push(step);
        Ok(())
    }

    fn end(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        if context.json {
            context.output.print_unredacted_json(&json::Demo {
                schema: "courier-auth/demo/v1",
                steps: self.steps,
            })?;
        } else {
            context.output.print(|out, palette| {
                let done =
                    "That was the whole chain. Yours starts with: courier-auth sandbox start";
                writeln!(out, "\n{}", palette.paint(Paint::Good, done))
            })?;
        }
        Ok(Exit::Ok)
    }
}
