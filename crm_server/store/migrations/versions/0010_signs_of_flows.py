"""What flows, pools and documents say by their signs: envelopes, directions, several participants, states."""

from alembic import op

from crm_server.store.migrations.words import columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MORE = {"flows": "markers:text", "nodes": "data_state:120", "pools": "several:flag"}


def upgrade() -> None:
    """Add the columns."""
    for table, words in _MORE.items():
        for column in columns(words):
            op.add_column(table, column)


def downgrade() -> None:
    """Take them away."""
    for table, words in _MORE.items():
        for column in columns(words):
            op.drop_column(table, column.name)
