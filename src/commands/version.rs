//! `--version`: the version, and what the program was built from.

use crate::{context::Context, document::SchemaName, error::Error, exit::Exit, output::json};

/// Prints the version on one line, or with `is_verbose` everything known about the build.
pub(crate) fn print(is_verbose: bool, context: &mut Context<'_>) -> Result<Exit, Error> {
    let version = json::Version {
        schema: SchemaName::new(),
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("COURIER_AUTH_COMMIT"),
        target: env!("COURIER_AUTH_TARGET"),
        features: features(),
        rustc: option_env!("COURIER_AUTH_RUSTC"),
    };
    if context.json {
        context.output.print_json(&version)?;
        return Ok(Exit::Ok);
    }
    context.output.print(|out, _| {
        writeln!(out, "courier-auth {}", version.version)?;
        if is_verbose {
            let features = match version.features[..] {
                [] => "none".to_owned(),
                ref features => features.join(", "),
            };
            writeln!(out, "commit: {}", version.commit.unwrap_or("unknown"))?;
            writeln!(out, "target: {}", version.target)?;
            writeln!(out, "features: {features}")?;
            writeln!(out, "rustc: {}", version.rustc.unwrap_or("unknown"))?;
        }
        Ok(())
    })?;
    Ok(Exit::Ok)
}

/// Returns the features of the crate that were enabled.
fn features() -> Vec<&'static str> {
    let features = env!("COURIER_AUTH_FEATURES").split(',');
    features.filter(|feature| !feature.is_empty()).collect()
}
