"""The record: one place where cases live, on SQLite or PostgreSQL."""
