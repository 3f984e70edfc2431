"""Repeating tasks and visits, notices with their receipts, and the secret addresses of calendars."""

from alembic import op

from crm_server.store.migrations.words import columns, create_record_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SERIES = "exceptions:text series_id:32* occurrence_at:big uid:255*"
_MORE = {"tasks": _SERIES, "visits": f"recurrence:200* remind_minutes:big {_SERIES}", "attachments": "audience:60"}
_RECORDS = {
    "notices": "subject:200 body:text audience:60 published_at:big* expires_on:10 wants_receipts:flag owner_id:32*",
    "notice_receipts": "notice_id:32* owner_id:32* read_at:big downloaded_ids:text",
}


def upgrade() -> None:
    """Make the tables and columns."""
    for name, words in _RECORDS.items():
        create_record_table(name, words)
    for table, words in _MORE.items():
        for column in columns(words):
            op.add_column(table, column)
        for name in _indexed(words):
            op.create_index(f"ix_{table}_{name}", table, ["org_id", name])
    op.create_index("ix_tasks_recurrence", "tasks", ["org_id", "recurrence"])
    feed = "org_id:32^ user_id:32^ id:32^ token_hash:64! name:100! created_at:big! used_at:big"
    op.create_table("calendar_feeds", *columns(feed))
    op.create_index("ix_calendar_feeds_token_hash", "calendar_feeds", ["token_hash"], unique=True)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("calendar_feeds")
    op.drop_index("ix_tasks_recurrence", "tasks")
    for table, words in _MORE.items():
        for name in _indexed(words):
            op.drop_index(f"ix_{table}_{name}", table)
        for column in columns(words):
            op.drop_column(table, column.name)
    for name in _RECORDS:
        op.drop_table(name)


def _indexed(words: str) -> list[str]:
    return [word.partition(":")[0] for word in words.split() if word.endswith("*")]
