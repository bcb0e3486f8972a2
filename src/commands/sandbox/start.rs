//! `sandbox start`: in the foreground until it is told to end.

use std::{fs, io, path::Path};

use super::{control, options, place::Place};
use crate::commands::shared::sandbox_dependencies::dependencies;
use crate::{
    cli::StartArgs,
    context::Context,
    courier::Health,
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
                    Ok(health) => say_there(&health, args, context),
                    Err(_) => Err(sandbox::Error::Bind { port, source }.into()),
                };
            }
            sandbox => sandbox?,
        };
        let place = Place::new(sandbox.url(), std::process::id());
        let file = args.ready_file.as_deref();
        write(&place, file)?;
        let served = match say_ready(&place, "Ctrl-C ends it", context) {
            Ok(()) => sandbox.serve(end).await.map_err(Error::from),
            Err(error) => Err(error.into()),
        };
        if let Some(file) = file {
            // It says that a sandbox is ready, which is true no more.
            let _ = fs::remove_file(file);
        }
        served.map(|()| Exit::Ok)
    })
}

/// A sandbox is there already: as good as a new one, but for what it was to begin with.
fn say_there(health: &Health, args: &StartArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let place = Place::new(&health.url, health.pid);
    write(&place, args.ready_file.as_deref())?;
    context
        .output
        .note(&format!("note: it runs already, as process {}", health.pid));
    if args.begin.is_given() {
        context
            .output
            .note("warning: --seed and the like are for a new one; this one stays as it is");
    }
    say_ready(&place, "it ends with that process", context)?;
    Ok(Exit::Ok)
}

fn write(place: &Place, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        return Ok(());
    };
    let json = serde_json::to_string(&place.ready()).unwrap_or_default() + "\n";
    let mut file = PrivateFile::create(path.to_owned())?;
    file.write(json.as_bytes())?;
    Ok(file.finish()?)
}

/// Tells where it is, once it can be reached.
fn say_ready(place: &Place, end: &str, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return context.output.print_unredacted_json(&place.ready());
    }
    let palette = context.output.stdout_palette();
    let title = palette.paint(Paint::Good, "a local Courier is ready");
    let url = &place.url;
    // Its key opens nothing but itself.
    let text = format!(
        "{title} at {url}; {end}\n\
         open that in a browser to see what is in it\n\n\
         export COURIER_BASE_URL={url}\n\
         export COURIER_API_KEY={API_KEY}\n\n\
         courier-auth issue --user alice\n"
    );
    context.output.print_unredacted(text.as_bytes())
}

/// A thousand sockets need more descriptors than a shell allows by default.
fn raise_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        /// Darwin's `OPEN_MAX`: it takes no more, and no limit at all for an error.
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
        // With fewer, fewer sockets are served.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}
