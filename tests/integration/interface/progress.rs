//! Progress bars, tables and summaries for people.
