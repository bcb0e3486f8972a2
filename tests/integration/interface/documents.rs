//! JSON documents and output formats, the same in all commands.
