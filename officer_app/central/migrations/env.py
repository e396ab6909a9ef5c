"""What Alembic runs: the steps, in one transaction, over the connection that the caller opened."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema="core",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
