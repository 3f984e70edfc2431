"""Fields that organisations add themselves."""

from alembic import op

from crm_server.store.migrations.words import create_record_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of definitions; values lie in each record's `extra`."""
    create_record_table(
        "custom_fields",
        "label:60 label_zh:60 record_kind:60 name:60* required:flag listed:flag searched:flag industries:text "
        "position:big active:flag",
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("custom_fields")
