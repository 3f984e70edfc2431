"""What flows, pools and documents say by their signs: envelopes, directions, several participants, states."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("flows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("markers", sa.Text(), nullable=True))
    with op.batch_alter_table("nodes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("data_state", sa.String(length=120), nullable=True))
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.add_column(sa.Column("several", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.drop_column("several")
    with op.batch_alter_table("nodes", schema=None) as batch_op:
        batch_op.drop_column("data_state")
    with op.batch_alter_table("flows", schema=None) as batch_op:
        batch_op.drop_column("markers")
