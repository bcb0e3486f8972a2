//! `sandbox schema`: prints the GraphQL schemas. No sandbox is started.

use std::slice;

use crate::{
    cli::SandboxSchemaArgs, context::Context, error::Error, exit::Exit, output::json, sandbox::Api,
};

pub(super) fn run(args: &SandboxSchemaArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let apis = args.api.as_ref().map_or(&Api::ALL[..], slice::from_ref);
    if context.json {
        context.output.print_json(&json::SandboxSchema::of(apis))?;
        return Ok(Exit::Ok);
    }
    context.output.print(|out, _| {
        for api in apis {
            // One schema is a valid document with the comment, and two are told apart by it.
            writeln!(out, "# {}\n", api.summary())?;
            writeln!(out, "{}\n", api.sdl().trim())?;
        }
        Ok(())
    })?;
    Ok(Exit::Ok)
}
