//! Lists, seeds, keys and configuration files that are endless, not UTF-8 or writable by others.
