"""The local journal and mirror: encrypted SQLite files."""
