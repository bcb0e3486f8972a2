//! `demo`: a tour of the main commands against a sandbox. Each command that it prints is run as from a
//! shell, over HTTP.

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
    courier::{Courier, Proxies, Trace},
    document::SchemaName,
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

/// Runs a command line. It is a parameter, because `run` is in a higher layer.
pub(crate) type Execute = fn(Process<'_>) -> Exit;

/// The titles and bodies of the messages that the tour sends.
const MESSAGES: [(&str, &str); 3] = [
    ("Welcome to Courier", "This is your Inbox"),
    ("Your order has shipped", "It arrives on Tuesday"),
    ("Ada mentioned you", "in the launch plan"),
];

pub(crate) fn run(execute: Execute, context: &mut Context<'_>) -> Result<Exit, Error> {
    let sandbox = Background::start(Options::default(), dependencies(context))?;
    let color_variable = if context.output.stdout_palette().has_color() {
        ("CLICOLOR_FORCE", "1")
    } else {
        ("NO_COLOR", "1")
    };
    // The tour ignores the user's configuration.
    let empty_config = tempfile::tempdir().map_err(Error::TempDir)?;
    let mut tour = Tour {
        execute,
        environment: context
            .env
            .clone()
            .without(env_vars::JWT)
            .without(env_vars::INBOX_URL)
            .without("NO_COLOR")
            .without(env_vars::PROFILE)
            .with(env_vars::CONFIG_DIR, &empty_config.path().to_string_lossy())
            .with(env_vars::BASE_URL, sandbox.url())
            .with(env_vars::API_KEY, API_KEY)
            .with(color_variable.0, color_variable.1),
        steps: Vec::new(),
    };
    print_introduction(sandbox.url(), context)?;
    let ids = tour.send_messages(context)?;

    let token = tour.step(
        "Your backend issues a token for a user. Your app passes it to Courier's SDK.",
        &["issue", "--user", "alice"],
        Exit::Ok,
        context,
    )?;
    tour.set_token(&token, context)?;
    tour.step(
        "What does the token contain, and does it work for the Inbox?",
        &["inspect"],
        Exit::Ok,
        context,
    )?;

    let broken = tour.step(
        "A common mistake: one letter is missing. Courier issues the token anyway.",
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
    tour.set_token(&broken, context)?;
    tour.step(
        "This token can load messages but cannot mark them as read. Why?",
        &["inspect"],
        Exit::No,
        context,
    )?;
    tour.unset_token(context)?;

    tour.step(
        "Some apps still use the legacy HMAC signature.",
        &["hmac", "--user", "alice"],
        Exit::Ok,
        context,
    )?;
    let list = ["messages", "--user", "alice", "--unread"];
    tour.step("alice has three unread messages.", &list, Exit::Ok, context)?;
    let mut mark: Vec<&str> = vec!["mark-read"];
    mark.extend(ids.iter().map(String::as_str));
    tour.step(
        "To mark messages as read, their IDs and the API key are enough.",
        &mark,
        Exit::Ok,
        context,
    )?;
    let unread = tour.step("Now alice has none.", &list, Exit::Ok, context)?;
    if !unread.is_empty() {
        return Err(Error::Demo(shlex::try_join(mark).unwrap_or_default()));
    }
    tour.finish(context)
}

fn print_introduction(url: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return Ok(());
    }
    let title = "This tour runs against a local sandbox. Nothing leaves this machine.";
    let title = context.output.stdout_palette().paint(Paint::Strong, title);
    // The key works only with this sandbox, so it is printed unredacted.
    let text = format!(
        "{title}\n$ export {}={url}\n$ export {}={API_KEY}\n",
        env_vars::BASE_URL,
        env_vars::API_KEY
    );
    context.output.print_unredacted(text.as_bytes())
}

fn print_command(line: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return Ok(());
    }
    context
        .output
        .print(|out, palette| writeln!(out, "$ {}", palette.paint(Paint::Note, line)))
}

/// The steps so far, and the environment of the next step.
struct Tour {
    execute: Execute,
    environment: EnvVars,
    steps: Vec<json::DemoStep>,
}

impl Tour {
    /// Sets the token that the next commands use.
    fn set_token(&mut self, token: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
        self.environment = self.environment.clone().with(env_vars::JWT, token.trim());
        print_command(
            &format!("export {}=... # the token above", env_vars::JWT),
            context,
        )
    }

    /// Removes the token, so that the next commands use the API key.
    fn unset_token(&mut self, context: &mut Context<'_>) -> Result<(), StdoutError> {
        self.environment = self.environment.clone().without(env_vars::JWT);
        print_command(&format!("unset {}", env_vars::JWT), context)
    }

    /// Sends the messages as an app's backend would, and returns their ids.
    fn send_messages(&mut self, context: &mut Context<'_>) -> Result<Vec<String>, Error> {
        let trace = Trace::new(context.output.console().clone(), None, context.now);
        let settings = Settings::merge(&ApiArgs::default(), None, None, &self.environment)?;
        let courier = Courier::new(
            settings.endpoints(),
            settings.request_limits(),
            None,
            Proxies::default(),
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
                title: "Your backend sends messages to alice.",
                command: format!(
                    "curl -H \"Authorization: Bearer $COURIER_API_KEY\" $COURIER_BASE_URL/send \\\n    -d '{json}'"
                ),
                exit_code: 0,
                stdout: message.response_body + "\n",
                stderr: String::new(),
            };
            self.print(step, context)?;
            ids.push(message.request_id);
        }
        Ok(ids)
    }

    /// Runs a command line, prints it with its output, and returns its standard output.
    ///
    /// # Errors
    /// Returns an error if the command does not exit as expected.
    fn step(
        &mut self,
        title: &'static str,
        args: &[&str],
        expected: Exit,
        context: &mut Context<'_>,
    ) -> Result<String, Error> {
        let command_line = || std::iter::once("courier-auth").chain(args.iter().copied());
        let command = shlex::try_join(command_line()).unwrap_or_default();
        let mut stdout = Vec::new();
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let exit = (self.execute)(Process {
            args: command_line().map(OsString::from).collect(),
            env: self.environment.clone(),
            now: context.now,
            folder: None,
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
        self.print(step, context)?;
        if exit == expected {
            Ok(stdout)
        } else {
            Err(Error::Demo(command))
        }
    }

    fn print(&mut self, step: json::DemoStep, context: &mut Context<'_>) -> Result<(), Error> {
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

    fn finish(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        if context.json {
            context.output.print_unredacted_json(&json::Demo {
                schema: SchemaName::new(),
                steps: self.steps,
            })?;
        } else {
            context.output.print(|out, palette| {
                let done = "To try it with your own app, run: courier-auth sandbox start";
                writeln!(out, "\n{}", palette.paint(Paint::Good, done))
            })?;
        }
        Ok(Exit::Ok)
    }
}
