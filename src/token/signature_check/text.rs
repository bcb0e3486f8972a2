//! The text of a signature: what tools write around it, and how its bytes are encoded.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// The bytes of a signature, with the faults of its text.
pub(super) struct SignatureText {
    pub(super) bytes: Vec<u8>,
    pub(super) faults: Vec<&'static str>,
}

impl SignatureText {
    /// Reads a signature in any encoding. `None` if the text is not a signature.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut faults = Vec::new();
        let text = without_wrapping(text, &mut faults);
        if let Some(bytes) = decode_hex(text, &mut faults) {
            return Some(Self { bytes, faults }.without_second_encoding());
        }
        let bytes = decode_base64(text)?;
        faults.push("the signature is base64, but Courier accepts only lower-case hex");
        Some(Self { bytes, faults }.without_second_encoding())
    }

    /// Decodes hex digits that were encoded again.
    fn without_second_encoding(mut self) -> Self {
        let inner = str::from_utf8(&self.bytes).ok();
        let is_digest = |bytes: &Vec<u8>| bytes.len() >= 16;
        let inner = inner.and_then(|text| base16ct::mixed::decode_vec(text).ok());
        if let Some(bytes) = inner.filter(is_digest) {
            self.bytes = bytes;
            self.faults
                .push("the hex digits were encoded a second time");
        }
        self
    }
}

/// Removes what tools write around a signature, and adds it to the faults.
pub(super) fn without_wrapping<'t>(text: &'t str, faults: &mut Vec<&'static str>) -> &'t str {
    let mut core = text.trim();
    if core != text {
        faults.push("the signature starts or ends with whitespace");
    }
    let mut strip = |fault, stripped: Option<&'t str>, core: &mut &'t str| {
        if let Some(stripped) = stripped {
            *core = stripped;
            faults.push(fault);
        }
    };
    strip(
        "the label of `openssl` is in front",
        after_openssl_label(core),
        &mut core,
    );
    strip(
        "a file name follows, as `sha256sum` writes it",
        before_file_name(core),
        &mut core,
    );
    strip(
        "a name is in front of the signature",
        after_name(core),
        &mut core,
    );
    let unquoted = core
        .strip_prefix('b')
        .filter(|rest| rest.starts_with(['"', '\'']))
        .unwrap_or(core);
    let unquoted = unquoted.trim_matches(['"', '\'', '`', ',', ';']);
    strip(
        "the signature is in quotes",
        (unquoted != core).then_some(unquoted),
        &mut core,
    );
    let digits = core.strip_prefix("0x").or_else(|| core.strip_prefix("0X"));
    strip("`0x` is in front of the signature", digits, &mut core);
    core
}

/// Returns the text after `(stdin)= `, `HMAC-SHA2-256(file)= ` or `SHA256(stdin)= `.
fn after_openssl_label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once(")=")?;
    let (algorithm, _) = label.split_once('(')?;
    is_name(algorithm).then(|| rest.trim_start())
}

/// Returns the text before `  -` or ` *file`.
fn before_file_name(text: &str) -> Option<&str> {
    let (digits, file) = text.split_once([' ', '\t'])?;
    let is_digest = digits.len() >= 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Groups of digits are not a file name.
    let is_hex = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b' ')
    };
    (is_digest && !is_hex(file)).then_some(digits)
}

/// Returns the text after `sha256=` or `x-courier-user-signature: `.
fn after_name(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(['=', ':'])?;
    let name = name.trim_matches(['"', '\'']);
    let rest = rest.trim_start();
    // The padding of base64, and the separator of hex digits, have a signature before them.
    let is_value = rest.len() >= 32 && name.len() > 2 && !rest.starts_with('=');
    (is_name(name) && is_value).then_some(rest)
}

fn is_name(text: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_ ".contains(&byte);
    text.bytes().all(is_name)
}

/// Decodes hex digits, and adds the fault of any form other than lower case.
fn decode_hex(text: &str, faults: &mut Vec<&'static str>) -> Option<Vec<u8>> {
    let separator = [':', '-', ' '].into_iter().find(|separator| {
        let mut groups = text.split(*separator);
        text.contains(*separator) && groups.all(|group| group.len() == 2)
    });
    let joined = separator.map(|separator| text.replace(separator, ""));
    let digits = joined.as_deref().unwrap_or(text);
    let bytes = base16ct::mixed::decode_vec(digits).ok()?;
    if joined.is_some() {
        faults.push("the hex digits have separators between them");
    }
    if digits.contains(|c: char| c.is_ascii_uppercase()) {
        faults.push("the signature is in upper case, but Courier accepts only lower case");
    }
    Some(bytes)
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let mut alphabets = [&alphabet::STANDARD, &alphabet::URL_SAFE].into_iter();
    alphabets.find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(text).ok())
}

/// Describes a text that is not a signature.
pub(super) fn describe_other_text(text: &str) -> String {
    let core = without_wrapping(text, &mut Vec::new());
    if core.starts_with("eyJ") {
        return "this is a user token, not a signature".to_owned();
    }
    let length = core.chars().count();
    if !core.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!(
            "this is not a signature: expected 64 hex digits, but the text has length {length}"
        );
    }
    let also = match length {
        32 => ", the length of MD5",
        40 => ", the length of SHA-1",
        96 => ", the length of SHA-384",
        128 => ", the length of SHA-512",
        _ => "",
    };
    format!("this is not a signature: expected 64 hex digits, got {length}{also}")
}
