"""The layouts the record has had, oldest first. Alembic reads this folder; `migrating.py` runs it."""
