//! Reads any bytes as a document, a token and JSON: nothing panics, and every member can be read.
#![no_main]

use courier_auth::{
    inspect::{TokenText, document},
    token::{DecodedToken, Object, Value},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = document::decode_text(bytes);
    let _ = document::is_single_text(&text);
    for token in TokenText::all(&text).iter().take(100) {
        read_token(token);
    }
    read_token(&TokenText::new(&text));
    if let Ok(object) = Object::parse(&text) {
        read_members(&object);
    }
});

fn read_token(token_text: &TokenText<'_>) {
    if let Ok(decoded) = DecodedToken::new(&token_text.text)
        && let Ok(token) = decoded.parse()
    {
        read_members(&token.header);
        read_members(&token.claims);
    }
}

fn read_members(object: &Object<'_>) {
    for member in object.members() {
        assert!(object.get(&member.name).is_some());
        let _ = Value::from_raw(member.raw.get());
    }
    let effective = object.effective_members().count();
    assert!(effective <= object.members().len());
    assert!(object.duplicates().count() <= object.members().len() - effective);
}
