//! `sandbox send`: sends messages to a user of a running sandbox.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::control::sandbox_client;
use crate::{
    cli::SandboxSendArgs, commands::shared::stdin, context::Context, document::SchemaName,
    error::Error, exit::Exit, output::json as documents, private_file, runtime,
};

/// The maximum size of the data of a message, in bytes. The sandbox accepts no larger request.
const MAX_DATA: usize = 2 * 1024 * 1024;

pub(super) fn run(args: &SandboxSendArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let message = message(args, context)?;
    let client = sandbox_client(args.sandbox.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let mut message_ids = Vec::new();
    for _ in 0..args.count.get() {
        match runtime.block_on(client.send(&message)) {
            Ok(id) if context.json => message_ids.push(id),
            Ok(id) => context.output.print(|out, _| writeln!(out, "{id}"))?,
            Err(error) => {
                if !message_ids.is_empty() {
                    print_document(&message_ids, context)?;
                }
                return Err(error.into());
            }
        }
    }
    if context.json {
        print_document(&message_ids, context)?;
    }
    Ok(Exit::Ok)
}

fn print_document(message_ids: &[String], context: &mut Context<'_>) -> Result<(), Error> {
    context.output.print_json(&documents::SandboxSend {
        schema: SchemaName::new(),
        message_ids,
    })?;
    Ok(())
}

/// Returns the message as `/send` takes it.
fn message(args: &SandboxSendArgs, context: &mut Context<'_>) -> Result<Value, Error> {
    let mut message = json!({ "to": { "user_id": args.user.as_str() }, "content": {} });
    for (name, text) in [("title", &args.title), ("body", &args.body)] {
        if let Some(text) = text {
            message["content"][name] = text.as_str().into();
        }
    }
    if !args.tags.is_empty() {
        message["metadata"] = json!({ "tags": args.tags });
    }
    if let Some(tenant) = &args.tenant {
        message["context"] = json!({ "tenant_id": tenant });
    }
    if let Some(path) = &args.data {
        message["data"] = Value::Object(data(path, context)?);
    }
    Ok(message)
}

/// Reads the data of a message.
fn data(path: &Path, context: &mut Context<'_>) -> Result<Map<String, Value>, Error> {
    let json = stdin::read_file(path, MAX_DATA, context)?;
    serde_json::from_slice(&json).map_err(|error| Error::Usage {
        message: format!(
            "the data in {} is not a JSON object: {error}",
            private_file::display_name(path)
        ),
        help: "for example: `{\"orderId\": \"1234\"}`",
    })
}
