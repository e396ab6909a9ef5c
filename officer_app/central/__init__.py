"""The central store: a PostgreSQL schema and its client."""
