//! `sandbox start`: runs a sandbox in the foreground.

use std::{fs, io, path::Path};

use super::{connection_info::ConnectionInfo, control, options};
use crate::commands::shared::sandbox_dependencies::dependencies;
use crate::{
    cli::StartArgs,
    context::Context,
    courier::SandboxHealth,
    error::Error,
    exit::Exit,
    output::{Paint, StdoutError},
    private_file::PrivateFile,
    runtime,
    sandbox::{self, API_KEY, Sandbox},
    signals,
};

pub(super) fn run(args: &StartArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let options = options(args.port, &args.begin)?;
    raise_limit();
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        let end = signals::shutdown().map_err(Error::Runtime)?;
        let sandbox = match Sandbox::bind(options, dependencies(context)).await {
            Err(sandbox::Error::Bind { port, source })
                if source.kind() == io::ErrorKind::AddrInUse =>
            {
                return match control::of(port, context).health().await {
                    Ok(health) => report_running(&health, args, context),
                    Err(_) => Err(sandbox::Error::Bind { port, source }.into()),
                };
            }
            sandbox => sandbox?,
        };
        let connection = ConnectionInfo::new(sandbox.url(), std::process::id());
        let file = args.ready_file.as_deref();
        write(&connection, file)?;
        let served = match print_ready(&connection, "Ctrl-C ends it", context) {
            Ok(()) => sandbox.serve(end).await.map_err(Error::from),
            Err(error) => Err(error.into()),
        };
        if let Some(file) = file {
            // The file says that a sandbox is ready, which is no longer true.
            let _ = fs::remove_file(file);
        }
        served.map(|()| Exit::Ok)
    })
}

/// A sandbox is running already. It is used as it is, unless this run asks for a different initial
/// state.
fn report_running(
    health: &SandboxHealth,
    args: &StartArgs,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let connection = ConnectionInfo::new(&health.url, health.pid);
    write(&connection, args.ready_file.as_deref())?;
    context
        .output
        .note(&format!("note: it runs already, as process {}", health.pid));
    if args.begin.is_given() {
        context
            .output
            .note("warning: --seed and the like are for a new one; this one stays as it is");
    }
    print_ready(&connection, "it ends with that process", context)?;
    Ok(Exit::Ok)
}

fn write(connection: &ConnectionInfo, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        return Ok(());
    };
    let json = serde_json::to_string(&connection.ready()).unwrap_or_default() + "\n";
    let mut file = PrivateFile::create(path.to_owned())?;
    file.write(json.as_bytes())?;
    Ok(file.finish()?)
}

/// Prints the ready line, once the sandbox can be reached.
fn print_ready(
    connection: &ConnectionInfo,
    end: &str,
    context: &mut Context<'_>,
) -> Result<(), StdoutError> {
    if context.json {
        return context.output.print_unredacted_json(&connection.ready());
    }
    let palette = context.output.stdout_palette();
    let title = palette.paint(Paint::Good, "a local Courier is ready");
    let url = &connection.url;
    // Not redacted: the sandbox key is public.
    let text = format!(
        "{title} at {url}; {end}\n\
         open that in a browser to see what is in it\n\n\
         export COURIER_BASE_URL={url}\n\
         export COURIER_API_KEY={API_KEY}\n\n\
         courier-auth issue --user alice\n"
    );
    context.output.print_unredacted(text.as_bytes())
}

/// Raises the limit of open files: a thousand sockets need more than a shell allows by default.
fn raise_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        /// Darwin's `OPEN_MAX`. Darwin accepts no higher limit, and treats an unlimited one as an
        /// error.
        const MOST: u64 = 10_240;
        let limit = getrlimit(Resource::Nofile);
        let most = limit.maximum.unwrap_or(MOST);
        let raised = Rlimit {
            current: Some(if cfg!(target_vendor = "apple") {
                most.min(MOST)
            } else {
                most
            }),
            ..limit
        };
        // With a lower limit, fewer sockets are served.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}
