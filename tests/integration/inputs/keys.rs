//! Texts that are not API keys are recognized before anything is sent.
