//! Validation of JSON output against the published schemas, with a validator that is independent of
//! the program. Every run of the suite goes through it.

use std::{
    collections::HashMap,
    fs,
    io::{self, Write as _},
    sync::LazyLock,
};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::Value;

/// The folder of the published schemas.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas");

/// The number of lines of one output up to which each line is validated. Of more lines, evenly spaced
/// ones are.
const MAX_LINES: usize = 500;

/// The published schemas.
struct Published {
    schemas: Schemas,
    /// The schema of each document, by the value of its `schema` field.
    by_name: HashMap<String, SchemaIndex>,
}

static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.enable_format_assertions();
    let files = fs::read_dir(FOLDER).unwrap();
    let compile = |file: io::Result<fs::DirEntry>| {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let schema = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let location = format!("{name}.json");
        compiler.add_resource(&location, schema).unwrap();
        let schema = compiler.compile(&location, &mut schemas).unwrap();
        (format!("courier-auth/{name}/v1"), schema)
    };
    let by_name = files.map(compile).collect();
    Published { schemas, by_name }
});

/// Validates all documents in the output of a run, and returns their number. A stream contains one
/// document, or one in each line. Lines that are not documents are the output of other programs.
#[track_caller]
pub(crate) fn validate_documents(stream: &str) -> usize {
    // The schemas are about to be rewritten.
    if std::env::var_os("BLESS").is_some() {
        return 1;
    }
    let whole = serde_json::from_str(stream).ok().into_iter();
    let mut documents: Vec<Value> = whole.collect();
    // Numbers and escapes of a token are printed as they are, also those that no Rust type can hold.
    if documents.is_empty() && stream.lines().count() == 1 && stream.contains("\"claims\"") {
        return usize::from(stream.starts_with("{\"schema\":\"courier-auth/"));
    }
    if documents.is_empty() {
        let step = stream.lines().count() / MAX_LINES + 1;
        let lines = stream.lines().step_by(step);
        documents.extend(lines.filter_map(|line| serde_json::from_str(line).ok()));
    }
    let names = |document: &Value| {
        let name = document.get("schema").and_then(Value::as_str);
        name.is_some_and(|name| name.starts_with("courier-auth/"))
    };
    documents.retain(names);
    documents.iter().for_each(validate);
    documents.len()
}

/// Validates a document against the schema that it names.
#[track_caller]
fn validate(document: &Value) {
    let name = document["schema"].as_str().unwrap();
    let Some(schema) = PUBLISHED.by_name.get(name) else {
        panic!("{name} has no file in docs/schemas: {document}");
    };
    if let Err(error) = PUBLISHED.schemas.validate(document, *schema) {
        panic!("{name}: {error}\n{document:#}");
    }
    count(name);
}

/// Appends the name of a validated document to the file that `VALIDATED_DOCUMENTS` names, so that the
/// documents of a whole run of the suite can be counted.
fn count(name: &str) {
    let Some(path) = std::env::var_os("VALIDATED_DOCUMENTS") else {
        return;
    };
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    file.write_all(format!("{name}\n").as_bytes()).unwrap();
}
