//! Parses any text and any JSON as a lifetime: whatever is accepted is what `ms` accepts.
#![no_main]

use courier_auth::token::{ExpiresIn, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(lifetime) = text.parse::<ExpiresIn>() {
        assert_eq!(lifetime.as_str(), text);
        assert!(text.len() <= 100 && lifetime.milliseconds().is_finite());
        assert_eq!(
            lifetime.has_unit(),
            text.ends_with(|c: char| c.is_ascii_alphabetic())
        );
        assert_eq!(
            lifetime.milliseconds() < 0.0,
            text.starts_with('-') && lifetime.milliseconds() != 0.0
        );
        let uppercase = text.to_ascii_uppercase().parse::<ExpiresIn>();
        assert_eq!(
            uppercase.map(|lifetime| lifetime.milliseconds()),
            Ok(lifetime.milliseconds())
        );
        // A token that is issued later does not expire earlier.
        assert!(lifetime.expiry(1_000.0) >= lifetime.expiry(0.0));
    }
    if serde_json::from_str::<&serde_json::value::RawValue>(text).is_err() {
        return;
    }
    let value = Value::from_raw(text.trim());
    if let Ok(lifetime) = ExpiresIn::from_json(&value) {
        assert!(matches!(value, Value::String(_) | Value::Number(_)));
        assert!(!lifetime.milliseconds().is_nan());
    }
});
