//! Any text and any JSON as a span of time: what is read is what `ms` would read, and no more.
#![no_main]

use courier_auth::token::{ExpiresIn, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(span) = text.parse::<ExpiresIn>() {
        assert_eq!(span.as_str(), text);
        assert!(text.len() <= 100 && span.milliseconds().is_finite());
        assert_eq!(
            span.has_unit(),
            text.ends_with(|c: char| c.is_ascii_alphabetic())
        );
        assert_eq!(
            span.milliseconds() < 0.0,
            text.starts_with('-') && span.milliseconds() != 0.0
        );
        let capitals = text.to_ascii_uppercase().parse::<ExpiresIn>();
        assert_eq!(
            capitals.map(|span| span.milliseconds()),
            Ok(span.milliseconds())
        );
        // A later start is a later end.
        assert!(span.expiry(1_000.0) >= span.expiry(0.0));
    }
    if serde_json::from_str::<&serde_json::value::RawValue>(text).is_err() {
        return;
    }
    let value = Value::from_raw(text.trim());
    if let Ok(span) = ExpiresIn::from_json(&value) {
        assert!(matches!(value, Value::String(_) | Value::Number(_)));
        assert!(!span.milliseconds().is_nan());
    }
});
