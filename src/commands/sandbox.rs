//! `sandbox`: a local Courier in the foreground.

use std::fs;

use crate::{
    cli::{SandboxArgs, SandboxCommand, StartArgs},
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, json},
    runtime,
    sandbox::{API_KEY, Sandbox, Seed, client_key},
};

pub(crate) fn run(args: SandboxArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    match args.command {
        SandboxCommand::Start(args) => start(&args, context),
    }
}

fn start(args: &StartArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let seed = args.seed.as_ref().map(|path| {
        let what = format!("`{}`", path.display());
        fs::read(path).map_err(|source| Error::Read { what, source })
    });
    let seed = seed
        .transpose()?
        .map(|json| Seed::parse(&json))
        .transpose()?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        let end = runtime::end_of_process().map_err(Error::Runtime)?;
        let sandbox = Sandbox::bind(args.port, context.now).await?;
        if let Some(seed) = seed {
            sandbox.seed(seed)?;
        }
        say_ready(sandbox.url(), context)?;
        sandbox.serve(end).await?;
        Ok(Exit::Ok)
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
