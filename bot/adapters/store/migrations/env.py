"""Alembic's entry: runs on the connection it is given."""

from alembic import context

from bot.adapters.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table="gpt_to_aws_version",
)
with context.begin_transaction():
    context.run_migrations()
