//! `sandbox start`: runs a sandbox in the foreground until a signal or `sandbox stop`.

use std::{fs, io, path::Path, sync::Arc};

use super::{connection_info::ConnectionInfo, control, options, warn_about_access};
use crate::{
    cli::SandboxStartArgs,
    commands::shared::{
        hidden_key::hide_key, request_log::RequestLog, sandbox_dependencies::dependencies,
    },
    console::Verbosity,
    context::Context,
    courier::SandboxHealth,
    env_vars,
    error::Error,
    exit::Exit,
    listener::raise_descriptor_limit,
    output::{Paint, RequestLine, StdoutError, json},
    private_file::PrivateFile,
    request_summary::RequestSummary,
    runtime,
    sandbox::{self, API_KEY, Dependencies, LogRequest, Sandbox},
    signals,
};

pub(super) fn run(args: &SandboxStartArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    hide_key(None, context);
    let options = options(args.port, &args.options, context)?;
    raise_descriptor_limit();
    let log = request_log(context).map_err(Error::Runtime)?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let served = runtime.block_on(async {
        let shutdown = signals::shutdown().map_err(Error::Runtime)?;
        let dependencies = Dependencies {
            log_request: log.as_ref().map(|log| Arc::new(log.writer()) as LogRequest),
            ..dependencies(context)
        };
        let sandbox = match Sandbox::bind(options, dependencies).await {
            Err(sandbox::Error::Bind { address, source })
                if source.kind() == io::ErrorKind::AddrInUse =>
            {
                let client = control::sandbox_client(address.port(), context);
                return match client.health().await {
                    Ok(health) => report_running(&health, args, context),
                    Err(_) => Err(sandbox::Error::Bind { address, source }.into()),
                };
            }
            sandbox => sandbox?,
        };
        warn_about_access(&args.options.access, sandbox.url(), context);
        let info = ConnectionInfo::new(sandbox.url(), std::process::id());
        let file = args.ready_file.as_deref();
        write_ready_file(&info, file)?;
        let end = "press Ctrl-C to stop it";
        let served = match print_ready(&info, "the sandbox is running", end, context) {
            Ok(()) => {
                sandbox.serve(shutdown).await;
                Ok(())
            }
            Err(error) => Err(error.into()),
        };
        if let Some(file) = file {
            // The file claims that the sandbox is ready.
            let _ = fs::remove_file(file);
        }
        served.map(|()| Exit::Ok)
    });
    // This ends the open connections, so that no more lines are queued.
    drop(runtime);
    if let Some(log) = log {
        log.finish();
    }
    served
}

/// Starts the log of requests: on a terminal, or with --verbose.
fn request_log(context: &Context<'_>) -> io::Result<Option<RequestLog<RequestSummary>>> {
    let console = context.output.console().clone();
    let is_wanted = match console.verbosity() {
        Verbosity::Verbose | Verbosity::Trace => true,
        Verbosity::Normal => console.is_terminal() && !context.json,
        Verbosity::Quiet => false,
    };
    let (palette, is_json) = (context.output.stderr_palette(), context.json);
    let write = move |request: RequestSummary| {
        let line = RequestLine::from(&request);
        if is_json {
            console.print_json(&json::SandboxRequest::of(&line));
        } else {
            console.print_text(Verbosity::Normal, &line.render(palette));
        }
    };
    is_wanted.then(|| RequestLog::start(write)).transpose()
}

/// Prints the connection details of a sandbox that already runs on the port, and leaves it unchanged.
fn report_running(
    health: &SandboxHealth,
    args: &SandboxStartArgs,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let info = ConnectionInfo::new(&health.url, health.pid);
    write_ready_file(&info, args.ready_file.as_deref())?;
    if args.options.is_set() {
        context
            .output
            .warn("options such as --seed apply only to a new sandbox and were ignored");
    }
    let pid = format!("pid {}", health.pid);
    print_ready(&info, "a sandbox is already running", &pid, context)?;
    Ok(Exit::Ok)
}

fn write_ready_file(info: &ConnectionInfo, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        return Ok(());
    };
    let json = serde_json::to_string(&info.ready()).unwrap_or_default() + "\n";
    let mut file = PrivateFile::create(path.to_owned())?;
    file.write(json.as_bytes())?;
    Ok(file.finish()?)
}

/// Prints the connection details, with a title and a remark about the process.
fn print_ready(
    info: &ConnectionInfo,
    title: &str,
    remark: &str,
    context: &mut Context<'_>,
) -> Result<(), StdoutError> {
    if context.json {
        return context.output.print_unredacted_json(&info.ready());
    }
    let palette = context.output.stdout_palette();
    let title = palette.paint(Paint::Good, title);
    let url = &info.url;
    let rows = [
        ("page", url.as_str(), ""),
        ("REST API", url, env_vars::BASE_URL),
        ("Inbox API", &info.inbox_url, env_vars::INBOX_URL),
        ("socket", &info.socket_url, env_vars::SOCKET_URL),
        ("API key", API_KEY, env_vars::API_KEY),
        ("client key", &info.client_key, env_vars::CLIENT_KEY),
    ];
    let rows = rows.map(|(label, value, variable)| {
        let label = palette.paint(Paint::Faint, &format!("{label:<10}"));
        let variable = palette.paint(Paint::Faint, variable);
        let row = format!("  {label}  {value:<48}  {variable}");
        format!("{}\n", row.trim_end())
    });
    let rows = rows.concat();
    // The keys work only with this sandbox, so they are printed unredacted.
    let text = format!(
        "{title} at {url} ({remark})\n\n{rows}\n\
         export COURIER_BASE_URL={url}\n\
         export COURIER_API_KEY={API_KEY}\n\n\
         courier-auth issue --user alice\n\n"
    );
    context.output.print_unredacted(text.as_bytes())
}
