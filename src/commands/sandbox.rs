//! `sandbox`: a local Courier in the foreground.

use std::{fs, time::Duration};

use crate::{
    cli::{BeginArgs, SandboxArgs, SandboxCommand, StartArgs},
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, json},
    runtime,
    sandbox::{API_KEY, Options, Sandbox, Seed, client_key},
};

pub(crate) fn run(args: SandboxArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    match args.command {
        SandboxCommand::Start(args) => start(&args, context),
    }
}

fn start(args: &StartArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let options = options(args.port, &args.begin)?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        let end = runtime::end_of_process().map_err(Error::Runtime)?;
        let sandbox = Sandbox::bind(options, context.now).await?;
        say_ready(sandbox.url(), context)?;
        sandbox.serve(end).await?;
        Ok(Exit::Ok)
    })
}

/// How a sandbox is to begin.
fn options(port: u16, args: &BeginArgs) -> Result<Options, Error> {
    let seed = args.seed.as_ref().map(|path| {
        let what = format!("`{}`", path.display());
        let json = fs::read(path).map_err(|source| Error::Read { what, source })?;
        Ok::<_, Error>(Seed::parse(&json)?)
    });
    Ok(Options {
        port,
        seed: seed.transpose()?,
        faults: args.faults.clone(),
        latency: Duration::from_millis(args.latency),
    })
}

/// Tells where it is, once it can be reached.
fn say_ready(url: &str, context: &mut Context<'_>) -> Result<(), Error> {
    if context.json {
        return context.output.reveal_json(&json::Ready {
            schema: "courier-auth/sandbox/v1",
            url,
            api_key: API_KEY,
            client_key: &client_key(),
            inbox_url: &format!("{url}/q"),
            socket_url: &url.replacen("http", "ws", 1),
            pid: std::process::id(),
        });
    }
    let palette = context.output.stdout_palette();
    let title = palette.paint(Paint::Good, "a local Courier is ready");
    // Its key opens nothing but itself.
    let text = format!(
        "{title} at {url}; Ctrl-C ends it\n\n\
         export COURIER_BASE_URL={url}\n\
         export COURIER_API_KEY={API_KEY}\n\n\
         courier-auth issue --user alice\n"
    );
    context.output.reveal(text.as_bytes())
}
