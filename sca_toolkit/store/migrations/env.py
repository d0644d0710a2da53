"""Run by Alembic. The connection comes from `migrating.py`, which holds the transaction and its lock."""

from alembic import context

from sca_toolkit.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column: the table is copied
    transactional_ddl=True,
)
context.run_migrations()
