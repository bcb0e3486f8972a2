//! Any bytes, as a document, as a token and as JSON: nothing panics, and what is read is there.
#![no_main]

use courier_auth::{
    inspect::{TokenText, document},
    token::{DecodedToken, Object, Value},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = document::decode_text(bytes);
    let _ = document::is_single_token(&text);
    for (_, line) in document::token_lines(&text).take(100) {
        read(line);
    }
    read(&text);
    if let Ok(object) = Object::parse(&text) {
        walk(&object);
    }
});

fn read(text: &str) {
    let unwrapped = TokenText::new(text);
    if let Ok(decoded) = DecodedToken::new(&unwrapped.text)
        && let Ok(token) = decoded.parse()
    {
        walk(&token.header);
        walk(&token.claims);
    }
}

fn walk(object: &Object<'_>) {
    for member in object.members() {
        // Of duplicates the last one is read.
        assert!(object.get(&member.name).is_some());
        let _ = Value::from_raw(member.raw.get());
    }
    let kept = object.effective_members().count();
    assert!(kept <= object.members().len());
    assert!(object.duplicates().count() <= object.members().len() - kept);
}
