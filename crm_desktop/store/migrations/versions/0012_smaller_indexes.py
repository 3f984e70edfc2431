"""Smaller indexes: none of titles beside their sort keys, and no titles in those of links that few records share."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
_TITLES = (
    ("products", "name"),
    ("accounts", "name"),
    ("opportunities", "name"),
    ("contacts", "name"),
    ("studies", "name"),
    ("processes", "name"),
)
_LINKS = (
    ("accounts", "parent_id"),
    ("opportunities", "account_id"),
    ("opportunities", "contact_id"),
    ("contacts", "account_id"),
    ("contacts", "reports_to_id"),
    ("tasks", "account_id"),
    ("tasks", "opportunity_id"),
    ("tasks", "contact_id"),
    ("tasks", "series_id"),
    ("visits", "account_id"),
    ("visits", "contact_id"),
    ("visits", "series_id"),
    ("studies", "account_id"),
    ("processes", "account_id"),
    ("processes", "opportunity_id"),
    ("processes", "study_id"),
)


def upgrade() -> None:
    """Take the step."""
    for table, column in _TITLES:
        op.drop_index(f"ix_{table}_{column}", table)
    for table, column in _LINKS:
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, ["deleted_at", column])


def downgrade() -> None:
    """Take it back."""
    for table, column in _LINKS:
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, ["deleted_at", column, "sort_key"])
    for table, column in _TITLES:
        op.create_index(f"ix_{table}_{column}", table, ["deleted_at", column])
