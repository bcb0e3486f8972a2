//! Lists of IDs as people have them: CSV, JSON, UTF-16, comments.
