"""What Alembic runs for every step: over the encrypted connection it was handed, the whole way in one transaction."""

from alembic import context
from sqlalchemy import Connection

from crm_desktop.store.migrations.comparing import compared_objects, render_type
from crm_desktop.store.schema import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    include_object=compared_objects,
    render_item=render_type,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
