//! `sandbox fault`: the simulated failures of a running sandbox.

use super::control::sandbox_client;
use crate::{
    cli::{SandboxFaultArgs, SandboxFaultCommand, SandboxPortArgs},
    context::Context,
    courier::SandboxFault,
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::{json, table},
    runtime,
    sandbox::Fault,
    text::plural,
};

pub(super) fn run(args: &SandboxFaultArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    match &args.command {
        SandboxFaultCommand::Add(args) => {
            let client = sandbox_client(args.sandbox.port, context);
            let runtime = runtime::new().map_err(Error::Runtime)?;
            let texts: Vec<&str> = args.faults.iter().map(Fault::text).collect();
            runtime.block_on(client.add_faults(&texts))?;
            let faults = runtime.block_on(client.faults())?;
            print(&faults, 0, context)
        }
        SandboxFaultCommand::List(args) => {
            let client = sandbox_client(args.port, context);
            let runtime = runtime::new().map_err(Error::Runtime)?;
            let faults = runtime.block_on(client.faults())?;
            if faults.is_empty() {
                context.output.info("no simulated failures");
            }
            print(&faults, 0, context)
        }
        SandboxFaultCommand::Clear(args) => clear(args, context),
    }
}

fn clear(args: &SandboxPortArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let client = sandbox_client(args.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let removed = runtime.block_on(async {
        let faults = client.faults().await?;
        client.clear_faults().await.map(|()| faults.len())
    })?;
    let removed_text = match removed {
        0 => "there was no simulated failure".to_owned(),
        _ => format!("removed {}", plural(removed, "simulated failure")),
    };
    context.output.info(&removed_text);
    print(&[], removed, context)
}

/// Prints the failures, and how many were removed.
fn print(
    faults: &[SandboxFault],
    removed: usize,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::SandboxFaults {
            schema: SchemaName::new(),
            faults: faults.iter().map(json::SandboxFault::of).collect(),
            removed,
        })?;
        return Ok(Exit::Ok);
    }
    let rows: Vec<[String; 2]> = faults
        .iter()
        .map(|fault| [fault.fault.clone(), remaining(fault.left)])
        .collect();
    context.output.print(|out, _| table::write(out, &rows))?;
    Ok(Exit::Ok)
}

fn remaining(left: Option<u64>) -> String {
    match left {
        None => "every request".to_owned(),
        Some(0) => "used up".to_owned(),
        Some(left) => plural(left, "more request"),
    }
}
