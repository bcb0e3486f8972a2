//! `diff`: compares two tokens without a connection to Courier.

mod input;

use super::shared::{
    project::load_project,
    requirements::{refuse_key_without_verify, requirements, signing_key},
    stdin,
};
use crate::{
    cli::DiffArgs,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::Comparison,
    output::{Compared, ComparedToken, diff, json},
};

pub(crate) fn run(args: DiffArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    refuse_key_without_verify(args.verify, &args.key)?;
    stdin::require_single_reader(
        args.tokens.iter().map(String::as_str),
        args.files.iter().chain(&args.key.api_key_file),
        "use `-` only once; set COURIER_API_KEY for the API key, or pass the tokens with --file PATH",
    )?;
    let project = load_project(context)?;
    let mut requirements = requirements(&args.requirements, project.as_ref(), (context.now)());
    requirements.signing_key = signing_key(args.verify, &args.key, project, context)?;
    let [a, b] = input::read(args.tokens, args.files, &requirements, context)?;
    let (a_facts, b_facts) = (a.facts()?, b.facts()?);
    let comparison = Comparison::of(a_facts, b_facts);
    let compared = Compared {
        a: ComparedToken {
            facts: a_facts,
            source: a.source(),
        },
        b: ComparedToken {
            facts: b_facts,
            source: b.source(),
        },
        comparison: &comparison,
        requirements: &requirements,
    };
    if context.json {
        context.output.print_json(&json::Diff::of(&compared))?;
    } else {
        let print = |out: &mut dyn std::io::Write, palette| diff::write(out, palette, &compared);
        context.output.print(print)?;
    }
    Ok(if comparison.is_same() {
        Exit::Ok
    } else {
        Exit::No
    })
}
