//! Tokens inside other text: JSON, logs, requests, source code.
