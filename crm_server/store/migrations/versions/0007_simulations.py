"""Simulations that were kept."""

from alembic import op

from crm_server.store.migrations.words import create_record_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    create_record_table(
        "simulations", "name:100 process_id:32* account_id:32* seed:big inputs:text result:text comment:text"
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("simulations")
