"""Devices that are shut out, the work they leave behind, and the organisation's time to lock."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("organisations", sa.Column("lock_minutes", sa.BigInteger()))
    op.add_column("devices", sa.Column("given_name", sa.String(200)))
    op.add_column("devices", sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("devices", sa.Column("undecided", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("devices", sa.Column("counted_at", sa.BigInteger()))
    op.create_table(
        "rescues",
        sa.Column("org_id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), primary_key=True),
        sa.Column("device_id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("family", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
    )
    op.create_index("ix_rescues_token_hash", "rescues", ["token_hash"], unique=True)
    op.create_table(
        "left_work",
        sa.Column("org_id", sa.String(32), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("device_id", sa.String(32), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_as", sa.String(32), nullable=False),
    )
    op.create_index("ix_left_work_user", "left_work", ["org_id", "user_id", "state"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("left_work")
    op.drop_table("rescues")
    for name in ("counted_at", "undecided", "waiting", "given_name"):
        op.drop_column("devices", name)
    op.drop_column("organisations", "lock_minutes")
