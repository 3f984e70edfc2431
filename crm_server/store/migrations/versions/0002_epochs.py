"""A table of the epochs: where in the log each restored database went on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the epoch under way counts as the first."""
    op.create_table(
        "epochs",
        sa.Column("org_id", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.String(32), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
    )
    op.execute("INSERT INTO epochs (org_id, number, epoch, began) SELECT org_id, 0, epoch, 0 FROM organisation_state")


def downgrade() -> None:
    """Forget where epochs began."""
    op.drop_table("epochs")
