"""Contents of attachments: which are held, which are on their way, when each attachment's arrived; limits for both."""

import sqlalchemy as sa
from alembic import op

from crm_server.store.migrations.words import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns; the usual limits hold where an organisation has said nothing."""
    op.create_table("contents", *columns("org_id:32^ sha256:64^ size:big! stored_at:big! unreferenced_since:big"))
    op.create_index("ix_contents_unreferenced_since", "contents", ["unreferenced_since"])
    op.create_table(
        "uploads", *columns("org_id:32^ attachment_id:32^ user_id:32! sha256:64! size:big! started_at:big!")
    )
    op.add_column("attachments", sa.Column("stored_at", sa.BigInteger()))
    op.add_column("organisations", sa.Column("file_limit_mb", sa.BigInteger()))
    op.add_column("organisations", sa.Column("file_quota_mb", sa.BigInteger()))


def downgrade() -> None:
    """Forget which contents there are; the files themselves stay where they are."""
    op.drop_column("organisations", "file_quota_mb")
    op.drop_column("organisations", "file_limit_mb")
    op.drop_column("attachments", "stored_at")
    op.drop_table("uploads")
    op.drop_index("ix_contents_unreferenced_since", "contents")
    op.drop_table("contents")
